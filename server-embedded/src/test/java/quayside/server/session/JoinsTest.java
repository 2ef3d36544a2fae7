package quayside.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.channel.Channel;
import quayside.protocol.client.transfer.OneFile;
import quayside.protocol.client.transfer.ProgressListener;
import quayside.protocol.client.transfer.TransferResult;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.ClientSecret;
import quayside.protocol.crypto.KnownKeys;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.message.ShareInfo;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.TestHost;
import quayside.server.guard.BodyLimits;
import quayside.server.guard.BodyRoom;
import quayside.server.guard.Deadlines;
import quayside.server.guard.Source;
import quayside.server.storage.FrozenStorage;
import quayside.server.storage.Storage;

/**
 * Joins files at random: two contents of one size and one time replace each other while transfers are cut, resumed, and
 * handed to other guests. Whatever is stored is one of the two, and in the end the right one (PROTOCOL.md sections 5.2,
 * 5.3 and 8.4). Half of the runs use a disk on which all files have one version; in all of them all guests name their
 * sources alike. The programs of guests and host continue from one try to the next, or are restarted.
 */
final class JoinsTest {
    private static final int RUNS = Integer.getInteger("quayside.joins", 60);
    private static final FileTime TIME = FileTime.fromMillis(1_700_000_000_123L);
    private static final ShareInfo ALL = new ShareInfo("Share", true, true, true);
    private static final int MAX_TRIES = 4;

    /** The number of parallel runs; most of a run is waiting until a file has settled. */
    private static final int SIDE_BY_SIDE = 6;

    @TempDir
    Path folder;

