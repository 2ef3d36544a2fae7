package quayside.app.kill;

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

/** Passes bytes between clients and a server on loopback, counts them, and does something once so many have passed. */
final class Relay implements AutoCloseable {
    private static final int BUFFER_BYTES = 32 * 1024;

    private volatile int serverPort;
    private final ServerSocket listener;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("relay-", 0).factory());
    private long passed;
    private long trigger = Long.MAX_VALUE;
    private Runnable action = () -> {};

    Relay() throws IOException {
        listener = new ServerSocket();
        // What is on its way when a side is killed is lost: little, so that the counts mean something.
        listener.setReceiveBufferSize(BUFFER_BYTES);
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        threads.execute(this::accept);
    }

    /** Where clients that connect from now on are led to. */
    void leadsTo(int port) {
        serverPort = port;
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Counts from 0 again, and runs {@code action} once when {@code bytes} have passed, before any more do. */
    synchronized void after(long bytes, Runnable todo) {
        passed = 0;
        trigger = bytes;
        action = todo;
    }

    /** Bytes since {@link #after}, in both directions together. */
    synchronized long passed() {
        return passed;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                sockets.add(client);
                threads.execute(() -> join(client));
            }
        } catch (IOException e) {
            // Closed: the test is over.
        }
    }

    private void join(Socket client) {
        Socket server = new Socket();
        sockets.add(server);
        try {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            client.setSendBufferSize(BUFFER_BYTES);
            server.setReceiveBufferSize(BUFFER_BYTES);
            server.setSendBufferSize(BUFFER_BYTES);
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort));
        } catch (IOException e) {
            // Nobody shares at the moment.
            close(client);
            close(server);
            return;
        }
        threads.execute(() -> copy(client, server));
        copy(server, client);
    }

    private void copy(Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                count(read);
                out.write(buffer, 0, read);
            }
        } catch (IOException e) {
            // One side is gone: so does the other, as on any wire.
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    /** Nobody else passes anything while the action runs. */
    private synchronized void count(int bytes) {
        passed += bytes;
        if (passed >= trigger) {
            trigger = Long.MAX_VALUE;
            action.run();
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed all the same.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        sockets.forEach(Relay::close);
        threads.shutdownNow();
        threads.close();
    }
}
