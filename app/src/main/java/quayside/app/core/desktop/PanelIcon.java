package quayside.app.core.desktop;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.connections.IDisconnectCallback;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.interfaces.DBus;
import org.freedesktop.dbus.interfaces.Properties;
import org.freedesktop.dbus.types.DBusListType;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An icon of this program in the desktop's panel, with a menu, over the session bus. Without a bus, or without a panel
 * that shows such icons, there is none. It has a connection of its own, which ends when the icon is hidden. Thread-safe;
 * methods return at once, apart from {@link #close}.
 */
public final class PanelIcon implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PanelIcon.class);
    private static final int ROOT = 0;

    private final Optional<String> bus;
    private final ExecutorService worker = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("panel-icon").factory());

    /** What is to be shown; null for nothing. */
    private volatile @Nullable Look look;

    private volatile boolean shown;
    private final AtomicInteger revision = new AtomicInteger();

    /** Of the worker. */
    private @Nullable DBusConnection connection;

    /**
     * A line of the menu.
     *
     * @param id its number, above 0: the same for whatever does the same, so that a click on a menu that has just changed
     *     does what the user saw
     * @param words empty for a line between entries
     * @param action is run on a thread of the bus
     */
    public record Entry(int id, String words, Runnable action) {}

    /** A square picture of {@code size} pixels a side: alpha, red, green and blue of each. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Picture(int size, byte[] argb) {}

    /**
     * What the panel shows.
     *
     * @param line more about the program, for the tooltip; may be empty
     * @param press is run on a thread of the bus when the icon is pressed
     */
    public record Look(String title, String line, List<Picture> pictures, List<Entry> menu, Runnable press) {
        boolean looksLike(@Nullable Look other) {
            return other != null
                    && title.equals(other.title)
                    && line.equals(other.line)
                    && menu.stream()
                            .map(Entry::words)
                            .toList()
                            .equals(other.menu.stream().map(Entry::words).toList());
        }
    }

    /** @param bus the address of the session bus; empty if the system has none */
    PanelIcon(Optional<String> bus) {
        this.bus = bus;
    }

    /** Shows the icon, or changes it. */
    public void show(Look next) {
        Look before = look;
        look = next;
        if (bus.isPresent() && !next.looksLike(before)) {
            inTurn(() -> {
                if (connection == null) {
                    connect(bus.get());
                } else {
                    announce(connection);
                }
            });
        }
    }

    /** Takes the icon away. */
    public void hide() {
        if (look != null) {
            look = null;
            inTurn(this::disconnect);
        }
    }

    /** Returns whether a panel shows the icon now, as far as the bus tells. */
    public boolean isShown() {
        return shown;
    }

    private void inTurn(BusWork work) {
        if (worker.isShutdown()) {
            return;
        }
        worker.execute(() -> {
            try {
                work.run();
            } catch (IOException | DBusException | DBusExecutionException e) {
                LOG.info("The desktop shows no icon in its panel: {}", e.getMessage());
            }
        });
    }

    private interface BusWork {
        void run() throws IOException, DBusException;
    }

    @SuppressWarnings("removal") // The builder that takes its place is not reached by who gets the connection.
    private void connect(String address) throws IOException, DBusException {
        if (look == null) {
            return;
        }
        DBusConnection made = SessionBus.connect(address);
        boolean isReady = false;
        try {
            made.setDisconnectCallback(new IDisconnectCallback() {
                @Override
                public void disconnectOnError(IOException e) {
                    shown = false;
                    inTurn(() -> ended(made));
                }
            });
            made.requestBusName(name());
            made.exportObject(PanelApi.ITEM_PATH, new ExportedItem());
            made.exportObject(PanelApi.MENU_PATH, new ExportedMenu());
            // A panel may be started later, or again.
            AutoCloseable _ = made.addSigHandler(DBus.NameOwnerChanged.class, changed -> {
                if (changed.name.equals(PanelApi.WATCHER)) {
                    shown = false;
                    if (!changed.newOwner.isEmpty()) {
                        inTurn(this::register);
                    }
                }
            });
            isReady = true;
        } finally {
            if (!isReady) {
                // The next change of the icon tries it again.
                made.close();
            }
        }
        connection = made;
        register();
    }

    /** The bus has ended the connection; the next change of the icon makes another. */
    private void ended(DBusConnection lost) throws IOException {
        if (connection == lost) {
            disconnect();
        }
    }

    private static String name() {
        return PanelApi.ITEM + "-" + ProcessHandle.current().pid() + "-1";
    }

    private void register() throws IOException, DBusException {
        DBusConnection now = connection;
        if (now == null) {
            return;
        }
        shown = false;
        PanelApi.Watcher watcher =
                now.getRemoteObject(PanelApi.WATCHER, PanelApi.WATCHER_PATH, PanelApi.Watcher.class, false);
        Properties properties = now.getRemoteObject(PanelApi.WATCHER, PanelApi.WATCHER_PATH, Properties.class, false);
        shown = SessionBus.within(SessionBus.ANSWER, () -> {
            watcher.register(name());
            Object there = properties.Get(PanelApi.WATCHER, "IsStatusNotifierHostRegistered");
            return Boolean.TRUE.equals(there instanceof Variant<?> wrapped ? wrapped.getValue() : there);
        });
    }

    private void announce(DBusConnection now) throws DBusException {
        UInt32 next = new UInt32(revision.incrementAndGet());
        now.sendMessage(new PanelApi.Item.NewToolTip(PanelApi.ITEM_PATH));
        now.sendMessage(new PanelApi.Menu.LayoutUpdated(PanelApi.MENU_PATH, next, ROOT));
    }

    private void disconnect() throws IOException {
        shown = false;
        DBusConnection before = connection;
        connection = null;
        if (before != null) {
            before.close();
        }
    }

    /** Takes the icon away, and waits until the bus is left. */
    @Override
    public void close() {
        hide();
        worker.close();
    }

    private Optional<Look> looks() {
        return Optional.ofNullable(look);
    }

    private List<PanelApi.Pixels> pixels() {
        return looks().map(now -> now.pictures().stream()
                        .map(each -> new PanelApi.Pixels(each.size(), each.size(), each.argb()))
                        .toList())
                .orElse(List.of());
    }

    /** Answers for properties, which dbus-java passes on for each interface of an object. */
    private abstract static class WithProperties implements Properties {
        abstract Map<String, Variant<?>> properties();

        // The bus gives a variant what type it likes.
        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
        @Override
        public <A> A Get(String type, String name) {
            Variant<?> value = properties().get(name);
            if (value == null) {
                throw new DBusExecutionException("There is no " + name);
            }
            return (A) value;
        }

        @Override
        public <A> void Set(String type, String name, A value) {
            throw new DBusExecutionException(name + " cannot be changed");
        }

        @Override
        public Map<String, Variant<?>> GetAll(String type) {
            return properties();
        }
    }

    /** The icon on the bus. Public because dbus-java calls it by reflection. */
    @SuppressWarnings("ExposedPrivateType") // dbus-java calls only the methods of the interfaces
    public final class ExportedItem extends WithProperties implements PanelApi.Item {
        private ExportedItem() {}

        @Override
        Map<String, Variant<?>> properties() {
            String title = looks().map(Look::title).orElse("");
            String line = looks().map(Look::line).orElse("");
            Map<String, Variant<?>> all = new LinkedHashMap<>();
            all.put("Category", new Variant<>("Communications"));
            all.put("Id", new Variant<>("quayside"));
            all.put("Title", new Variant<>(title));
            all.put("Status", new Variant<>("Active"));
            all.put("WindowId", new Variant<>(0));
            all.put("IconName", new Variant<>(""));
            all.put("IconThemePath", new Variant<>(""));
            all.put("IconPixmap", new Variant<>(pixels(), "a(iiay)"));
            all.put("OverlayIconName", new Variant<>(""));
            all.put("AttentionIconName", new Variant<>(""));
            all.put("ToolTip", new Variant<>(new PanelApi.ToolTip("", List.of(), title, line), "(sa(iiay)ss)"));
            all.put("ItemIsMenu", new Variant<>(false));
            all.put("Menu", new Variant<>(new DBusPath(PanelApi.MENU_PATH)));
            return all;
        }

        @Override
        public void activate(int x, int y) {
            looks().ifPresent(now -> now.press().run());
        }

        @Override
        public void secondaryActivate(int x, int y) {
            activate(x, y);
        }

        /** The panel draws the menu itself. */
        @Override
        public void contextMenu(int x, int y) {}

        @Override
        public void scroll(int delta, String orientation) {}

        @Override
        public String getObjectPath() {
            return PanelApi.ITEM_PATH;
        }
    }

    /** The menu on the bus: entries are numbered from 1. Public because dbus-java calls it by reflection. */
    @SuppressWarnings("ExposedPrivateType") // dbus-java calls only the methods of the interfaces
    public final class ExportedMenu extends WithProperties implements PanelApi.Menu {
        private static final String CLICKED = "clicked";

        private ExportedMenu() {}

        @Override
        Map<String, Variant<?>> properties() {
            return Map.of(
                    "Version",
                    new Variant<>(new UInt32(3)),
                    "Status",
                    new Variant<>("normal"),
                    "TextDirection",
                    new Variant<>("ltr"),
                    "IconThemePath",
                    new Variant<>(List.of(), new DBusListType(String.class)));
        }

        private Optional<Entry> entry(int id) {
            return looks().flatMap(now ->
                    now.menu().stream().filter(each -> each.id() == id).findFirst());
        }

        private Map<String, Variant<?>> of(int id) {
            if (id == ROOT) {
                return Map.of("children-display", new Variant<>("submenu"));
            }
            return entry(id).map(ExportedMenu::properties).orElse(Map.of());
        }

        private static Map<String, Variant<?>> properties(Entry entry) {
            return entry.words().isEmpty()
                    ? Map.of("type", new Variant<>("separator"))
                    // An underscore would mark the letter that chooses the entry.
                    : Map.of("label", new Variant<>(entry.words().replace("_", "__")));
        }

        private PanelApi.Node node(int id, boolean withChildren) {
            List<Variant<?>> children = new ArrayList<>();
            if (withChildren && id == ROOT) {
                looks().ifPresent(now -> now.menu()
                        .forEach(each -> children.add(new Variant<>(node(each.id(), false), PanelApi.Node.SIGNATURE))));
            }
            return new PanelApi.Node(id, of(id), children);
        }

        @Override
        public PanelApi.Layout<UInt32, PanelApi.Node> layout(int parent, int depth, List<String> properties) {
            return new PanelApi.Layout<>(new UInt32(revision.get()), node(parent, depth != 0));
        }

        @Override
        public List<PanelApi.NodeProperties> properties(List<Integer> ids, List<String> names) {
            return ids.stream()
                    .map(id -> new PanelApi.NodeProperties(id, of(id)))
                    .toList();
        }

        @Override
        public Variant<?> property(int id, String name) {
            return Optional.<Variant<?>>ofNullable(of(id).get(name)).orElseGet(() -> new Variant<>(""));
        }

        @Override
        public void event(int id, String event, Variant<?> data, UInt32 time) {
            if (event.equals(CLICKED)) {
                entry(id).ifPresent(each -> each.action().run());
            }
        }

        @Override
        public List<Integer> events(List<PanelApi.NodeEvent> events) {
            events.forEach(each -> event(each.id, each.event, each.data, each.time));
            return List.of();
        }

        @Override
        public boolean aboutToShow(int id) {
            return false;
        }

        @Override
        public PanelApi.Pair<List<Integer>, List<Integer>> aboutToShow(List<Integer> ids) {
            return new PanelApi.Pair<>(List.of(), List.of());
        }

        @Override
        public String getObjectPath() {
            return PanelApi.MENU_PATH;
        }
    }
}
