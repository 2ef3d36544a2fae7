package quayside.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static quayside.server.TestHost.path;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.Transfers;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.transfer.TransferListener;
import quayside.protocol.client.transfer.TransferReport;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.InvitationId;
import quayside.protocol.message.Entry;
import quayside.protocol.message.HostileNames;
import quayside.protocol.message.Message;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.Passcode;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.session.Invitation;
import quayside.server.session.Invitations;
import quayside.server.storage.NamedFolder;
import quayside.server.storage.SeveralFolders;

/** Tests several folders under one link. */
@Timeout(60)
class SeveralFoldersTest {
    private static final String ONLY_HOST = "Only the host adds, renames and removes the folders here.";
    private static final long LARGE = 64L << 20;

    @TempDir
    Path around;

    @TempDir
    Path local;

    private Path photos;
    private Path music;
    private TestHost host;

    @BeforeEach
    void startHost() throws IOException {
        photos = Files.createDirectories(around.resolve("a/Photos"));
        music = Files.createDirectories(around.resolve("b/songs"));
        Files.createDirectories(photos.resolve("Day 1"));
        Files.writeString(photos.resolve("Day 1/a.txt"), "photo");
        Files.writeString(music.resolve("b.txt"), "song");
        Files.writeString(around.resolve("outside.txt"), "outside");
        host = new TestHost(photos);
        host.folders = List.of(new NamedFolder("Photos", photos), new NamedFolder("Music", music));
        host.invitations = new Invitations(Invitations.inMemory(), InstantSource.system());
        host.start();
    }

    @AfterEach
    void stopHost() {
        host.close();
    }

    private static List<String> names(List<Entry> entries) {
        return entries.stream().map(Entry::name).toList();
    }

    private static String read(ShareClient client, String path) throws IOException {
        return new String(client.read(path(path), 100, new Cancellation()), StandardCharsets.UTF_8);
    }

    private void share(NamedFolder... folders) throws IOException {
        share(() -> {}, folders);
    }

    private void share(SeveralFolders.Renaming renamed, NamedFolder... folders) throws IOException {
        host.server().folders(List.of(folders), "Pictures", renamed);
    }

    private AccessKey invite(String name, String within) {
        return invite(name, within, Invitation.Rights.CHANGE);
    }

    private AccessKey invite(String name, String within, Invitation.Rights rights) {
        AccessKey key = AccessKey.generate(TestHost.RANDOM).through(InvitationId.generate(TestHost.RANDOM));
        host.invitations.add(new Invitation(
                key, name, rights, path(within), Optional.empty(), OptionalLong.empty(), Optional.empty()));
        return key;
    }

    @Test
    void theRootHoldsTheFoldersAndEachIsAsIfItWereSharedAlone() throws IOException {
        try (ShareClient client = host.client()) {
            assertThat(client.share().hasFolders()).isTrue();
            assertThat(names(client.list(RemotePath.root()))).containsExactly("Photos", "Music");
            assertThat(client.stat(RemotePath.root()).isFolder()).isTrue();
            assertThat(client.stat(path("Music")).name()).isEqualTo("Music");
            assertThat(names(client.list(path("Music")))).containsExactly("b.txt");
            assertThat(read(client, "Photos/Day 1/a.txt")).isEqualTo("photo");
            client.makeFolder(path("Music/New"));
            client.copy(path("Music/b.txt"), path("Music/New/c.txt"), new Cancellation());
            client.move(path("Music/New/c.txt"), path("Music/d.txt"));
            client.delete(path("Music/New"), true);
            assertThat(client.digest(path("Music/d.txt"), new Cancellation()).sha256())
                    .hasSize(64);
        }
        assertThat(music.resolve("d.txt")).hasContent("song");
        assertThat(host.events(ShareEvent.Changed.class))
                .anySatisfy(event -> assertThat(event.what().toString()).contains("Music/d.txt"));
    }

