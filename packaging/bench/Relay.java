import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A relay on loopback for the benchmark. It delays all bytes by a fixed time each way without limiting their speed, and
 * can cut one connection after a total number of bytes. Run as {@code java Relay.java SERVER-PORT DELAY-MILLIS
 * CUT-AFTER-BYTES}; CUT-AFTER-BYTES is 0 for never. Prints its port, and at the end of its input the number of bytes
 * that passed. Ends after ten minutes at the latest.
 */
public final class Relay {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private final int serverPort;
    private final long delayNanos;
    private final long cutAfter;
    private final AtomicLong passed = new AtomicLong();
    private final AtomicBoolean cut = new AtomicBoolean();

    private Relay(int serverPort, long delayMillis, long cutAfter) {
        this.serverPort = serverPort;
        this.delayNanos = delayMillis * 1_000_000;
        this.cutAfter = cutAfter;
    }

    /** A piece of the stream; a length below 0 is its end. */
    private record Piece(byte[] bytes, int length, long dueNanos) {}

    public static void main(String[] args) throws IOException {
        Relay relay = new Relay(Integer.parseInt(args[0]), Long.parseLong(args[1]), Long.parseLong(args[2]));
        ServerSocket listening = new ServerSocket(0, 50, LOOPBACK);
        System.out.println(listening.getLocalPort());
        Thread.ofPlatform().daemon().start(() -> relay.accept(listening));
        Thread.ofPlatform().daemon().start(() -> {
            try {
                Thread.sleep(600_000);
            } catch (InterruptedException e) {
                return;
            }
            System.exit(1);
        });
        System.in.readAllBytes();
        System.out.println(relay.passed.get());
    }

    private void accept(ServerSocket listening) {
        try {
            while (true) {
                Socket client = listening.accept();
                Socket server = new Socket(LOOPBACK, serverPort);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                Thread.ofVirtual().start(() -> relay(client, server));
                Thread.ofVirtual().start(() -> relay(server, client));
            }
        } catch (IOException e) {
            System.exit(1);
        }
    }

    private void relay(Socket from, Socket to) {
        BlockingQueue<Piece> queue = new LinkedBlockingQueue<>();
        if (delayNanos > 0) {
            Thread.ofVirtual().start(() -> drain(queue, to));
        }
        byte[] buffer = new byte[256 * 1024];
        try (from) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                if (delayNanos > 0) {
                    queue.add(new Piece(java.util.Arrays.copyOf(buffer, count), count, System.nanoTime() + delayNanos));
                } else {
                    out.write(buffer, 0, count);
                }
                if (passed.addAndGet(count) >= cutAfter && cutAfter > 0 && cut.compareAndSet(false, true)) {
                    to.close();
                    return;
                }
            }
            if (delayNanos == 0) {
                to.shutdownOutput();
            }
        } catch (IOException e) {
            // One side is gone. The other side is closed below.
            close(to);
        } finally {
            queue.add(new Piece(new byte[0], -1, System.nanoTime() + delayNanos));
        }
    }

    private static void drain(BlockingQueue<Piece> queue, Socket to) {
        try (to) {
            OutputStream out = to.getOutputStream();
            for (Piece next = queue.take(); next.length() >= 0; next = queue.take()) {
                long left = next.dueNanos() - System.nanoTime();
                if (left > 0) {
                    Thread.sleep(left / 1_000_000, (int) (left % 1_000_000));
                }
                out.write(next.bytes(), 0, next.length());
            }
        } catch (IOException | InterruptedException e) {
            // The receiver is gone.
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // The socket is closed in any case.
        }
    }
}
