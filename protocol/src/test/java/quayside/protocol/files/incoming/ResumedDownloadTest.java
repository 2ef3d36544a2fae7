package quayside.protocol.files.incoming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import quayside.protocol.crypto.ClientSecret;
import quayside.protocol.crypto.Sha256;
import quayside.protocol.files.Disk;
import quayside.protocol.files.FileTimes;
import quayside.protocol.files.PartNames;
import quayside.protocol.files.RecordingDisk;
import quayside.protocol.message.Mode;
import quayside.protocol.message.OnConflict;
import quayside.protocol.wire.Checksum;
import quayside.protocol.wire.ProtocolException;

/** What one try leaves for the next (PROTOCOL.md section 8.4). */
final class ResumedDownloadTest {
    private static final ClientSecret SECRET = ClientSecret.of(new byte[ClientSecret.BYTES]);

    private static final Instant MODIFIED = Instant.parse("2026-11-22T10:00:00.123456789Z");
    private static final int SIZE = 2_500_000;
    private static final PartNames NAME = PartNames.of(SECRET, "server", "docs/big.iso", "big.iso");

    @TempDir
    Path folder;

    private final Disk disk = Disk.ofSystem();
    private final byte[] source = new byte[SIZE];

    ResumedDownloadTest() {
        new Random(11).nextBytes(source);
    }

    private void write(IncomingDownload incoming, int from, int to) throws IOException {
        byte[] piece = Arrays.copyOfRange(source, from, to);
        incoming.write(piece, piece.length);
    }

    private String sha256(int bytes) {
        return HexFormat.of().formatHex(Sha256.start().digest(Arrays.copyOf(source, bytes)));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private void firstTry(int bytes) throws IOException {
        try (IncomingDownload incoming =
                IncomingDownload.resumable(disk, folder, NAME).orElseThrow()) {
            incoming.begin("v1", SIZE);
            write(incoming, 0, bytes);
        }
    }

    @Test
    void thePartAndItsRecordAreNamedByWhatIsTransferred() throws IOException {
        firstTry(1_500_000);
        assertThat(names()).containsExactly(".quayside-" + NAME.hex() + ".part", ".quayside-" + NAME.hex() + ".resume");
        assertThat(NAME.hex()).matches("[0-9a-f]{16}");
        assertThat(List.of(
                        PartNames.of(SECRET, "other", "docs/big.iso", "big.iso"),
                        PartNames.of(SECRET, "server", "docs/big2.iso", "big.iso"),
                        PartNames.of(SECRET, "server", "docs/big.iso", "big2.iso")))
                .doesNotContain(NAME);
    }

    /** Else whoever may write into the folder could prepare what a download goes on with. */
    @Test
    void nobodyWithoutTheSecretKnowsTheNames() {
        ClientSecret other = ClientSecret.random(new SecureRandom());
        assertThat(PartNames.of(SECRET, "server", "docs/big.iso", "big.iso")).isEqualTo(NAME);
        assertThat(PartNames.of(other, "server", "docs/big.iso", "big.iso")).isNotEqualTo(NAME);
    }

    @Test
    void aReadingThatIsEndedCostsNothing() throws IOException {
        try (IncomingDownload incoming =
                IncomingDownload.resumable(disk, folder, NAME).orElseThrow()) {
            incoming.begin("v1", 20_000_000);
            for (int i = 0; i < 8; i++) {
                incoming.write(source, SIZE);
            }
        }
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> IncomingDownload.ofEarlierTry(disk, folder, NAME, () -> {
                    throw new IOException("cancelled");
                }))
                .withMessage("cancelled");
        try (IncomingDownload incoming =
                IncomingDownload.ofEarlierTry(disk, folder, NAME, () -> {}).orElseThrow()) {
            assertThat(incoming.leftover().orElseThrow().offset()).isEqualTo(20_000_000);
        }
    }

    private Optional<IncomingDownload.Known> leave() throws IOException {
        IncomingDownload incoming =
                IncomingDownload.resumable(disk, folder, NAME).orElseThrow();
        try (incoming) {
            incoming.begin("v1", SIZE);
            write(incoming, 0, 1_500_000);
        }
        return incoming.known();
    }

    @Test
    void whatTheSameProgramLeftIsNotReadAgain() throws IOException {
        Optional<IncomingDownload.Known> known = leave();
        assertThat(known).isPresent();
        IncomingDownload.Pause never = () -> {
            throw new IOException("it is read");
        };
        try (IncomingDownload incoming =
                IncomingDownload.ofEarlierTry(disk, folder, NAME, known, never).orElseThrow()) {
            assertThat(incoming.isUntouched()).isTrue();
            assertThat(incoming.leftover())
                    .contains(new IncomingDownload.Leftover("v1", SIZE, 1_500_000, Optional.empty()));
            Checksum before = new Checksum();
            before.update(source, 0, 1_500_000);
            assertThat(incoming.checksum().value()).isEqualTo(before.value());
            incoming.prove(() -> {});
            assertThat(incoming.leftover().orElseThrow().prefix()).contains(sha256(1_500_000));
            write(incoming, 1_500_000, 2_000_000);
        }
        try (IncomingDownload incoming =
                IncomingDownload.ofEarlierTry(disk, folder, NAME, () -> {}).orElseThrow()) {
            assertThat(incoming.leftover())
                    .contains(new IncomingDownload.Leftover("v1", SIZE, 2_000_000, Optional.of(sha256(2_000_000))));
        }
    }

