package quayside.app.core.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderWarningTest {
    private final FileSystem disk = Jimfs.newFileSystem(Configuration.unix());
    private final Path home = disk.getPath("/home/ada");

    @BeforeEach
    void makeFolders() throws IOException {
        Files.createDirectories(home.resolve("Pictures"));
        Files.createDirectories(home.resolve(".ssh"));
        Files.createDirectories(home.resolve(".config/app"));
        Files.createDirectories(disk.getPath("/srv/backup/.gnupg"));
        Files.createDirectories(disk.getPath("/srv/plain"));
    }

    @AfterEach
    void close() throws IOException {
        disk.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/home",
                "/home/ada",
                "/home/ada/Pictures/..",
                "/home/ada/.ssh",
                "/home/ada/.config/app",
                "/srv/backup"
            })
    void aFolderWithSecretsIsAskedAbout(String folder) {
        assertThat(warning(folder)).hasValueSatisfying(text -> assertThat(text).endsWith("."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/home/ada/Pictures", "/srv/plain", "/home/adamant", "/not/there"})
    void anOrdinaryFolderIsNot(String folder) {
        assertThat(warning(folder)).isEmpty();
    }

    @Test
    void aLinkToTheHomeFolderIsTheHomeFolder() throws IOException {
        Files.createSymbolicLink(disk.getPath("/srv/link"), home);
        assertThat(warning("/srv/link")).isPresent();
    }

    private Optional<String> warning(String folder) {
        return FolderWarning.of(disk.getPath(folder), home);
    }
}
