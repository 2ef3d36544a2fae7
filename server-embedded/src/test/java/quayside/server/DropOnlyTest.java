package quayside.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static quayside.server.TestHost.path;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.Transfers;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.transfer.TransferListener;
import quayside.protocol.client.transfer.TransferReport;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.InvitationId;
import quayside.protocol.message.Message;
import quayside.protocol.message.MessageCodec;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.Passcode;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.message.SeenFile;
import quayside.protocol.message.Spoiled;
import quayside.protocol.wire.Fault;
import quayside.server.session.Invitation;

/** Tests guests who can only send files (PROTOCOL.md section 5.9). */
@Timeout(60)
class DropOnlyTest {
    private static final int LARGE = 3 << 20;
    private static final Instant MODIFIED = Instant.parse("2026-01-02T03:04:05Z");

    /** Names of the same length: only what has them differs. */
    private static final List<String> NAMES =
            List.of("missing.", "thefile.", "afolder.", "protect.", "outlink.", "nowhere.", "THEFILE.");

    @TempDir
    Path folder;

    @TempDir
    Path local;

    private TestHost host;

    @BeforeEach
    void startHost() throws IOException {
        host = new TestHost(folder);
        Path in = Files.createDirectories(folder.resolve("In"));
        Files.writeString(in.resolve("thefile."), "the old one");
        Files.setLastModifiedTime(in.resolve("thefile."), FileTime.from(MODIFIED));
        Files.createDirectories(in.resolve("afolder."));
        Files.writeString(in.resolve("afolder./below"), "the old one");
        Files.writeString(in.resolve("protect."), "the old one");
        Files.writeString(folder.resolve("outside"), "outside");
        Files.createSymbolicLink(in.resolve("outlink."), folder);
        Files.createSymbolicLink(in.resolve("nowhere."), folder.resolve("gone"));
        host.start();
        try (RawGuest guest = host.guest()) {
            Response.Made lock = (Response.Made) guest.ask(new Request.Lock(Passcode.of("open sesame")));
            assertThat(guest.ask(new Request.Protect(path("In/protect."), Optional.of(lock.lock()))))
                    .isInstanceOf(Response.Done.class);
        }
    }

    @AfterEach
    void stopHost() {
        host.close();
    }

    private AccessKey invite() {
        AccessKey key = AccessKey.generate(TestHost.RANDOM).through(InvitationId.generate(TestHost.RANDOM));
        host.invitations.add(new Invitation(
                key,
                "Mara",
                Invitation.Rights.DROP,
                path("In"),
                Optional.empty(),
                OptionalLong.empty(),
                Optional.empty()));
        return key;
    }

    private RawGuest guest() throws IOException {
        return new RawGuest(host.connect(), invite(), host.identity.fingerprint());
    }

    /** What a guest reads: the answers to everything that can be asked about a path, with the name left out. */
    private static List<String> answers(RawGuest guest, String name) throws IOException {
        List<String> read = new ArrayList<>();
        RemotePath at = path(name);
        RemotePath below = path(name + "/below");
        for (Request request : List.of(
                new Request.ListFolder(at),
                new Request.ListFolder(below),
                new Request.Stat(at),
                new Request.Stat(below),
                new Request.Get(at),
                new Request.Get(below),
                new Request.Verify(at),
                new Request.Verify(below),
                new Request.Delete(at, true),
                new Request.Delete(below, false),
                new Request.Move(at, path("else")),
                new Request.Move(path("else"), at),
                new Request.Copy(at, path("else")),
                new Request.Copy(path("else"), at),
                new Request.Protect(at, Optional.empty()),
                new Request.Protect(at, Optional.of("a-lock")),
                new Request.Lock(Passcode.of("x")),
                new Request.Unlock("a-lock", Passcode.of("x")),
                new Request.SetModified(at, MODIFIED),
                new Request.SetModified(below, MODIFIED),
                new Request.MakeFolder(at, true),
                new Request.MakeFolder(at, false),
                new Request.MakeFolder(below, true),
                new Request.MakeFolder(below, false),
                new Request.Ping())) {
            guest.send(request);
            read.add(shown(guest.receiveAnswer(), name));
        }
        for (OnConflict rule : OnConflict.values()) {
            for (RemotePath target : List.of(at, below)) {
                for (boolean unlessSame : new boolean[] {false, true}) {
                    for (Optional<SeenFile> seen : seen(rule)) {
                        for (String lock : List.of("", "a-lock")) {
                            post(guest, target, rule, unlessSame, seen, lock).forEach(a -> read.add(shown(a, name)));
                        }
                    }
                }
            }
        }
        return read;
    }

