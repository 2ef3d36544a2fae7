package quayside.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.app.core.TestShare;
import quayside.app.core.keys.FileVault;
import quayside.app.core.keys.SavedKeys;
import quayside.app.core.nearby.FakeNearby;
import quayside.app.core.nearby.Nearby;
import quayside.app.core.nearby.NearbyShare;
import quayside.app.core.settings.SavedServers;
import quayside.app.core.settings.Settings;
import quayside.app.core.settings.SettingsStore;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.Fingerprint;
import quayside.server.session.Invitation;

@Timeout(60)
class CliAccessTest {
    @TempDir
    private Path home;

    private TestShare share;
    private String link;
    private CliRun cli;

    @BeforeEach
    void prepare() throws IOException {
        share = new TestShare(Files.createDirectory(home.resolve("shared"))).start();
        link = share.linkWithKey();
        cli = new CliRun(home.resolve("config"));
    }

    @AfterEach
    void close() {
        share.close();
        assertThat(cli.out() + cli.err()).doesNotContain(share.key().reveal());
    }

    @Test
    void aWrongKeyIsDeniedAndNothingElseIsSaid() {
        assertThat(cli.run("ls", share.link() + "#WRON-GKEY")).isEqualTo(4);
        assertThat(cli.out()).isEmpty();
        assertThat(cli.err().lines()).hasSize(1);
        assertThat(cli.err()).doesNotContain("WRON", "Exception");
    }

    @Test
    void aChangedServerKeyIsDenied() throws IOException {
        share.stop();
        share.changeIdentity();
        share.start();
        assertThat(cli.run("ls", link)).isEqualTo(4);
    }

    @Test
    void nobodyThereIsANetworkFailure() {
        share.stop();
        assertThat(cli.run("ls", link)).isEqualTo(6);
        assertThat(cli.err().lines()).hasSize(1);
    }

    @Test
    void theKeyComesFromAFileTheVariableOrAPerson() throws IOException {
        String address = share.typed().address();
        Path keyFile = Files.writeString(home.resolve("key"), share.key().reveal() + "\n");
        assertThat(cli.run("ls", address)).isEqualTo(4);
        assertThat(cli.err()).contains("QUAYSIDE_KEY", "--key-file");
        assertThat(cli.run("ls", address, "--key-file", keyFile.toString())).isZero();
        assertThat(cli.err()).contains("First time");
        assertThat(cli.run("ls", address, "--key-file", home.resolve("none").toString()))
                .isEqualTo(2);
        assertThat(new CliRun(home.resolve("config"))
                        .typing(share.key().reveal())
                        .run("ls", address))
                .isZero();
        assertThat(cli.with("QUAYSIDE_KEY", share.key().reveal()).run("ls", address))
                .isZero();
        assertThat(cli.err()).isEmpty();
    }

    @Test
    void theLinksOwnKeyComesBeforeTheVariable() {
        assertThat(cli.with("QUAYSIDE_KEY", "something else").run("ls", link)).isZero();
    }

    @Test
    void anAddressPinnedBeforeIsHeldToItsKey() throws IOException {
        cli.with("QUAYSIDE_KEY", share.key().reveal());
        assertThat(cli.run("ls", share.typed().address())).isZero();
        share.stop();
        share.changeIdentity();
        share.start();
        assertThat(cli.run("ls", share.typed().address())).isEqualTo(4);
    }

    @Test
    void aSavedServerIsKnownByItsName() throws IOException {
        SavedServers saved = SavedServers.open(home.resolve("config"), Instant::now);
        saved.used("My Pictures", share.link(), share.link().id().orElseThrow());
        assertThat(cli.with("QUAYSIDE_KEY", share.key().reveal()).run("ls", "My Pictures"))
                .isZero();
        assertThat(cli.err()).isEmpty();
    }

    @Test
    void aSavedServerWithANewAddressIsFoundNearbyAndKept() throws IOException {
        SavedServers saved = SavedServers.open(home.resolve("config"), Instant::now);
        ShareLink now = share.link();
        ShareLink before = ShareLink.of("127.0.0.1", 1, now.id().orElseThrow());
        saved.used("My Pictures", before, now.id().orElseThrow());
        FakeNearby nearby = new FakeNearby();
        nearby.become(new Nearby.State(
                true,
                false,
                List.of(new NearbyShare(
                        now.id().orElseThrow(),
                        "Pictures",
                        "",
                        List.of(ShareLink.of(now.host(), now.port(), now.id().orElseThrow()))))));
        cli.announcing(nearby).with("QUAYSIDE_KEY", share.key().reveal());
        assertThat(cli.run("ls", "My Pictures")).as(cli.err()).isZero();
        assertThat(cli.err()).contains("not at 127.0.0.1:1, but nearby at " + now.address());
        assertThat(SavedServers.open(home.resolve("config"), Instant::now)
                        .named("My Pictures")
                        .orElseThrow()
                        .link()
                        .address())
                .isEqualTo(now.address());
    }

    @Test
    void nothingIsLookedForNearbyIfTheSettingsTurnThatOff() throws IOException {
        Path config = home.resolve("config");
        SettingsStore.open(config).update(now -> now.withNearby(new Settings.Nearby(true, false)));
        ShareLink before = ShareLink.of("127.0.0.1", 1, share.link().id().orElseThrow());
        SavedServers.open(config, Instant::now)
                .used("My Pictures", before, share.link().id().orElseThrow());
        FakeNearby nearby = new FakeNearby();
        cli.announcing(nearby).with("QUAYSIDE_KEY", share.key().reveal());
        assertThat(cli.run("ls", "My Pictures")).isEqualTo(6);
        assertThat(cli.err()).contains("was not looked for nearby, because the settings turn that off");
        assertThat(cli.run("doctor", "My Pictures")).isEqualTo(6);
        assertThat(cli.out()).contains("Shares nearby were not looked for, because the settings turn that off.");
        assertThat(nearby.looks).isFalse();
        assertThat(nearby.closed).isFalse();
    }

