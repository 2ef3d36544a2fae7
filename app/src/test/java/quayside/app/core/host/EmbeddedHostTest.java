package quayside.app.core.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static quayside.app.core.Patience.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.ConnectOptions;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.ClientSecret;
import quayside.protocol.message.Entry;
import quayside.protocol.message.Passcode;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.ShareEvent;
import quayside.server.ShareOptions;
import quayside.server.storage.NamedFolder;

@Timeout(60)
class EmbeddedHostTest {
    private static final ShareOptions.Permissions ALL = ShareOptions.Permissions.ALL;

    @TempDir
    private Path home;

    private Path folder;
    private HostService host;
    private final List<HostState> states = new CopyOnWriteArrayList<>();

    @BeforeEach
    void prepare() throws IOException {
        folder = Files.createDirectory(home.resolve("My Pictures"));
        Files.writeString(folder.resolve("a.txt"), "hello");
        host = newHost();
        host.onState(states::add);
    }

    @AfterEach
    void close() {
        host.close();
    }

    private HostService newHost() {
        HostIdentity identity = new HostIdentity(home.resolve("config"), new SecureRandom());
        return new EmbeddedHost(identity, InetAddress.getLoopbackAddress());
    }

    @Test
    void aGuestWithTheLinkIsInUntilTheHostStops() throws IOException {
        HostState.On on = start(0);
        assertThat(on.shareName()).isEqualTo("My Pictures");
        assertThat(on.addresses()).containsExactly("127.0.0.1");
        assertThat(on.linkTo("127.0.0.1")).isEqualTo(on.link());
        try (ShareClient guest = connect(on.link())) {
            assertThat(guest.list(RemotePath.root())).hasSize(1);
            await().until(() ->
                    host.state() instanceof HostState.On now && now.guests().size() == 1);
            host.stop();
            await().until(() -> host.state() instanceof HostState.Off);
            assertThatThrownBy(guest::ping).isInstanceOf(IOException.class);
        }
        assertThat(states.stream().map(Object::getClass).distinct().toList())
                .isEqualTo(List.of(
                        HostState.Off.class, HostState.Starting.class, HostState.On.class, HostState.Stopping.class));
        assertThat(host.transferred()).isEqualTo(new HostService.Transferred(0, 0));
    }

    @Test
    void theChartAndTheLogFillFromARealTransferAndTheLogIsThereAfterARestart() throws IOException {
        Files.write(folder.resolve("film.mp4"), new byte[300_000]);
        HostIdentity identity = new HostIdentity(home.resolve("config"), new SecureRandom());
        host.close();
        host = new EmbeddedHost(
                identity, InetAddress.getLoopbackAddress(), () -> "", Journal.open(home.resolve("config"), () -> true));
        HostState.On on = start(0);
        try (ShareClient guest = connect(on.link())) {
            assertThat(guest.read(RemotePath.parse("film.mp4"), 1_000_000, new Cancellation()))
                    .hasSize(300_000);
            await().until(() -> host.transferred().sent() > 300_000);
            await().until(() -> host.log().stream()
                    .anyMatch(entry -> entry.action() == LogEntry.Action.DOWNLOADED
                            && entry.path().equals("film.mp4")
                            && entry.size() == 300_000
                            && entry.guest().address().equals("127.0.0.1")));
            await().until(() -> host.state() instanceof HostState.On now
                    && now.guests().size() == 1
                    && now.guests().getFirst().details().totals().filesDown() == 1);
        }
        host.close();
        try (Journal later = Journal.open(home.resolve("config"), () -> true)) {
            assertThat(later.entries()).isEqualTo(host.log());
            assertThat(later.entries())
                    .extracting(LogEntry::action)
                    .contains(LogEntry.Action.JOINED, LogEntry.Action.DOWNLOADED);
        }
    }

