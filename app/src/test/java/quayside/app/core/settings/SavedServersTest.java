package quayside.app.core.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.Fingerprint;
import quayside.protocol.message.RemotePath;

class SavedServersTest {
    private static final Fingerprint OTHER = Fingerprint.parse("b".repeat(32));
    private static final Fingerprint ID = Fingerprint.parse("a".repeat(32));

    @TempDir
    private Path folder;

    private final AtomicLong seconds = new AtomicLong();

    private SavedServers open() {
        return SavedServers.open(folder, () -> Instant.ofEpochSecond(seconds.incrementAndGet()));
    }

    @Test
    void theLastUsedComesFirstAndIsReadBack() throws IOException {
        SavedServers saved = open();
        saved.used("Pictures", ShareLink.parse("one:1"), ID);
        saved.used("Music", ShareLink.parse("two:2"), ID);
        saved.used("Pictures", ShareLink.parse("one:1"), ID);
        assertThat(names(saved)).containsExactly("Pictures", "Music");
        assertThat(open().list()).isEqualTo(saved.list());
        assertThat(open().named("Music").orElseThrow().link().address()).isEqualTo("two:2");
    }

    @Test
    void theLastFoldersAreKeptAndOutliveWhatElseChanges() throws IOException {
        SavedServers saved = open();
        ShareLink one = ShareLink.parse("one:1");
        saved.at(one, () -> new SavedServer.Folders(RemotePath.root(), Optional.of(folder)));
        assertThat(saved.list()).isEmpty();
        saved.used("Pictures", one, ID);
        saved.used("Music", ShareLink.parse("two:2"), ID);
        SavedServer.Folders last = new SavedServer.Folders(RemotePath.parse("Summer/Day 1"), Optional.of(folder));
        saved.at(one, () -> last);
        saved.used("Pictures", one, ID);
        saved.rename(saved.at(one).orElseThrow(), "Photos");
        saved.move(saved.at(one).orElseThrow(), ShareLink.parse("three:3"));
        SavedServer read = open().named("Photos").orElseThrow();
        assertThat(read.folders()).isEqualTo(last);
        assertThat(read.lastLink().toString()).contains("three:3/Summer/Day%201");
        assertThat(open().named("Music").orElseThrow().folders()).isEqualTo(SavedServer.Folders.NONE);
    }

    @Test
    void aFolderThatIsNoneCostsNoShare() throws IOException {
        Files.writeString(
                folder.resolve("saved-servers.json"),
                "{\"servers\":[{\"name\":\"Pictures\",\"host\":\"one\",\"port\":1,"
                        + "\"lastUsed\":\"2026-11-24T10:00:00Z\",\"folder\":\"../out\",\"localFolder\":\"\\u0000\"}]}");
        SavedServers saved = open();
        assertThat(saved.notice()).isEmpty();
        assertThat(saved.named("Pictures").orElseThrow().folders()).isEqualTo(SavedServer.Folders.NONE);
    }

    @Test
    void theKeyIsNeverSaved() throws IOException {
        open().used("Pictures", ShareLink.parse("quayside://one:1/?id=" + ID + "#SECR-ETKE"), ID);
        assertThat(Files.readString(folder.resolve("saved-servers.json")))
                .contains(ID.toString())
                .doesNotContainIgnoringCase("SECR");
    }

    @Test
    void anotherServerAtTheAddressOfASavedOneDoesNotTakeItsPlace() throws IOException {
        SavedServers saved = open();
        saved.used("Pictures", ShareLink.of("192.168.0.5", 4870, ID), ID);
        saved.rename(saved.list().getFirst(), "Home");
        saved.used("Stranger", ShareLink.of("192.168.0.5", 4870, OTHER), OTHER);
        assertThat(saved.named("Home").flatMap(SavedServer::id)).contains(ID);
        assertThat(saved.named("Stranger").flatMap(SavedServer::id)).contains(OTHER);
        saved.used("Pictures", ShareLink.of("192.168.0.5", 4870, null), ID);
        assertThat(saved.list()).extracting(SavedServer::name).containsExactly("Home", "Stranger");
        saved.forget(saved.named("Stranger").orElseThrow());
        assertThat(saved.list()).extracting(SavedServer::name).containsExactly("Home");
        saved.move(saved.list().getFirst(), ShareLink.of("192.168.0.5", 4870, OTHER));
        saved.used("Pictures", ShareLink.of("192.168.0.5", 4870, OTHER), OTHER);
        assertThat(saved.list()).extracting(SavedServer::name).containsExactly("Home");
    }

    @Test
    void invitationsToOneServerAreSharesOfTheirOwnBesideThatOfItsKey() throws IOException {
        SavedServers saved = open();
        ShareLink own = ShareLink.of("one", 1, ID);
        ShareLink mara = own.by("1".repeat(32));
        ShareLink jonas = own.by("2".repeat(32));
        saved.used("Pictures", own, ID);
        saved.used("Pictures", mara, ID);
        saved.used("Pictures", jonas, ID);
        saved.used("Pictures", mara, ID);
        assertThat(names(open())).containsExactly("Pictures (one:1)", "Pictures 2 (one:1)", "Pictures");

        saved.move(saved.at(mara).orElseThrow(), ShareLink.of("two", 2, ID));
        assertThat(saved.at(ShareLink.of("two", 2, ID))).isEmpty();
        assertThat(saved.at(ShareLink.of("two", 2, ID).by(mara.invitationTag())))
                .isPresent();
        saved.move(saved.at(own).orElseThrow(), ShareLink.of("two", 2, ID));
        saved.forget(saved.at(jonas).orElseThrow());
        assertThat(open().list()).extracting(SavedServer::invitation).containsExactly(mara.invitationTag(), "");
    }

