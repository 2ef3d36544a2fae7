package quayside.app.core.desktop;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.app.core.publish.Published;
import quayside.app.core.publish.Subscription;

/**
 * The user's desktop, over the session bus: whether it prefers dark colours, and its notifications. Without a bus, or
 * without a service on it, the preference is unknown and notifications are not shown. Thread-safe.
 */
public final class SessionDesktop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SessionDesktop.class);
    private static final String APPEARANCE = "org.freedesktop.appearance";
    private static final String SCHEME = "color-scheme";
    private static final int DARK = 1;
    private static final int LIGHT = 2;
    private static final int USUAL_TIME = -1;

    private final Optional<String> bus;
    private final Published<Optional<Boolean>> dark = new Published<>(Optional.empty());
    private @Nullable DBusConnection connection;
    private boolean closed;

    /** @param bus the address of the session bus; empty if the system has none */
    public SessionDesktop(Optional<String> bus) {
        this.bus = bus;
    }

    /** Starts to follow the desktop's preference, in the background. Returns at once. */
    public void start() {
        if (bus.isPresent()) {
            Thread _ = Thread.ofVirtual().name("desktop").start(this::follow);
        }
    }

    /**
     * Adds a listener, which first gets the present preference: whether the desktop prefers dark colours, or empty if it
     * prefers none or that is unknown.
     */
    public Subscription onDark(Consumer<Optional<Boolean>> listener) {
        return dark.listen(listener);
    }

    /**
     * Shows a notification of the desktop. It gets plain texts without secrets; the desktop may keep and show them when
     * the screen is locked. Blocks up to some seconds.
     *
     * @throws IOException if there is no desktop that shows it
     */
    public void notify(String title, String line) throws IOException {
        DesktopApi.Notifications notices =
                object(DesktopApi.NOTICES, DesktopApi.NOTICES_PATH, DesktopApi.Notifications.class);
        boolean markup = SessionBus.within(
                SessionBus.ANSWER, () -> notices.capabilities().contains("body-markup"));
        String body = markup ? line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") : line;
        UInt32 _ = SessionBus.within(
                SessionBus.ANSWER,
                () -> notices.show(
                        "Quayside",
                        new UInt32(0),
                        "quayside",
                        title,
                        body,
                        List.of(),
                        Map.of("desktop-entry", new Variant<>("quayside")),
                        USUAL_TIME));
    }

    private void follow() {
        try {
            AutoCloseable _ = connection().addSigHandler(DesktopApi.Settings.SettingChanged.class, changed -> {
                if (changed.namespace.equals(APPEARANCE) && changed.key.equals(SCHEME)) {
                    dark.set(preference(changed.value));
                }
            });
            DesktopApi.Settings settings = object(DesktopApi.PORTAL, DesktopApi.PORTAL_PATH, DesktopApi.Settings.class);
            dark.set(preference(SessionBus.within(SessionBus.ANSWER, () -> settings.read(APPEARANCE, SCHEME))));
        } catch (IOException | DBusException | DBusExecutionException e) {
            LOG.info("The desktop names no preferred colours: {}", e.getMessage());
        }
    }

    private static Optional<Boolean> preference(Variant<?> value) {
        Object inner = value.getValue();
        while (inner instanceof Variant<?> wrapped) {
            inner = wrapped.getValue();
        }
        return inner instanceof Number scheme && (scheme.intValue() == DARK || scheme.intValue() == LIGHT)
                ? Optional.of(scheme.intValue() == DARK)
                : Optional.empty();
    }

    private <I extends DBusInterface> I object(String name, String path, Class<I> type) throws IOException {
        try {
            return connection().getRemoteObject(name, path, type, false);
        } catch (DBusException | DBusExecutionException e) {
            throw new IOException("The desktop has no " + name, e);
        }
    }

    private synchronized DBusConnection connection() throws IOException {
        if (closed || bus.isEmpty()) {
            throw new IOException("There is no session bus");
        }
        if (connection == null || !connection.isConnected()) {
            connection = SessionBus.connect(bus.get());
        }
        return connection;
    }

    /** Leaves the bus. */
    @Override
    public synchronized void close() {
        closed = true;
        if (connection != null) {
            try {
                connection.close();
            } catch (IOException e) {
                LOG.debug("The session bus was left with a fault", e);
            }
        }
    }
}