    private static List<Optional<SeenFile>> seen(OnConflict rule) {
        return rule == OnConflict.OVERWRITE
                ? List.of(Optional.empty(), Optional.of(new SeenFile(11, MODIFIED)))
                : List.of(Optional.empty());
    }

    /** The answers to a small upload and to one that waits, of what the existing file might be taken for. */
    private static List<Message> post(
            RawGuest guest,
            RemotePath target,
            OnConflict rule,
            boolean unlessSame,
            Optional<SeenFile> seen,
            String lock)
            throws IOException {
        byte[] content = "the old one".getBytes(StandardCharsets.UTF_8);
        List<Message> read = new ArrayList<>();
        for (boolean await : new boolean[] {false, true}) {
            guest.send(new Request.Post(
                    target,
                    content.length,
                    MODIFIED,
                    rule,
                    await,
                    Optional.empty(),
                    unlessSame,
                    Optional.empty(),
                    Optional.of(lock).filter(each -> !each.isEmpty()),
                    Optional.empty(),
                    Optional.empty(),
                    seen));
            if (await) {
                read.add(guest.receiveAnswer());
            }
            if (!await || read.getLast() instanceof Response.Proceed) {
                guest.sendBody(content, 0);
                read.add(guest.receiveAnswer());
            }
        }
        return read;
    }

