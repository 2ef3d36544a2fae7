package quayside.app.core.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.protocol.message.OnConflict;
import quayside.server.ShareOptions;
import quayside.server.storage.NamedFolder;

class SettingsStoreTest {
    @TempDir
    private Path home;

    private Path folder() {
        return home.resolve("config").resolve("quayside");
    }

    private Path file() {
        return folder().resolve("settings.json");
    }

    private static Settings withPort(Settings old, int port) {
        return old.withHost(old.host().withPort(port));
    }

    @Test
    void foldersThatAreSharedTogetherAreKeptAndAnOlderFileHasNone() throws IOException {
        SettingsStore store = SettingsStore.open(folder());
        assertThat(store.settings().host().together()).isEmpty();
        List<NamedFolder> both =
                List.of(new NamedFolder("A", Path.of("/srv/a")), new NamedFolder("B b", Path.of("/srv/b")));
        store.update(now -> now.withHost(now.host().withFolders(Path.of("/srv/a"), both)));
        assertThat(SettingsStore.open(folder()).settings().host().together()).isEqualTo(both);
        store.update(now -> now.withHost(now.host().withFolder(Path.of("/srv/c"))));
        assertThat(SettingsStore.open(folder()).settings().host().together()).isEmpty();
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
        Settings chosen = new Settings(
                new Settings.Appearance(Settings.Theme.DARK, 1.25, Optional.of(Locale.GERMAN)),
                new Settings.LocalSide(Optional.of(Path.of("/tmp/a b/ü")), true, Settings.OpenFile.TRANSFER),
                new Settings.Moving(8, 16_000, 500_000, Optional.of(OnConflict.NEWER), false, false, false),
                new Settings.Hosting(
                        List.of(Path.of("/srv/#1 %20"), Path.of("/srv/2")), 0, true, true, false, List.of()),
                new Settings.Notices(false, false, false, false, false),
                new Settings.Start(Settings.Reopen.NOTHING),
                new Settings.Nearby(false, false),
                new Settings.Background(
                        Settings.WhenClosed.KEEP_SHARING,
                        true,
                        new ShareOptions.Permissions(true, false, false),
                        false),
                "Mara’s desk");
        SettingsStore.open(folder()).update(old -> chosen);
        assertThat(SettingsStore.open(folder()).settings()).isEqualTo(chosen);
    }

    @Test
    void theFolderSharedLastIsTheFirstOfFew() throws IOException {
        SettingsStore store = SettingsStore.open(folder());
        for (String name : List.of("/1", "/2", "/3", "/4", "/5", "/6", "/7", "/4")) {
            store.update(now -> now.withHost(now.host().withFolder(Path.of(name))));
        }
        Settings.Hosting read = SettingsStore.open(folder()).settings().host();
        assertThat(read.folder()).contains(Path.of("/4"));
        assertThat(read.folders()).extracting(Path::toString).containsExactly("/4", "/7", "/6", "/5", "/3", "/2");
    }

    @Test
    void onlyTheOwnerMayReadWhatIsKept() throws IOException {
        SettingsStore.open(folder()).update(old -> withPort(old, 1));
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
                "{\"look\":[]}",
                "{\"look\":{\"theme\":\"PINK\"}}",
                "{\"host\":{\"port\":70000}}",
                "{\"host\":{\"earlier\":{}}}",
                "{\"transfers\":{\"parallel\":0}}",
                "{\"transfers\":{\"parallel\":9}}",
                "{\"transfers\":{\"up\":15999}}",
                "{\"computer\":\"a\\nb\"}",
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
    void unknownFieldsOfALaterVersionAreKept() throws IOException {
        Files.createDirectories(folder());
        Files.writeString(file(), "{\"later\":{\"x\":1},\"host\":{\"port\":5000,\"later\":2}}");
        SettingsStore.open(folder()).update(old -> old.withComputer("desk"));
        JsonObject json = JsonParser.parseString(Files.readString(file())).getAsJsonObject();
        assertThat(json.getAsJsonObject("later").get("x").getAsInt()).isEqualTo(1);
        assertThat(json.getAsJsonObject("host").get("later").getAsInt()).isEqualTo(2);
        assertThat(json.getAsJsonObject("host").get("port").getAsInt()).isEqualTo(5000);
    }

    @Test
    void theFlatFileOfAnEarlierVersionIsReadAndReplaced() throws IOException {
        Files.createDirectories(folder());
        Files.writeString(file(), """
            {"theme":"LIGHT","downloadFolder":"/d","hostFolder":"/h","hostPort":5000,"hostShowHidden":true,\
            "localShowHidden":true,"fontScale":1.5}\
            """);
        Settings standard = Settings.standard(5000);
        Settings expected = standard.withLook(new Settings.Appearance(Settings.Theme.LIGHT, 1.5, Optional.empty()))
                .withLocal(standard.local()
                        .withDownloadFolder(Optional.of(Path.of("/d")))
                        .withShowHidden(true))
                .withHost(new Settings.Hosting(List.of(Path.of("/h")), 5000, true));
        assertThat(SettingsStore.open(folder()).settings()).isEqualTo(expected);
        SettingsStore.open(folder()).update(old -> withPort(old, 1));
        assertThat(Files.readString(file())).doesNotContain("hostPort", "localShowHidden");
        assertThat(SettingsStore.open(folder()).settings()).isEqualTo(withPort(expected, 1));
    }

    @Test
    void twoProgramsSideBySideDoNotUndoEachOthersChoices() throws IOException {
        SettingsStore window = SettingsStore.open(folder());
        SettingsStore other = SettingsStore.open(folder());
        window.update(old -> withPort(old, 1));
        other.update(old -> old.withLook(old.look().withFontScale(2)));
        Settings both =
                Settings.standard(1).withLook(Settings.standard(1).look().withFontScale(2));
        assertThat(other.settings()).isEqualTo(both);
        assertThat(SettingsStore.open(folder()).settings()).isEqualTo(both);
    }

    @Test
    void listenersHearEachChangeOnce() throws IOException {
        List<Integer> ports = new ArrayList<>();
        SettingsStore store = SettingsStore.open(folder());
        store.onChange(settings -> ports.add(settings.host().port()));
        store.update(old -> withPort(old, 1));
        store.update(old -> old);
        assertThat(ports).containsExactly(4870, 1);
    }

    @Test
    void aChangeThatCannotBeSavedHoldsUntilTheProgramEnds() throws IOException {
        Files.writeString(home.resolve("config"), "a file where the folder should be");
        SettingsStore store = SettingsStore.open(folder());
        assertThatThrownBy(() -> store.update(old -> withPort(old, 9))).isInstanceOf(IOException.class);
        assertThat(store.settings().host().port()).isEqualTo(9);
    }
}
