package quayside.app.core.desktop;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import jdk.net.ExtendedSocketOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.protocol.files.Disk;
import quayside.protocol.files.Metadata;
import quayside.protocol.files.PrivateFile;

/**
 * The one window of a configuration folder. The first program that asks becomes it, and later ones tell it what they
 * were started for. It holds a lock on a file, which ends with the program, however that ends; and it listens on a socket
 * beside that file, in a folder that only the user can enter.
 */
public final class RunningProgram implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunningProgram.class);

    /** Names of the files in the configuration folder. */
    static final String LOCK = "running.lock";

    static final String SOCKET = "running.socket";

    /** The longest message in bytes. Every link is shorter that can be opened. */
    static final int MAX_MESSAGE = 64 * 1024;

    /** How long a message may take to arrive. One that does not holds up the others. */
    private static final Duration ARRIVAL = Duration.ofSeconds(1);

    /** How long a message and its answer may take, also if another message is waited for, and then for the window. */
    private static final Duration ANSWER = Duration.ofSeconds(4);

    /** How long a program looks for the one that runs, which may be starting or ending. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final String OPEN = "open ";
    private static final byte[] TAKEN = "taken\n".getBytes(StandardCharsets.UTF_8);

    /** What a program is started for. */
    public sealed interface Request {
        /** Its window. */
        record Show() implements Request {}

        /** A share; the link may hold its key. */
        record Open(String link) implements Request {
            @Override
            public String toString() {
                return "Open";
            }
        }

        /** To run without a window, as at login. A program that runs already has nothing to do for it. */
        record Stay() implements Request {}
    }

    private final FileChannel lock;
    private final ServerSocketChannel socket;
    private final Path file;
    private final CompletableFuture<Predicate<Request>> listener = new CompletableFuture<>();
    private final Thread accepting;

    /** The requests before there was a listener, one after another. Used by the accepting thread only. */
    private CompletableFuture<Boolean> early = CompletableFuture.completedFuture(true);

    private RunningProgram(FileChannel lock, ServerSocketChannel socket, Path file) {
        this.lock = lock;
        this.socket = socket;
        this.file = file;
        accepting = Thread.ofVirtual().name("second-starts").start(this::accept);
    }

    /** What has become of a start. */
    public sealed interface Start {
        /** This program is the one window. */
        record First(RunningProgram program) implements Start {}

        /** Another program is, and has taken the request. */
        record Told() implements Start {}

        /** There is none that answers, and this program cannot become it; it has a window of its own. */
        record Alone() implements Start {}
    }

    /**
     * Becomes the one window of {@code folder}, or tells the program that is it. Blocks for some seconds if that program
     * does not answer.
     */
    public static Start start(Path folder, Request request) {
        return start(folder, request, PATIENCE);
    }

    static Start start(Path folder, Request request, Duration patience) {
        long begun = System.nanoTime();
        try {
            PrivateFile.makeFolder(folder);
            while (true) {
                Optional<RunningProgram> first = claim(folder);
                if (first.isPresent()) {
                    return new Start.First(first.get());
                }
                if (tell(folder.resolve(SOCKET), request)) {
                    return new Start.Told();
                }
                if (System.nanoTime() - begun > patience.toNanos()) {
                    LOG.info("Another Quayside holds {}, but does not answer", LOCK);
                    return new Start.Alone();
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        } catch (IOException | UnsupportedOperationException e) {
            LOG.info("A second start of Quayside will not find this one: {}", e.getMessage());
            return new Start.Alone();
        }
    }

    private static Optional<RunningProgram> claim(Path folder) throws IOException {
        Path named = folder.resolve(LOCK);
        FileChannel lock = FileChannel.open(
                named,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                Metadata.ofOwnFile(Disk.isPosix(named)));
        boolean isFirst = false;
        try {
            if (!isFree(lock)) {
                return Optional.empty();
            }
            Path file = folder.resolve(SOCKET);
            // One that has crashed left it.
            Files.deleteIfExists(file);
            ServerSocketChannel socket = listen(file);
            isFirst = true;
            return Optional.of(new RunningProgram(lock, socket, file));
        } finally {
            if (!isFirst) {
                lock.close();
            }
        }
    }

    private static ServerSocketChannel listen(Path file) throws IOException {
        ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        boolean listens = false;
        try {
            socket.bind(UnixDomainSocketAddress.of(file));
            if (Disk.isPosix(file)) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            }
            listens = true;
            return socket;
        } finally {
            if (!listens) {
                socket.close();
            }
        }
    }

    private static boolean isFree(FileChannel lock) throws IOException {
        try {
            return lock.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** Returns whether the program at the socket has taken the request. */
    private static boolean tell(Path socket, Request request) throws IOException {
        byte[] message = (words(request) + "\n").getBytes(StandardCharsets.UTF_8);
        if (message.length > MAX_MESSAGE) {
            throw new IOException("The link is too long");
        }
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return within(ANSWER, channel, () -> {
                channel.connect(UnixDomainSocketAddress.of(socket));
                if (!isOfThisUser(channel, socket)) {
                    return false;
                }
                write(channel, message);
                return read(channel, TAKEN.length).equals(new String(TAKEN, StandardCharsets.UTF_8).strip());
            });
        } catch (IOException e) {
            return false;
        }
    }

    private static String words(Request request) {
        return switch (request) {
            case Request.Show _ -> "show";
            case Request.Open(String link) -> OPEN + link;
            case Request.Stay _ -> "stay";
        };
    }

    private static Optional<Request> request(String words) {
        return switch (words) {
            case "show" -> Optional.of(new Request.Show());
            case "stay" -> Optional.of(new Request.Stay());
            default ->
                words.startsWith(OPEN)
                        ? Optional.of(new Request.Open(words.substring(OPEN.length())))
                        : Optional.empty();
        };
    }

    /** Returns whether the other end belongs to the owner of the socket's folder, as far as the system tells. */
    private static boolean isOfThisUser(SocketChannel channel, Path socket) throws IOException {
        if (!channel.supportedOptions().contains(ExtendedSocketOptions.SO_PEERCRED)) {
            return true;
        }
        Path folder = socket.toAbsolutePath().getParent();
        return folder != null
                && channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().equals(Files.getOwner(folder));
    }

    /**
     * Passes on each request from now on and those before, on a thread of this object.
     *
     * @param takes returns within a second whether the request is taken. If it is not, because this program ends, the
     *     program that asks waits for that end and does itself what it was started for
     */
    public void onRequest(Predicate<Request> takes) {
        listener.complete(takes);
    }

    private boolean isTaken(Request request) {
        if (!listener.isDone()) {
            // This program starts. Whoever sets the listener may be who decides, and must not wait for itself.
            early = early.thenCombineAsync(
                            listener,
                            (before, takes) -> takes.test(request),
                            task -> Thread.ofVirtual().name("early-starts").start(task))
                    .exceptionally(failed -> {
                        LOG.warn("An early second start was lost", failed);
                        return false;
                    });
            return socket.isOpen();
        }
        boolean _ = early.join();
        return listener.join().test(request) && socket.isOpen();
    }

    private void accept() {
        while (socket.isOpen()) {
            try (SocketChannel channel = socket.accept()) {
                Optional<Request> request = within(
                        ARRIVAL,
                        channel,
                        () -> isOfThisUser(channel, file) ? request(read(channel, MAX_MESSAGE)) : Optional.empty());
                if (request.isPresent() && !hasLeft(channel) && isTaken(request.get())) {
                    write(channel, TAKEN);
                }
            } catch (IOException e) {
                LOG.debug("A second start of Quayside was not understood", e);
                // The system may refuse more sockets.
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    /** Returns whether the program that asks waits no longer. It asks again, and what it asked must not be done twice. */
    private static boolean hasLeft(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        try {
            return channel.read(ByteBuffer.allocate(1)) < 0;
        } finally {
            channel.configureBlocking(true);
        }
    }

    /** An exchange over a socket. */
    private interface Exchange<T> {
        T run() throws IOException;
    }

    /** Runs an exchange, and closes the channel if it takes too long. */
    private static <T> T within(Duration time, SocketChannel channel, Exchange<T> exchange) throws IOException {
        CompletableFuture<Void> done = new CompletableFuture<>();
        var _ = done.orTimeout(time.toMillis(), TimeUnit.MILLISECONDS).whenComplete((ignored, late) -> {
            if (late != null) {
                close(channel);
            }
        });
        try {
            return exchange.run();
        } finally {
            done.complete(null);
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("A socket could not be closed", e);
        }
    }

    private static void write(SocketChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /** Reads a line of at most {@code limit} bytes with its end. */
    private static String read(SocketChannel channel, int limit) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(512);
        while (line.size() < limit && channel.read(buffer) >= 0) {
            buffer.flip();
            while (buffer.hasRemaining()) {
                byte next = buffer.get();
                if (next == '\n') {
                    return line.toString(StandardCharsets.UTF_8);
                }
                line.write(next);
            }
            buffer.clear();
        }
        throw new IOException("No line of at most " + limit + " bytes");
    }

    /** Takes no more requests, because this program ends. Starts from now on wait for {@link #close}. */
    public void leave() {
        try (socket) {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.debug("The socket for second starts was left with a fault", e);
        }
    }

    /** Lets the next start be the first. */
    @Override
    public void close() {
        leave();
        try {
            accepting.join();
            lock.close();
        } catch (IOException e) {
            LOG.debug("The lock of the one window was left with a fault", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