    @Test
    @Timeout(3600)
    void whateverBecomesOfATransferTwoContentsAreNeverJoined() throws Exception {
        AtomicInteger uncompared = new AtomicInteger();
        List<Future<?>> runs = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(SIDE_BY_SIDE)) {
            for (int i = 0; i < RUNS; i++) {
                int seed = i;
                runs.add(threads.submit(() -> {
                    run(seed, uncompared);
                    return null;
                }));
            }
            for (Future<?> run : runs) {
                run.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
        assertThat(uncompared.get()).as("gone on with by a reading").isPositive();
    }

    private void run(int seed, AtomicInteger uncompared) throws IOException {
        Path own = Files.createDirectory(folder.resolve("run" + seed));
        try (Run run = new Run(own, seed, uncompared)) {
            run.go();
        } catch (Exception | AssertionError e) {
            throw new AssertionError("run " + seed, e);
        }
        delete(own);
    }

    private static void delete(Path top) throws IOException {
        try (Stream<Path> all = Files.walk(top)) {
            for (Path each : all.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.delete(each);
            }
        }
    }

    /** One random history. */
    private static final class Run implements AutoCloseable {
        private final Random random;
        private final boolean frozen;
        private final boolean up;
        private final Path share;
        private final List<Path> guests = new ArrayList<>();
        private final List<ClientSecret> secrets = new ArrayList<>();
        private final List<OneFile.Program> programs = new ArrayList<>();
        private final List<byte[]> contents = new ArrayList<>();
        private final Deadlines deadlines = new Deadlines();
        private final ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private Storage storage;

        private final AtomicInteger uncompared;
        private final Set<String> readings = new HashSet<>();

        /** @param uncompared counts the requests that resume by a reading */
        Run(Path folder, int seed, AtomicInteger uncompared) throws IOException {
            this.uncompared = uncompared;
            // Small consecutive seeds give similar beginnings.
            random = new Random(seed * 0x9E37_79B9_7F4A_7C15L);
            frozen = random.nextBoolean();
            up = random.nextBoolean();
            share = Files.createDirectory(folder.resolve("share"));
            // Mostly several segments, because of the last one nothing is kept before it is complete.
            byte[] one = new byte[262_145 + random.nextInt(random.nextInt(4) == 0 ? 800_000 : 5_000_000)];
            random.nextBytes(one);
            contents.add(one);
            contents.add(other(one));
            for (int guest = 0; guest < 2; guest++) {
                guests.add(Files.createDirectory(folder.resolve("guest" + guest)));
                byte[] secret = new byte[ClientSecret.BYTES];
                secret[0] = (byte) guest;
                secrets.add(ClientSecret.of(secret));
                programs.add(new OneFile.Program(secrets.get(guest)));
                if (up) {
                    write(guests.get(guest).resolve("file"), guest);
                }
            }
            if (!up) {
                write(share.resolve("file"), 0);
            }
            open();
        }

        /** Returns content of the same length that differs in one place, from one place on, or completely. */
        private byte[] other(byte[] one) {
            byte[] other = one.clone();
            int at = random.nextInt(one.length);
            switch (random.nextInt(3)) {
                case 0 -> other[at] ^= 1;
                case 1 -> Arrays.fill(other, at, other.length, (byte) 7);
                default -> random.nextBytes(other);
            }
            other[random.nextInt(4096)] ^= 1;
            return other;
        }

        private void open() throws IOException {
            storage = frozen ? FrozenStorage.open(share) : FrozenStorage.openReal(share);
        }

        @Override
        public void close() throws IOException {
            programs.forEach(OneFile.Program::close);
            storage.close();
            deadlines.close();
            listening.close();
        }

        void go() throws Exception {
            for (int step = random.nextInt(6); step >= 0; step--) {
                int guest = random.nextInt(2);
                if (random.nextBoolean()) {
                    change(source(guest));
                }
                boolean isRestarted = random.nextInt(3) == 0;
                if (isRestarted) {
                    storage.close();
                    open();
                }
                if (random.nextInt(3) == 0) {
                    programs.get(guest).close();
                    programs.set(guest, new OneFile.Program(secrets.get(guest)));
                }
                if (random.nextInt(3) == 0) {
                    damage(isRestarted || !frozen);
                }
                attempt(guest, true);
            }
            int last = random.nextInt(2);
            byte[] right = Files.readAllBytes(source(last));
            Optional<TransferResult> result = Optional.empty();
            for (int tries = 0; tries < MAX_TRIES && result.isEmpty(); tries++) {
                result = attempt(last, false);
            }
            assertThat(result).as("it ends well once nobody interferes").isPresent();
            assertThat(target(last)).hasBinaryContent(right);
        }

        private Path source(int guest) {
            return (up ? guests.get(guest) : share).resolve("file");
        }

        private Path target(int guest) {
            return (up ? share : guests.get(guest)).resolve("file");
        }

        /** Gives a source one of the two contents, in place or by another file, and its old time. */
        private void change(Path file) throws IOException {
            if (random.nextBoolean()) {
                write(file, random.nextInt(2));
            } else {
                Path made = file.resolveSibling("made");
                write(made, random.nextInt(2));
                if (random.nextBoolean()) {
                    Files.delete(file);
                }
                Files.move(made, file, StandardCopyOption.REPLACE_EXISTING);
            }
        }

        private void write(Path file, int content) throws IOException {
            Files.write(file, contents.get(content), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            Files.setLastModifiedTime(file, TIME);
        }

        /**
         * Damages part files and records as a kill or a disk does; those of running programs, too, which can detect it.
         *
         * @param shareToo whether the server can detect it, or was restarted
         */
        private void damage(boolean shareToo) throws IOException {
            for (Path top : shareToo ? List.of(share, guests.get(0), guests.get(1)) : guests) {
                try (Stream<Path> all = Files.walk(top)) {
                    for (Path file : all.filter(Files::isRegularFile).toList()) {
                        String name = file.getFileName().toString();
                        if (name.endsWith(".part") || name.endsWith(".resume")) {
                            damage(file, name.endsWith(".part"));
                        }
                    }
                }
            }
        }

        private void damage(Path file, boolean part) throws IOException {
            TestHost.settled(file);
            try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
                long length = bytes.length();
                switch (random.nextInt(part ? 3 : 2)) {
                    case 0 -> bytes.setLength(length == 0 ? 0 : random.nextLong(length));
                    case 1 -> {
                        bytes.seek(length);
                        bytes.write(random.nextInt(256));
                    }
                    default -> {
                        bytes.seek(length == 0 ? 0 : random.nextLong(length));
                        bytes.write(random.nextInt(256));
                    }
                }
            }
        }

        /**
         * Makes one try over a separate connection, which may be cut from either side, while the source may be changed.
         */
        private Optional<TransferResult> attempt(int guest, boolean interfered) throws Exception {
            long cutAt = interfered ? random.nextLong(contents.get(0).length) : Long.MAX_VALUE;
            boolean byServer = random.nextBoolean();
            // If nothing reveals a change, one in the middle of a body cannot be detected.
            boolean changes = interfered && !frozen && random.nextInt(4) == 0;
            if (changes) {
                TestHost.settled(source(guest));
            }
            long changeAt = changes ? random.nextLong(contents.get(0).length) : Long.MAX_VALUE;
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), listening.getLocalPort());
            Socket served = listening.accept();
            Thread server = Thread.ofPlatform().start(() -> serve(served));
            boolean[] changed = {false};
            ProgressListener progress = (done, _) -> {
                try {
                    if (done >= changeAt && !changed[0]) {
                        changed[0] = true;
                        change(source(guest));
                    }
                    if (done >= cutAt) {
                        (byServer ? served : socket).close();
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            };
            try {
                OneFile file = new OneFile(programs.get(guest), socket, progress);
                RemotePath path = RemotePath.parse("file");
                return Optional.of(up ? file.up(source(guest), path) : file.down(path, guests.get(guest)));
            } catch (ProtocolException e) {
                assertThat(e.fault())
                        .as(e.sentence().toString())
                        .isIn(
                                interfered
                                        ? List.of(Fault.CONNECTION_LOST, Fault.CHANGED, Fault.CORRUPTED)
                                        : List.of(Fault.CHANGED));
                return Optional.empty();
            } finally {
                socket.close();
                served.close();
                server.join();
                for (Path target : List.of(target(0), target(1))) {
                    if (Files.exists(target)) {
                        byte[] arrived = Files.readAllBytes(target);
                        assertThat(contents.stream().anyMatch(each -> Arrays.equals(each, arrived)))
                                .as("one of the two contents")
                                .isTrue();
                    }
                }
            }
        }

        private final BodyRoom room = new BodyRoom(BodyLimits.standard(), System::nanoTime);
        private final ActiveUploads activeUploads = new ActiveUploads();

        private static BodyRoom.Mover mover(Socket socket) {
            return new BodyRoom.Mover() {
                @Override
                public long moved() {
                    return 0;
                }

                @Override
                public void end() {
                    Sockets.cut(socket);
                }
            };
        }

        private void serve(Socket socket) {
            try (socket) {
                socket.setTcpNoDelay(true);
                Channel channel = new Channel(
                        socket,
                        new BufferedInputStream(socket.getInputStream()),
                        new BufferedOutputStream(socket.getOutputStream()),
                        KnownKeys.server());
                channel.readTimeout(Duration.ofSeconds(30));
                OpenLocks open = new OpenLocks();
                Storage files = storage.with(open, "guest");
                KeepAlive keepAlive = new KeepAlive(channel, deadlines, Duration.ofSeconds(5));
                SilentListener silent = new SilentListener();
                BodyDoor door =
                        new BodyDoor(room, Source.of(socket.getInetAddress()), mover(socket), channel, keepAlive);
                RequestContext session = new RequestContext(
                        files,
                        new Grant(() -> ALL, Invitations.none(), AccessKey.of("key")),
                        open,
                        channel,
                        keepAlive,
                        door,
                        new Activity(() -> 0),
                        silent,
                        () -> Response.Orders.NONE,
                        () -> Response.Orders.NONE,
                        InstantSource.system(),
                        System::nanoTime);
                DownloadFlow downloads = new DownloadFlow(session);
                UploadFlow uploads = new UploadFlow(session, activeUploads);
                while (true) {
                    switch (channel.receive()) {
                        case Request.Get get -> {
                            if (get.from().isPresent() && get.from().get().proof() instanceof Request.Reading) {
                                uncompared.incrementAndGet();
                            }
                            downloads.run(get, ALL);
                            downloads.finish();
                        }
                        case Request.Post post -> {
                            if (post.reading().isPresent()
                                    && !readings.add(post.reading().get())) {
                                uncompared.incrementAndGet();
                            }
                            uploads.run(ofOneSource(post), ALL);
                        }
                        case Request.Stat stat -> channel.send(new Response.Described(files.stat(stat.path())));
                        default -> channel.send(new Response.Pong(ALL, -1, true));
                    }
                    channel.flush();
                }
            } catch (IOException e) {
                // The try is over.
            }
        }

        /** Returns the request as if its sender knew the words of other guests. */
        private static Request.Post ofOneSource(Request.Post post) {
            return new Request.Post(
                    post.path(),
                    post.size(),
                    post.modified(),
                    post.onConflict(),
                    post.await(),
                    post.mode(),
                    false,
                    Optional.of("source"),
                    post.lock(),
                    post.id(),
                    post.reading(),
                    post.seen());
        }
    }

    private static final class SilentListener implements SessionListener {
        @Override
        public void introduced(Optional<String> computer, Optional<String> installation) {}

        @Override
        public void downloaded(String path, long bytes) {}

        @Override
        public void uploaded(String path, long bytes, boolean isProtected) {}

        @Override
        public void changed(Sentence what) {}

        @Override
        public void transferFailed(String path, Fault why, String words) {}

        @Override
        public void wrongPasscode(String path) {}
    }
}
