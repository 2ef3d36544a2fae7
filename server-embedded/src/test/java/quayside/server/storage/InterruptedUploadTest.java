package quayside.server.storage;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static quayside.server.storage.Faults.assertFault;
import static quayside.server.storage.Shares.MODIFIED;
import static quayside.server.storage.Shares.path;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.message.OnConflict;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;

/** What an upload that was cut off leaves, and how a later try goes on with it (PROTOCOL.md section 8.4). */
class InterruptedUploadTest {
    private static final int MIB = 1024 * 1024;

    @TempDir
    Path root;

    private final byte[] content = new byte[4 * MIB + 13];
    private FolderStorage storage;
    private Path area;

    @BeforeEach
    void openShare() {
        new Random(5).nextBytes(content);
        storage = Shares.open(root);
        area = root.resolve(".quayside/staging");
    }

    private static Storage.Upload upload(String target, int size, String source, OnConflict onConflict) {
        return new Storage.Upload(path(target), size, MODIFIED, onConflict, true, false, false, Optional.of(source));
    }

    private Storage.Upload upload() {
        return upload("new.bin", content.length, "v1", OnConflict.FAIL);
    }

    /** The first {@code count} bytes arrive, then the connection is cut. */
    private void cutAfter(int count) throws IOException {
        try (SingleUpload single = new SingleUpload(storage, upload())) {
            writeInPieces(single, count);
        }
    }

    private void writeInPieces(SingleUpload single, int count) throws IOException {
        for (int at = 0; at < count; at += 100_000) {
            single.write(Arrays.copyOfRange(content, at, Math.min(count, at + 100_000)));
        }
    }

    /** The next try begins at {@code offset}, brings the rest, and leaves the file and nothing else. */
    private void assertGoesOnAt(int offset) throws IOException {
        try (SingleUpload single = new SingleUpload(storage, upload())) {
            assertThat(single.staged().offset()).isEqualTo(offset);
            assertThat(single.run(content)).isInstanceOf(Storage.Landed.Stored.class);
        }
        assertThat(root.resolve("new.bin")).hasBinaryContent(content);
        assertThat(Shares.stagedIn(root)).isEmpty();
    }

    private Path only(String suffix) throws IOException {
        List<String> found = Shares.filesIn(area).stream()
                .filter(name -> name.endsWith(suffix))
                .toList();
        assertThat(found).hasSize(1);
        return area.resolve(found.getFirst());
    }

    private Path part() throws IOException {
        return only(".part");
    }

    private Path record() throws IOException {
        return only(".resume");
    }