    @Test
    void aSecondFolderIsSharedWithTheSameLinkAndFoldersChangeWhileGuestsStay() throws IOException {
        HostState.On alone = start(0);
        Path music = Files.createDirectory(home.resolve("Music"));
        Files.writeString(music.resolve("m.txt"), "song");
        NamedFolder first = new NamedFolder("Mine", folder);
        NamedFolder second = new NamedFolder("Songs", music);
        host.start(new SharedFolder(List.of(first, new NamedFolder("Songs", home.resolve("nowhere"))), 0, ALL, false));
        await().until(() ->
                host.state() instanceof HostState.On now && now.failed().isPresent());
        assertThat(((HostState.On) host.state()).folders())
                .as("the folder stays shared as before")
                .isEmpty();
        host.start(new SharedFolder(List.of(first, second), alone.port(), ALL, false));
        await().until(() ->
                host.state() instanceof HostState.On now && now.folders().size() == 2);
        HostState.On both = (HostState.On) host.state();
        assertThat(both.link()).isEqualTo(alone.link());
        assertThat(both.shareName()).isEqualTo("Mine and 1 more");
        assertThat(host.contents(new Cancellation()).folders().get("Songs").files())
                .isEqualTo(1);
        try (ShareClient guest = connect(both.link());
                Passcode passcode = Passcode.of("open sesame")) {
            assertThat(host.protect(List.of(music.resolve("m.txt")), passcode)).isEqualTo(1);
            assertThat(host.protection().files().getFirst().path()).isEqualTo(RemotePath.parse("Songs/m.txt"));
            Path away = Files.move(folder, folder.resolveSibling("away"));
            host.folders(List.of(new NamedFolder("Mine", folder), new NamedFolder("Renamed", music)));
            await().untilAsserted(() -> assertThat(guest.list(RemotePath.root()))
                    .as("a folder that is away does not stop the others")
                    .extracting(Entry::name)
                    .containsExactly("Renamed"));
            Files.move(away, folder);
            host.folders(List.of(new NamedFolder("Renamed", music)));
            await().until(() -> guest.list(RemotePath.root()).getFirst().name().equals("Renamed"));
            assertThat(guest.ping().name()).isEqualTo("Renamed");
            host.folders(List.of(new NamedFolder("Renamed", music), new NamedFolder("Inside", home)));
            await().until(() ->
                    host.state() instanceof HostState.On now && now.failed().isPresent());
            assertThat(guest.list(RemotePath.root())).hasSize(1);
        }
    }

    @Test
    void aShareThatEndsWhenItsGuestsAreDoneIsThenOff() throws IOException {
        HostState.On on = start(0);
        try (ShareClient guest = connect(on.link())) {
            await().until(() ->
                    host.state() instanceof HostState.On now && now.guests().size() == 1);
            host.stopWhenIdle();
            await().until(() -> host.state() instanceof HostState.On now && now.isEnding());
            await().until(() -> host.state() instanceof HostState.Off);
            assertThatThrownBy(guest::ping).isInstanceOf(IOException.class);
        }
        HostState.On again = start(0);
        assertThat(again.isEnding()).isFalse();
    }

    @Test
    void identityAndKeyAreKeptForTheOwnerAlone() throws IOException {
        HostState.On first = start(0);
        host.close();
        host = newHost();
        HostState.On second = start(0);
        assertThat(second.key()).isEqualTo(first.key());
        assertThat(ShareLink.parse(second.link()).id())
                .isEqualTo(ShareLink.parse(first.link()).id());
        try (var files = Files.list(home.resolve("config"))) {
            assertThat(files)
                    .extracting(file -> file.getFileName().toString())
                    .containsExactlyInAnyOrder(
                            "access-key",
                            ".access-key.lock",
                            "server-identity",
                            ".server-identity.lock",
                            ".invitations.json.lock");
        }
        try (var files = Files.list(home.resolve("config"))) {
            assertThat(files)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
        assertThat(folder).isDirectoryNotContaining(path -> path.toString().contains("key"));
    }

    @Test
    void programsThatAreStartedAtOnceHaveOneIdentityAndOneKey() throws InterruptedException, ExecutionException {
        int programs = 8;
        CyclicBarrier together = new CyclicBarrier(programs);
        Set<String> known = new HashSet<>();
        try (ExecutorService starts = Executors.newFixedThreadPool(programs)) {
            List<Future<String>> all = new ArrayList<>();
            for (int i = 0; i < programs; i++) {
                all.add(starts.submit(() -> {
                    HostIdentity mine = new HostIdentity(home.resolve("new"), new SecureRandom());
                    together.await();
                    return mine.key().reveal() + mine.identity().fingerprint();
                }));
            }
            for (Future<String> each : all) {
                known.add(each.get());
            }
        }
        assertThat(known).hasSize(1);
    }

    @Test
    void aPortThatIsTakenGivesWayToAnotherThatIsThenKept() throws IOException {
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            HostState.On on = start(taken.getLocalPort());
            assertThat(on.port()).isNotEqualTo(taken.getLocalPort());
            host.stop();
            await().until(() -> host.state() instanceof HostState.Off);
            assertThat(start(taken.getLocalPort()).port()).isEqualTo(on.port());
        }
    }

