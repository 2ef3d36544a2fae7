package quayside.server.chaos;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A relay on loopback in front of a server, that does what a plan says to the bytes that pass. Closing it ends every connection. */
final class ChaosProxy implements AutoCloseable {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private final ServerSocket listening;
    private final int serverPort;
    private final Function<Leg, List<WireFault>> faults;
    private final @Nullable Map<Leg, ByteArrayOutputStream> recorded;
    private final List<Connection> connections = new CopyOnWriteArrayList<>();
    private final List<Fired> fired = new CopyOnWriteArrayList<>();
    private volatile boolean calm;

    /** A fault that has happened. */
    record Fired(Leg leg, WireFault fault) {
        @Override
        public String toString() {
            return leg + ": " + fault;
        }
    }

    /**
     * Begins to listen.
     *
     * @param faults of each direction of each connection, by ascending place
     */
    ChaosProxy(int serverPort, Function<Leg, List<WireFault>> faults) throws IOException {
        this(serverPort, faults, null);
    }

    private ChaosProxy(
            int serverPort, Function<Leg, List<WireFault>> faults, @Nullable Map<Leg, ByteArrayOutputStream> recorded)
            throws IOException {
        this.serverPort = serverPort;
        this.faults = faults;
        this.recorded = recorded;
        this.listening = new ServerSocket(0, 50, LOOPBACK);
        Thread.ofVirtual().name("chaos-accept").start(this::accept);
    }

    /** A relay that does no harm and keeps all that passes. */
    static ChaosProxy recording(int serverPort) throws IOException {
        return new ChaosProxy(serverPort, _ -> List.of(), new ConcurrentHashMap<>());
    }

    int port() {
        return listening.getLocalPort();
    }

    /** From now on new connections meet no faults. */
    void calm() {
        calm = true;
    }

    /** What has happened so far. */
    List<Fired> fired() {
        return List.copyOf(fired);
    }

    /** All that has passed, where it is kept. */
    Map<Leg, byte[]> recorded() {
        Map<Leg, byte[]> all = new TreeMap<>();
        if (recorded != null) {
            recorded.forEach((leg, bytes) -> all.put(leg, bytes.toByteArray()));
        }
        return all;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                Connection connection = new Connection(client, new Socket(LOOPBACK, serverPort));
                int number = connections.size();
                connections.add(connection);
                connection.start(number);
            }
        } catch (IOException e) {
            endAll();
        }
    }

    private void endAll() {
        connections.forEach(each -> each.end(true));
    }

    @Override
    public void close() throws IOException {
        listening.close();
        endAll();
    }

    private final class Connection {
        private final Socket client;
        private final Socket server;
        private final CountDownLatch ended = new CountDownLatch(1);
        private final AtomicBoolean halfOver = new AtomicBoolean();

        Connection(Socket client, Socket server) throws IOException {
            this.client = client;
            this.server = server;
            // Pieces arrive as they are sent.
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
        }

        void start(int number) {
            start(new Leg(number, Leg.Way.TO_SERVER), client, server);
            start(new Leg(number, Leg.Way.TO_CLIENT), server, client);
        }

        private void start(Leg leg, Socket from, Socket to) {
            List<WireFault> own = calm ? List.of() : faults.apply(leg);
            Relay relay = new Relay(new Side(leg, this), from, to, own, new Random(leg.connection()));
            Thread.ofVirtual().name("chaos-" + leg).start(() -> {
                relay.run();
                if (!halfOver.compareAndSet(false, true)) {
                    end(false);
                }
            });
        }

        void end(boolean reset) {
            ended.countDown();
            close(client, reset);
            close(server, reset);
        }

        private static void close(Socket socket, boolean reset) {
            try {
                if (reset && !socket.isClosed()) {
                    socket.setSoLinger(true, 0);
                }
                socket.close();
            } catch (IOException e) {
                // Closed all the same.
            }
        }
    }

    /** One direction as its relay sees it. */
    private final class Side implements Relay.Surroundings {
        private final Leg leg;
        private final Connection connection;

        Side(Leg leg, Connection connection) {
            this.leg = leg;
            this.connection = connection;
        }

        @Override
        public void end(boolean reset) {
            connection.end(reset);
        }

        @Override
        public CountDownLatch ended() {
            return connection.ended;
        }

        @Override
        public void fired(WireFault fault) {
            fired.add(new Fired(leg, fault));
        }

        @Override
        public void passed(byte[] buffer, int count) {
            if (recorded != null) {
                recorded.computeIfAbsent(leg, _ -> new ByteArrayOutputStream()).write(buffer, 0, count);
            }
        }
    }
}
