package quayside.protocol.files.incoming;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import com.google.common.jimfs.PathNormalization;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import quayside.protocol.files.Spellings;

/** Under which name a disk has a file, where the system tells that and where it gives back what was asked for. */
final class TrueNameTest {
    /** As Linux has it. */
    private static final TrueName UNTOLD = new TrueName(file -> file);

    private static final TrueName TOLD = new TrueName(file -> file.toRealPath(LinkOption.NOFOLLOW_LINKS));

    private final FileSystem blind = Jimfs.newFileSystem(Configuration.unix().toBuilder()
            .setNameCanonicalNormalization(PathNormalization.NFD, PathNormalization.CASE_FOLD_ASCII)
            .build());
    private Path folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectory(blind.getPath("/folder"));
        Files.createFile(folder.resolve("another"));
    }

    @AfterEach
    void close() throws IOException {
        blind.close();
    }

    @ParameterizedTest
    @CsvSource({
        "NAME, name",
        "name, NAME",
        "Name, nAME",
        "Straße, STRAßE",
        "caf\u00e9, cafe\u0301",
        "cafe\u0301, caf\u00e9",
        "CAF\u00c9, cafe\u0301"
    })
    void aFileIsKnownByTheNameThatTheDiskHas(String there, String asked) throws IOException {
        Files.createFile(folder.resolve(there));
        for (TrueName names : new TrueName[] {TOLD, UNTOLD}) {
            assertThat(names.of(folder.resolve(asked))).isEqualTo(Optional.of(there));
            assertThat(names.of(folder.resolve(there))).isEqualTo(Optional.of(there));
        }
    }

    @Test
    void whereBothAreThereEachHasItsOwn(@TempDir Path exact) throws IOException {
        Files.createFile(exact.resolve("NAME"));
        Files.createFile(exact.resolve("other~1"));
        Path there = exact.resolve("name");
        if (!Files.exists(there)) {
            Files.createFile(there);
            assertThat(UNTOLD.of(there)).contains("name");
        }
        assertThat(UNTOLD.of(exact.resolve("NAME"))).contains("NAME");
        assertThat(UNTOLD.of(exact.resolve("other~1"))).contains("other~1");
    }

    /** Of a file that has only a longer name the disk makes up one. */
    @Test
    void aShortFormIsNoName() throws IOException {
        Files.createFile(folder.resolve("longer name.txt"));
        assertThat(UNTOLD.of(folder.resolve("LONGER~1.TXT"))).isEmpty();
    }

    @Test
    void otherSpellingsAreNamesAndNotTheNameItself() {
        assertThat(Spellings.others("Name")).contains("NAME", "name", "Name.").doesNotContain("Name");
        String longest = "N".repeat(255);
        assertThat(Spellings.others(longest)).containsExactly("n".repeat(255));
        assertThat(Spellings.mayBeShort("NAME~1")).isTrue();
        assertThat(Spellings.mayBeShort("NAME")).isFalse();
    }
}
