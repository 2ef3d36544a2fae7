package quayside.server;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.protocol.text.Sentence;
import quayside.server.text.ServerPhrase;

/**
 * Accepts connections until closed. If the system refuses, for example because no descriptor is free, it retries after
 * a pause that grows each time. It never gives up.
 */
final class Acceptor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Acceptor.class);
    private static final Duration MIN_PAUSE = Duration.ofMillis(50);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(1);

    /**
     * The time since the last refusal after which the trouble counts as over. Near the limit of the system, single
     * connections are still accepted.
     */
    static final Duration RECOVERY_TIME = Duration.ofSeconds(10);

    private final ServerSocket server;
    private final Consumer<Socket> guests;
    private final Trouble trouble;
    private final LongSupplier nanos;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("quayside-accept").factory());
    private boolean refused;
    private long refusedAt;

    /** Is notified when the system begins to refuse connections, and again when that ends. */
    interface Trouble {
        /**
         * Reports that the system now refuses connections.
         *
         * @param reason a plain sentence
         */
        void began(Sentence reason);

        void ended();
    }

    /**
     * @param guests takes over each accepted socket, and returns at once
     * @param nanos the monotonic clock
     */
    Acceptor(ServerSocket server, Consumer<Socket> guests, Trouble trouble, LongSupplier nanos) {
        this.server = server;
        this.guests = guests;
        this.trouble = trouble;
        this.nanos = nanos;
    }

    void start() {
        thread.execute(this::run);
    }

    int port() {
        return server.getLocalPort();
    }

    private void run() {
        Duration pause = MIN_PAUSE;
        while (closed.getCount() > 0) {
            if (tryToAccept()) {
                pause = MIN_PAUSE;
            } else {
                await(pause);
                pause = pause.multipliedBy(2).compareTo(MAX_PAUSE) < 0 ? pause.multipliedBy(2) : MAX_PAUSE;
            }
        }
    }

    private boolean tryToAccept() {
        try {
            try {
                accept();
                return true;
            } catch (IOException e) {
                if (closed.getCount() > 0) {
                    noteRefusal(e);
                }
            }
        } catch (LinkageError | VirtualMachineError e) {
            // Without a free descriptor a class cannot be loaded from a folder, and memory may be short as well. Both
            // are temporary, and this thread must still be alive for the connections that follow.
            LOG.error("Accepting failed because of the state of this computer", e);
        }
        return false;
    }

    private void accept() throws IOException {
        Socket socket = server.accept();
        noteSuccess();
        try {
            guests.accept(socket);
        } catch (RuntimeException e) {
            LOG.error("An accepted connection could not be served", e);
            socket.close();
        }
    }

    private void noteRefusal(IOException e) {
        refusedAt = nanos.getAsLong();
        if (!refused) {
            refused = true;
            LOG.warn("No connection can be accepted for the moment: {}", e.getMessage());
            trouble.began(reason(e));
        }
    }

    private void noteSuccess() {
        if (refused && nanos.getAsLong() - refusedAt > RECOVERY_TIME.toNanos()) {
            refused = false;
            trouble.ended();
        }
    }

    private static Sentence reason(IOException e) {
        return String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("open files")
                ? Sentence.of(ServerPhrase.NO_MORE_FILES_OPEN)
                : Sentence.of(ServerPhrase.NO_MORE_CONNECTIONS);
    }

    private void await(Duration pause) {
        try {
            boolean _ = closed.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            // No other thread interrupts this one; it ends by being closed.
            Thread.currentThread().interrupt();
        }
    }

    /** Stops listening and waits for the end of the thread. */
    @Override
    public void close() {
        closed.countDown();
        try {
            server.close();
        } catch (IOException e) {
            LOG.debug("The listening socket could not be closed", e);
        }
        thread.close();
    }
}
