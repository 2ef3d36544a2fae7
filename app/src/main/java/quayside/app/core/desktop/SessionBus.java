package quayside.app.core.desktop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;

/** Connects to the session bus of the user, and limits the time of calls over it. */
public final class SessionBus {
    /** How long a call may take that asks nobody. */
    public static final Duration ANSWER = Duration.ofSeconds(5);

    private static final String SOCKET = "unix:path=";

    private SessionBus() {}

    /**
     * Connects to the bus at {@code address}; blocks up to {@link #ANSWER}.
     *
     * @throws IOException if there is none, or it does not answer
     */
    public static DBusConnection connect(String address) throws IOException {
        String socket =
                address.startsWith(SOCKET) ? address.substring(SOCKET.length()).replaceFirst("[,;].*", "") : "";
        if (!socket.isEmpty() && Files.notExists(Path.of(socket))) {
            // dbus-java would wait for it.
            throw new IOException("There is no session bus");
        }
        CompletableFuture<DBusConnection> taken = new CompletableFuture<>();
        try {
            return within(ANSWER, () -> {
                DBusConnection made = DBusConnectionBuilder.forAddress(address)
                        .withShared(false)
                        .build();
                if (!taken.complete(made)) {
                    // Nobody waits for it any more.
                    made.close();
                }
                return made;
            });
        } catch (IOException e) {
            if (!taken.cancel(false) && taken.state() == Future.State.SUCCESS) {
                taken.resultNow().close();
            }
            throw e;
        }
    }

    /** Makes one call, which dbus-java itself would let wait longer. */
    public static <T> T within(Duration limit, Callable<T> call) throws IOException {
        FutureTask<T> task = new FutureTask<>(call);
        Thread _ = Thread.ofVirtual().name("session-bus").start(task);
        return get(task, limit);
    }

    /** Waits for a result that comes over the bus. */
    public static <T> T get(Future<T> future, Duration limit) throws IOException {
        try {
            return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        } catch (ExecutionException e) {
            throw new IOException("The call over the session bus failed", e.getCause());
        } catch (TimeoutException e) {
            future.cancel(true);
            throw new IOException("The session bus does not answer", e);
        }
    }
}
