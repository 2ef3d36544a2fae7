package quayside.app.core.desktop;

import java.util.List;
import java.util.Map;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.annotations.DBusMemberName;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.messages.DBusSignal;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;

/**
 * The parts of the desktop's interfaces that {@link SessionDesktop} uses. The types are public because dbus-java creates
 * them by reflection.
 */
final class DesktopApi {
    static final String PORTAL = "org.freedesktop.portal.Desktop";
    static final String PORTAL_PATH = "/org/freedesktop/portal/desktop";
    static final String NOTICES = "org.freedesktop.Notifications";
    static final String NOTICES_PATH = "/org/freedesktop/Notifications";

    static final String POWER = "org.freedesktop.PowerManagement";
    static final String POWER_PATH = "/org/freedesktop/PowerManagement/Inhibit";
    static final String SESSION = "org.gnome.SessionManager";
    static final String SESSION_PATH = "/org/gnome/SessionManager";

    private DesktopApi() {}

    /** The power manager of Xfce, KDE and others. */
    @DBusInterfaceName("org.freedesktop.PowerManagement.Inhibit")
    public interface PowerManager extends DBusInterface {
        @DBusMemberName("Inhibit")
        UInt32 inhibit(String program, String reason);
    }

    /** The session manager of GNOME and others. */
    @DBusInterfaceName(SESSION)
    public interface SessionManager extends DBusInterface {
        @DBusMemberName("Inhibit")
        UInt32 inhibit(String program, UInt32 window, String reason, UInt32 what);
    }

    /** The desktop's settings. */
    @DBusInterfaceName("org.freedesktop.portal.Settings")
    public interface Settings extends DBusInterface {
        /** Returns a value, which older portals wrap twice. */
        @DBusMemberName("Read")
        Variant<?> read(String namespace, String key);

        /** A setting that was changed. */
        final class SettingChanged extends DBusSignal {
            public final String namespace;
            public final String key;
            public final Variant<?> value;

            public SettingChanged(String path, String namespace, String key, Variant<?> value) throws DBusException {
                super(path, namespace, key, value);
                this.namespace = namespace;
                this.key = key;
                this.value = value;
            }
        }
    }

    /** The desktop's notifications. */
    @DBusInterfaceName("org.freedesktop.Notifications")
    public interface Notifications extends DBusInterface {
        /** The user has pressed a notification, or a button of it. */
        final class ActionInvoked extends DBusSignal {
            public final UInt32 id;
            public final String action;

            public ActionInvoked(String path, UInt32 id, String action) throws DBusException {
                super(path, id, action);
                this.id = id;
                this.action = action;
            }
        }

        @DBusMemberName("GetCapabilities")
        List<String> capabilities();

        /** Has a name of its own: dbus-java takes every {@code notify} for the method of {@link Object}. */
        @DBusMemberName("Notify")
        UInt32 show(
                String program,
                UInt32 replaces,
                String icon,
                String summary,
                String body,
                List<String> actions,
                Map<String, Variant<?>> hints,
                int milliseconds);
    }
}