    static List<Request> changesOfTheRoot() {
        return List.of(
                new Request.Delete(RemotePath.root(), true),
                new Request.Delete(path("Photos"), true),
                new Request.Delete(path("Nothing"), true),
                new Request.MakeFolder(path("New"), false, Optional.empty()),
                new Request.MakeFolder(path("Photos"), false, Optional.empty()),
                new Request.SetModified(path("Photos"), Instant.EPOCH),
                new Request.SetModified(RemotePath.root(), Instant.EPOCH),
                new Request.Move(path("Photos"), path("Pictures")),
                new Request.Move(path("Photos"), path("Music/Photos")),
                new Request.Move(path("Photos/Day 1"), path("Day 1")),
                new Request.Move(RemotePath.root(), path("Photos/All")),
                new Request.Copy(path("Music/b.txt"), path("b.txt")),
                new Request.Copy(path("Music/b.txt"), RemotePath.root()),
                new Request.Protect(path("Photos"), Optional.empty()));
    }

    @ParameterizedTest
    @MethodSource("changesOfTheRoot")
    void nobodyButTheHostChangesTheRoot(Request request) throws IOException {
        try (RawGuest guest = host.guest()) {
            guest.send(request);
            Message answer = guest.receiveAnswer();
            guest.assertFailed(answer, Fault.REFUSED);
            assertThat(((Response.Failed) answer).sentence()).startsWith(ONLY_HOST);
            guest.assertServed();
        }
        assertThat(photos.resolve("Day 1/a.txt")).hasContent("photo");
        assertThat(around.toFile().list()).containsExactlyInAnyOrder("a", "b", "outside.txt");
    }

    @Test
    void nothingIsUploadedToTheRootWhateverItsSize() throws IOException {
        try (RawGuest guest = host.guest()) {
            guest.sendEager("new.txt", new byte[10], OnConflict.FAIL);
            guest.assertFailed(guest.receiveAnswer(), Fault.REFUSED);
            guest.sendEager("Photos", new byte[10], OnConflict.OVERWRITE);
            guest.assertFailed(guest.receiveAnswer(), Fault.REFUSED);
            guest.send(RawGuest.post("large.bin", LARGE, OnConflict.RENAME, true));
            guest.assertFailed(guest.receiveAnswer(), Fault.REFUSED);
            guest.assertServed();
        }
        assertThat(around.toFile().list()).containsExactlyInAnyOrder("a", "b", "outside.txt");
    }

    @Test
    void nothingIsMovedOrCopiedFromOneFolderToAnother() throws IOException {
        try (RawGuest guest = host.guest()) {
            for (Request request : List.of(
                    new Request.Move(path("Photos/Day 1/a.txt"), path("Music/a.txt")),
                    new Request.Move(path("Photos/Day 1"), path("Music/Day 1")),
                    new Request.Copy(path("Photos/Day 1/a.txt"), path("Music/a.txt")))) {
                guest.send(request);
                Message answer = guest.receiveAnswer();
                guest.assertFailed(answer, Fault.REFUSED);
                assertThat(((Response.Failed) answer).sentence())
                        .startsWith("Nothing can be moved or copied from the folder “Photos” to the folder “Music”");
            }
            guest.assertServed();
        }
        assertThat(music.toFile().list()).containsExactly("b.txt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Nothing", "photos", "Photos.", "songs", ".quayside", ".hidden/a", "Nothing/below"})
    void whatIsNoFolderOfTheHostIsNowhere(String name) throws IOException {
        try (RawGuest guest = host.guest()) {
            for (Request request : List.of(
                    new Request.ListFolder(path(name)),
                    new Request.Stat(path(name)),
                    new Request.Get(path(name)),
                    new Request.Verify(path(name)),
                    new Request.Copy(path(name), path("Music/copied")))) {
                guest.send(request);
                guest.assertFailed(guest.receiveAnswer(), Fault.NOT_FOUND);
            }
        }
    }

