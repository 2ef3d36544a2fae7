package quayside.app.core.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.interfaces.DBus;
import org.freedesktop.dbus.types.UInt32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.AppCore;
import quayside.app.core.Leftovers;
import quayside.app.core.Patience;
import quayside.app.core.TestParts;
import quayside.app.core.host.FakeHost;

/** A power manager on a bus of the test's own, and a command that notes that it runs. */
@Timeout(120)
class KeepAwakeTest {
    @TempDir
    Path folder;

    /** Who asked to stay awake: the program, the reason, and its name on the bus. */
    private final List<String> asked = new CopyOnWriteArrayList<>();

    private TestBus bus;
    private KeepAwake awake;

    @BeforeEach
    void start() throws DBusException {
        bus = new TestBus();
        awake = awake(Duration.ZERO);
    }

    private KeepAwake awake(Duration rest) {
        return new KeepAwake(
                Optional.of(bus.address()),
                List.of(
                        "sh",
                        "-c",
                        "touch \"$1\"; cat; rm \"$1\"",
                        "sh",
                        running().toString()),
                rest);
    }

    @AfterEach
    void close() throws IOException {
        if (bus != null) {
            awake.close();
            bus.close();
        }
    }

    private Path running() {
        return folder.resolve("running");
    }

    @Test
    void theDesktopAndTheCommandHoldUntilItIsNotWantedAnyMore() throws DBusException {
        bus.services().exportObject(DesktopApi.POWER_PATH, new TestBus.Power(asked));
        bus.services().requestBusName(DesktopApi.POWER);
        awake.want(true);
        awake.want(true);
        Patience.await().untilAsserted(() -> {
            assertThat(asked).hasSize(1);
            assertThat(running()).exists();
        });
        assertThat(asked.getFirst()).startsWith("Quayside|Files are being transferred|");
        String holder = asked.getFirst().substring(asked.getFirst().lastIndexOf('|') + 1);
        assertThat(isOnBus(holder)).isTrue();
        awake.want(false);
        Patience.await().untilAsserted(() -> {
            assertThat(isOnBus(holder)).isFalse();
            assertThat(running()).doesNotExist();
        });
    }

    @Test
    void itIsWantedWhileAGuestTransfersSomethingUnlessTheUserDoesNotWantIt() throws IOException, DBusException {
        bus.services().exportObject(DesktopApi.POWER_PATH, new TestBus.Power(asked));
        bus.services().requestBusName(DesktopApi.POWER);
        FakeHost host = new FakeHost();
        try (AppCore core = TestParts.in(folder.resolve("config"))
                .with(host)
                .with(new SessionDesktop(Optional.of(bus.address())))
                .core()) {
            core.start();
            host.become(FakeHost.on(folder, FakeHost.guest("1", "10.0.0.2")));
            host.become(FakeHost.on(folder, FakeHost.downloading("1", "10.0.0.2")));
            Patience.await().untilAsserted(() -> assertThat(asked).hasSize(1));
            String holder = asked.getFirst().substring(asked.getFirst().lastIndexOf('|') + 1);
            core.settings().update(now -> now.withBackground(now.background().withKeepAwake(false)));
            Patience.await().untilAsserted(() -> assertThat(isOnBus(holder)).isFalse());
            host.become(FakeHost.on(folder));
            core.settings().update(now -> now.withBackground(now.background().withKeepAwake(true)));
            host.become(FakeHost.on(folder, FakeHost.downloading("2", "10.0.0.3")));
            Patience.await().untilAsserted(() -> assertThat(asked).hasSize(2));
        }
    }

    @Test
    void manySmallFilesAskOnceAndTheUserEndsItAtOnce() throws DBusException {
        bus.services().exportObject(DesktopApi.POWER_PATH, new TestBus.Power(asked));
        bus.services().requestBusName(DesktopApi.POWER);
        try (KeepAwake patient = awake(Duration.ofDays(1))) {
            for (int i = 0; i < 50; i++) {
                patient.want(true);
                Patience.await().untilAsserted(() -> assertThat(running()).exists());
                patient.want(false);
            }
            assertThat(running()).exists();
            assertThat(asked).hasSize(1);
            patient.stop();
            Patience.await().untilAsserted(() -> assertThat(running()).doesNotExist());
        }
    }