    @Test
    void aChangedKeyShutsOutThoseWithTheOldOneOnTheSamePort() throws IOException {
        HostState.On before = start(0);
        assertThat(host.changeKey("mend the blue harbour light")).isEmpty();
        HostState.On after = awaitOther(before);
        assertThat(after.key()).isEqualTo("mend the blue harbour light");
        assertThat(after.port()).isEqualTo(before.port());
        connect(after.link()).close();
        assertThatThrownBy(() -> connect(before.link()))
                .asInstanceOf(type(ProtocolException.class))
                .satisfies(e -> assertThat(e.fault()).isEqualTo(Fault.WRONG_KEY));
        host.changeKey(null);
        assertThat(awaitOther(after).key()).matches("[A-Z2-9]{4}-[A-Z2-9]{4}");
    }

    @Test
    void aKeyChangedWhileOffIsTheNextSharesKey() throws IOException {
        assertThat(host.changeKey("mend the blue harbour light")).isEmpty();
        assertThat(start(0).key()).isEqualTo("mend the blue harbour light");
        host.close();
        host = newHost();
        assertThat(start(0).key()).isEqualTo("mend the blue harbour light");
    }

    @Test
    void aWeakKeyIsRefusedWithAHintAndChangesNothing() throws IOException {
        HostState.On before = start(0);
        assertThat(host.changeKey("abc"))
                .hasValueSatisfying(hint -> assertThat(hint).isNotBlank());
        connect(before.link()).close();
    }

    @Test
    void aKeyIsNotChangedWhileOneOfSeveralFoldersIsAwayBecauseAllWouldEnd() throws IOException {
        Path other = Files.createDirectory(home.resolve("other"));
        host.start(new SharedFolder(
                List.of(new NamedFolder("One", folder), new NamedFolder("Other", other)), 0, ALL, false));
        await().until(() -> host.state() instanceof HostState.On);
        HostState.On before = (HostState.On) host.state();
        Files.delete(other);
        assertThat(host.changeKey("mend the blue harbour light"))
                .hasValueSatisfying(why -> assertThat(why).contains(other.toString()));
        connect(before.link()).close();
        host.stop();
        await().until(() -> host.state() instanceof HostState.Off);
        assertThat(start(0).key()).isEqualTo(before.key());
    }

    @Test
    void aKeyThatCannotBeStoredIsNotUsedBecauseTheEarlierOneWouldComeBack() throws IOException {
        HostState.On before = start(0);
        Files.createDirectories(home.resolve("config/access-key.new/in the way"));
        assertThat(host.changeKey("mend the blue harbour light"))
                .hasValueSatisfying(why -> assertThat(why).endsWith("."));
        connect(before.link()).close();
    }

    @Test
    void aFolderThatIsNotThereFailsInAPlainSentence() {
        host.start(shared(home.resolve("none"), 0));
        await().until(() -> host.state() instanceof HostState.Failed);
        assertThat(((HostState.Failed) host.state()).sentence())
                .contains("none")
                .endsWith(".");
        host.stop();
        await().until(() -> host.state() instanceof HostState.Off);
    }

    @Test
    void theFolderOfOnesOwnKeysIsNotShared() throws IOException {
        host.start(shared(Files.createDirectories(home.resolve("config").resolve("deeper")), 0));
        await().until(() -> host.state() instanceof HostState.Failed);
        assertThat(((HostState.Failed) host.state()).sentence())
                .contains("keys")
                .endsWith("Share another folder.");
    }

    @Test
    void ofAFolderThatHoldsOnesOwnKeysEverythingElseIsShared() throws IOException {
        host.start(new SharedFolder(home, 0, ALL, true));
        await().until(() -> host.state() instanceof HostState.On);
        try (ShareClient guest = connect(((HostState.On) host.state()).link())) {
            assertThat(guest.list(RemotePath.root()))
                    .extracting(Entry::name)
                    .contains("My Pictures")
                    .doesNotContain("config");
        }
    }