    @Test
    void noHostileNameLeadsOut() throws IOException {
        try (RawGuest guest = host.guest()) {
            for (String name :
                    List.of("..", "../outside.txt", "Photos/../../outside.txt", "/etc/passwd", "Photos//a")) {
                guest.sendJson("{\"verb\":\"STAT\",\"path\":\"" + name + "\"}");
                guest.assertFailed(guest.receiveAnswer(), Fault.MALFORMED);
            }
        }
        try (RawGuest guest = host.guest()) {
            String outside = around.resolve("outside.txt").toString();
            List<String> hostile = HostileNames.all(outside).stream()
                    .flatMap(name -> Stream.of(name, "Photos/" + name, name + "/outside.txt"))
                    .filter(SeveralFoldersTest::isPath)
                    .toList();
            for (String name : hostile) {
                guest.sendJson("{\"verb\":\"GET\",\"path\":" + HostileNames.json(name) + "}");
                assertThat(guest.receiveAnswer()).as(name).isInstanceOf(Response.Failed.class);
                guest.sendJson("{\"verb\":\"DELETE\",\"recursive\":true,\"path\":" + HostileNames.json(name) + "}");
                assertThat(guest.receiveAnswer()).as(name).isInstanceOf(Response.Failed.class);
            }
            guest.assertServed();
        }
        assertThat(photos.resolve("Day 1/a.txt")).hasContent("photo");
        assertThat(around.resolve("outside.txt")).hasContent("outside");
    }

    private static boolean isPath(String text) {
        try {
            RemotePath path = RemotePath.parse(text);
            return !path.isRoot();
        } catch (ProtocolException e) {
            return false;
        }
    }

    @Test
    void aLinkOrAFolderThatIsPutInItsPlaceLeadsNowhere() throws IOException {
        Files.move(music, around.resolve("elsewhere"));
        Files.createSymbolicLink(music, photos);
        try (ShareClient client = host.client()) {
            assertThat(names(client.list(RemotePath.root()))).containsExactly("Photos");
            assertThatThrownBy(() -> client.list(path("Music")))
                    .isInstanceOfSatisfying(
                            ProtocolException.class, e -> assertThat(e.fault()).isEqualTo(Fault.NOT_FOUND));
        }
    }

    @Test
    void aFolderThatIsAwayIsNotFoundAndComesBackWhileTheOthersAreServed() throws IOException {
        try (ShareClient client = host.client()) {
            Files.move(music, around.resolve("elsewhere"));
            await().until(() -> host.events(ShareEvent.FolderTrouble.class).size() == 1);
            assertThat(host.events(ShareEvent.FolderTrouble.class)
                            .getFirst()
                            .sentence()
                            .toString())
                    .startsWith("The shared folder “Music” is no longer at its place");
            assertThatThrownBy(() -> read(client, "Music/b.txt"))
                    .isInstanceOfSatisfying(
                            ProtocolException.class, e -> assertThat(e.fault()).isEqualTo(Fault.NOT_FOUND))
                    .hasMessageStartingWith("The folder “Music” is not at its place on the host at the moment");
            assertThat(names(client.list(RemotePath.root()))).containsExactly("Photos");
            assertThat(read(client, "Photos/Day 1/a.txt")).isEqualTo("photo");

            Files.move(around.resolve("elsewhere"), music);
            await().until(() -> host.events(ShareEvent.FolderWell.class).size() == 1);
            assertThat(read(client, "Music/b.txt")).isEqualTo("song");
        }
    }

    @Test
    void whatTheHostAddsRenamesAndRemovesIsSeenAtOnce() throws IOException {
        Path films = Files.createDirectory(around.resolve("Films"));
        Files.writeString(films.resolve("f.txt"), "film");
        try (ShareClient client = host.client()) {
            share(host.folders.get(0), host.folders.get(1), new NamedFolder("Films", films));
            assertThat(names(client.list(RemotePath.root()))).containsExactly("Photos", "Music", "Films");
            assertThat(read(client, "Films/f.txt")).isEqualTo("film");
            share(new NamedFolder("Cinema", films), host.folders.get(0));
            assertThat(names(client.list(RemotePath.root()))).containsExactly("Cinema", "Photos");
            assertThat(read(client, "Cinema/f.txt")).isEqualTo("film");
            assertThatThrownBy(() -> read(client, "Films/f.txt")).isInstanceOf(ProtocolException.class);
            assertThatThrownBy(() -> read(client, "Music/b.txt")).isInstanceOf(ProtocolException.class);
        }
        assertThat(music.resolve(".quayside")).doesNotExist();
    }

