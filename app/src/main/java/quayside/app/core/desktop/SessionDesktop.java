package quayside.app.core.desktop;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
 * The user's desktop, over the session bus: whether it prefers dark colours, its notifications, the icon in its panel,
 * whether it sleeps, and what it starts at login. Without a bus, or without a service on it, the preference is unknown
 * and nothing is shown. Thread-safe.
 */
public final class SessionDesktop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SessionDesktop.class);
    private static final String APPEARANCE = "org.freedesktop.appearance";
    private static final String SCHEME = "color-scheme";
    private static final int DARK = 1;
    private static final int LIGHT = 2;
    private static final int USUAL_TIME = -1;
    private static final String STEP = "step";
    private static final int MAX_STEPS = 8;

    private final Optional<String> bus;
    private final Published<Optional<Boolean>> dark = new Published<>(Optional.empty());
    private @Nullable DBusConnection connection;
    private boolean closed;

    /** What the user may do about the notifications shown last, by their numbers. */
    private final Map<UInt32, Runnable> steps = new LinkedHashMap<>();

    private boolean hearsSteps;
    private final PanelIcon icon;
    private final KeepAwake awake;
    private final LoginStart login;

    /** @param bus the address of the session bus; empty if the system has none */
    public SessionDesktop(Optional<String> bus) {
        this(bus, LoginStart.none(), new KeepAwake(bus, List.of()));
    }

    private SessionDesktop(Optional<String> bus, LoginStart login, KeepAwake awake) {
        this.bus = bus;
        this.icon = new PanelIcon(bus);
        this.awake = awake;
        this.login = login;
    }

    /**
     * Returns the desktop of this system. Without a bus nothing of the system is used.
     *
     * @param bus the address of the session bus; empty if the system has none
     */
    public static SessionDesktop of(Optional<String> bus, LoginStart login) {
        return bus.isEmpty()
                ? new SessionDesktop(bus)
                : new SessionDesktop(
                        bus,
                        login,
                        new KeepAwake(
                                bus,
                                KeepAwake.command(
                                        System.getProperty("os.name", ""),
                                        Objects.requireNonNullElse(System.getenv("PATH"), ""))));
    }

    /** Returns the icon in the desktop's panel. */
    public PanelIcon icon() {
        return icon;
    }

    /** Returns what keeps the system awake. */
    public KeepAwake awake() {
        return awake;
    }

    /** Returns what starts this program at login. */
    public LoginStart login() {
        return login;
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
     * A thing to do about a notification.
     *
     * @param action is run on a thread of the bus
     */
    public record Step(String words, Runnable action) {}

    /**
     * Shows a notification of the desktop. It gets plain texts without secrets; the desktop may keep and show them when
     * the screen is locked. Blocks up to some seconds.
     *
     * @param step is offered as a button, if the desktop shows buttons
     * @throws IOException if there is no desktop that shows it
     */
    public void notify(String title, String line, Optional<Step> step) throws IOException {
        DesktopApi.Notifications notices =
                object(DesktopApi.NOTICES, DesktopApi.NOTICES_PATH, DesktopApi.Notifications.class);
        List<String> capable = SessionBus.within(SessionBus.ANSWER, notices::capabilities);
        String body = capable.contains("body-markup")
                ? line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
                : line;
        Optional<Step> offered = step.filter(each -> capable.contains("actions"));
        if (offered.isPresent()) {
            hearSteps();
        }
        UInt32 id = SessionBus.within(
                SessionBus.ANSWER,
                () -> notices.show(
                        "Quayside",
                        new UInt32(0),
                        "quayside",
                        title,
                        body,
                        offered.map(each -> List.of(STEP, each.words())).orElse(List.of()),
                        Map.of("desktop-entry", new Variant<>("quayside")),
                        USUAL_TIME));
        offered.ifPresent(each -> remember(id, each.action()));
    }

    private synchronized void remember(UInt32 id, Runnable action) {
        steps.put(id, action);
        if (steps.size() > MAX_STEPS) {
            steps.remove(steps.keySet().iterator().next());
        }
    }

    private synchronized void hearSteps() throws IOException {
        if (hearsSteps) {
            return;
        }
        try {
            AutoCloseable _ = connection().addSigHandler(DesktopApi.Notifications.ActionInvoked.class, pressed -> {
                if (pressed.action.equals(STEP)) {
                    taken(pressed.id).ifPresent(Runnable::run);
                }
            });
            hearsSteps = true;
        } catch (DBusException e) {
            throw new IOException("The buttons of notifications are not heard", e);
        }
    }

    private synchronized Optional<Runnable> taken(UInt32 id) {
        return Optional.ofNullable(steps.remove(id));
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
            hearsSteps = false;
            connection = SessionBus.connect(bus.get());
        }
        return connection;
    }

    /** Takes the icon away, lets the system sleep, and leaves the bus. */
    @Override
    public void close() {
        icon.close();
        awake.close();
        leave();
    }

    private synchronized void leave() {
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
