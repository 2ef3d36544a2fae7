package quayside.app.demo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A relay on loopback between client and server. It records all bytes, and can hold them up or cut the connection. */
final class WireTap implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 * 1024;

    private static final long TRICKLE_MILLIS = 3000;

    private final int serverPort;
    private final ServerSocket listener;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final ByteArrayOutputStream record = new ByteArrayOutputStream();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("wire-tap-", 0).factory());
    private long allowance = Long.MAX_VALUE;
    private long untilCut = Long.MAX_VALUE;
    private volatile boolean severed;

    /** Begins to relay to the server at this port of loopback. */
    WireTap(int serverPort) throws IOException {
        this.serverPort = serverPort;
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Lets {@code bytes} more bytes pass to the client, and then slows the rest to a trickle. */
    synchronized void holdAfter(long bytes) {
        allowance = bytes;
    }

    /** Lets everything pass again. */
    synchronized void release() {
        allowance = Long.MAX_VALUE;
        notifyAll();
    }

    /**
     * Cuts every connection once {@code bytes} more bytes have passed in both directions together. New connections are
     * relayed again.
     */
    synchronized void cutAfter(long bytes) {
        untilCut = bytes;
    }

    /** Cuts every connection, and closes new ones at once, until {@link #mend}. */
    void sever() {
        severed = true;
        cut();
    }

    void mend() {
        severed = false;
        release();
    }

    /** Returns the number of bytes that passed in both directions together. */
    long passed() {
        synchronized (record) {
            return record.size();
        }
    }

    /** Returns the bytes of both directions, in the order in which they passed. */
    byte[] recorded() {
        synchronized (record) {
            return record.toByteArray();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                if (severed) {
                    client.close();
                    continue;
                }
                sockets.add(client);
                Socket server = new Socket();
                sockets.add(server);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                // The buffer is small, so that held-up bytes stay at the server and do not collect in between.
                server.setReceiveBufferSize(BUFFER_BYTES);
                server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort));
                threads.execute(() -> copy(client, server, false));
                threads.execute(() -> copy(server, client, true));
            }
        } catch (IOException e) {
            // The listener was closed at the end of the demo, or the server is gone.
        }
    }

    private void copy(Socket from, Socket to, boolean towardsClient) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (towardsClient) {
                    spend(read);
                }
                synchronized (record) {
                    record.write(buffer, 0, read);
                }
                if (isCutBy(read)) {
                    cut();
                }
                out.write(buffer, 0, read);
            }
        } catch (IOException e) {
            // One side closed its connection, so the other one is closed, too.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private synchronized boolean isCutBy(int bytes) {
        if (untilCut == Long.MAX_VALUE) {
            return false;
        }
        untilCut -= bytes;
        boolean reached = untilCut <= 0;
        if (reached) {
            untilCut = Long.MAX_VALUE;
        }
        return reached;
    }

    private void cut() {
        for (Socket socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                // The socket is closed in any case.
            }
        }
        synchronized (this) {
            notifyAll();
        }
    }

    private synchronized void spend(int bytes) throws InterruptedException {
        // A trickle passes, so that neither side gives up the connection while a slow machine draws.
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TRICKLE_MILLIS);
        for (long left = end - System.nanoTime(); allowance < bytes && left > 0; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        if (allowance != Long.MAX_VALUE) {
            allowance = Math.max(0, allowance - bytes);
        }
    }

    /** Cuts every connection and waits until no thread is left. */
    @Override
    public void close() throws IOException {
        listener.close();
        cut();
        threads.shutdownNow();
        threads.close();
    }
}
