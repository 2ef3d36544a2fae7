package quayside.app.core.doctor;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A computer whose networks, names, files and programs the test chooses. Connections to loopback are real. */
final class FakeComputer implements Computer {
    final List<Place> places = new ArrayList<>();
    final Map<String, List<InetAddress>> names = new HashMap<>();
    final Map<String, String> programs = new HashMap<>();
    final List<String> ran = new CopyOnWriteArrayList<>();

    /** The addresses at which nobody listens. */
    final List<String> refused = new ArrayList<>();

    /** The address of this computer on its network, which leads to loopback. */
    static final String OWN = "192.168.7.2";

    private final Path root;
    Kind kind = Kind.LINUX;
    boolean hasRoutes = true;

    /** Whether programs of the system and unknown names take for ever. */
    boolean endless;

    /** How far the clock is ahead. */
    Duration ahead = Duration.ZERO;

    /** Whether nobody waits for what the other side says. */
    boolean impatient;

    FakeComputer(Path root) {
        this.root = root;
        places.add(new Place("eth0", address(OWN), 24));
    }

    static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public Instant now() {
        return Instant.now().plus(ahead);
    }

    FakeComputer with(String path, String... lines) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, List.of(lines));
        return this;
    }

    private static final class ImpatientSocket extends Socket {
        @Override
        public synchronized void setSoTimeout(int ignored) throws SocketException {
            super.setSoTimeout(1);
        }
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public List<Place> places() {
        return places;
    }

    @Override
    public List<InetAddress> resolve(String host) throws UnknownHostException {
        if (names.containsKey(host)) {
            return names.get(host);
        }
        if (endless) {
            waitForEver();
        }
        if (!host.matches("[0-9.]+")) {
            throw new UnknownHostException(host);
        }
        return List.of(InetAddress.getByName(host));
    }

    @Override
    public Socket dial(InetSocketAddress to, Duration timeout) throws IOException {
        if (refused.contains(to.getAddress().getHostAddress())) {
            throw new ConnectException("refused");
        }
        boolean here = to.getAddress().isLoopbackAddress()
                || to.getAddress().getHostAddress().equals(OWN);
        if (!here) {
            throw hasRoutes ? new SocketTimeoutException("timed out") : new NoRouteToHostException("no route");
        }
        Socket socket = impatient ? new ImpatientSocket() : new Socket();
        try {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), to.getPort()), 2000);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public Optional<String> run(List<String> command) {
        String line = String.join(" ", command);
        ran.add(line);
        if (endless) {
            waitForEver();
        }
        return Optional.ofNullable(programs.get(line));
    }

    private static void waitForEver() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Path root() {
        return root;
    }
}