    @Test
    void twoSharesOfOneNameAreToldApartByTheirAddress() throws IOException {
        SavedServers saved = open();
        saved.used("Pictures", ShareLink.parse("one:1"), ID);
        saved.used("Pictures", ShareLink.parse("two:2"), ID);
        assertThat(names(saved)).containsExactly("Pictures (two:2)", "Pictures");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1:40517",
                "nas:4870",
                "quayside://nas",
                "192.168.1.5",
                "nas.local",
                "",
                " ",
                "\u2800",
                "a\u200bb",
                "a\u001b[2Jb"
            })
    void aShareThatCallsItselfLikeAnAddressOrUnseenIsCalledByItsOwnAddress(String name) throws IOException {
        SavedServers saved = open();
        saved.used(name, ShareLink.parse("one:1"), ID);
        assertThat(names(saved)).containsExactly("one:1");
        saved.rename(saved.list().getFirst(), name);
        assertThat(names(open())).containsExactly("one:1");
        String file = Files.readString(folder.resolve("saved-servers.json"));
        JsonObject json = JsonParser.parseString(file).getAsJsonObject();
        json.getAsJsonArray("servers").get(0).getAsJsonObject().addProperty("name", name);
        Files.writeString(folder.resolve("saved-servers.json"), json.toString());
        assertThat(names(open())).as("saved by an earlier version").containsExactly("one:1");
    }

    @Test
    void aNameOfMoreThanAHundredCharactersIsNotSaved() throws IOException {
        SavedServers saved = open();
        saved.used("x".repeat(101), ShareLink.parse("one:1"), ID);
        saved.used("x".repeat(100), ShareLink.parse("two:2"), ID);
        assertThat(names(saved)).containsExactly("x".repeat(100), "one:1");
    }

    @Test
    void aRenamedServerKeepsItsNameWhenUsedAgain() throws IOException {
        SavedServers saved = open();
        saved.used("Pictures", ShareLink.parse("one:1"), ID);
        saved.rename(saved.list().getFirst(), " Holidays ");
        saved.used("Pictures", ShareLink.parse("ONE:1"), ID);
        assertThat(names(saved)).containsExactly("Holidays");
    }

    @Test
    void twoProgramsSideBySideDoNotUndoEachOthersChanges() throws IOException {
        SavedServers window = open();
        SavedServers command = open();
        window.used("Pictures", ShareLink.parse("one:1"), ID);
        command.used("Music", ShareLink.parse("two:2"), ID);
        window.used("Films", ShareLink.parse("three:3"), ID);
        command.rename(command.named("Music").orElseThrow(), "Songs");
        window.forget(window.named("Pictures").orElseThrow());
        assertThat(names(open())).containsExactly("Films", "Songs");
        // A server that another program has used since is the same one.
        command.used("Films", ShareLink.parse("three:3"), ID);
        window.rename(window.named("Films").orElseThrow(), "Cinema");
        assertThat(names(open())).containsExactly("Cinema", "Songs");
    }

    @Test
    void aForgottenServerIsGone() throws IOException {
        SavedServers saved = open();
        saved.used("Pictures", ShareLink.parse("one:1"), ID);
        saved.forget(saved.list().getFirst());
        assertThat(open().list()).isEmpty();
    }

    @Test
    void theOldestGivesWayAfterFifty() throws IOException {
        SavedServers saved = open();
        for (int port = 1; port <= 51; port++) {
            saved.used("S" + port, ShareLink.parse("host:" + port), ID);
        }
        assertThat(names(saved)).hasSize(50).startsWith("S51").endsWith("S2");
    }

    @Test
    void aDamagedFileIsKeptAside() throws IOException {
        Files.writeString(
                folder.resolve("saved-servers.json"), "{\"servers\":[{\"name\":\"x\",\"lastUsed\":\"soon\"}]}");
        assertThat(open().list()).isEmpty();
        assertThat(folder.resolve("saved-servers.json.damaged")).exists();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"text\"",
                "{\"name\":\"x\",\"host\":\"x\",\"port\":1,\"lastUsed\":\"soon\"}",
                "{\"name\":\"x\",\"host\":\"x\",\"port\":0,\"lastUsed\":\"2026-11-30T10:58:00Z\"}",
                "{\"name\":\"x\",\"host\":\"x\",\"port\":1,\"id\":\"ab\",\"lastUsed\":\"2026-11-30T10:58:00Z\"}",
                "{\"host\":\"x\",\"port\":1,\"lastUsed\":\"2026-11-30T10:58:00Z\"}"
            })
    void anEntryThatCannotBeReadTakesNoOtherWithIt(String bad) throws IOException {
        SavedServers saved = open();
        saved.used("Pictures", ShareLink.parse("one:1"), ID);
        saved.used("Music", ShareLink.parse("two:2"), ID);
        Path file = folder.resolve("saved-servers.json");
        String damaged = Files.readString(file).replaceFirst("\\[", "[" + bad + ",");
        Files.writeString(file, damaged);
        SavedServers read = open();
        assertThat(read.list()).isEqualTo(saved.list());
        assertThat(read.notice())
                .hasValueSatisfying(notice -> assertThat(notice).contains(".damaged"));
        assertThat(folder.resolve("saved-servers.json.damaged")).hasContent(damaged);
        SavedServers again = open();
        assertThat(again.list()).isEqualTo(saved.list());
        assertThat(again.notice()).isEmpty();
    }

    private static List<String> names(SavedServers saved) {
        return saved.list().stream().map(SavedServer::name).toList();
    }
}
