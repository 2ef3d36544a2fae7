package quayside.protocol.client;

import java.io.IOException;
import java.util.Optional;
import quayside.protocol.message.Passcode;
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

    /** For one call or transfer. */
    Keys keys(Optional<Passcode> own) {
        return new Keys(passcodes, own.orElse(null));
    }

    /** Runs {@code work} on a connection of its own. */
    <T> T run(Cancellation cancellation, ConnectionPool.Call<T> work) throws IOException {
        return run(cancellation, keys(Optional.empty()), work);
    }

    /** As above, with these keys. */
    <T> T run(Cancellation cancellation, Keys keys, ConnectionPool.Call<T> work) throws IOException {
        return pool.call(cancellation, connection -> {
            keys.replay(connection);
            return keys.over(connection, work);
        });
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