    private static void flipByte(Path file, int at) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(at);
            int old = bytes.read();
            bytes.seek(at);
            bytes.write(old ^ 1);
        }
    }

    /** As a server that was killed leaves it: the record's last line tells nothing of an order. */
    private void unseal() throws IOException {
        String lines = Files.readString(record(), ISO_8859_1);
        Files.writeString(record(), lines.substring(0, lines.lastIndexOf("= ")), ISO_8859_1);
    }

    @Test
    void oneThatWasCutGoesOnAtTheLastByteThatArrived() throws IOException {
        cutAfter(3 * MIB + 7);
        assertThat(Shares.stagedIn(root)).hasSize(2);
        assertThat(Shares.stagedIn(root)).allMatch(name -> name.matches("[0-9a-f]{32}\\.(part|resume)"));
        assertThat(Shares.filesIn(root)).containsExactly(".quayside");
        assertGoesOnAt(3 * MIB + 7);
    }

    @Test
    void oneThatWasCutTwiceGoesOnAsWell() throws IOException {
        cutAfter(MIB);
        try (SingleUpload single = new SingleUpload(storage, upload())) {
            single.write(Arrays.copyOfRange(content, MIB, 2 * MIB));
        }
        assertGoesOnAt(2 * MIB);
    }

    @Test
    void anotherServerProcessGoesOnToo() throws IOException {
        cutAfter(2 * MIB);
        storage.close();
        storage = Shares.open(root);
        assertGoesOnAt(2 * MIB);
    }

    @Test
    void afterAKillOnlyWhatTheRecordProvesIsKept() throws IOException {
        cutAfter(3 * MIB);
        unseal();
        Files.write(part(), new byte[500_000], StandardOpenOption.APPEND);
        assertGoesOnAt(3 * MIB);
    }

    @Test
    void aTornRecordProvesWhatItsWholeLinesSay() throws IOException {
        cutAfter(3 * MIB);
        unseal();
        String lines = Files.readString(record(), ISO_8859_1);
        Files.writeString(record(), lines.substring(0, lines.length() - 5), ISO_8859_1);
        assertGoesOnAt(2 * MIB);
    }

    @Test
    void aDamagedByteAfterAKillDropsItsStepAndWhatFollows() throws IOException {
        cutAfter(3 * MIB);
        unseal();
        flipByte(part(), 1_500_000);
        assertGoesOnAt(MIB);
    }

    @Test
    void aSealedPartThatWasTouchedSinceIsReadAllOver() throws IOException {
        cutAfter(3 * MIB);
        flipByte(part(), 10);
        Files.setLastModifiedTime(part(), FileTime.from(MODIFIED));
        assertGoesOnAt(0);
    }

    @Test
    void theLastStepOfASealedPartIsReadInAnyCase() throws IOException {
        cutAfter(3 * MIB);
        FileTime sealed = Files.getLastModifiedTime(part());
        flipByte(part(), 3 * MIB - 1);
        Files.setLastModifiedTime(part(), sealed);
        assertGoesOnAt(2 * MIB);
    }

    @Test
    void aPartWithoutARecordIsBegunAgain() throws IOException {
        cutAfter(3 * MIB);
        Files.delete(record());
        assertGoesOnAt(0);
    }

    @Test
    void aRecordWithoutAPartIsBegunAgain() throws IOException {
        cutAfter(3 * MIB);
        Files.delete(part());
        assertGoesOnAt(0);
    }

    @Test
    void aRecordThatIsNoneIsBegunAgain() throws IOException {
        cutAfter(3 * MIB);
        Files.writeString(record(), "quayside resume 9\n");
        assertGoesOnAt(0);
    }

    @Test
    void aRecordOfAnotherVersionIsBegunAgain() throws IOException {
        cutAfter(3 * MIB);
        Files.writeString(record(), Files.readString(record()).replace(" v1 ", " v2 "));
        assertGoesOnAt(0);
    }

    @Test
    void whatStandsInTheWayOfAPartIsClearedAway() throws IOException {
        cutAfter(3 * MIB);
        Path part = part();
        Files.delete(part);
        Files.createDirectory(part);
        assertGoesOnAt(0);
    }

    @Test
    void anotherVersionOfTheSourceOrAnotherNameIsAnotherUpload() throws IOException {
        cutAfter(3 * MIB);
        for (Storage.Upload other : List.of(
                upload("new.bin", content.length, "v2", OnConflict.FAIL),
                upload("other.bin", content.length, "v1", OnConflict.FAIL))) {
            try (SingleUpload single = new SingleUpload(storage, other)) {
                assertThat(single.staged().offset()).isZero();
            }
        }
        assertGoesOnAt(3 * MIB);
    }

    @Test
    void aPartThatIsInUseIsBusyForOthersUntilItsTransferEnds() throws IOException {
        try (SingleUpload first = new SingleUpload(storage, upload())) {
            writeInPieces(first, MIB);
            assertThatThrownBy(() -> new SingleUpload(storage, upload()))
                    .isInstanceOfSatisfying(ProtocolException.class, busy -> {
                        assertThat(busy.fault()).isEqualTo(Fault.EXISTS);
                        assertThat(busy.retryAfter()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(10));
                    });
        }
        assertGoesOnAt(MIB);
    }

    @Test
    void whatIsSmallOrHasNoVersionLeavesNothing() throws IOException {
        int small = (int) Limits.EAGER_POST_BYTES;
        try (SingleUpload single = new SingleUpload(storage, upload("small", small, "v1", OnConflict.FAIL))) {
            single.write(Arrays.copyOf(content, small - 1));
        }
        try (SingleUpload single =
                new SingleUpload(storage, Shares.upload("large", content.length, MODIFIED, OnConflict.FAIL, true))) {
            single.write(Arrays.copyOf(content, MIB));
        }
        assertThat(Shares.stagedIn(root)).isEmpty();
    }

    @Test
    void whatBroughtNotAByteLeavesNothing() throws IOException {
        cutAfter(0);
        assertThat(Shares.stagedIn(root)).isEmpty();
    }

    @Test
    void whatIsDiscardedLeavesNothingOfThisTryNorOfEarlierOnes() throws IOException {
        cutAfter(MIB);
        try (SingleUpload single = new SingleUpload(storage, upload())) {
            single.write(new byte[MIB]);
            single.staged().discard();
        }
        assertThat(Shares.stagedIn(root)).isEmpty();
    }

    @Test
    void aNameThatWasTakenMeanwhileCostsNotTheBytes() throws IOException {
        try (SingleUpload single = new SingleUpload(storage, upload())) {
            writeInPieces(single, content.length);
            Files.writeString(root.resolve("new.bin"), "somebody was faster");
            assertFault(Fault.EXISTS, single::commit);
        }
        assertThat(Shares.stagedIn(root)).hasSize(2);
        Storage.Upload again = upload("new.bin", content.length, "v1", OnConflict.RENAME);
        try (SingleUpload single = new SingleUpload(storage, again)) {
            assertThat(single.staged().offset()).isEqualTo(content.length);
            assertThat(single.commit()).isInstanceOf(Storage.Landed.Stored.class);
        }
        assertThat(root.resolve("new (2).bin")).hasBinaryContent(content);
        assertThat(Files.getLastModifiedTime(root.resolve("new (2).bin")).toInstant())
                .isEqualTo(MODIFIED);
        assertThat(root.resolve("new.bin")).hasContent("somebody was faster");
        assertThat(Shares.stagedIn(root)).isEmpty();
    }

    @Test
    void aNameThatIsTakenIsToldBeforeAnythingIsBroughtOrLost() throws IOException {
        cutAfter(MIB);
        Files.writeString(root.resolve("new.bin"), "somebody was faster");
        assertFault(Fault.EXISTS, () -> new SingleUpload(storage, upload()));
        Files.delete(root.resolve("new.bin"));
        assertGoesOnAt(MIB);
    }
}