    @Test
    void aKeyFileThatACopyOpenedToOthersIsClosedAgain() throws IOException {
        Path keyFile = Files.createDirectory(home.resolve("config")).resolve("access-key");
        Files.writeString(keyFile, "SQBE-5PH7");
        Files.setPosixFilePermissions(keyFile, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(start(0).key()).isEqualTo("SQBE-5PH7");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keyFile)))
                .isEqualTo("rw-------");
    }

    @Test
    void aDamagedKeyFileIsSaidAndNotOverwritten() throws IOException {
        Path keyFile = Files.createDirectory(home.resolve("config")).resolve("access-key");
        Files.write(keyFile, new byte[] {(byte) 0xC3, 0x28});
        host.start(shared(folder, 0));
        await().until(() -> host.state() instanceof HostState.Failed);
        assertThat(((HostState.Failed) host.state()).sentence()).contains("access key");
        assertThat(keyFile).hasBinaryContent(new byte[] {(byte) 0xC3, 0x28});
    }

    @Test
    void permissionsHoldFromTheNextRequestOnAndThroughARestart() throws IOException {
        HostState.On on = start(0);
        host.permissions(new ShareOptions.Permissions(true, false, false));
        await().until(() -> {
            try (ShareClient guest = connect(on.link())) {
                return !guest.share().mayUpload();
            }
        });
        host.changeKey(null);
        try (ShareClient guest = connect(awaitOther(on).link())) {
            assertThat(guest.share().mayDelete()).isFalse();
            assertThat(guest.share().mayDownload()).isTrue();
        }
    }

    @Test
    void aGuestCanBeShutOutAndTheLogSaysWhatHappened() throws IOException {
        List<ShareEvent> heard = new CopyOnWriteArrayList<>();
        host.onEvent(heard::add);
        HostState.On on = start(0);
        try (ShareClient guest = connect(on.link())) {
            guest.list(RemotePath.root());
            await().until(() ->
                    host.state() instanceof HostState.On now && now.guests().size() == 1);
            host.disconnect(((HostState.On) host.state()).guests().getFirst().id());
            await().until(() ->
                    host.state() instanceof HostState.On now && now.guests().isEmpty());
        }
        assertThat(heard).hasAtLeastOneElementOfType(ShareEvent.GuestJoined.class);
        // The list and the listener get an event one after the other.
        await().untilAsserted(() -> assertThat(host.events()).isEqualTo(new ArrayList<>(heard)));
    }

    @Test
    void withoutGuestsItRests() throws IOException {
        HostState.On on = start(0);
        assertThat(((EmbeddedHost) host).isLooking()).isFalse();
        try (ShareClient guest = connect(on.link())) {
            guest.list(RemotePath.root());
            await().until(((EmbeddedHost) host)::isLooking);
        }
    }

    @Test
    void aBlockedAddressStaysOutOfTheNextShareUntilItIsUnblocked() throws IOException {
        start(0);
        host.block("127.0.0.1");
        await().until(() -> host.blocked().equals(List.of("127.0.0.1")));
        host.stop();
        await().until(() -> host.state() instanceof HostState.Off);
        assertThat(host.blocked()).containsExactly("127.0.0.1");
        HostState.On next = start(0);
        assertThatThrownBy(() -> connect(next.link())).isInstanceOf(IOException.class);
        host.unblock("127.0.0.1");
        await().until(() -> host.blocked().isEmpty());
        connect(next.link()).close();
    }

    @Test
    void aBlockedGuestStaysOutOfTheNextShareAndTheLogSaysItOnce() throws IOException {
        ConnectOptions mara = ConnectOptions.standard()
                .of(ClientSecret.random(new SecureRandom()))
                .named("Mara");
        HostState.On on = start(0);
        try (ShareClient guest = connect(on.link(), mara)) {
            guest.list(RemotePath.root());
            await().until(() -> host.state() instanceof HostState.On now
                    && now.guests().stream().anyMatch(each -> each.name().equals("Mara")));
            host.blockGuest(((HostState.On) host.state()).guests().getFirst().id(), "");
            await().until(() -> host.blockedGuests().size() == 1);
        }
        host.stop();
        await().until(() -> host.state() instanceof HostState.Off);
        HostState.On next = start(0);
        assertThat(host.blockedGuests()).hasSize(1);
        assertThatThrownBy(() -> connect(next.link(), mara)).hasMessage("The host blocked you.");
        connect(next.link()).close();
        await().until(() -> host.log().stream().anyMatch(each -> each.action() == LogEntry.Action.REFUSED));
        assertThat(host.log())
                .filteredOn(each -> each.action() == LogEntry.Action.BLOCKED)
                .hasSize(1);
    }

    @Test
    void startingAnotherFolderReplacesTheFirst() throws IOException {
        HostState.On first = start(0);
        Path other = Files.createDirectory(home.resolve("other"));
        host.start(shared(other, 0));
        HostState.On second = awaitOther(first);
        assertThat(second.shareName()).isEqualTo("other");
        assertThat(states).noneMatch(HostState.Failed.class::isInstance);
    }

    @Test
    void aFolderThatCannotBeReadLeavesTheSharedOneAndItsGuests() throws IOException {
        HostState.On first = start(0);
        try (ShareClient guest = connect(first.link())) {
            host.start(() -> shared(home.resolve("none"), 0), true, false);
            await().until(() ->
                    host.state() instanceof HostState.On on && on.failed().isPresent());
            HostState.On kept = (HostState.On) host.state();
            assertThat(kept.folder()).isEqualTo(folder);
            assertThat(kept.key()).isEqualTo(first.key());
            assertThat(kept.failed().orElseThrow().sentence()).contains("none").endsWith(".");
            assertThat(guest.list(RemotePath.root())).hasSize(1);
            host.forgetFailure();
            await().until(() ->
                    host.state() instanceof HostState.On on && on.failed().isEmpty());
        }
        assertThat(states)
                .noneMatch(HostState.Stopping.class::isInstance)
                .noneMatch(HostState.Failed.class::isInstance);
    }

    @Test
    void aFolderThatFailsLateLetsTheSharedOneComeBackWithItsKeyAndPort() throws IOException {
        HostState.On first = start(0);
        Path other = Files.createDirectory(home.resolve("other"));
        Files.createDirectories(other.resolve(".quayside/protected.json"));
        host.start(() -> shared(other, 0), true, false);
        await().until(() ->
                host.state() instanceof HostState.On on && on.failed().isPresent());
        HostState.On back = (HostState.On) host.state();
        assertThat(back.folder()).isEqualTo(folder);
        assertThat(back.failed().orElseThrow().folder()).isEqualTo(home.resolve("other"));
        assertThat(back.link()).isEqualTo(first.link());
        connect(first.link()).close();
    }

    @Test
    void aNewKeyThatCannotBeStoredLeavesTheSharedFolderAndItsGuests() throws IOException {
        HostState.On first = start(0);
        Files.createDirectories(home.resolve("config/access-key.new/in the way"));
        Path other = Files.createDirectory(home.resolve("other"));
        try (ShareClient guest = connect(first.link())) {
            host.start(() -> shared(other, 0), true, false);
            await().until(() ->
                    host.state() instanceof HostState.On on && on.failed().isPresent());
            HostState.On kept = (HostState.On) host.state();
            assertThat(kept.link()).isEqualTo(first.link());
            assertThat(kept.failed().orElseThrow().sentence())
                    .contains(home.resolve("config/access-key").toString());
            assertThat(guest.list(RemotePath.root())).hasSize(1);
        }
        assertThat(states).noneMatch(HostState.Stopping.class::isInstance);
    }

    @Test
    void anotherFolderWithANewKeyComesOnceTheGuestsAreDone() throws IOException {
        HostState.On first = start(0);
        Path other = Files.createDirectory(home.resolve("other"));
        try (ShareClient guest = connect(first.link())) {
            awaitWaiting(guest, () -> shared(other, 0), true);
            HostState.On second = awaitOther(first);
            assertThat(second.folder()).isEqualTo(other);
            assertThatThrownBy(() -> connect(first.link()))
                    .asInstanceOf(type(ProtocolException.class))
                    .satisfies(e -> assertThat(e.fault()).isEqualTo(Fault.WRONG_KEY));
        }
    }

    @Test
    void whatGuestsMayDoNoMoreWhileAnotherFolderWaitsTheyMayNotDoThereEither() throws IOException {
        HostState.On first = start(0);
        Path other = Files.createDirectory(home.resolve("other"));
        AtomicBoolean showHidden = new AtomicBoolean(true);
        Files.writeString(other.resolve(".hidden"), "hello");
        try (ShareClient guest = connect(first.link())) {
            awaitWaiting(guest, () -> new SharedFolder(other, 0, ALL, showHidden.get()), false);
            host.permissions(new ShareOptions.Permissions(true, false, false));
            showHidden.set(false);
            HostState.On second = awaitOther(first);
            assertThat(second.folder()).isEqualTo(other);
            try (ShareClient next = connect(second.link())) {
                assertThat(next.share().mayDelete()).isFalse();
                assertThat(next.share().mayUpload()).isFalse();
                assertThat(next.list(RemotePath.root())).isEmpty();
            }
        }
    }

    @Test
    void aDamagedListOfAnotherFolderIsReportedByItsStartAndNotTouchedBefore() throws IOException {
        List<ShareEvent> heard = new CopyOnWriteArrayList<>();
        host.onEvent(heard::add);
        HostState.On first = start(0);
        Path other = Files.createDirectory(home.resolve("other"));
        Path own = Files.createDirectory(other.resolve(".quayside"));
        Path list = Files.writeString(own.resolve("protected.json"), "garbage\nmore garbage\n");
        try (ShareClient guest = connect(first.link())) {
            awaitWaiting(guest, () -> shared(other, 0), false);
            assertThat(own).isDirectoryNotContaining(path -> !path.equals(list));
            assertThat(list).hasContent("garbage\nmore garbage\n");
            awaitOther(first);
        }
        await().untilAsserted(() -> assertThat(heard).hasAtLeastOneElementOfType(ShareEvent.ProtectionDamaged.class));
        assertThat(own).isDirectoryContaining("glob:**.damaged-*");
    }

    @Test
    void aKeyChangedWhileAnotherFolderWaitsIsThatFoldersKey() throws IOException {
        HostState.On first = start(0);
        Path other = Files.createDirectory(home.resolve("other"));
        try (ShareClient guest = connect(first.link())) {
            awaitWaiting(guest, () -> shared(other, 0), true);
            assertThat(host.changeKey("mend the blue harbour light")).isEmpty();
            HostState.On second = awaitOther(first);
            assertThat(second.folder()).isEqualTo(other);
            assertThat(second.key()).isEqualTo("mend the blue harbour light");
            assertThat(second.isEnding()).isFalse();
        }
    }

    @Test
    void aKeyChangedWhileTheShareEndsEndsIt() throws IOException {
        HostState.On first = start(0);
        try (ShareClient guest = connect(first.link())) {
            guest.list(RemotePath.root());
            await().until(() ->
                    host.state() instanceof HostState.On now && now.guests().size() == 1);
            host.stopWhenIdle();
            await().until(() -> host.state() instanceof HostState.On now && now.isEnding());
            assertThat(host.changeKey("mend the blue harbour light")).isEmpty();
            await().until(() -> host.state() instanceof HostState.Off);
        }
        assertThat(states)
                .noneMatch(
                        state -> state instanceof HostState.On now && now.key().startsWith("mend"));
    }

    @Test
    void theKeyIsNotPrintedWithTheState() throws IOException {
        HostState.On on = start(0);
        assertThat(on.toString()).doesNotContain(on.key());
    }

    @Test
    void closingTwiceIsFineAndStartingAfterItDoesNothing() {
        host.close();
        host.close();
        host.start(shared(folder, 0));
        assertThat(host.state()).isInstanceOf(HostState.Off.class);
    }

    private static SharedFolder shared(Path folder, int port) {
        return new SharedFolder(folder, port, ALL, false);
    }

    private HostState.On start(int port) {
        host.start(shared(folder, port));
        await().until(() -> host.state() instanceof HostState.On);
        return (HostState.On) host.state();
    }

    /** Lets {@code wanted} wait for the guest. */
    private void awaitWaiting(ShareClient guest, Supplier<SharedFolder> wanted, boolean withNewKey) throws IOException {
        guest.list(RemotePath.root());
        await().until(() ->
                host.state() instanceof HostState.On now && now.guests().size() == 1);
        host.start(wanted, withNewKey, true);
        await().until(() -> host.state() instanceof HostState.On now && now.isEnding());
    }

    private HostState.On awaitOther(HostState.On before) {
        await().until(() -> host.state() instanceof HostState.On now
                && !(now.key() + now.folder()).equals(before.key() + before.folder()));
        return (HostState.On) host.state();
    }

    private static ShareClient connect(String text) throws IOException {
        return connect(text, ConnectOptions.standard());
    }

    private static ShareClient connect(String text, ConnectOptions options) throws IOException {
        ShareLink link = ShareLink.parse(text);
        return ShareClient.connect(link, link.key().orElseThrow(), options, new Cancellation());
    }
}
