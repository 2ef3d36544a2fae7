package quayside.app.core.desktop;

import java.util.List;
import java.util.Map;
import org.freedesktop.dbus.Struct;
import org.freedesktop.dbus.Tuple;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.annotations.DBusMemberName;
import org.freedesktop.dbus.annotations.Position;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.messages.DBusSignal;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;

/**
 * The interfaces of an icon in the desktop's panel (StatusNotifierItem) and of its menu (com.canonical.dbusmenu), as far
 * as {@link PanelIcon} uses them. The types are public because dbus-java uses them by reflection.
 */
final class PanelApi {
    static final String WATCHER = "org.kde.StatusNotifierWatcher";
    static final String WATCHER_PATH = "/StatusNotifierWatcher";
    static final String ITEM = "org.kde.StatusNotifierItem";
    static final String ITEM_PATH = "/StatusNotifierItem";
    static final String MENU_PATH = "/MenuBar";

    private PanelApi() {}

    /** The program that knows all icons. */
    @DBusInterfaceName(WATCHER)
    public interface Watcher extends DBusInterface {
        @DBusMemberName("RegisterStatusNotifierItem")
        void register(String service);
    }

    /** An icon. */
    @DBusInterfaceName(ITEM)
    public interface Item extends DBusInterface {
        @DBusMemberName("Activate")
        void activate(int x, int y);

        @DBusMemberName("SecondaryActivate")
        void secondaryActivate(int x, int y);

        @DBusMemberName("ContextMenu")
        void contextMenu(int x, int y);

        @DBusMemberName("Scroll")
        void scroll(int delta, String orientation);

        /** The tooltip is another one. */
        final class NewToolTip extends DBusSignal {
            public NewToolTip(String path) throws DBusException {
                super(path);
            }
        }
    }

    /** A picture: pixels as alpha, red, green and blue. */
    public static final class Pixels extends Struct {
        @Position(0)
        public final int width;

        @Position(1)
        public final int height;

        @Position(2)
        public final byte[] argb;

        public Pixels(int width, int height, byte[] argb) {
            this.width = width;
            this.height = height;
            this.argb = argb;
        }
    }

    /** A tooltip. */
    public static final class ToolTip extends Struct {
        @Position(0)
        public final String icon;

        @Position(1)
        public final List<Pixels> pictures;

        @Position(2)
        public final String title;

        @Position(3)
        public final String line;

        public ToolTip(String icon, List<Pixels> pictures, String title, String line) {
            this.icon = icon;
            this.pictures = pictures;
            this.title = title;
            this.line = line;
        }
    }

    /** An entry of a menu with those below it. */
    public static final class Node extends Struct {
        static final String SIGNATURE = "(ia{sv}av)";

        @Position(0)
        public final int id;

        @Position(1)
        public final Map<String, Variant<?>> properties;

        @Position(2)
        public final List<Variant<?>> children;

        public Node(int id, Map<String, Variant<?>> properties, List<Variant<?>> children) {
            this.id = id;
            this.properties = properties;
            this.children = children;
        }
    }

    /** The properties of an entry. */
    public static final class NodeProperties extends Struct {
        @Position(0)
        public final int id;

        @Position(1)
        public final Map<String, Variant<?>> properties;

        public NodeProperties(int id, Map<String, Variant<?>> properties) {
            this.id = id;
            this.properties = properties;
        }
    }

    /** What happened to an entry. */
    public static final class NodeEvent extends Struct {
        @Position(0)
        public final int id;

        @Position(1)
        public final String event;

        @Position(2)
        public final Variant<?> data;

        @Position(3)
        public final UInt32 time;

        public NodeEvent(int id, String event, Variant<?> data, UInt32 time) {
            this.id = id;
            this.event = event;
            this.data = data;
            this.time = time;
        }
    }

    /**
     * A menu with the number of its version.
     *
     * @param <A> the number
     * @param <B> the menu
     */
    public static final class Layout<A, B> extends Tuple {
        @Position(0)
        public final A revision;

        @Position(1)
        public final B root;

        public Layout(A revision, B root) {
            this.revision = revision;
            this.root = root;
        }
    }

    /**
     * Two lists of entries.
     *
     * @param <A> the first
     * @param <B> the second
     */
    public static final class Pair<A, B> extends Tuple {
        @Position(0)
        public final A first;

        @Position(1)
        public final B second;

        public Pair(A first, B second) {
            this.first = first;
            this.second = second;
        }
    }

    /** The menu of an icon. */
    @DBusInterfaceName("com.canonical.dbusmenu")
    public interface Menu extends DBusInterface {
        @DBusMemberName("GetLayout")
        Layout<UInt32, Node> layout(int parent, int depth, List<String> properties);

        @DBusMemberName("GetGroupProperties")
        List<NodeProperties> properties(List<Integer> ids, List<String> names);

        @DBusMemberName("GetProperty")
        Variant<?> property(int id, String name);

        @DBusMemberName("Event")
        void event(int id, String event, Variant<?> data, UInt32 time);

        @DBusMemberName("EventGroup")
        List<Integer> events(List<NodeEvent> events);

        @DBusMemberName("AboutToShow")
        boolean aboutToShow(int id);

        @DBusMemberName("AboutToShowGroup")
        Pair<List<Integer>, List<Integer>> aboutToShow(List<Integer> ids);

        /** The menu is another one. */
        final class LayoutUpdated extends DBusSignal {
            public final UInt32 revision;
            public final int parent;

            public LayoutUpdated(String path, UInt32 revision, int parent) throws DBusException {
                super(path, revision, parent);
                this.revision = revision;
                this.parent = parent;
            }
        }
    }
}
