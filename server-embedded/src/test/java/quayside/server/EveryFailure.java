package quayside.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static quayside.server.TestHost.path;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.files.WatchedDisk.Operation;
import quayside.protocol.message.Message;
import quayside.protocol.message.Mode;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.wire.Fault;
import quayside.server.storage.FaultyDisk;
import quayside.server.storage.FaultyDisk.Kind;
import quayside.server.storage.Storage;
import quayside.server.storage.WatchedShares;

/**
 * Makes each operation of the disk in an upload or a download fail once, in each way. In every case a name holds the
 * old file or the new one, what is reported as stored is synced, the guest receives the failure, and the server
 * continues.
 */
abstract class EveryFailure {
    static final byte[] OLD = "the old file".getBytes(UTF_8);
    static final byte[] LARGE = new byte[300_000];

    @TempDir
    Path folder;

    final FaultyDisk disk = new FaultyDisk();
    Instant now = Instant.now();
    private TestHost host;
    Storage storage;
    RawGuest guest;

    @BeforeEach
    void startHost() throws IOException {
        new Random(9).nextBytes(LARGE);
        Files.createDirectory(folder.resolve("docs"));
        host = new TestHost(folder);
        host.opening = () -> storage = WatchedShares.open(folder, () -> now, disk);
        host.start();
        guest = host.guest();
    }

    @AfterEach
    void stopHost() throws IOException {
        guest.close();
        host.close();
    }

    /** Tries over and over, with the next operation failing each time, until none is left to fail. */
    void failEach(Kind kind, Preparation preparation, Attempt attempt) throws IOException {
        int number = 1;
        while (true) {
            clear();
            preparation.run();
            disk.fail(number, kind);
            List<Message> answers = attempt.run();
            int fileSyncs = disk.fileSyncs();
            int folderSyncs = disk.folderSyncs();
            Operation failed = disk.heal();
            String what = kind + " at operation " + number + ", " + failed;

            long stored =
                    answers.stream().filter(Response.Stored.class::isInstance).count();
            assertThat(fileSyncs).as(what).isGreaterThanOrEqualTo((int) stored);
            assertThat(folderSyncs).as(what).isGreaterThanOrEqualTo(stored > 0 ? 1 : 0);
            assertThat(answers).as(what).allSatisfy(answer -> assertTyped(answer, kind));
            assertNothingUseless(what, failed);
            guest.assertServed();
            assertNothingOpen(what);
            if (failed == null) {
                assertThat(stored).as(what).isEqualTo(answers.size());
                assertThat(number).isGreaterThan(10);
                return;
            }
            number++;
        }
    }

    /** Where the system lists a process's open files, none of them is the share's. */
    void assertNothingOpen(String what) throws IOException {
        Path own = Path.of("/proc/self/fd");
        if (!Files.isDirectory(own)) {
            return;
        }
        try (Stream<Path> open = Files.list(own)) {
            for (Path each : open.toList()) {
                if (Files.isSymbolicLink(each)) {
                    assertThat(Files.readSymbolicLink(each).startsWith(folder.toRealPath()))
                            .as(what + ": " + each)
                            .isFalse();
                }
            }
        }
    }

    @FunctionalInterface
    interface Preparation {
        void run() throws IOException;
    }

    @FunctionalInterface
    interface Attempt {
        List<Message> run() throws IOException;
    }

    static void assertTyped(Message answer, Kind kind) {
        if (answer instanceof Response.Failed failed) {
            assertThat(failed.fault())
                    .as(failed.sentence())
                    .isEqualTo(
                            switch (kind) {
                                case NO_SPACE -> Fault.DISK_FULL;
                                case IO_ERROR -> Fault.SERVER_ERROR;
                                case DENIED -> Fault.REFUSED;
                            });
            assertThat(failed.sentence()).doesNotContain("mistake");
        } else {
            assertThat(answer).isInstanceOf(Response.Stored.class);
        }
    }

    private void clear() throws IOException {
        try (Stream<Path> all = Files.list(folder.resolve("docs"))) {
            for (Path each : all.toList()) {
                Files.delete(each);
            }
        }
        for (Path each : staged()) {
            Files.delete(each);
        }
    }

    private List<Path> staged() throws IOException {
        Path area = folder.resolve(".quayside/staging");
        if (!Files.exists(area)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(area)) {
            return all.sorted().toList();
        }
    }

    /** What is left is a part file that a later try goes on with; but what could not be deleted waits to be swept. */
    private void assertNothingUseless(String what, @Nullable Operation failed) throws IOException {
        if (failed == Operation.DELETE || failed == Operation.LOOK) {
            now = now.plus(Duration.ofDays(2));
            storage.sweep();
            now = now.minus(Duration.ofDays(2));
        }
        List<String> names =
                staged().stream().map(file -> file.getFileName().toString()).toList();
        if (!names.isEmpty()) {
            assertThat(names).as(what).hasSize(2);
            assertThat(names.getFirst()).as(what).endsWith(".part");
            assertThat(names.getLast()).as(what).isEqualTo(names.getFirst().replace(".part", ".resume"));
            Files.deleteIfExists(folder.resolve("docs/new"));
            assertThat(uploadLarge(OnConflict.FAIL).getFirst()).as(what).isInstanceOf(Response.Stored.class);
            assertThat(folder.resolve("docs/new")).as(what).hasBinaryContent(LARGE);
        }
    }

    final Request.Post large(OnConflict onConflict) {
        return new Request.Post(
                path("docs/new"),
                LARGE.length,
                now,
                onConflict,
                true,
                Optional.of(new Mode(0755)),
                false,
                Optional.of("v1"));
    }

    final List<Message> uploadLarge(OnConflict onConflict) throws IOException {
        guest.send(large(onConflict));
        Message answer = guest.receiveAnswer();
        if (!(answer instanceof Response.Proceed proceed)) {
            return List.of(answer);
        }
        int offset = (int) proceed.offset();
        guest.sendBody(LARGE, offset, 0);
        return List.of(guest.receiveAnswer());
    }

    static void assertOneOf(Path file, byte[]... contents) throws IOException {
        assertThat(List.of(contents)).contains(Files.readAllBytes(file));
    }
}
