package quayside.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * A relay on loopback that records its first connection, each direction separately, and changes one byte of it or ends
 * it there.
 */
final class MeddlingWire implements AutoCloseable {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private final ServerSocket listening = new ServerSocket(0, 50, LOOPBACK);
    private final int serverPort;
    private final Meddling meddling;
    private final ByteArrayOutputStream fromClient = new ByteArrayOutputStream();
    private final ByteArrayOutputStream fromServer = new ByteArrayOutputStream();
    private final List<Socket> sockets = new ArrayList<>();

    /**
     * The change, which happens once.
     *
     * @param at the byte of that direction, counted from 0; one beyond its end has no effect
     * @param cut whether the connection ends before that byte; otherwise a bit of it is flipped
     */
    record Meddling(boolean clientsBytes, int at, boolean cut) {
        static final Meddling NONE = new Meddling(true, Integer.MAX_VALUE, false);
    }

    MeddlingWire(int serverPort, Meddling meddling) throws IOException {
        this.serverPort = serverPort;
        this.meddling = meddling;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    byte[] sent(boolean byClient) {
        ByteArrayOutputStream sent = byClient ? fromClient : fromServer;
        synchronized (sent) {
            return sent.toByteArray();
        }
    }

    private void accept() {
        try {
            for (boolean first = true; ; first = false) {
                Socket client = listening.accept();
                Socket server = new Socket(LOOPBACK, serverPort);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                synchronized (sockets) {
                    sockets.add(client);
                    sockets.add(server);
                }
                boolean kept = first;
                Thread.ofVirtual().start(() -> pump(client, server, kept, true));
                Thread.ofVirtual().start(() -> pump(server, client, kept, false));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void pump(Socket from, Socket to, boolean kept, boolean byClient) {
        byte[] buffer = new byte[64 * 1024];
        boolean meddled = kept && meddling.clientsBytes() == byClient;
        ByteArrayOutputStream passed = kept ? (byClient ? fromClient : fromServer) : new ByteArrayOutputStream();
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            int position = 0;
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                int place = meddling.at() - position;
                boolean here = meddled && place >= 0 && place < count;
                if (here && !meddling.cut()) {
                    buffer[place] ^= (byte) (1 << place % 8);
                }
                int taken = here && meddling.cut() ? place : count;
                out.write(buffer, 0, taken);
                synchronized (passed) {
                    passed.write(buffer, 0, taken);
                }
                if (taken < count) {
                    return;
                }
                position += count;
            }
        } catch (IOException e) {
            // One side is gone; try-with-resources ends the other.
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        synchronized (sockets) {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }
}
