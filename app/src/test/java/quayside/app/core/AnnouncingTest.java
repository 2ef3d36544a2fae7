package quayside.app.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.host.FakeHost;
import quayside.app.core.host.HostState;
import quayside.app.core.nearby.Announcement;
import quayside.app.core.nearby.FakeNearby;
import quayside.app.core.reach.FakeReach;
import quayside.app.core.settings.Settings;
import quayside.protocol.crypto.Fingerprint;

/** What the window announces, and when. */
class AnnouncingTest {
    private static final Path FOLDER = Path.of("/srv/Pictures");

    @TempDir
    private Path config;

    private final FakeHost host = new FakeHost();
    private final FakeNearby nearby = new FakeNearby();
    private final FakeReach reach = new FakeReach();
    private AppCore core;

    @BeforeEach
    void start() throws IOException {
        core = TestParts.in(config).with(host).with(nearby).with(reach).core();
        core.settings().update(now -> now.withComputer("Kitchen laptop"));
        core.start();
    }

    @AfterEach
    void close() {
        core.close();
    }

    private void set(boolean announce, boolean look) throws IOException {
        core.settings().update(now -> now.withNearby(new Settings.Nearby(announce, look)));
    }

    @Test
    void whatIsSharedIsAnnouncedWhileItIsSharedAndWithoutItsKey() {
        assertThat(nearby.announced.getLast()).isEmpty();
        host.become(FakeHost.on(FOLDER));
        assertThat(nearby.announced.getLast())
                .contains(new Announcement(
                        Fingerprint.parse(FakeHost.ID), "Pictures", "Kitchen laptop", 4870, Optional.empty()));
        assertThat(nearby.announced.getLast().toString()).doesNotContain("k7pm");
        host.become(FakeHost.ending(FOLDER));
        assertThat(nearby.announced.getLast()).isEmpty();
        host.become(FakeHost.on(FOLDER));
        host.become(new HostState.Off());
        assertThat(nearby.announced.getLast()).isEmpty();
    }

    @Test
    void theSettingsDecide() throws IOException {
        host.become(FakeHost.on(FOLDER));
        assertThat(nearby.looks).isTrue();
        set(false, true);
        assertThat(nearby.announced.getLast()).isEmpty();
        assertThat(nearby.looks).isTrue();
        set(true, false);
        assertThat(nearby.announced.getLast()).isPresent();
        assertThat(nearby.looks).isFalse();
    }

    @Test
    void anotherNameOfTheComputerIsAnnounced() throws IOException {
        host.become(FakeHost.on(FOLDER));
        core.settings().update(now -> now.withComputer("Attic"));
        assertThat(nearby.announced.getLast())
                .hasValueSatisfying(share -> assertThat(share.computer()).isEqualTo("Attic"));
    }

    @Test
    void thePortIsOpenWhileTheShareIsAndTheUserWantsIt() throws IOException {
        host.become(FakeHost.on(FOLDER));
        assertThat(reach.wanted.getLast()).isEmpty();
        core.settings().update(now -> now.withHost(now.host().withReachable(true)));
        assertThat(reach.wanted.getLast()).isEqualTo(OptionalInt.of(4870));
        host.become(new HostState.Off());
        assertThat(reach.wanted.getLast()).isEmpty();
    }

    @Test
    void whenTheProgramEndsTheAnnouncementDoesAndThePortIsClosed() {
        core.close();
        assertThat(nearby.closed).isTrue();
        assertThat(reach.closed).isTrue();
    }
}
