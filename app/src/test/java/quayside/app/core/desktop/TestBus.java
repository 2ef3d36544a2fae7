package quayside.app.core.desktop;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.interfaces.Properties;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;

/** A session bus of a test's own, with a connection for the test's services. */
public final class TestBus implements AutoCloseable {
    private final Process daemon;
    private final String address;
    private final DBusConnection services;

    /** Starts the bus; the test is skipped where there is no {@code dbus-daemon}. */
    public TestBus() throws DBusException {
        Process started = null;
        String line = "";
        try {
            started = new ProcessBuilder("dbus-daemon", "--session", "--nofork", "--print-address")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            line = started.inputReader().readLine();
        } catch (IOException e) {
            assumeTrue(false, "this system has no dbus-daemon");
        }
        daemon = started;
        address = line;
        services = connect();
    }

    DBusConnection connect() throws DBusException {
        return DBusConnectionBuilder.forAddress(address).withShared(false).build();
    }

    public String address() {
        return address;
    }

    public DBusConnection services() {
        return services;
    }

    /** Ends the bus under its connections. */
    void end() {
        daemon.destroyForcibly();
    }

    @Override
    public void close() throws IOException {
        services.close();
        daemon.destroy();
    }

    /** Begins to show icons and notifications, and to keep the system awake for whoever asks. */
    public void startDesktop(List<String> icons, List<String> awake, List<String> notices) throws DBusException {
        startNotices(notices);
        services.exportObject(PanelApi.WATCHER_PATH, new Panel(icons));
        services.requestBusName(PanelApi.WATCHER);
        services.exportObject(DesktopApi.POWER_PATH, new Power(awake));
        services.requestBusName(DesktopApi.POWER);
    }

    /** Lets the desktop show notifications, and nothing else. */
    public void startNotices(List<String> shown) throws DBusException {
        services.exportObject(DesktopApi.NOTICES_PATH, new Notices(shown));
        services.requestBusName(DesktopApi.NOTICES);
    }

    /** Records the icons that register. */
    public static final class Panel implements PanelApi.Watcher, Properties {
        private final List<String> registered;

        Panel(List<String> registered) {
            this.registered = registered;
        }

        @Override
        public void register(String service) {
            registered.add(service);
        }

        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
        @Override
        public <A> A Get(String type, String name) {
            if (!name.equals("IsStatusNotifierHostRegistered")) {
                throw new DBusExecutionException(name);
            }
            return (A) new Variant<>(true);
        }

        @Override
        public <A> void Set(String type, String name, A value) {}

        @Override
        public Map<String, Variant<?>> GetAll(String type) {
            return Map.of();
        }

        @Override
        public String getObjectPath() {
            return PanelApi.WATCHER_PATH;
        }
    }

    /** Records who asks. */
    public static class Power implements DesktopApi.PowerManager {
        private final List<String> asked;

        Power(List<String> asked) {
            this.asked = asked;
        }

        @Override
        public UInt32 inhibit(String program, String reason) {
            asked.add(
                    program + "|" + reason + "|" + DBusConnection.getCallInfo().getSource());
            return new UInt32(1);
        }

        @Override
        public String getObjectPath() {
            return DesktopApi.POWER_PATH;
        }
    }

    /** Records what it is to show. */
    public static final class Notices implements DesktopApi.Notifications {
        private final List<String> shown;

        Notices(List<String> shown) {
            this.shown = shown;
        }

        @Override
        public List<String> capabilities() {
            return List.of("body", "body-markup", "actions");
        }

        @Override
        public UInt32 show(
                String program,
                UInt32 replaces,
                String icon,
                String summary,
                String body,
                List<String> actions,
                Map<String, Variant<?>> hints,
                int milliseconds) {
            shown.add(program + "|" + summary + "|" + body + (actions.isEmpty() ? "" : "|" + actions.getLast()));
            return new UInt32(1);
        }

        @Override
        public String getObjectPath() {
            return DesktopApi.NOTICES_PATH;
        }
    }
}
