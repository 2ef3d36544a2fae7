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

    private DesktopApi() {}

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
