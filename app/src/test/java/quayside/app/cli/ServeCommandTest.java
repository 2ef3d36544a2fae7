package quayside.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static quayside.app.core.Patience.await;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import quayside.app.core.nearby.Announcement;
import quayside.app.core.nearby.FakeNearby;
import quayside.app.core.nearby.Nearby;
import quayside.app.core.nearby.NearbyShare;
import quayside.app.core.reach.FakeReach;
import quayside.app.core.reach.Reach;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.ConnectOptions;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.message.Passcode;
import quayside.protocol.message.RemotePath;

@Timeout(60)
class ServeCommandTest {
    @TempDir
    private Path home;

    private Path folder;
    private Path hostFolder;
    private CliRun host;
    private CliRun guest;
    private CompletableFuture<Integer> ended = CompletableFuture.completedFuture(0);

    @BeforeEach
    void prepare() throws IOException {
        folder = Files.createDirectory(home.resolve("shared"));
        Files.writeString(folder.resolve("a.txt"), "hello");
        hostFolder = home.resolve("host");
        host = new CliRun(hostFolder);
        guest = new CliRun(home.resolve("guest"));
    }

    @AfterEach
    void stop() {
        // Repeated, because a signal that arrives before the command listens for it is lost.
        await().until(() -> {
            host.interrupt();
            return ended.isDone();
        });
    }

