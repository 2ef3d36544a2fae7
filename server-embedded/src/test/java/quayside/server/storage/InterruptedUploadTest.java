package quayside.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static quayside.server.storage.Faults.assertFault;
import static quayside.server.storage.Shares.MODIFIED;
import static quayside.server.storage.Shares.path;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import quayside.protocol.crypto.Sha256;
import quayside.protocol.message.OnConflict;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;

/** What an upload that was cut off leaves, and how a later try goes on with it (PROTOCOL.md section 8.4). */
class InterruptedUploadTest extends InterruptedUpload {
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
            assertThat(single.commit()).isInstanceOf(Storage.UploadResult.Stored.class);
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

    /** Whoever shares the folder could otherwise choose what is written to. */
    @Test
    void whateverElseHasTheNameOfAPartIsNeitherFollowedNorInTheWay() throws IOException {
        Path mine = Files.writeString(root.resolve("mine"), "mine");
        cutAfter(MIB);
        Path part = part();
        Files.delete(part);
        Files.createSymbolicLink(part, mine);
        cutAfter(MIB);
        assertThat(mine).hasContent("mine");
        Files.delete(part);
        Files.createFile(Files.createDirectory(part).resolve("inside"));
        assertGoesOnAt(0);
    }

    @Test
    void whatArrivedIsKnownByItsDigestAndMayBeDropped() throws IOException {
        cutAfter(MIB);
        byte[] other = new byte[content.length];
        try (SingleUpload single = new SingleUpload(storage, upload())) {
            Storage.Staged staged = single.staged();
            assertThat(staged.prefix())
                    .contains(HexFormat.of().formatHex(Sha256.start().digest(Arrays.copyOf(content, MIB))));
            staged.restart();
            assertThat(staged.offset()).isZero();
            assertThat(staged.prefix()).isEmpty();
            assertThat(single.run(other)).isInstanceOf(Storage.UploadResult.Stored.class);
        }
        assertThat(root.resolve("new.bin")).hasBinaryContent(other);
    }

    @Test
    void whatIsOverHoldsNoFileOfTheShareOpen() throws IOException {
        Path descriptors = Path.of("/proc/self/fd");
        assumeThat(descriptors).isDirectory();
        cutAfter(MIB);
        assertGoesOnAt(MIB);
        Shares.put(storage, "small", "small", OnConflict.FAIL);
        storage.close();
        try (Stream<Path> open = Files.list(descriptors)) {
            assertThat(open.map(InterruptedUploadTest::target)).noneMatch(each -> each.startsWith(root));
        }
    }

    private static Path target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor);
        } catch (IOException e) {
            // It was the one that listed them.
            return descriptor;
        }
    }

    @Test
    void aBatchIsFullOnceItHoldsManyFilesManyFoldersOrManyBytes() throws IOException {
        for (int files : new int[] {64, 16, 4}) {
            try (Storage.Batch batch = storage.batch()) {
                for (int i = 0; i < files; i++) {
                    assertThat(batch.isFull()).as("%d of %d", i, files).isFalse();
                    String folder = files == 16 ? "f" + i + "/" : "";
                    if (files == 16) {
                        storage.makeFolder(path("f" + i), false);
                    }
                    batch.stage(Shares.upload(folder + "a" + i, files == 4 ? MIB : 1, MODIFIED, OnConflict.FAIL, true));
                }
                assertThat(batch.isFull()).isTrue();
            }
        }
    }

    @Test
    void aBatchThatIsDroppedIsFullOnceItIsForManyFolders() throws IOException {
        try (Storage.Batch batch = storage.batch()) {
            for (int i = 0; i < 16; i++) {
                assertThat(batch.isFull()).as("%d", i).isFalse();
                batch.stage(Shares.dropped("f" + i + "/a", "x"));
            }
            assertThat(batch.isFull()).isTrue();
        }
    }
}
