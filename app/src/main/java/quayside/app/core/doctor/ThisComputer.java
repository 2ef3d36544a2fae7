package quayside.app.core.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The computer on which this runs. */
final class ThisComputer implements Computer {
    private static final int MAX_OUTPUT = 256 * 1024;
    private static final Duration RUNNING = Duration.ofSeconds(4);
    private static final Duration RESOLVING = Duration.ofSeconds(4);

    @Override
    public Kind kind() {
        String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        return name.startsWith("linux")
                ? Kind.LINUX
                : name.startsWith("windows") ? Kind.WINDOWS : name.startsWith("mac") ? Kind.MAC : Kind.OTHER;
    }

    @Override
    public List<Place> places() throws IOException {
        List<Place> places = new ArrayList<>();
        for (NetworkInterface card : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            if (card.isUp() && !card.isLoopback()) {
                for (InterfaceAddress each : card.getInterfaceAddresses()) {
                    places.add(new Place(card.getName(), each.getAddress(), each.getNetworkPrefixLength()));
                }
            }
        }
        return places;
    }

    @Override
    public List<InetAddress> resolve(String host) throws UnknownHostException {
        FutureTask<InetAddress[]> asking = new FutureTask<>(() -> InetAddress.getAllByName(host));
        // The system cannot be stopped asking.
        Thread.ofVirtual().name("doctor-name").start(asking);
        return List.of(within(RESOLVING, asking).orElseThrow(() -> new UnknownHostException(host)));
    }

    @Override
    public Socket dial(InetSocketAddress address, Duration timeout) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(address, Math.toIntExact(timeout.toMillis()));
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public Optional<String> run(List<String> command) {
        Optional<Path> program = program(command.getFirst());
        if (program.isEmpty()) {
            return Optional.empty();
        }
        List<String> whole = new ArrayList<>(command);
        whole.set(0, program.get().toString());
        ProcessBuilder builder = new ProcessBuilder(whole).redirectError(ProcessBuilder.Redirect.DISCARD);
        // Its words are for this program, and not for people.
        builder.environment().put("LC_ALL", "C");
        try {
            Process process = builder.start();
            try {
                process.getOutputStream().close();
                FutureTask<String> reading = new FutureTask<>(() -> read(process.getInputStream()));
                Thread.ofVirtual().name("doctor-program").start(reading);
                Optional<String> printed = within(RUNNING, reading);
                boolean ended = printed.isPresent() && process.waitFor(1, TimeUnit.SECONDS);
                return ended && process.exitValue() == 0 ? printed : Optional.empty();
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static String read(InputStream in) throws IOException {
        try (in) {
            return new String(in.readNBytes(MAX_OUTPUT), StandardCharsets.UTF_8);
        }
    }

    private Optional<Path> program(String name) {
        Path given = Path.of(name);
        if (given.isAbsolute()) {
            return Optional.of(given).filter(Files::isExecutable);
        }
        if (given.getNameCount() != 1) {
            return Optional.empty();
        }
        return folders().stream()
                .map(folder -> folder.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Returns the folders of the system's own programs. The user's search path could lead elsewhere. */
    private List<Path> folders() {
        if (kind() == Kind.WINDOWS) {
            String windows = Optional.ofNullable(System.getenv("SystemRoot")).orElse("C:\\Windows");
            Path system = Path.of(windows).resolve("System32");
            return List.of(system.resolve("WindowsPowerShell").resolve("v1.0"), system);
        }
        return List.of(Path.of("/usr/sbin"), Path.of("/usr/bin"), Path.of("/sbin"), Path.of("/bin"));
    }

    private static <T> Optional<T> within(Duration limit, FutureTask<T> task) {
        try {
            return Optional.of(task.get(limit.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public Path root() {
        return Path.of("/");
    }
}
