package quayside.protocol.client;

import java.io.IOException;
import java.util.Optional;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;

/** The calls of a client: what one of them finds locked is asked for, and then the call is made once more. Thread-safe. */
final class Calls {
    private final ConnectionPool pool;
    private final Passcodes passcodes;

    Calls(ConnectionPool pool, Passcodes passcodes) {
        this.pool = pool;
        this.passcodes = passcodes;
    }

    /** For one call or transfer, which closes them; the passcode of {@code own} stays the caller's. */
    Keys keys(Optional<NewLock> own, Keys.Waiting waiting, Cancellation cancellation) {
        return new Keys(passcodes, own.orElse(null), waiting, cancellation);
    }

    /** For one call, which closes them. */
    Keys keys(Optional<NewLock> own, Cancellation cancellation) {
        return keys(own, Keys.Waiting.UNHEARD, cancellation);
    }

    /** Over which a call is made, with these keys: one connection, and another only where somebody who was asked has thought for long. */
    Carrier carrier(Keys keys, Cancellation cancellation) {
        return new Carrier(connections(keys, cancellation), cancellation);
    }

    /** What a call with these keys has for connections. */
    Reconnection connections(Keys keys, Cancellation cancellation) {
        Tally nobody = new Tally(FolderTransfer.Listener.NONE, 0);
        return new Reconnection(pool, RetryPolicy.never(), nobody, cancellation, keys);
    }

    /** Runs {@code work} on a connection of its own. */
    <T> T run(Cancellation cancellation, Carrier.Question<T> work) throws IOException {
        try (Keys keys = keys(Optional.empty(), cancellation);
                Carrier carrier = carrier(keys, cancellation)) {
            return carrier.ask(work);
        }
    }

    /** Asks for something whose answer is that it is done. */
    void order(Request request) throws IOException {
        run(new Cancellation(), connection -> order(connection, request));
    }

    /** As above, on this connection; returns true. */
    static boolean order(Connection connection, Request request) throws IOException {
        Response answer = connection.ask(request);
        if (answer instanceof Response.Done) {
            return true;
        }
        throw Connection.unexpected(answer);
    }
}
