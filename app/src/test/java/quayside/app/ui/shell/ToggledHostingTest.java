package quayside.app.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atlantafx.base.controls.ToggleSwitch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javafx.scene.control.Button;
import org.freedesktop.dbus.exceptions.DBusException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;
import quayside.app.core.Leftovers;
import quayside.app.core.Patience;
import quayside.app.core.TestParts;
import quayside.app.core.desktop.SessionDesktop;
import quayside.app.core.desktop.TestBus;
import quayside.app.core.host.HostState;
import quayside.app.core.host.LogEntry;
import quayside.app.core.host.SharedFolder;
import quayside.app.core.nearby.FakeNearby;
import quayside.app.core.reach.FakeReach;
import quayside.app.core.settings.WindowSize;
import quayside.app.ui.kit.Fx;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.ConnectOptions;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.message.RemotePath;
import quayside.server.ShareOptions;
import quayside.server.session.Invitation;
import quayside.server.storage.NamedFolder;

/** Hosting with everything that goes with it, turned on and off again and again. */
@Timeout(300)
class ToggledHostingTest {
    private static final int TIMES = 50;
    private static final int FIRST = 5;
    private static final int LONG = 4_000_000;

    /** Threads of the system and of other tests come and go. What leaks leaks each time. */
    private static final int OTHERS = 5;

    @TempDir
    Path folder;

    private final FakeNearby nearby = new FakeNearby();
    private final FakeReach reach = new FakeReach();
    private final List<String> icons = new CopyOnWriteArrayList<>();
    private final List<String> awake = new CopyOnWriteArrayList<>();
    private Optional<TestBus> bus = Optional.empty();
    private LiveWindow window;
    private Path second;

    private record Open(List<String> threads, List<String> virtual, long descriptors, List<Path> files) {}

    @BeforeEach
    void open() throws IOException, DBusException {
        try {
            bus = Optional.of(new TestBus());
            bus.get().startDesktop(icons, awake, new CopyOnWriteArrayList<>());
        } catch (TestAbortedException e) {
            // The rest needs no bus.
        }
        window = new LiveWindow(
                folder,
                new WindowSize(1000, 700, false),
                core -> TestParts.of(core)
                        .with(nearby)
                        .with(reach)
                        .with(new SessionDesktop(bus.map(TestBus::address)))
                        .core(),
                files -> files);
        window.core.settings().update(now -> now.withHost(now.host().withReachable(true)));
        Fx.run(() -> window.shell().keepRunning(() -> {}));
        second = Files.createDirectory(folder.resolve("Music"));
        Files.writeString(second.resolve("a.txt"), "song");
        Files.writeString(window.mine.resolve("a.txt"), "hello");
        Files.write(window.mine.resolve("long.bin"), new byte[LONG]);
        window.fire(".host-pill");
    }

    @AfterEach
    void close() throws IOException {
        window.close();
        if (bus.isPresent()) {
            bus.get().close();
        }
    }

    @Test
    void nothingIsLeftHoweverOftenItIsTurnedOnAndOff() throws IOException {
        Optional<Open> first = Optional.empty();
        for (int i = 0; i < TIMES; i++) {
            if (i == FIRST) {
                first = Optional.of(settled(first));
            }
            once(i, i % 10 == 0);
        }
        assertThat(settled(first).files()).isEqualTo(first.orElseThrow().files());
        assertThat(nearby.announced.stream().filter(Optional::isPresent)).hasSizeGreaterThanOrEqualTo(TIMES);
        assertThat(nearby.announced.getLast()).isEmpty();
        assertThat(reach.wanted.stream().filter(OptionalInt::isPresent)).hasSizeGreaterThanOrEqualTo(TIMES);
        assertThat(reach.wanted.getLast()).isEmpty();
        assertThat(Files.readAllLines(folder.resolve("config/activity.jsonl")))
                .filteredOn(line -> line.contains("\"downloaded\""))
                .hasSize(TIMES);
        if (bus.isPresent()) {
            assertThat(icons).hasSizeBetween(TIMES / 2, TIMES);
            assertThat(awake)
                    .as("it rests a minute before it lets the system sleep")
                    .hasSize(1);
        }
    }