    @Test
    void aDownloadFromARemovedFolderEndsWithASentence() throws IOException {
        try (RandomAccessFile large =
                new RandomAccessFile(music.resolve("large.bin").toFile(), "rw")) {
            large.setLength(LARGE);
        }
        TestHost.settled(music.resolve("large.bin"));
        try (ShareClient client = host.client()) {
            TransferListener removing = new TransferListener() {
                private boolean removed;

                @Override
                public void progressed(long done) {
                    if (done > 0 && !removed) {
                        removed = true;
                        remove();
                    }
                }
            };
            TransferReport report = Transfers.downloadAll(
                    client,
                    List.of(path("Music/large.bin"), path("Photos")),
                    local,
                    OnConflict.FAIL,
                    removing,
                    new Cancellation());
            assertThat(report.sources().getFirst().summary().failures())
                    .singleElement()
                    .satisfies(failure -> assertThat(failure.sentence().toString())
                            .contains("The host no longer shares the folder “Music”."));
            assertThat(report.sources().get(1).summary().failedCount()).isZero();
        }
        assertThat(local.resolve("large.bin")).doesNotExist();
        assertThat(local.resolve("Photos/Day 1/a.txt")).hasContent("photo");
    }

    private void remove() {
        try {
            share(host.folders.getFirst());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anUploadToARemovedFolderEndsWithASentenceAndTheOtherFolderGoesOn() throws IOException {
        try (RawGuest guest = host.guest()) {
            guest.send(RawGuest.post("Music/large.bin", LARGE, OnConflict.FAIL, true));
            assertThat(guest.receiveAnswer()).isInstanceOf(Response.Proceed.class);
            Thread removing = Thread.ofVirtual().start(this::remove);
            await().until(() -> names(list()).equals(List.of("Photos")));
            guest.sendBody(new byte[(int) LARGE], 0);
            Message answer = guest.receiveAnswer();
            guest.assertFailed(answer, Fault.NOT_FOUND);
            assertThat(((Response.Failed) answer).sentence())
                    .isEqualTo("The host no longer shares the folder “Music”.");
            removing.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        assertThat(music.toFile().list()).doesNotContain("large.bin");
    }

    @Test
    void whateverBeginsAfterTheFolderWasRemovedIsToldTheSame() throws IOException {
        String removed = "The host no longer shares the folder “Music”.";
        Files.writeString(local.resolve("c.txt"), "new");
        try (ShareClient client = host.client()) {
            remove();
            TransferReport down = Transfers.downloadAll(
                    client,
                    List.of(path("Music/b.txt"), path("Music")),
                    local,
                    OnConflict.FAIL,
                    TransferListener.NONE,
                    new Cancellation());
            assertThat(down.sources())
                    .hasSize(2)
                    .allSatisfy(each -> assertThat(each.ended())
                            .hasValueSatisfying(why -> assertThat(why).hasMessage(removed)));
            assertThatThrownBy(() -> read(client, "Music/b.txt")).hasMessage(removed);
            TransferReport.Summary up = Transfers.upload(
                    client,
                    local.resolve("c.txt"),
                    path("Music"),
                    OnConflict.FAIL,
                    Optional.empty(),
                    TransferListener.NONE,
                    new Cancellation());
            assertThat(up.failures())
                    .singleElement()
                    .satisfies(
                            failure -> assertThat(failure.sentence().toString()).contains(removed));
            assertThatThrownBy(() -> client.list(path("Other"))).hasMessageContaining("There is no “Other”");
            assertThatThrownBy(() -> client.list(path("music"))).hasMessageContaining("There is no “music”");
            share(host.folders.get(0), host.folders.get(1));
            assertThat(read(client, "Music/b.txt")).isEqualTo("song");
        }
    }

    private List<Entry> list() throws IOException {
        try (ShareClient client = host.client()) {
            return client.list(RemotePath.root());
        }
    }

    @Test
    void uploadsToSeveralFoldersThatComeTogetherAreAnsweredInTheirOrder() throws IOException {
        try (RawGuest guest = host.guest()) {
            guest.together(() -> {
                guest.sendEager("Music/1.txt", "one".getBytes(StandardCharsets.UTF_8), OnConflict.FAIL);
                guest.sendEager("Photos/2.txt", "two".getBytes(StandardCharsets.UTF_8), OnConflict.FAIL);
                guest.sendEager("3.txt", "three".getBytes(StandardCharsets.UTF_8), OnConflict.FAIL);
                guest.sendEager("Music/b.txt", "four".getBytes(StandardCharsets.UTF_8), OnConflict.FAIL);
                guest.sendEager("Music/5.txt", "five".getBytes(StandardCharsets.UTF_8), OnConflict.FAIL);
            });
            assertThat(((Response.Stored) guest.receiveAnswer()).entry().name()).isEqualTo("1.txt");
            assertThat(((Response.Stored) guest.receiveAnswer()).entry().name()).isEqualTo("2.txt");
            guest.assertFailed(guest.receiveAnswer(), Fault.REFUSED);
            guest.assertFailed(guest.receiveAnswer(), Fault.EXISTS);
            assertThat(((Response.Stored) guest.receiveAnswer()).entry().name()).isEqualTo("5.txt");
        }
        assertThat(music.resolve("5.txt")).hasContent("five");
        assertThat(photos.resolve("2.txt")).hasContent("two");
    }

    @Test
    void eachFolderHasItsOwnPasscodes() throws IOException {
        try (ShareClient client = host.client();
                Passcode passcode = Passcode.of("open sesame please")) {
            client.protect(List.of(path("Music/b.txt")), passcode);
        }
        assertThat(host.server().protection().files())
                .singleElement()
                .satisfies(file -> assertThat(file.path()).isEqualTo(path("Music/b.txt")));
        assertThat(photos.resolve(".quayside")).doesNotExist();
        try (RawGuest guest = host.guest()) {
            guest.assertFailed(guest.ask(new Request.Get(path("Music/b.txt"))), Fault.PASSCODE_NEEDED);
            assertThat(((Response.Failed) guest.ask(new Request.Get(path("Music/b.txt")))).sentence())
                    .contains("“Music/b.txt”");
        }
        host.server().protection().unprotect(path("Music/b.txt"));
        try (ShareClient client = host.client()) {
            assertThat(read(client, "Music/b.txt")).isEqualTo("song");
        }
    }

    @Test
    void anInvitationIsConfinedToOneOfTheFolders() throws IOException {
        try (ShareClient client = host.client(invite("Mara", "Music"))) {
            assertThat(client.share().hasFolders()).isFalse();
            assertThat(client.share().name()).isEqualTo("Music");
            assertThat(names(client.list(RemotePath.root()))).containsExactly("b.txt");
            client.makeFolder(path("New"));
            assertThatThrownBy(() -> client.delete(RemotePath.root(), true))
                    .hasMessage("The shared folder itself cannot be changed from here.");
            assertThatThrownBy(() -> client.list(path("Photos"))).isInstanceOf(ProtocolException.class);
            Files.move(music, around.resolve("elsewhere"));
            assertThatThrownBy(() -> client.list(RemotePath.root()))
                    .as("the name of the folder above is not told")
                    .hasMessageStartingWith("The shared folder is no longer at its place");
        }
    }

    @Test
    void whoseFolderGetsAnotherNameIsAdmittedToNoOtherFolderOfTheOldName() throws IOException {
        AccessKey key = invite("Mara", "Music");
        try (RawGuest guest = new RawGuest(host.connect(), key, host.identity.fingerprint())) {
            guest.assertServed();
            share(() -> move("Songs"), new NamedFolder("Songs", music), new NamedFolder("Music", photos));
            guest.assertClosed();
        }
        try (ShareClient client = host.client(key)) {
            assertThat(names(client.list(RemotePath.root()))).containsExactly("b.txt");
        }
    }

    private void move(String to) {
        host.invitations.change("Mara", each -> each.in(path(to)));
    }

    @Test
    void whileTwoFoldersSwapTheirNamesAnInvitedGuestGetsIntoNeither() throws IOException {
        AccessKey key = invite("Mara", "Music");
        try (RawGuest before = new RawGuest(host.connect(), key, host.identity.fingerprint())) {
            assertThat(before.ask(new Request.Stat(path("b.txt")))).isInstanceOf(Response.Described.class);
            share(
                    () -> {
                        before.assertFailed(before.ask(new Request.Stat(path("Day 1"))), Fault.NOT_FOUND);
                        move("Photos");
                        try (RawGuest now = new RawGuest(host.connect(), key, host.identity.fingerprint())) {
                            now.assertFailed(now.ask(new Request.Stat(path("Day 1"))), Fault.NOT_FOUND);
                        }
                    },
                    new NamedFolder("Photos", music),
                    new NamedFolder("Music", photos));
            before.assertClosed();
        }
        try (ShareClient client = host.client(key)) {
            assertThat(names(client.list(RemotePath.root()))).containsExactly("b.txt");
        }
    }

    @Test
    void anInvitedGuestNeverGetsIntoAnotherFolderHoweverOftenTheNamesAreSwapped() throws Exception {
        AccessKey key = invite("Mara", "Music");
        AtomicBoolean isOver = new AtomicBoolean();
        AtomicInteger asked = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> guests = Stream.generate(() -> threads.submit(() -> stay(key, asked, isOver)))
                    .limit(3)
                    .toList();
            for (int i = 0; i < 60; i++) {
                String name = i % 2 == 0 ? "Photos" : "Music";
                String other = i % 2 == 0 ? "Music" : "Photos";
                share(
                        () -> {
                            move(name);
                            // The guests whose sessions have ended come back before the change goes on.
                            int before = asked.get();
                            await().until(() -> asked.get() > before);
                        },
                        new NamedFolder(name, music),
                        new NamedFolder(other, photos));
            }
            isOver.set(true);
            for (Future<Integer> each : guests) {
                assertThat(each.get(30, TimeUnit.SECONDS))
                        .as("how often it was in its folder")
                        .isPositive();
            }
        }
    }

    /** Connects again and again, asks for both folders, and returns how often it was in its own. */
    private int stay(AccessKey key, AtomicInteger asked, AtomicBoolean isOver) {
        int own = 0;
        while (!isOver.get() || own == 0) {
            try (RawGuest guest = new RawGuest(host.connect(), key, host.identity.fingerprint())) {
                for (int i = 0; i < 50; i++) {
                    assertThat(guest.ask(new Request.Stat(path("Day 1"))))
                            .as("what is in the other folder")
                            .isNotInstanceOf(Response.Described.class);
                    asked.incrementAndGet();
                    own += guest.ask(new Request.Stat(path("b.txt"))) instanceof Response.Described ? 1 : 0;
                }
            } catch (IOException e) {
                // Its session has ended, because its folder has another name.
            }
        }
        return own;
    }

    @Test
    void whatCannotBeSharedTogetherIsRefusedAndTheOthersStay() throws IOException {
        Path link = Files.createSymbolicLink(around.resolve("link"), photos);
        assertThatThrownBy(() -> share(host.folders.get(0), new NamedFolder("Again", link)))
                .hasMessage("The folder “" + link + "” is shared already, as “Photos”.");
        assertThatThrownBy(() -> share(host.folders.get(0), new NamedFolder("Day", photos.resolve("Day 1"))))
                .hasMessage("The folder “" + photos.resolve("Day 1") + "” is inside the folder “" + photos
                        + "”, which is shared already.");
        assertThatThrownBy(() -> share(host.folders.get(0), new NamedFolder("All", around)))
                .hasMessageContaining("is inside the folder");
        assertThatThrownBy(() -> share(host.folders.get(0), new NamedFolder("PHOTOS", music)))
                .hasMessage("Another shared folder is called “PHOTOS” already. Choose another name.");
        for (String name : List.of("", ".hidden", "a/b", "CON", "a:b", "x.", " ", "a".repeat(65), ".quayside")) {
            assertThatThrownBy(() -> share(host.folders.get(0), new NamedFolder(name, music)))
                    .as(name)
                    .hasMessageContaining("cannot be the name of a shared folder");
        }
        assertThatThrownBy(() -> share(host.folders.get(0), new NamedFolder("New", around.resolve("nowhere"))))
                .hasMessageContaining("does not exist");
        try (ShareClient client = host.client()) {
            assertThat(names(client.list(RemotePath.root()))).containsExactly("Photos", "Music");
        }
    }

    @Test
    void anyFailureWhileFoldersGetOtherNamesLeavesThemAsTheyWere() throws IOException {
        NamedFolder more = new NamedFolder("More", Files.createDirectory(around.resolve("more")));
        assertThatThrownBy(() -> share(
                        () -> {
                            throw new IllegalStateException("not renamed");
                        },
                        new NamedFolder("Pictures", photos),
                        host.folders.get(1),
                        more))
                .hasMessage("not renamed");
        try (ShareClient client = host.client()) {
            assertThat(names(client.list(RemotePath.root()))).containsExactly("Photos", "Music");
            share(host.folders.get(0), host.folders.get(1), more);
            assertThat(names(client.list(RemotePath.root()))).containsExactly("Photos", "Music", "More");
        }
    }

    @Test
    void addedAndRemovedFiftyTimesItLeavesNoFileOpenAndNothingInTheFolder() throws IOException {
        Path open = Path.of("/proc/self/fd");
        share(host.folders.get(0));
        int before = Files.exists(open) ? open.toFile().list().length : 0;
        try (ShareClient client = host.client()) {
            for (int i = 0; i < 50; i++) {
                share(host.folders.get(0), host.folders.get(1));
                assertThat(read(client, "Music/b.txt")).isEqualTo("song");
                share(host.folders.get(0));
            }
        }
        await().untilAsserted(() ->
                assertThat(Files.exists(open) ? open.toFile().list().length : 0).isLessThanOrEqualTo(before + 2));
        assertThat(music.toFile().list()).containsExactly("b.txt");
    }

    @Test
    void aFolderIsUploadedIntoTheOneOfItsName() throws IOException {
        Path mine = Files.createDirectories(local.resolve("Photos/Day 2"));
        Files.writeString(mine.resolve("z.txt"), "mine");
        try (ShareClient client = host.client()) {
            TransferReport.Summary summary = Transfers.upload(
                    client,
                    local.resolve("Photos"),
                    RemotePath.root(),
                    OnConflict.FAIL,
                    Optional.empty(),
                    TransferListener.NONE,
                    new Cancellation());
            assertThat(summary.failedCount()).isZero();
        }
        assertThat(photos.resolve("Day 2/z.txt")).hasContent("mine");
    }

    @Test
    void whatGuestsSendWhoSeeNothingIsInTheFirstFolderAndTellsNoName() throws IOException {
        AccessKey key = invite("Anybody", "", Invitation.Rights.DROP);
        send(
                key,
                Files.writeString(Files.createDirectory(local.resolve("Music")).resolve("x.txt"), "sent"));
        assertThat(photos.resolve("Music/x.txt")).hasContent("sent");
        assertThat(music.toFile().list()).containsExactly("b.txt");
        assertThat(host.events(ShareEvent.Uploaded.class))
                .extracting(ShareEvent.Uploaded::path)
                .contains("Photos/Music/x.txt");
        try (RawGuest guest = new RawGuest(host.connect(), key, host.identity.fingerprint())) {
            assertThat(guest.ask(new Request.MakeFolder(path("Photos"), false, Optional.empty())))
                    .isEqualTo(guest.ask(new Request.MakeFolder(path("Nothing"), false, Optional.empty())))
                    .isInstanceOf(Response.Done.class);
        }
        assertThat(photos.resolve("Photos")).isDirectory();
        Path away = photos.resolveSibling("away");
        Files.move(photos, away);
        assertAway(key);
        Files.move(away, photos);
        share();
        assertAway(key);
    }

    /** Whatever a guest sends who sees nothing, the answer is the same as long as the first folder is away. */
    private void assertAway(AccessKey key) throws IOException {
        try (RawGuest guest = new RawGuest(host.connect(), key, host.identity.fingerprint())) {
            Message folder = guest.ask(new Request.MakeFolder(path("New"), false, Optional.empty()));
            guest.assertFailed(folder, Fault.NOT_FOUND);
            assertThat(((Response.Failed) folder).sentence()).startsWith("The shared folder is no longer at its place");
            guest.sendEager("New/a.txt", new byte[3], OnConflict.FAIL);
            assertThat(guest.receiveAnswer()).as("a small file").isEqualTo(folder);
            guest.send(RawGuest.post("New/b.txt", LARGE, OnConflict.FAIL, true));
            assertThat(guest.receiveAnswer()).as("a large file").isEqualTo(folder);
        }
    }

    @Test
    void whatGuestsOfOneFolderSendWhoSeeNothingIsThere() throws IOException {
        send(
                invite("Band", "Music", Invitation.Rights.DROP),
                Files.writeString(Files.createDirectory(local.resolve("Day 1")).resolve("b.txt"), "sent"));
        assertThat(music.resolve("Day 1/b.txt")).hasContent("sent");
        assertThat(photos.resolve("Day 1").toFile().list()).containsExactly("a.txt");
        assertThat(host.events(ShareEvent.Uploaded.class))
                .extracting(ShareEvent.Uploaded::path)
                .contains("Music/Day 1/b.txt");
    }

    /** Uploads the folder of {@code file} as a guest who sees nothing. */
    private void send(AccessKey key, Path file) throws IOException {
        try (ShareClient client = host.client(key)) {
            assertThat(client.share().hasFolders()).isFalse();
            TransferReport.Summary summary = Transfers.upload(
                    client,
                    file.getParent(),
                    RemotePath.root(),
                    OnConflict.FAIL,
                    Optional.empty(),
                    TransferListener.NONE,
                    new Cancellation());
            assertThat(summary.failures()).isEmpty();
        }
    }

    @Test
    void aDefaultNameIsTheFoldersAndFitsEverywhere() {
        assertThat(NamedFolder.of(Path.of("/x/Photos"), List.of()).name()).isEqualTo("Photos");
        assertThat(NamedFolder.of(Path.of("/x/photos"), List.of("Photos")).name())
                .isEqualTo("photos (2)");
        assertThat(NamedFolder.of(Path.of("/x/a"), List.of("A", "a (2)")).name())
                .isEqualTo("a (3)");
        assertThat(NamedFolder.of(Path.of("/x/.config"), List.of()).name()).isEqualTo("config");
        assertThat(NamedFolder.of(Path.of("/x/a:b?."), List.of()).name()).isEqualTo("a_b_");
        assertThat(NamedFolder.of(Path.of("/x/CON"), List.of()).name()).isEqualTo("CON_");
        assertThat(NamedFolder.of(Path.of("/"), List.of()).name()).isEqualTo("Folder");
        String longName = NamedFolder.of(Path.of("/x/" + "ä".repeat(90)), List.of("ä".repeat(64)))
                .name();
        assertThat(longName).hasSize(64).endsWith(" (2)");
    }
}
