package quayside.protocol.client;

import java.io.IOException;
import java.util.Optional;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** The calls of a client: what one of them finds locked is asked for, and then the call is made once more. Thread-safe. */
final class Calls {
    private final ConnectionPool pool;
    private final Passcodes passcodes;

    Calls(ConnectionPool pool, Passcodes passcodes) {
        this.pool = pool;
        this.passcodes = passcodes;
    }

    /** For one call or transfer. */
    Keys keys(Optional<NewLock> own, Keys.Waiting waiting, Cancellation cancellation) {
        return new Keys(passcodes, own.orElse(null), waiting, cancellation);
    }

    /** For one call. */
    Keys keys(Optional<NewLock> own, Cancellation cancellation) {
        return keys(own, Keys.Waiting.UNHEARD, cancellation);
    }

    /** Runs {@code work} on a connection of its own. */
    <T> T run(Cancellation cancellation, ConnectionPool.Call<T> work) throws IOException {
        return run(cancellation, keys(Optional.empty(), cancellation), work);
    }

    /** As above, with these keys. */
    <T> T run(Cancellation cancellation, Keys keys, ConnectionPool.Call<T> work) throws IOException {
        while (true) {
            try {
                return pool.call(cancellation, connection -> {
                    keys.replay(connection);
                    return keys.over(connection, work);
                });
            } catch (ProtocolException e) {
                // People may think longer than a server keeps a silent connection; nothing was asked for over it since.
                if (e.fault() != Fault.CONNECTION_LOST || !keys.wasLostWhileAsking()) {
                    throw e;
                }
            }
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