    /** Turns it on, lets a guest transfer something with one of the keys, and turns it off. */
    private void once(int time, boolean bySwitch) throws IOException {
        NamedFolder mine = new NamedFolder("Holiday", window.mine);
        if (bySwitch) {
            turn(true);
        } else {
            window.core
                    .host()
                    .start(new SharedFolder(
                            List.of(mine, new NamedFolder("Music", second)), 0, ShareOptions.Permissions.ALL, false));
        }
        Patience.await().until(() -> window.core.host().state() instanceof HostState.On);
        HostState.On on = (HostState.On) window.core.host().state();
        // The switch shares what was shared before.
        boolean isOne = on.folders().isEmpty();
        List<String> names = isOne ? List.of("Mara", "Jonas") : List.of("Press", "Family");
        if (time < 2) {
            for (String name : names) {
                invite(name);
            }
        }
        List<Invitation> invited = window.core.host().invitations().state().all().stream()
                .filter(each -> names.contains(each.name()))
                .toList();
        assertThat(invited).hasSize(2);
        if (bus.isPresent()) {
            Patience.await().until(window.core.desktop().icon()::isShown);
        }
        RemotePath file = RemotePath.parse(isOne ? "a.txt" : "Music/a.txt");
        AccessKey own = AccessKey.of(on.key());
        List<AccessKey> keys =
                List.of(own, invited.getFirst().key(), invited.getLast().key());
        try (ShareClient guest = connect(on, keys.get(time % keys.size()))) {
            if (time == 0) {
                download(guest, "long.bin");
            }
            assertThat(guest.read(file, 100, new Cancellation())).isNotEmpty();
            if (time % 2 == 0) {
                turnOff(time, bySwitch);
            }
        }
        if (time % 2 == 1) {
            turnOff(time, bySwitch);
        }
        own.close();
        Patience.await().until(() -> !window.core.desktop().icon().isShown());
    }

    /** Downloads, as slowly as the host wants it, until the system is kept awake for that. */
    private void download(ShareClient guest, String name) {
        window.core.host().limitEach(200_000);
        Cancellation cancellation = new Cancellation();
        CompletableFuture<Void> whole = CompletableFuture.runAsync(() -> {
            try {
                guest.read(RemotePath.parse(name), LONG, cancellation);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        if (bus.isPresent()) {
            Patience.await().until(() -> !awake.isEmpty());
        }
        cancellation.cancel();
        assertThatThrownBy(whole::join).hasRootCauseInstanceOf(IOException.class);
        window.core.host().limitEach(0);
    }

    private void turnOff(int time, boolean bySwitch) {
        Patience.await()
                .until(() -> window.core.host().log().stream()
                                .filter(entry -> entry.action() == LogEntry.Action.DOWNLOADED)
                                .count()
                        == time + 1);
        if (bySwitch) {
            turn(false);
        } else {
            window.core.host().stop();
        }
        Patience.await().until(() -> {
            // The window may not know yet that the guest is done, and ask.
            Fx.run(() -> window.button("Stop now").ifPresent(Button::fire));
            return window.core.host().state() instanceof HostState.Off;
        });
    }

    private void turn(boolean on) {
        Fx.await(() -> {
            ToggleSwitch toggle = (ToggleSwitch) window.node("#host-switch");
            boolean ready = !toggle.isDisabled() && toggle.isSelected() != on;
            if (ready) {
                toggle.setSelected(on);
            }
            return ready;
        });
    }

    private void invite(String name) throws IOException {
        Invitation _ = window.core
                .host()
                .invitations()
                .make(key -> new Invitation(
                        key,
                        name,
                        Invitation.Rights.READ,
                        RemotePath.root(),
                        Optional.empty(),
                        OptionalLong.empty(),
                        Optional.empty()));
    }

    private static ShareClient connect(HostState.On on, AccessKey key) throws IOException {
        return ShareClient.connect(ShareLink.parse(on.link()), key, ConnectOptions.standard(), new Cancellation());
    }

    /** Returns what is open once it is no more than {@code wanted}, if that is known. */
    private Open settled(Optional<Open> wanted) throws IOException {
        Patience.await().untilAsserted(() -> {
            Open now = now();
            Open most = wanted.orElse(now);
            assertThat(now.threads().size())
                    .as("%s", now.threads())
                    .isLessThanOrEqualTo(most.threads().size() + OTHERS);
            assertThat(now.virtual().size())
                    .as("%s", now.virtual())
                    .isLessThanOrEqualTo(most.virtual().size() + OTHERS);
            assertThat(now.descriptors()).as("descriptors").isLessThanOrEqualTo(most.descriptors() + OTHERS);
        });
        return now();
    }

    private Open now() throws IOException {
        List<String> virtual = Leftovers.virtualThreads(folder);
        try (Stream<Path> all = Files.walk(folder)) {
            return new Open(
                    Leftovers.platformThreads(),
                    virtual,
                    Leftovers.descriptors(),
                    all.map(folder::relativize).sorted().toList());
        }
    }
}
