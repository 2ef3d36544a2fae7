package quayside.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** Runs both sides of a handshake against each other over loopback, optionally through a man in the middle. */
final class Handshakes {
    static final SecureRandom RANDOM = new SecureRandom();
    static final ServerIdentity IDENTITY = ServerIdentity.generate();
    private static final int DEADLINE_SECONDS = 60;

    private Handshakes() {}

    /** One side of a connection. */
    interface Side<T> {
        T run(InputStream in, OutputStream out) throws IOException;
    }

    /** The result of one side; exactly one field is not null. */
    record Ending<T>(@Nullable T result, @Nullable Throwable failure) {
        T get() {
            if (result == null) {
                throw new AssertionError("the side failed", failure);
            }
            return result;
        }
    }

    record Endings<C, S>(Ending<C> client, Ending<S> server) {}

    static Side<SessionSecrets> client(String key, @Nullable Fingerprint pinned) {
        return (in, out) -> ClientHandshake.run(in, out, AccessKey.of(key), pinned, RANDOM);
    }

    static Side<SessionSecrets> server(String key) {
        return (in, out) -> ServerHandshake.run(in, out, AccessKey.of(key), IDENTITY, RANDOM);
    }

    /** Runs both sides over one loopback connection; a side that ends closes its socket. */
    static <C, S> Endings<C, S> run(Side<C> client, Side<S> server) throws IOException {
        // Closed in reverse order: the sockets first, so that no side can keep its thread.
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket near = new Socket(listener.getInetAddress(), listener.getLocalPort());
                Socket far = listener.accept()) {
            near.setTcpNoDelay(true);
            far.setTcpNoDelay(true);
            Future<C> clientEnd = threads.submit(over(near, client));
            Future<S> serverEnd = threads.submit(over(far, server));
            return new Endings<>(ending(clientEnd), ending(serverEnd));
        }
    }

    private static <T> Callable<T> over(Socket socket, Side<T> side) {
        return () -> {
            try {
                return side.run(socket.getInputStream(), socket.getOutputStream());
            } finally {
                try {
                    socket.shutdownOutput();
                } catch (SocketException e) {
                    // The failed side has closed it, or the other side has.
                }
            }
        };
    }

    private static <T> Ending<T> ending(Future<T> side) {
        try {
            return new Ending<>(side.get(DEADLINE_SECONDS, TimeUnit.SECONDS), null);
        } catch (ExecutionException e) {
            return new Ending<>(null, e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("a side neither finished nor failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** The actions of a side that may fail. */
    interface Attempt {
        void run() throws Exception;
    }

    static @Nullable Throwable failure(Attempt attempt) {
        try {
            attempt.run();
            return null;
        } catch (Exception e) {
            return e;
        }
    }

    static ProtocolException assertFault(Attempt attempt, Fault fault) {
        return assertFault(new Ending<>(null, failure(attempt)), fault);
    }

    static ProtocolException assertFault(Ending<?> ending, Fault fault) {
        if (!(ending.failure() instanceof ProtocolException failure)) {
            throw new AssertionError("not a typed fault", ending.failure());
        }
        assertThat(failure.fault()).as(failure.sentence().toString()).isEqualTo(fault);
        assertThat(failure.sentence().toString()).endsWith(".");
        return failure;
    }
}
