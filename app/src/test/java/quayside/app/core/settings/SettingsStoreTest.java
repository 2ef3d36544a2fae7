package quayside.app.core.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsStoreTest {
    @TempDir
    private Path home;

    private Path folder() {
        return home.resolve("config").resolve("quayside");
    }

    private Path file() {
        return folder().resolve("settings.json");
    }

    @Test
    void withoutAFileTheDefaultsHoldAndNothingIsWritten() {
        SettingsStore store = SettingsStore.open(folder());
        assertThat(store.settings()).isEqualTo(Settings.standard(4870));
        assertThat(store.notice()).isEmpty();
        assertThat(folder()).doesNotExist();
    }

    @Test
    void everyChoiceIsReadBackAsItWasMade() throws IOException {
        Settings chosen = Settings.standard(4870)
                .withTheme(Settings.Theme.DARK)
                .withDownloadFolder(Optional.of(Path.of("/tmp/a b/ü")))
                .withHostFolder(Optional.of(Path.of("/srv/#1 %20")))
                .withHostPort(0)
                .withHostShowHidden(true)
                .withLocalShowHidden(true)
                .withFontScale(1.25);
        SettingsStore.open(folder()).update(old -> chosen);
        assertThat(SettingsStore.open(folder()).settings()).isEqualTo(chosen);
    }

    @Test
    void onlyTheOwnerMayReadWhatIsKept() throws IOException {
        SettingsStore.open(folder()).update(old -> old.withHostPort(1));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder())))
                .isEqualTo("rwx------");
        assertThat(folder())
                .isDirectoryNotContaining(path ->
                        !path.equals(file()) && !path.getFileName().toString().endsWith(".lock"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{\"theme\":\"PINK\"}",
                "{\"theme\":[]}",
                "{\"hostPort\":70000}",
                "{\"hostPort\":\"x\"}",
                "{\"fontScale\":0}",
                "{\"fontScale\":99}",
                "{\"hostFolder\":{}}",
                "{\"hostFolder\":\"a\\u0000b\"}",
                "{} trailing"
            })
    void aDamagedFileIsKeptAsideAndSaid(String damaged) throws IOException {
        Files.createDirectories(folder());
        Files.writeString(file(), damaged);
        SettingsStore store = SettingsStore.open(folder());
        assertThat(store.settings()).isEqualTo(Settings.standard(4870));
        assertThat(store.notice())
                .hasValueSatisfying(notice -> assertThat(notice).contains("settings.json.damaged"));
        assertThat(folder().resolve("settings.json.damaged")).hasContent(damaged);
        assertThat(file()).doesNotExist();
    }

    @Test
    void bytesThatAreNoTextAreADamagedFile() throws IOException {
        Files.createDirectories(folder());
        Files.write(file(), new byte[] {(byte) 0xC3, 0x28});
        assertThat(SettingsStore.open(folder()).notice()).isPresent();
        assertThat(folder().resolve("settings.json.damaged")).exists();
    }

    @Test
    void unknownFieldsOfALaterVersionAreNoDamage() throws IOException {
        Files.createDirectories(folder());
        Files.writeString(file(), "{\"hostPort\":5000,\"later\":{\"x\":1}}");
        SettingsStore store = SettingsStore.open(folder());
        assertThat(store.settings()).isEqualTo(Settings.standard(5000));
        assertThat(store.notice()).isEmpty();
    }

    @Test
    void twoProgramsSideBySideDoNotUndoEachOthersChoices() throws IOException {
        SettingsStore window = SettingsStore.open(folder());
        SettingsStore other = SettingsStore.open(folder());
        window.update(old -> old.withHostPort(1));
        other.update(old -> old.withFontScale(2));
        Settings both = Settings.standard(1).withFontScale(2);
        assertThat(other.settings()).isEqualTo(both);
        assertThat(SettingsStore.open(folder()).settings()).isEqualTo(both);
    }

    @Test
    void listenersHearEachChangeOnce() throws IOException {
        List<Integer> ports = new ArrayList<>();
        SettingsStore store = SettingsStore.open(folder());
        store.onChange(settings -> ports.add(settings.hostPort()));
        store.update(old -> old.withHostPort(1));
        store.update(old -> old);
        assertThat(ports).containsExactly(4870, 1);
    }

    @Test
    void aChangeThatCannotBeSavedHoldsUntilTheProgramEnds() throws IOException {
        Files.writeString(home.resolve("config"), "a file where the folder should be");
        SettingsStore store = SettingsStore.open(folder());
        assertThatThrownBy(() -> store.update(old -> old.withHostPort(9))).isInstanceOf(IOException.class);
        assertThat(store.settings().hostPort()).isEqualTo(9);
    }
}
