package quayside.protocol.files.incoming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import quayside.protocol.crypto.ClientSecret;
import quayside.protocol.files.Disk;
import quayside.protocol.files.PartNames;
import quayside.protocol.files.RecordingDisk;
import quayside.protocol.message.OnConflict;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** Other programs lay hands on a part file while it grows: nothing but what arrived gets a name (PROTOCOL.md section 8.1). */
final class MeddledPartTest {
    private static final PartNames NAME =
            PartNames.of(ClientSecret.of(new byte[ClientSecret.BYTES]), "server", "a.bin", "a.bin");
    private static final int SIZE = 2_500_000;
    private static final Instant MODIFIED = Instant.parse("2026-11-22T10:00:00Z");

    @TempDir
    Path folder;

    @TempDir
    Path elsewhere;

    private final Disk disk = Disk.ofSystem();
    private final byte[] source = new byte[SIZE];

    MeddledPartTest() {
        new Random(23).nextBytes(source);
    }

    /** What another program does to a part file. */
    enum Meddling {
        /** Renames a file of {@code size} bytes over it. */
        SWAP {
            @Override
            void with(Path part, Path elsewhere, int size) throws IOException {
                Path other = Files.write(elsewhere.resolve("other"), new byte[size]);
                Files.move(other, part, StandardCopyOption.REPLACE_EXISTING);
            }
        },
        SWAP_SHORT {
            @Override
            void with(Path part, Path elsewhere, int size) throws IOException {
                SWAP.with(part, elsewhere, 10);
            }
        },
        TRUNCATE {
            @Override
            void with(Path part, Path elsewhere, int size) throws IOException {
                try (FileChannel file = FileChannel.open(part, StandardOpenOption.WRITE)) {
                    file.truncate(1);
                }
            }
        },
        APPEND {
            @Override
            void with(Path part, Path elsewhere, int size) throws IOException {
                Files.write(part, new byte[size], StandardOpenOption.APPEND);
            }
        };

        abstract void with(Path part, Path elsewhere, int size) throws IOException;
    }

    private void write(IncomingDownload incoming, int from, int to) throws IOException {
        for (int at = from; at < to; at += 250_000) {
            byte[] piece = Arrays.copyOfRange(source, at, Math.min(to, at + 250_000));
            incoming.write(piece, piece.length);
        }
    }

    private Path part() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".part"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private IncomingDownload incoming(boolean resumable) throws IOException {
        return resumable
                ? IncomingDownload.resumable(disk, folder, NAME).orElseThrow()
                : IncomingDownload.plain(disk, folder, new SecureRandom());
    }

    private void assertDamaged(IncomingDownload incoming, OnConflict rule) throws IOException {
        ProtocolException damaged = catchThrowableOfType(
                ProtocolException.class,
                () -> incoming.publish(folder.resolve("a.bin"), MODIFIED, Optional.empty(), rule));
        assertThat(damaged).isNotNull();
        assertThat(damaged.fault()).isEqualTo(Fault.CORRUPTED);
    }

    @ParameterizedTest
    @EnumSource
    void aWholePartThatIsNoLongerWhatWasWrittenGetsNoName(Meddling meddling) throws IOException {
        for (boolean resumable : new boolean[] {true, false}) {
            try (IncomingDownload incoming = incoming(resumable)) {
                incoming.begin("v1", SIZE);
                write(incoming, 0, SIZE);
                meddling.with(part(), elsewhere, SIZE);
                assertDamaged(incoming, OnConflict.FAIL);
            }
            assertThat(names()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void itReplacesNothingEither(Meddling meddling) throws IOException {
        Files.writeString(folder.resolve("a.bin"), "old");
        for (boolean resumable : new boolean[] {true, false}) {
            try (IncomingDownload incoming = incoming(resumable)) {
                incoming.begin("v1", SIZE);
                write(incoming, 0, SIZE);
                meddling.with(part(), elsewhere, SIZE);
                assertDamaged(incoming, OnConflict.OVERWRITE);
            }
            assertThat(names()).containsExactly("a.bin");
            assertThat(folder.resolve("a.bin")).hasContent("old");
        }
    }

    /** What is written behind it makes it as long again as it should be, with a hole. */
    @ParameterizedTest
    @EnumSource
    void soIsOneThatSomebodyWasAtWhileItGrew(Meddling meddling) throws IOException {
        for (boolean resumable : new boolean[] {true, false}) {
            try (IncomingDownload incoming = incoming(resumable)) {
                incoming.begin("v1", SIZE);
                write(incoming, 0, 1_500_000);
                meddling.with(part(), elsewhere, SIZE);
                write(incoming, 1_500_000, SIZE);
                assertDamaged(incoming, OnConflict.FAIL);
            }
            assertThat(names()).isEmpty();
        }
    }

    /** Else the next try of the same program would take what lies there for what it has left, and read nothing. */
    @ParameterizedTest
    @EnumSource
    void whatIsLeftOfItIsProvenByTheNextTry(Meddling meddling) throws IOException {
        IncomingDownload left = incoming(true);
        try (left) {
            left.begin("v1", SIZE);
            write(left, 0, 1_000_000);
            meddling.with(part(), elsewhere, 2_000_000);
            write(left, 1_000_000, 2_000_000);
        }
        assertThat(left.known()).isEmpty();
        try (IncomingDownload next = IncomingDownload.ofEarlierTry(disk, folder, NAME, left.known(), () -> {})
                .orElseThrow()) {
            if (next.leftover().isEmpty()) {
                next.begin("v1", SIZE);
            }
            write(next, (int) next.offset(), SIZE);
            next.publish(folder.resolve("a.bin"), MODIFIED, Optional.empty(), OnConflict.FAIL);
        }
        assertThat(folder.resolve("a.bin")).hasBinaryContent(source);
    }

    @Test
    void aSmallFileOfManyIsLookedAtToo() {
        // The first part, once it was dressed.
        RecordingDisk meddled = new RecordingDisk()
                .meanwhile("sync part", name -> Meddling.SWAP.with(folder.resolve(name), elsewhere, 5));
        List<IncomingBatch.Outcome> outcomes = new IncomingBatch(meddled, new SecureRandom())
                .publish(Stream.of("a", "b", "c")
                        .map(name -> new IncomingBatch.ReceivedFile(
                                folder,
                                folder.resolve(name),
                                new byte[5],
                                MODIFIED,
                                Optional.empty(),
                                OnConflict.FAIL,
                                Optional.empty()))
                        .toList());
        assertThat(outcomes)
                .satisfiesExactlyInAnyOrder(
                        arrived -> assertThat(arrived).isInstanceOf(IncomingBatch.Outcome.Published.class),
                        arrived -> assertThat(arrived).isInstanceOf(IncomingBatch.Outcome.Published.class),
                        failed -> assertThat(failed)
                                .isInstanceOfSatisfying(
                                        IncomingBatch.Outcome.Failed.class,
                                        damaged -> assertThat(((ProtocolException) damaged.why()).fault())
                                                .isEqualTo(Fault.CORRUPTED)));
        assertThat(meddled.operations()).filteredOn("look part"::equals).hasSize(6);
    }
}
