package quayside.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static quayside.server.storage.Shares.content;
import static quayside.server.storage.Shares.path;
import static quayside.server.storage.Shares.put;
import static quayside.server.storage.Shares.upload;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import com.google.common.jimfs.PathNormalization;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.protocol.files.Disk;
import quayside.protocol.message.OnConflict;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** Shares on disks that take two names for one, and on those that tell wrong sizes. */
final class OddDiskTest {
    /** Keeps names as they are written, and takes those for one that differ in case or in the form of an accent. */
    private static final Configuration MAC = Configuration.unix().toBuilder()
            .setNameCanonicalNormalization(PathNormalization.NFD, PathNormalization.CASE_FOLD_ASCII)
            .setAttributeViews("basic", "posix")
            .build();

    @TempDir
    Path temporary;

    private static FolderStorage open(Path folder, Disk disk) throws IOException {
        return FolderStorage.open(folder, false, List.of(), InstantSource.system(), new Random(7), disk);
    }

    private static Fault faultOf(ThrowingCallable call) {
        return catchThrowableOfType(ProtocolException.class, call).fault();
    }

    /** Two spellings of one upload are two files of the guest's: the second may not take the place of the first. */
    @ParameterizedTest
    @CsvSource({
        "README, readme, false",
        "README, readme, true",
        "readme, README, true",
        "Straße, sTRAßE, true",
        "STRAßE, straße, true",
        "caf\u00e9, cafe\u0301, false",
        "caf\u00e9, cafe\u0301, true",
        "cafe\u0301, CAF\u00c9, true"
    })
    void noFileTakesThePlaceOfOneThatIsSpelledOtherwise(String first, String second, boolean keyByName)
            throws IOException {
        try (FileSystem mac = Jimfs.newFileSystem(MAC)) {
            Path share = Files.createDirectory(mac.getPath("/share"));
            try (FolderStorage storage = open(share, new OddDisk(keyByName, LongUnaryOperator.identity()))) {
                put(storage, first, "the first", OnConflict.OVERWRITE);
                for (OnConflict rule :
                        List.of(OnConflict.OVERWRITE, OnConflict.NEWER, OnConflict.SKIP, OnConflict.FAIL)) {
                    assertThat(faultOf(() -> put(storage, second, "the second", rule)))
                            .as(rule.toString())
                            .isEqualTo(Fault.EXISTS);
                }
                assertThat(content(storage, first)).isEqualTo("the first");
                assertThat(Shares.names(storage, "")).hasSize(1);
                put(storage, first, "the first again", OnConflict.OVERWRITE);
                assertThat(content(storage, first)).isEqualTo("the first again");
                put(storage, second, "the second", OnConflict.RENAME);
                assertThat(content(storage, first)).isEqualTo("the first again");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void noFolderIsTakenForOneThatIsSpelledOtherwise(boolean keyByName) throws IOException {
        try (FileSystem mac = Jimfs.newFileSystem(MAC)) {
            Path share = Files.createDirectory(mac.getPath("/share"));
            try (FolderStorage storage = open(share, new OddDisk(keyByName, LongUnaryOperator.identity()))) {
                assertThat(storage.makeFolder(path("Docs"), true)).isEmpty();
                assertThat(storage.makeFolder(path("Docs"), true)).isPresent();
                assertThat(faultOf(() -> storage.makeFolder(path("docs"), true)))
                        .isEqualTo(Fault.EXISTS);
            }
        }
    }

    /** Two files that a disk tells apart are both there, whatever they look like. */
    @ParameterizedTest
    @EnumSource(names = {"OVERWRITE", "NEWER"})
    void filesThatTheDiskTellsApartAreReplacedEachByItsOwn(OnConflict rule) throws IOException {
        try (FolderStorage storage = open(temporary, new OddDisk(false, LongUnaryOperator.identity()))) {
            put(storage, "README", "one", OnConflict.FAIL);
            put(storage, "readme", "two", OnConflict.FAIL);
            put(storage, upload("readme", 5, Shares.MODIFIED.plusSeconds(60), rule, true), "three");
            assertThat(content(storage, "README")).isEqualTo("one");
            assertThat(content(storage, "readme")).isEqualTo("three");
        }
    }

    @Test
    void aFileThatHoldsMoreThanItsSizeSaysIsNotSentAsEmpty() throws IOException {
        try (FolderStorage storage = open(temporary, new OddDisk(false, _ -> 0))) {
            Files.writeString(temporary.resolve("version"), "some content");
            assertThat(faultOf(() -> content(storage, "version"))).isEqualTo(Fault.SERVER_ERROR);
            assertThat(faultOf(() -> storage.digest(path("version"), "somebody")))
                    .isEqualTo(Fault.SERVER_ERROR);
            Files.writeString(temporary.resolve("empty"), "");
            assertThat(content(storage, "empty")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1, 4096})
    void aFileThatHoldsAnotherNumberOfBytesIsNotSentAsWhole(int more) throws IOException {
        try (FolderStorage storage = open(temporary, new OddDisk(false, size -> size + more))) {
            Files.writeString(temporary.resolve("f"), "some content");
            assertThat(faultOf(() -> content(storage, "f"))).isEqualTo(Fault.SERVER_ERROR);
        }
    }
}