    @Test
    void itSaysWhereItListensAndWithWhichKeyAndStopsWhenInterrupted() {
        serve();
        List<String> lines = host.out().lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).matches("listening quayside://127\\.0\\.0\\.1:\\d+/\\?id=[a-z2-7]{32}");
        assertThat(lines.get(1)).matches("key [A-Z2-9]{4}-[A-Z2-9]{4}");
        String link = link();
        assertThat(guest.run("ls", link)).isZero();
        await().until(() -> host.err().contains("A guest from 127.0.0.1 disconnected"));
        host.interrupt();
        assertThat(ended).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(0);
        assertThat(guest.run("ls", link)).isEqualTo(6);
        assertThat(host.err()).contains("A guest from 127.0.0.1 connected").doesNotContain(key());
    }

    @Test
    void itsEventsAreOneObjectALineIfAProgramReadsThem() {
        serve("--log-format", "json");
        assertThat(guest.run("ls", link())).isZero();
        await().until(() -> host.err().contains("\"action\":\"left\""));
        for (String line : host.err().lines().toList()) {
            JsonObject event = JsonParser.parseString(line).getAsJsonObject();
            assertThat(event.keySet())
                    .containsExactly("time", "action", "guest", "address", "invitation", "path", "result", "words");
            assertThat(event.get("address").getAsString()).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void whateverItSaysIsAnObjectALineIfAProgramReadsIt() throws IOException {
        FakeNearby nearby = new FakeNearby();
        serveBy(new CliRun(hostFolder).announcing(nearby), "--announce", "--log-format=json");
        nearby.become(new Nearby.State(false, true, List.of()));
        await().until(() -> host.err().contains("\"level\":\"info\""));
        stop();
        assertObjects(host.err());
        Path file = Files.writeString(home.resolve("serve.conf"), "log-format = json\nport = 70000\n");
        CliRun wrong = new CliRun(home.resolve("wrong"));
        assertThat(wrong.run("serve", folder.toString(), "--config", file.toString()))
                .isEqualTo(2);
        assertObjects(wrong.err());
        assertThat(wrong.run("serve", folder.toString(), "--log-format", "json", "--prot", "1"))
                .isEqualTo(2);
        assertObjects(wrong.err());
        assertThat(wrong.run("serve", folder.toString(), "--log-format", "json", "--config", "nowhere"))
                .isEqualTo(2);
        assertObjects(wrong.err());
    }

    private static void assertObjects(String log) {
        assertThat(log.lines())
                .isNotEmpty()
                .allSatisfy(line -> assertThat(JsonParser.parseString(line)
                                .getAsJsonObject()
                                .get("words")
                                .getAsString())
                        .isNotEmpty());
    }

    @Test
    void itsOptionsComeFromAFileAndAWrongOneIsNamed() throws IOException {
        Path file = Files.writeString(home.resolve("serve.conf"), "read-only = true\n");
        serve("--config", file.toString());
        Path news = Files.writeString(home.resolve("news.txt"), "new");
        assertThat(guest.run("put", link(), news.toString())).isEqualTo(4);
        Files.writeString(file, "read-only = true\nbnid = x\n");
        CliRun wrong = new CliRun(home.resolve("wrong"));
        assertThat(wrong.run("serve", folder.toString(), "--config", file.toString()))
                .isEqualTo(2);
        assertThat(wrong.err()).isEqualTo(file + ", line 2: serve has no option “bnid”.\n");
    }

    @Test
    void aShareWhoseLinkNobodyCanReadDoesNotRun() {
        host.withoutOutput();
        ended = CompletableFuture.supplyAsync(
                () -> run(), task -> Thread.ofVirtual().start(task));
        assertThat(ended).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(1);
        assertThat(host.err()).contains("Standard output cannot be written").doesNotContain("connected");
    }

    @Test
    void itIsAnnouncedOnlyOnRequestAndWithoutItsKey() {
        FakeNearby nearby = new FakeNearby();
        serveBy(new CliRun(hostFolder).announcing(nearby));
        stop();
        serveBy(new CliRun(hostFolder).announcing(nearby), "--announce", "--no-discovery");
        stop();
        assertThat(nearby.announced).isEmpty();
        serveBy(new CliRun(hostFolder).announcing(nearby), "--announce");
        await().until(() -> !nearby.announced.isEmpty());
        Announcement told = nearby.announced.getFirst().orElseThrow();
        ShareLink listening = ShareLink.parse(listening());
        assertThat(told.share()).isEqualTo("shared");
        assertThat(told.id()).isEqualTo(listening.id().orElseThrow());
        assertThat(told.port()).isEqualTo(listening.port());
        assertThat(told.at()).contains(InetAddress.getLoopbackAddress());
        assertThat(told.toString()).doesNotContain(key());
        nearby.become(new Nearby.State(false, true, List.of()));
        nearby.become(new Nearby.State(false, true, List.of()));
        assertThat(host.err().lines().filter(line -> line.contains("passes multicast")))
                .hasSize(1);
        stop();
        assertThat(nearby.closed).isTrue();
    }

    @Test
    void thePortIsOpenedOnRequestAndTheLinkThereIsPrintedWithoutTheKey() {
        FakeReach reach = new FakeReach();
        List<Duration> leases = new CopyOnWriteArrayList<>();
        CliRun run = new CliRun(hostFolder).reaching(lease -> {
            leases.add(lease);
            return reach;
        });
        serveBy(run, "--bind", "0.0.0.0", "--open-port", "--port-lease", "60", "--invite", "Mara");
        ShareLink listening = ShareLink.parse(listening());
        await().until(() -> !reach.wanted.isEmpty());
        assertThat(leases).containsExactly(Duration.ofMinutes(1));
        assertThat(reach.wanted).containsExactly(OptionalInt.of(listening.port()));
        reach.become(new Reach.State.Open("203.0.113.9", 50123, Reach.Way.PCP, false, List.of("2a00::7")));
        reach.become(new Reach.State.Open("203.0.113.9", 50123, Reach.Way.PCP, false, List.of("2a00::7")));
        String outside =
                "outside quayside://203.0.113.9:50123/?id=" + listening.id().orElseThrow();
        assertThat(host.out().lines().filter(line -> line.startsWith("outside")))
                .containsExactly(outside);
        assertThat(host.out()).contains("invitation Mara quayside://203.0.113.9:50123/");
        assertThat(host.err()).containsOnlyOnce("2a00::7");
        reach.become(new Reach.State.Open("203.0.113.9", 50123, Reach.Way.PCP, false, List.of("2a00::8")));
        assertThat(host.err()).containsOnlyOnce("2a00::8").contains("The router’s firewall may have to let port");
        reach.become(new Reach.State.Closed(Reach.Trouble.SILENT, listening.port(), "192.168.1.5", "", List.of()));
        assertThat(host.err())
                .contains("The router does not answer")
                .contains("forward TCP port " + listening.port() + " to 192.168.1.5");
        stop();
        assertThat(reach.closed).isTrue();
    }

    @Test
    void noRouterIsAskedWithoutRequestOrForThisComputerAlone() {
        List<Duration> leases = new CopyOnWriteArrayList<>();
        serveBy(new CliRun(hostFolder).reaching(lease -> {
            leases.add(lease);
            return new FakeReach();
        }));
        stop();
        assertThat(leases).isEmpty();
        assertThat(host.run(arguments("--open-port"))).isEqualTo(2);
        assertThat(host.err()).contains("loopback");
        assertThat(host.run(arguments("--port-lease", "10"))).isEqualTo(2);
    }

    @Test
    void sharesNearbyAreListedWithoutWhatCouldMoveTheCursor() {
        FakeNearby nearby = new FakeNearby();
        ShareLink link = ShareLink.parse("quayside://192.168.1.9:4870/?id=abcdefghijklmnopqrstuvwxyz234567");
        nearby.become(new Nearby.State(
                true,
                false,
                List.of(new NearbyShare(link.id().orElseThrow(), "Photos\u001b[2J", "Attic", List.of(link)))));
        CliRun run = new CliRun(hostFolder).announcing(nearby);
        assertThat(run.run("nearby", "--seconds", "1")).isZero();
        assertThat(run.out())
                .contains("Photos")
                .contains("Attic")
                .contains(link.toString())
                .doesNotContain("\u001b");
        assertThat(nearby.looks).isTrue();
        assertThat(nearby.closed).isTrue();
        assertThat(run.run("nearby", "--seconds", "1", "--json")).isZero();
        assertThat(run.out()).startsWith("[{\"share\":\"Photos\\u001b[2J\",\"computer\":\"Attic\",");
        nearby.become(new Nearby.State(true, true, List.of()));
        assertThat(run.run("nearby", "--seconds", "1")).isEqualTo(6);
        assertThat(run.run("nearby", "--seconds", "0")).isEqualTo(2);
    }

    @Test
    void severalFoldersAreUnderOneLinkAndAnInvitationIsToOneOfThem() throws IOException {
        Path other = Files.createDirectories(home.resolve("other/shared"));
        Path music = Files.createDirectory(home.resolve("music"));
        Files.writeString(music.resolve("m.txt"), "song");
        FakeNearby nearby = new FakeNearby();
        serveBy(
                new CliRun(hostFolder).announcing(nearby),
                other.toString(),
                "--folder",
                "Songs=" + music,
                "--invite",
                "Mara,folder=Songs",
                "--announce");
        assertThat(guest.run("ls", link())).isZero();
        assertThat(guest.out()).contains("shared", "shared (2)", "Songs");
        assertThat(guest.run("ls", link(), "Songs")).isZero();
        assertThat(guest.out()).contains("m.txt");
        await().until(() -> host.out().contains("invitation Mara"));
        String invited = host.out()
                .lines()
                .filter(line -> line.startsWith("invitation Mara "))
                .findFirst()
                .orElseThrow()
                .split(" ", -1)[2];
        guest = new CliRun(home.resolve("guest"));
        assertThat(guest.run("ls", invited)).isZero();
        assertThat(guest.out()).contains("m.txt").doesNotContain("Songs");
        await().until(() -> !nearby.announced.isEmpty());
        assertThat(nearby.announced.getFirst().orElseThrow().share()).isEqualTo("shared and 2 more");
    }

    @Test
    void foldersThatCannotBeSharedTogetherAreRefused() throws IOException {
        Path inside = Files.createDirectory(folder.resolve("inside"));
        assertThat(run(inside.toString())).isEqualTo(1);
        assertThat(host.err()).contains("is inside the folder", "which is shared already");
        assertThat(run("--folder", "Nowhere")).isEqualTo(2);
        assertThat(host.err()).contains("NAME=DIR");
        assertThat(run("--folder", "SHARED=" + home.resolve("host"))).isEqualTo(2);
        assertThat(host.err()).contains("Another shared folder is called “SHARED” already");
        assertThat(host.run("serve")).isEqualTo(2);
        assertThat(host.out()).isEmpty();
    }

    @Test
    void theNextTimeItIsKnownByTheSameKeys() {
        serve();
        List<String> first = identity();
        stop();
        serve();
        assertThat(identity()).isEqualTo(first);
    }

    @Test
    void aKeyFromAFileIsNotPrinted() throws IOException {
        Path keyFile = Files.writeString(home.resolve("key"), "mend the blue harbour light\n");
        serve("--key-file", keyFile.toString());
        assertThat(host.out().lines()).hasSize(1);
        assertThat(guest.run("ls", listening(), "--key-file", keyFile.toString()))
                .isZero();
        assertThat(host.out() + host.err()).doesNotContain("harbour");
    }

    @Test
    void anInvitationIsALinkOfItsOwnThatAnotherProgramCanRevoke() throws IOException {
        Files.createDirectory(folder.resolve("Trip"));
        Files.writeString(folder.resolve("Trip/b.txt"), "inside");
        serve("--invite", "Mara,folder=Trip", "--invite", "Jonas,may=upload,for=7d");
        await().until(() -> host.out().lines().count() == 4);
        List<String> lines = host.out().lines().toList();
        String mara = lines.get(2).split(" ", -1)[2];
        assertThat(guest.run("ls", mara)).isZero();
        assertThat(guest.out()).contains("b.txt").doesNotContain("a.txt");
        Path sent = Files.writeString(home.resolve("sent.txt"), "mine");
        assertThat(guest.run("put", mara, sent.toString())).isNotZero();
        assertThat(guest.run("put", lines.get(3).split(" ", -1)[2], sent.toString()))
                .isZero();
        assertThat(folder.resolve("sent.txt")).hasContent("mine");

        CliRun second = new CliRun(hostFolder);
        assertThat(second.run("serve", folder.toString(), "--revoke", "Mara")).isZero();
        await().until(() -> guest.run("ls", mara) != 0);
        assertThat(guest.err()).contains("The host withdrew this invitation.");
        assertThat(second.run("serve", folder.toString(), "--revoke", "Mara")).isEqualTo(1);
        assertThat(second.run("serve", folder.toString(), "--list-invitations")).isZero();
        assertThat(second.out().lines()).hasSize(2).first().isEqualTo("invitation Mara revoked may=read folder=Trip");
        assertThat(guest.run("ls", link())).as("the own key").isZero();
    }

    @Test
    void whoCanOnlySendPutsFilesAndReadsOneSentenceInsteadOfAListing() throws IOException {
        Files.createDirectory(folder.resolve("in"));
        serve("--invite", "Mara,may=drop");
        await().until(() -> host.out().lines().count() == 3);
        String link = host.out().lines().toList().get(2).split(" ", -1)[2];
        Path sent = Files.writeString(home.resolve("a.txt"), "mine");
        assertThat(guest.run("put", link, sent.toString())).isZero();
        assertThat(guest.run("put", link, "--to", "in/new", sent.toString())).isZero();
        assertThat(guest.err() + guest.out()).doesNotContain("(2)");
        assertThat(folder.resolve("a.txt")).hasContent("hello");
        assertThat(folder.resolve("a (2).txt")).hasContent("mine");
        assertThat(folder.resolve("in/new/a.txt")).hasContent("mine");
        for (List<String> command : List.of(
                List.of("ls", link), List.of("get", link, "a.txt", "-o", home.toString()), List.of("rm", link, "in"))) {
            CliRun other = new CliRun(home.resolve("guest"));
            assertThat(other.run(command.toArray(String[]::new))).isNotZero();
            assertThat(other.err() + other.out()).contains("You can only send files to this share.");
        }
        await().until(() -> host.err().contains("a (2).txt"));
    }

    @Test
    void aWeakKeyIsRefused() throws IOException {
        Path keyFile = Files.writeString(home.resolve("key"), "1234");
        assertThat(run("--key-file", keyFile.toString())).isEqualTo(2);
        assertThat(host.out()).isEmpty();
        assertThat(host.err().lines()).hasSize(1);
        assertThat(host.err()).doesNotContain("1234");
    }

    @ParameterizedTest
    @CsvSource({"--read-only, 0, 4, 4", "--upload-only, 4, 0, 4", "--no-delete, 0, 0, 4", "--no-discovery, 0, 0, 0"})
    void guestsMayDoWhatTheHostSaid(String option, int get, int put, int remove) throws IOException {
        serve(option);
        Path local = Files.createDirectory(home.resolve("local"));
        Path file = Files.writeString(home.resolve("b.txt"), "new");
        assertThat(guest.run("get", link(), "a.txt", "-o", local.toString()))
                .as(guest.err())
                .isEqualTo(get);
        assertThat(guest.run("put", link(), file.toString())).as(guest.err()).isEqualTo(put);
        assertThat(guest.run("rm", link(), "a.txt")).as(guest.err()).isEqualTo(remove);
    }

    @Test
    void readOnlyAndUploadOnlyExcludeEachOther() {
        assertThat(run("--read-only", "--upload-only")).isEqualTo(2);
    }

    @Test
    void aPortThatIsTakenIsAnErrorAndNotAnotherPort() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int status =
                    host.run("serve", folder.toString(), "--bind", "127.0.0.1", "--port", "" + taken.getLocalPort());
            assertThat(status).isEqualTo(1);
            assertThat(host.out()).isEmpty();
            assertThat(host.err()).contains("" + taken.getLocalPort()).doesNotContain("Exception");
        }
    }

    @Test
    void whatCannotBeSharedIsSaid() {
        assertThat(host.run("serve", home.resolve("none").toString())).isEqualTo(3);
        assertThat(host.run("serve", folder.resolve("a.txt").toString())).isEqualTo(2);
        assertThat(run("--port", "65536")).isEqualTo(2);
        assertThat(run("--port", "many")).isEqualTo(2);
        assertThat(host.err()).contains("is not a whole number");
    }

    @Test
    void aFolderThatHoldsSecretsIsSharedOnlyOnTheHostsWord() throws IOException {
        Files.createDirectory(folder.resolve(".ssh"));
        assertThat(run()).isEqualTo(2);
        assertThat(host.err()).contains(".ssh", "Nothing is shared", "--yes");
        for (String no : List.of("", "n", "what?")) {
            host = new CliRun(home.resolve("host")).typing(no);
            assertThat(run()).isEqualTo(1);
            assertThat(host.err()).contains(".ssh", "Nothing is shared");
        }
        assertThat(host.out()).isEmpty();
        assertThat(home.resolve("host")).doesNotExist();
        serve("--yes");
        assertThat(host.err()).contains(".ssh");
        stop();
        serveBy(new CliRun(home.resolve("host")).typing(" Y "));
        assertThat(guest.run("ls", link())).isZero();
    }

    @Test
    void anOrdinaryFolderIsSharedUnasked() {
        serveBy(new CliRun(home.resolve("host")).typing("n"));
        assertThat(host.err()).isEmpty();
    }

    @Test
    void theHostHearsWhatIsProtectedAndFreed() throws IOException {
        serve();
        Path file = Files.writeString(home.resolve("a\u202eb.txt"), "secret");
        Path passcode = Files.writeString(home.resolve("passcode"), "open sesame 42");
        assertThat(guest.run("put", link(), file.toString(), "--protect", "--passcode-file", passcode.toString()))
                .isZero();
        String name = "a\\u{202e}b.txt";
        await().untilAsserted(() ->
                assertThat(host.err()).contains("127.0.0.1 uploaded “" + name + "” (6 B), protected by a passcode\n"));
        assertThat(guest.run("put", link(), passcode.toString())).isZero();
        await().untilAsserted(() -> assertThat(host.err()).contains("127.0.0.1 uploaded “passcode” (14 B)\n"));
        try (ShareClient client = ShareClient.connect(
                        ShareLink.parse(listening()),
                        AccessKey.of(key()),
                        ConnectOptions.standard(),
                        new Cancellation());
                Passcode given = Passcode.of("open sesame 42")) {
            RemotePath path = RemotePath.parse("a.txt");
            client.protect(List.of(path), given);
            client.unlock(client.stat(path).lock().orElseThrow(), given);
            client.unprotect(path);
        }
        await().untilAsserted(() -> assertThat(host.err())
                .contains("127.0.0.1 protected “a.txt”\n", "127.0.0.1 removed the protection of “a.txt”\n")
                .doesNotContain("sesame"));
    }

    @Test
    void hiddenFilesAreSharedOnlyWhereTheHostChoseSo() throws IOException {
        Files.writeString(folder.resolve(".draft"), "not yet");
        serve();
        assertThat(guest.run("ls", link())).isZero();
        assertThat(guest.out()).contains("a.txt").doesNotContain(".draft");
        assertThat(guest.run("get", link(), ".draft", "-o", home.toString())).isEqualTo(3);
        stop();
        serve("--hidden");
        assertThat(guest.run("ls", link())).isZero();
        assertThat(guest.out()).contains(".draft");
    }

    @Test
    void theHostsOwnKeysAreInNoShareEvenWhereTheirFolderIs() throws IOException {
        Path config = folder.resolve("settings");
        hostFolder = config;
        serve("--hidden");
        assertThat(guest.run("ls", link())).isZero();
        assertThat(guest.out()).contains("a.txt").doesNotContain("settings");
        assertThat(guest.run("get", link(), "settings/access-key", "-o", home.toString()))
                .isEqualTo(3);
        Path forged = Files.writeString(home.resolve("access-key"), "forged");
        assertThat(guest.run("put", link(), forged.toString(), "--to", "settings", "--on-conflict", "overwrite"))
                .isEqualTo(5);
        assertThat(guest.run("rm", link(), "settings")).isEqualTo(3);
        assertThat(config.resolve("access-key")).hasContent(key());
    }

    @Test
    void theFolderOfTheHostsOwnKeysIsNotShared() throws IOException {
        host = new CliRun(folder);
        assertThat(run()).isEqualTo(4);
        assertThat(host.out()).isEmpty();
        assertThat(host.err()).contains("Share another folder.").doesNotContain("Exception");
        Path link = Files.createSymbolicLink(home.resolve("link"), folder);
        Path inside = Files.createDirectory(folder.resolve("inside"));
        for (Path share : List.of(link, inside)) {
            assertThat(host.run("serve", share.toString(), "--bind", "127.0.0.1", "--port", "0"))
                    .isEqualTo(4);
        }
    }

    private int run(String... more) {
        return host.run(arguments(more));
    }

    private void serve(String... more) {
        // With separate output, so that output of an earlier command is not taken for this one's.
        serveBy(new CliRun(hostFolder), more);
    }

    private void serveBy(CliRun by, String... more) {
        String[] arguments = arguments(more);
        host = by;
        ended = CompletableFuture.supplyAsync(
                () -> host.run(arguments), task -> Thread.ofVirtual().start(task));
        boolean keyFile = List.of(more).contains("--key-file");
        await().until(() -> ended.isDone() || host.out().lines().count() >= (keyFile ? 1 : 2));
        assertThat(ended).as(host.err()).isNotDone();
    }

    private String[] arguments(String... more) {
        List<String> arguments = new ArrayList<>(List.of("serve", folder.toString(), "--port", "0"));
        if (!List.of(more).contains("--bind")) {
            arguments.addAll(List.of("--bind", "127.0.0.1"));
        }
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    private String listening() {
        return host.out().lines().findFirst().orElseThrow().substring("listening ".length());
    }

    private String key() {
        return host.out().lines().skip(1).findFirst().orElseThrow().substring("key ".length());
    }

    private List<String> identity() {
        return List.of(listening().substring(listening().indexOf("id=")), key());
    }

    private String link() {
        return listening() + "#" + key();
    }
}
