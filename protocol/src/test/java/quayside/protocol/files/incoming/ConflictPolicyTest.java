package quayside.protocol.files.incoming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import com.google.common.jimfs.PathNormalization;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import quayside.protocol.message.OnConflict;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** A name that is taken on a disk that takes several names for one. */
final class ConflictPolicyTest {
    private static final Instant LATE = Instant.parse("2200-01-01T00:00:00Z");

    private final FileSystem blind = Jimfs.newFileSystem(Configuration.unix().toBuilder()
            .setNameCanonicalNormalization(PathNormalization.NFC, PathNormalization.CASE_FOLD_ASCII)
            .build());
    private Path folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectory(blind.getPath("/folder"));
        Files.createFile(folder.resolve("name"));
        Files.createFile(folder.resolve("caf\u00e9"));
        Files.createDirectory(folder.resolve("docs"));
    }

    @AfterEach
    void close() throws IOException {
        blind.close();
    }

    private void assertTaken(String asked, OnConflict rule) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> ConflictPolicy.wanted(folder.resolve(asked), LATE, rule))
                .extracting(ProtocolException::fault)
                .isEqualTo(Fault.EXISTS);
    }

    @Test
    void aFileIsReplacedUnderItsOwnNameAlone() throws IOException {
        for (OnConflict rule : List.of(OnConflict.OVERWRITE, OnConflict.NEWER)) {
            assertThat(ConflictPolicy.wanted(folder.resolve("name"), LATE, rule))
                    .isTrue();
            assertTaken("NAME", rule);
            assertTaken("cafe\u0301", rule);
            assertTaken("docs", rule);
        }
    }

    @Test
    void aNameThatIsTakenInAnotherSpellingIsTaken() throws IOException {
        for (String asked : List.of("NAME", "cafe\u0301", "DOCS")) {
            assertTaken(asked, OnConflict.FAIL);
            assertThat(ConflictPolicy.wanted(folder.resolve(asked), LATE, OnConflict.SKIP))
                    .isFalse();
            assertThat(ConflictPolicy.wanted(folder.resolve(asked), LATE, OnConflict.RENAME))
                    .isTrue();
        }
        assertThat(ConflictPolicy.wanted(folder.resolve("free"), LATE, OnConflict.FAIL))
                .isTrue();
    }
}