    @Test
    void whatSomebodyHasTouchedSinceIsProven() throws IOException {
        Optional<IncomingDownload.Known> known = leave();
        Path part = NAME.part(folder);
        FileTime modified = Files.getLastModifiedTime(part);
        await().until(() -> FileTimes.isSettled(modified.toInstant(), Instant.now()));
        byte[] bytes = Files.readAllBytes(part);
        bytes[1_100_000] ^= 1;
        Files.write(part, bytes, StandardOpenOption.WRITE);
        Files.setLastModifiedTime(part, modified);
        try (IncomingDownload incoming = IncomingDownload.ofEarlierTry(disk, folder, NAME, known, () -> {})
                .orElseThrow()) {
            assertThat(incoming.isUntouched()).isFalse();
            assertThat(incoming.leftover())
                    .contains(new IncomingDownload.Leftover("v1", SIZE, 1 << 20, Optional.of(sha256(1 << 20))));
        }
    }

    @Test
    void aSecondTryGoesOnAndNothingButTheFileIsLeft() throws IOException {
        firstTry(1_500_000);
        try (IncomingDownload incoming =
                IncomingDownload.ofEarlierTry(disk, folder, NAME, () -> {}).orElseThrow()) {
            assertThat(incoming.leftover())
                    .contains(new IncomingDownload.Leftover("v1", SIZE, 1_500_000, Optional.of(sha256(1_500_000))));
            write(incoming, 1_500_000, SIZE);
            assertThat(incoming.publish(
                            folder.resolve("big.iso"), MODIFIED, Optional.of(new Mode(0755)), OnConflict.FAIL))
                    .contains(folder.resolve("big.iso"));
        }
        assertThat(names()).containsExactly("big.iso");
        assertThat(folder.resolve("big.iso")).hasBinaryContent(source);
        assertThat(Files.getLastModifiedTime(folder.resolve("big.iso")).toInstant())
                .isEqualTo(MODIFIED);
    }

    @ParameterizedTest
    @CsvSource({
        ", 0600, 0600",
        ", 0744, 0744",
        "0600, 0644, 0600",
        "0666, 0640, 0640",
        "0640, 0777, 0640",
        "0604, 0640, 0600"
    })
    void itIsNeverMoreOpenThanItsSourceNorThanWhatItReplaces(@Nullable String old, String source, String now)
            throws IOException {
        Path tool = folder.resolve("tool");
        if (old != null) {
            Files.createFile(tool);
            Files.setPosixFilePermissions(tool, mode(old).permissions());
        }
        try (IncomingDownload incoming = IncomingDownload.plain(disk, folder, new SecureRandom())) {
            incoming.begin("", 1);
            incoming.write(new byte[1], 1);
            incoming.publish(tool, MODIFIED, Optional.of(mode(source)), OnConflict.OVERWRITE);
            assertThat(incoming.unkept()).isEmpty();
        }
        assertThat(Mode.of(Files.getPosixFilePermissions(tool))).isEqualTo(mode(now));
    }

    private static Mode mode(String octal) {
        return new Mode(Integer.parseInt(octal, 8));
    }

    @Test
    void anotherVersionBeginsAnew() throws IOException {
        firstTry(1_500_000);
        try (IncomingDownload incoming =
                IncomingDownload.resumable(disk, folder, NAME).orElseThrow()) {
            incoming.begin("v2", SIZE);
            assertThat(incoming.offset()).isZero();
            write(incoming, 0, 100_000);
        }
        try (IncomingDownload incoming =
                IncomingDownload.resumable(disk, folder, NAME).orElseThrow()) {
            assertThat(incoming.leftover())
                    .contains(new IncomingDownload.Leftover("v2", SIZE, 100_000, Optional.of(sha256(100_000))));
        }
    }

    @Test
    void whatIsDiscardedLeavesNothing() throws IOException {
        firstTry(1_500_000);
        try (IncomingDownload incoming =
                IncomingDownload.resumable(disk, folder, NAME).orElseThrow()) {
            incoming.discard();
        }
        assertThat(names()).isEmpty();
        try (IncomingDownload _ = IncomingDownload.resumable(disk, folder, NAME).orElseThrow()) {
            assertThat(names()).hasSize(2);
        }
        assertThat(names()).as("nothing has arrived").isEmpty();
    }