    @Test
    void theKeptKeyOfASavedShareIsUsedByEveryCommand() throws IOException {
        Path config = home.resolve("config");
        ShareLink invited = share.invite("Mara", Invitation.Rights.CHANGE);
        Fingerprint id = share.link().id().orElseThrow();
        SavedServers saved = SavedServers.open(config, Instant::now);
        saved.used("Invited", invited, id);
        SavedKeys keys = SavedKeys.open(config, List.of(new FileVault(config)), new SecureRandom());
        Files.writeString(home.resolve("a.txt"), "a");
        // A key of the share itself would lead to another share than the one that was saved.
        cli.with("QUAYSIDE_KEY", share.key().reveal());
        assertThat(cli.run("ls", "Invited")).isEqualTo(4);
        assertThat(cli.err()).contains("the whole link of the invitation");
        assertThat(cli.run("doctor", "Invited")).isEqualTo(4);
        keys.keep(id, invited.address(), invited.key().orElseThrow());
        String file = home.resolve("a.txt").toString();
        assertThat(cli.run("put", "Invited", file)).as(cli.err()).isZero();
        assertThat(cli.run("ls", "Invited")).as(cli.err()).isZero();
        assertThat(cli.out()).contains("a.txt");
        assertThat(cli.run("get", "Invited", "a.txt", "-o", home.resolve("got").toString()))
                .as(cli.err())
                .isZero();
        assertThat(cli.run("verify", "Invited", "a.txt", file)).as(cli.err()).isZero();
        assertThat(cli.run("doctor", "Invited")).as(cli.out()).isZero();
        assertThat(cli.run("rm", "Invited", "a.txt")).as(cli.err()).isZero();
        assertThat(share.events().toString()).contains("Mara");
    }

    @Test
    void theKeptKeyOfTheShareItselfComesAfterOneThatIsGiven() throws IOException {
        Path config = home.resolve("config");
        Fingerprint id = share.link().id().orElseThrow();
        SavedServers.open(config, Instant::now).used("Pictures", share.link(), id);
        SavedKeys.open(config, List.of(new FileVault(config)), new SecureRandom())
                .keep(id, share.link().address(), share.key());
        assertThat(cli.run("ls", "Pictures")).as(cli.err()).isZero();
        assertThat(cli.run("ls", share.typed().address())).isEqualTo(4);
        assertThat(cli.with("QUAYSIDE_KEY", "WRON-GKEY").run("ls", "Pictures")).isEqualTo(4);
    }

    @Test
    void anAddressIsNeverASavedServersName() throws IOException {
        try (TestShare other = new TestShare(Files.createDirectory(home.resolve("other"))).start()) {
            SavedServers saved = SavedServers.open(home.resolve("config"), Instant::now);
            saved.used(share.typed().address(), other.link(), other.link().id().orElseThrow());
            cli.with("QUAYSIDE_KEY", share.key().reveal());
            assertThat(cli.run("ls", share.typed().address())).as(cli.err()).isZero();
        }
    }

    @Test
    void whereThePinsCannotBeReadOnlyALinkWithAnIdConnects() throws IOException {
        Files.createDirectories(home.resolve("config").resolve("known-servers.json"));
        cli.with("QUAYSIDE_KEY", share.key().reveal());
        assertThat(cli.run("ls", share.typed().address())).isEqualTo(4);
        assertThat(cli.err()).contains("known-servers.json", "link").doesNotContain("Exception");
        assertThat(cli.run("ls", share.link().toString())).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "a/../b", "..", "a\u0000b"})
    void aPathThatIsNoneIsAUsageError(String path) {
        assertThat(cli.run("ls", link, path)).isEqualTo(2);
        assertThat(cli.run("rm", link, path)).isEqualTo(2);
    }

    @Test
    void misuseIsOneSentenceWithTheKeyOfALinkLeftOut() {
        assertThat(cli.run()).isEqualTo(2);
        assertThat(cli.run("ls")).isEqualTo(2);
        assertThat(cli.run("fly", link)).isEqualTo(2);
        assertThat(cli.run("ls", link, "a", link)).isEqualTo(2);
        assertThat(cli.err()).contains("--help").doesNotContain(share.key().reveal(), "Exception");
        assertThat(cli.err().lines()).allMatch(line -> line.endsWith("."));
        assertThat(cli.run("ls", "http://example.org/#" + "x")).isEqualTo(2);
    }

    @Test
    void helpIsAResult() {
        List<String> commands = List.of("serve", "ls", "get", "put", "rm", "verify", "demo");
        for (String command : commands) {
            assertThat(cli.run(command, "--help")).isZero();
            assertThat(cli.out()).contains("quayside " + command).doesNotContain("null");
        }
        assertThat(cli.run("--help")).isZero();
        assertThat(cli.out())
                .contains("Exit status", "130, 143", "listed first")
                .doesNotContain("null");
        assertThat(cli.out().lines().map(line -> line.strip().split(" ", 2)[0])).containsAll(commands);
    }
}
