package quayside.app.core.desktop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import quayside.app.core.Patience;

/** A desktop on a session bus of the test's own; skipped where there is no {@code dbus-daemon}. */
@Timeout(60)
class SessionDesktopTest {
    private TestBus bus;
    private String address;
    private DBusConnection services;
    private final List<String> shown = new CopyOnWriteArrayList<>();
    private final List<Optional<Boolean>> seen = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() throws DBusException {
        bus = new TestBus();
        address = bus.address();
        services = bus.services();
    }

    @AfterEach
    void close() throws IOException {
        if (bus != null) {
            bus.close();
        }
    }

    @Test
    void thePreferredColoursAreReadAndFollowed() throws DBusException {
        services.exportObject(DesktopApi.PORTAL_PATH, new Portal());
        services.requestBusName(DesktopApi.PORTAL);
        try (SessionDesktop desktop = new SessionDesktop(Optional.of(address))) {
            desktop.onDark(seen::add);
            desktop.start();
            awaitSeen(List.of(Optional.empty(), Optional.of(true)));
            change("org.freedesktop.appearance", "color-scheme", 2);
            change("org.freedesktop.appearance", "accent-color", 1);
            change("org.freedesktop.appearance", "color-scheme", 0);
            awaitSeen(List.of(Optional.empty(), Optional.of(true), Optional.of(false), Optional.empty()));
        }
    }

    @Test
    void aNotificationIsShownAsPlainText() throws IOException, DBusException {
        services.exportObject(DesktopApi.NOTICES_PATH, new TestBus.Notices(shown));
        services.requestBusName(DesktopApi.NOTICES);
        try (SessionDesktop desktop = new SessionDesktop(Optional.of(address))) {
            desktop.notify("3 transfers are done", "<b>a & b</b>", Optional.empty());
        }
        assertThat(shown).containsExactly("Quayside|3 transfers are done|&lt;b&gt;a &amp; b&lt;/b&gt;");
    }

    @Test
    void theButtonOfANotificationDoesWhatItSaysOnce() throws IOException, DBusException {
        services.exportObject(DesktopApi.NOTICES_PATH, new TestBus.Notices(shown));
        services.requestBusName(DesktopApi.NOTICES);
        List<String> done = new CopyOnWriteArrayList<>();
        try (SessionDesktop desktop = new SessionDesktop(Optional.of(address))) {
            desktop.notify("a", "b", Optional.of(new SessionDesktop.Step("Block", () -> done.add("blocked"))));
            assertThat(shown).containsExactly("Quayside|a|b|Block");
            for (String action : List.of("other", "step", "step")) {
                services.sendMessage(
                        new DesktopApi.Notifications.ActionInvoked(DesktopApi.NOTICES_PATH, new UInt32(1), action));
            }
            Patience.await().untilAsserted(() -> assertThat(done).containsExactly("blocked"));
        }
    }

    @Test
    void withoutAServiceOrABusNothingIsKnownAndNothingShown() throws IOException {
        try (SessionDesktop desktop = new SessionDesktop(Optional.of(address));
                SessionDesktop none = new SessionDesktop(Optional.empty())) {
            desktop.onDark(seen::add);
            desktop.start();
            assertThatThrownBy(() -> desktop.notify("a", "b", Optional.empty())).isInstanceOf(IOException.class);
            none.start();
            assertThatThrownBy(() -> none.notify("a", "b", Optional.empty())).isInstanceOf(IOException.class);
        }
        assertThat(seen).containsExactly(Optional.empty());
    }

    private void awaitSeen(List<Optional<Boolean>> expected) {
        Patience.await().untilAsserted(() -> assertThat(seen).isEqualTo(expected));
    }

    private void change(String namespace, String key, int value) throws DBusException {
        services.sendMessage(new DesktopApi.Settings.SettingChanged(
                DesktopApi.PORTAL_PATH, namespace, key, new Variant<>(new UInt32(value))));
    }

    /** Prefers dark colours. */
    public static final class Portal implements DesktopApi.Settings {
        @Override
        public Variant<?> read(String namespace, String key) {
            return new Variant<>(new Variant<>(new UInt32(1)));
        }

        @Override
        public String getObjectPath() {
            return DesktopApi.PORTAL_PATH;
        }
    }
}