    @Test
    void theEndDoesNotWaitForADesktopThatDoesNotAnswer() throws DBusException {
        CountDownLatch end = new CountDownLatch(1);
        bus.services().exportObject(DesktopApi.POWER_PATH, new TestBus.Power(asked) {
            @Override
            public UInt32 inhibit(String program, String reason) {
                UInt32 number = super.inhibit(program, reason);
                try {
                    end.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return number;
            }
        });
        bus.services().requestBusName(DesktopApi.POWER);
        awake.want(true);
        Patience.await().untilAsserted(() -> assertThat(asked).hasSize(1));
        long start = System.nanoTime();
        for (int i = 0; i < 50; i++) {
            awake.want(false);
            awake.want(true);
        }
        awake.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SessionBus.ANSWER);
        assertThat(running()).doesNotExist();
        end.countDown();
    }

    @Test
    void anotherSessionManagerIsAskedIfThereIsNoPowerManager() throws DBusException {
        bus.services().exportObject(DesktopApi.SESSION_PATH, new Session());
        bus.services().requestBusName(DesktopApi.SESSION);
        awake.want(true);
        Patience.await()
                .untilAsserted(() -> assertThat(asked).containsExactly("Quayside|Files are being transferred|4"));
    }

    @Test
    void theEndOfTheProgramEndsIt() {
        awake.want(true);
        Patience.await().untilAsserted(() -> assertThat(running()).exists());
        awake.close();
        assertThat(running()).doesNotExist();
        awake.want(true);
        assertThat(running()).doesNotExist();
    }

    @Test
    void nothingIsLeftAfterManyTransfers() throws IOException {
        awake.want(true);
        Patience.await().untilAsserted(() -> assertThat(running()).exists());
        awake.want(false);
        Patience.await().untilAsserted(() -> assertThat(running()).doesNotExist());
        long before = Leftovers.descriptors();
        for (int i = 0; i < 50; i++) {
            awake.want(true);
            awake.want(false);
        }
        awake.close();
        assertThat(ProcessHandle.current()
                        .children()
                        .filter(each -> each.info()
                                .commandLine()
                                .orElse("")
                                .contains(running().toString())))
                .isEmpty();
        Patience.await().untilAsserted(() -> {
            assertThat(Leftovers.descriptors()).isLessThanOrEqualTo(before);
            // The test itself has one connection.
            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(each -> each.getName().startsWith("DBus Sender"))
                    .hasSizeLessThanOrEqualTo(1);
        });
    }

    @Test
    void theCommandIsTheOneOfTheSystemIfItIsInstalled() throws IOException {
        String path = "/nowhere:" + folder;
        assertThat(KeepAwake.command("Linux", path)).isEmpty();
        Path program = Files.createFile(folder.resolve("systemd-inhibit"));
        assertThat(program.toFile().setExecutable(true)).isTrue();
        assertThat(KeepAwake.command("Linux", path))
                .startsWith("systemd-inhibit", "--what=idle")
                .endsWith("cat");
        assertThat(KeepAwake.command("Mac OS X", path)).isEmpty();
    }

    private boolean isOnBus(String name) throws DBusException {
        return bus.services()
                .getRemoteObject("org.freedesktop.DBus", "/org/freedesktop/DBus", DBus.class)
                .NameHasOwner(name);
    }

    /** Records what is asked for. */
    public final class Session implements DesktopApi.SessionManager {
        @Override
        public UInt32 inhibit(String program, UInt32 window, String reason, UInt32 what) {
            asked.add(program + "|" + reason + "|" + what);
            return new UInt32(1);
        }

        @Override
        public String getObjectPath() {
            return DesktopApi.SESSION_PATH;
        }
    }
}