    @Test
    void whileOneHoldsItNobodyElseDoes() throws IOException {
        firstTry(1_500_000);
        try (IncomingDownload first =
                IncomingDownload.resumable(disk, folder, NAME).orElseThrow()) {
            assertThat(IncomingDownload.resumable(disk, folder, NAME)).isEmpty();
            assertThat(IncomingDownload.ofEarlierTry(Disk.ofSystem(), folder, NAME, () -> {}))
                    .isEmpty();
            write(first, 1_500_000, SIZE);
        }
        try (IncomingDownload again =
                IncomingDownload.ofEarlierTry(disk, folder, NAME, () -> {}).orElseThrow()) {
            assertThat(again.leftover().orElseThrow().offset()).isEqualTo(SIZE);
        }
    }

    @Test
    void withoutAnEarlierTryThereIsNothingToGoOnWith() throws IOException {
        assertThat(IncomingDownload.ofEarlierTry(disk, folder, NAME, () -> {})).isEmpty();
        assertThat(names()).isEmpty();
    }

    @Test
    void aWholeFileWhoseNameIsTakenWaitsForAnotherRule() throws IOException {
        Path target = Files.writeString(folder.resolve("big.iso"), "old");
        try (IncomingDownload incoming =
                IncomingDownload.resumable(disk, folder, NAME).orElseThrow()) {
            incoming.begin("v1", SIZE);
            write(incoming, 0, SIZE);
            assertThatExists(() -> incoming.publish(target, MODIFIED, Optional.empty(), OnConflict.FAIL));
        }
        assertThat(target).hasContent("old");
        try (IncomingDownload incoming =
                IncomingDownload.ofEarlierTry(disk, folder, NAME, () -> {}).orElseThrow()) {
            assertThat(incoming.leftover().orElseThrow().offset()).isEqualTo(SIZE);
            assertThat(incoming.publish(target, MODIFIED, Optional.empty(), OnConflict.RENAME))
                    .isEqualTo(Optional.of(folder.resolve("big (2).iso")));
        }
        assertThat(names()).containsExactly("big (2).iso", "big.iso");
    }

    private static void assertThatExists(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        org.assertj.core.api.Assertions.assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(call)
                .extracting(ProtocolException::fault)
                .isEqualTo(quayside.protocol.wire.Fault.EXISTS);
    }

    /** Whoever shares the folder could otherwise choose what is written to. */
    @Test
    void aLinkInThePlaceOfAPartIsNotFollowed() throws IOException {
        Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "mine");
        Files.createSymbolicLink(NAME.part(folder), elsewhere);
        firstTry(1_500_000);
        assertThat(elsewhere).hasContent("mine");
        Files.delete(NAME.part(folder));
        Files.createSymbolicLink(NAME.part(folder), elsewhere);
        try (IncomingDownload incoming =
                IncomingDownload.resumable(disk, folder, NAME).orElseThrow()) {
            assertThat(incoming.leftover()).as("with a record beside it").isEmpty();
        }
        assertThat(elsewhere).hasContent("mine");
    }

    @Test
    void whatTheRuleKeepsOutLeavesNothing() throws IOException {
        Path target = Files.writeString(folder.resolve("big.iso"), "old");
        try (IncomingDownload landing =
                IncomingDownload.resumable(disk, folder, NAME).orElseThrow()) {
            landing.begin("v1", SIZE);
            write(landing, 0, SIZE);
            assertThat(landing.publish(target, MODIFIED, Optional.empty(), OnConflict.SKIP))
                    .isEmpty();
        }
        assertThat(names()).containsExactly("big.iso");
        assertThat(target).hasContent("old");
    }

    @Test
    void aFileThatWasPutThereMeanwhileDecidesHowOpenTheNewOneIs() throws IOException {
        Path tool = Files.createFile(folder.resolve("tool"));
        Files.setPosixFilePermissions(tool, mode("0644").permissions());
        RecordingDisk meanwhile = new RecordingDisk().meanwhile("publish", _ -> {
            Files.delete(tool);
            Files.createFile(tool);
            Files.setPosixFilePermissions(tool, mode("0600").permissions());
        });
        try (IncomingDownload landing = IncomingDownload.plain(meanwhile, folder, new SecureRandom())) {
            landing.begin("", 1);
            landing.write(new byte[1], 1);
            landing.publish(tool, MODIFIED, Optional.of(mode("0644")), OnConflict.OVERWRITE);
        }
        assertThat(tool).hasSize(1);
        assertThat(Mode.of(Files.getPosixFilePermissions(tool))).isEqualTo(mode("0600"));
        List<String> operations = meanwhile.operations();
        assertThat(operations.lastIndexOf("sync part")).isGreaterThan(operations.lastIndexOf("dress part"));
    }
}