    private static String shown(Message answer, String name) {
        // What the clock shows is no matter of names.
        return new String(MessageCodec.encode(answer), StandardCharsets.UTF_8)
                .replace(name, "NAME")
                .replaceFirst("\"time\":[0-9]+", "TIME");
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve("In"))) {
            return all.filter(Files::isRegularFile)
                    .map(each -> folder.resolve("In").relativize(each).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void noAnswerTellsWhatHasAName() throws IOException {
        List<List<String>> all = new ArrayList<>();
        for (String name : NAMES) {
            try (RawGuest guest = guest()) {
                all.add(answers(guest, name));
            }
            host.invitations.revoke("Mara");
        }

        assertThat(all.getFirst()).hasSizeGreaterThan(60);
        assertThat(all).allSatisfy(each -> assertThat(each).isEqualTo(all.getFirst()));
        assertThat(all.getFirst())
                .as("some are stored, and only locks that are not open are refused")
                .anyMatch(answer -> answer.contains("stored"))
                .noneMatch(answer -> answer.contains("(2)") || answer.contains("409") || answer.contains("404"));
        assertThat(folder.resolve("In/thefile.")).hasContent("the old one");
        assertThat(folder.resolve("In/afolder./below")).hasContent("the old one");
        assertThat(folder.resolve("outside")).hasContent("outside");
        assertThat(folder.toFile().list()).as("nothing is outside").containsOnly("In", "outside", ".quayside");
    }

    @Test
    void whatIsSentGetsAFreeNameAndTheHostReadsWhich() throws IOException {
        try (RawGuest guest = guest()) {
            for (String name :
                    List.of("thefile.", "new/deep/file", "thefile./x", "outlink./x", "protect.", "afolder./y")) {
                guest.sendEager(name, new byte[3], OnConflict.OVERWRITE);
                assertThat(guest.receiveAnswer())
                        .isInstanceOfSatisfying(
                                Response.Stored.class,
                                stored -> assertThat(stored.entry().name())
                                        .isEqualTo(path(name).name()));
            }
        }
        assertThat(files())
                .containsExactlyInAnyOrder(
                        "afolder./below",
                        "afolder./y",
                        "new/deep/file",
                        "outlink. (2)/x",
                        "protect.",
                        "protect (2).",
                        "thefile.",
                        "thefile (2).",
                        "thefile. (2)/x");
        await().untilAsserted(() -> assertThat(host.events(ShareEvent.Uploaded.class))
                .extracting(Object::toString)
                .anyMatch(event -> event.contains("In/thefile (2)."))
                .anyMatch(event -> event.contains("In/outlink. (2)/x")));
    }

    @Test
    void neitherTheRootNorTheFolderThatIsGoneTakesAnything() throws IOException {
        try (RawGuest guest = guest()) {
            guest.sendEager("", new byte[3], OnConflict.FAIL);
            guest.assertFailed(guest.receiveAnswer(), Fault.REFUSED);
            Files.move(folder.resolve("In"), folder.resolve("Away"));
            for (String name : NAMES) {
                guest.sendEager(name, new byte[3], OnConflict.FAIL);
                guest.assertFailed(guest.receiveAnswer(), Fault.NOT_FOUND);
            }
            guest.assertServed();
        }
        assertThat(folder.resolve("In")).doesNotExist();
    }

    @Test
    void manyFilesOfOneNameAreNeverTooMany() throws IOException {
        for (int i = 2; i <= 1000; i++) {
            Files.createFile(folder.resolve("In/thefile (" + i + ")."));
        }
        try (RawGuest guest = guest()) {
            guest.sendEager("thefile.", new byte[3], OnConflict.FAIL);
            assertThat(guest.receiveAnswer()).isInstanceOf(Response.Stored.class);
        }
        assertThat(files()).hasSize(3 + 1000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing.", "thefile.", "afolder./below", "outlink./x"})
    void anUploadOfOnesOwnThatWasCutGoesOn(String name) throws IOException {
        byte[] content = new byte[LARGE];
        new Random(7).nextBytes(content);
        Request.Post post = new Request.Post(
                path(name),
                LARGE,
                MODIFIED,
                OnConflict.FAIL,
                true,
                Optional.empty(),
                true,
                Optional.of("version-of-mine"),
                Optional.empty(),
                Optional.of("8e0ae5a6-6f6a-4c3d-9d48-4ad0ee1b5f0b"),
                Optional.empty(),
                Optional.empty());
        AccessKey key = invite();
        try (RawGuest guest = new RawGuest(host.connect(), key, host.identity.fingerprint())) {
            assertThat(guest.ask(post)).isEqualTo(new Response.Proceed(0, Optional.empty()));
            guest.sayFrom(0);
            guest.sendSpoiledBody(LARGE, Arrays.copyOf(content, 2 << 20), new Spoiled(Fault.SERVER_ERROR, "later"));
            guest.assertFailed(guest.receiveAnswer(), Fault.SERVER_ERROR);
            Response.Proceed proceed = (Response.Proceed) guest.ask(post);
            assertThat(proceed.offset()).isGreaterThan(1 << 20);
            guest.sendBody(content, (int) proceed.offset(), 0);
            Message stored = guest.receiveAnswer();
            assertThat(stored).isInstanceOf(Response.Stored.class);
            assertThat(guest.ask(post))
                    .as("sent again after its answer was lost")
                    .isEqualTo(new Response.Skipped(((Response.Stored) stored).entry()));
        }
        assertThat(files()).hasSize(4);
    }

    @Test
    void filesAndFoldersAreSentByAClientThatSeesNothing() throws IOException {
        Path tree = Files.createDirectories(local.resolve("afolder./sub/empty"));
        Files.writeString(tree.resolveSibling("one"), "1");
        Files.writeString(local.resolve("afolder./below"), "mine");
        Files.write(local.resolve("afolder./large"), new byte[LARGE]);
        Files.writeString(local.resolve("thefile."), "mine");
        try (ShareClient client = host.client(invite())) {
            assertThat(client.share().mayList()).isFalse();
            assertThat(client.share().mayUpload()).isTrue();
            assertThat(client.freeBytes()).isEmpty();
            TransferReport report = Transfers.uploadAll(
                    client,
                    List.of(local.resolve("afolder."), local.resolve("thefile.")),
                    RemotePath.root(),
                    OnConflict.FAIL,
                    Optional.empty(),
                    new TransferListener() {},
                    new Cancellation());
            assertThat(report.ended()).isEmpty();
            assertThat(report.sources()).allSatisfy(source -> {
                assertThat(source.summary().failures()).isEmpty();
                assertThat(source.summary().skipped()).isZero();
            });
        }
        assertThat(folder.resolve("In/afolder./sub/empty")).isDirectory();
        assertThat(files())
                .containsExactlyInAnyOrder(
                        "afolder./below",
                        "afolder./below (2)",
                        "afolder./large",
                        "afolder./sub/one",
                        "protect.",
                        "thefile.",
                        "thefile (2).");
    }

    @Test
    void rightsThatChangeHoldFromTheNextRequestOn() throws IOException {
        try (RawGuest guest = guest()) {
            guest.assertFailed(guest.ask(new Request.Stat(path("thefile."))), Fault.REFUSED);
            host.invitations.change("Mara", valid -> valid.with(Invitation.Rights.UPLOAD));
            assertThat(guest.ask(new Request.Stat(path("thefile.")))).isInstanceOf(Response.Described.class);
            guest.sendEager("thefile.", new byte[3], OnConflict.FAIL);
            guest.assertFailed(guest.receiveAnswer(), Fault.EXISTS);
            host.invitations.change("Mara", valid -> valid.with(Invitation.Rights.DROP));
            guest.sendEager("thefile.", new byte[3], OnConflict.FAIL);
            assertThat(guest.receiveAnswer()).isInstanceOf(Response.Stored.class);
            guest.assertFailed(guest.ask(new Request.ListFolder(RemotePath.root())), Fault.REFUSED);
        }
    }
}
