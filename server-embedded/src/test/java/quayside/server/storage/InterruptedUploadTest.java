package quayside.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static quayside.server.storage.Faults.assertFault;
import static quayside.server.storage.Shares.MODIFIED;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
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
}
