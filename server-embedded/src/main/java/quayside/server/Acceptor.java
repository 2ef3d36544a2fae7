package quayside.server;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts connections until closed. Where the system refuses, because there is no descriptor left for one, it waits a little
 * longer each time and goes on; it never gives up by itself.
 */
final class Acceptor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Acceptor.class);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final ServerSocket server;
    private final Consumer<Socket> guests;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("quayside-accept").factory());

    /** @param guests takes each accepted socket over, and returns at once */
    Acceptor(ServerSocket server, Consumer<Socket> guests) {
        this.server = server;
        this.guests = guests;
    }

    void start() {
        thread.execute(this::run);
    }

    int port() {
        return server.getLocalPort();
    }

    private void run() {
        Duration pause = SHORTEST_PAUSE;
        while (closed.getCount() > 0) {
            try {
                accept();
                pause = SHORTEST_PAUSE;
            } catch (IOException e) {
                if (closed.getCount() > 0) {
                    LOG.warn("No connection can be accepted for the moment: {}", e.getMessage());
                    await(pause);
                    pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
                }
            }
        }
    }

    private void accept() throws IOException {
        Socket socket = server.accept();
        try {
            guests.accept(socket);
        } catch (RuntimeException e) {
            LOG.error("A connection could not be taken in", e);
            socket.close();
        }
    }

    private void await(Duration pause) {
        try {
            boolean _ = closed.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            // Nobody interrupts this thread; being closed is how it ends.
            Thread.currentThread().interrupt();
        }
    }

    /** Stops listening and waits for the thread's end. */
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
