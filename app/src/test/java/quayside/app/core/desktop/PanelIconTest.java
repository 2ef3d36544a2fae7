package quayside.app.core.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.interfaces.DBus;
import org.freedesktop.dbus.interfaces.Properties;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import quayside.app.core.Patience;

/** An icon on a bus of the test's own, with a panel that records it. */
@Timeout(120)
class PanelIconTest {
    private final List<String> registered = new CopyOnWriteArrayList<>();
    private final List<String> done = new CopyOnWriteArrayList<>();
    private TestBus bus;
    private PanelIcon icon;

    @BeforeEach
    void start() throws DBusException {
        bus = new TestBus();
        icon = new PanelIcon(Optional.of(bus.address()));
    }

    @AfterEach
    void close() throws IOException {
        if (bus != null) {
            icon.close();
            bus.close();
        }
    }

    private void startPanel() throws DBusException {
        bus.services().exportObject(PanelApi.WATCHER_PATH, new TestBus.Panel(registered));
        bus.services().requestBusName(PanelApi.WATCHER);
    }

    private PanelIcon.Look look(String line, String... entries) {
        return new PanelIcon.Look(
                "Quayside",
                line,
                List.of(new PanelIcon.Picture(1, new byte[] {1, 2, 3, 4})),
                IntStream.range(0, entries.length)
                        .mapToObj(i -> new PanelIcon.Entry(i + 1, entries[i], () -> done.add(entries[i])))
                        .toList(),
                () -> done.add("pressed"));
    }

    @Test
    void aPanelShowsTheIconAndItsMenu() throws Exception {
        startPanel();
        icon.show(look("Sharing “Photos”", "Show", "Stop_it", "", "Quit"));
        awaitShown(true);
        assertThat(registered).hasSize(1);
        try (DBusConnection panel = bus.connect()) {
            String owner = registered.getFirst();
            Map<String, Variant<?>> all = panel.getRemoteObject(owner, PanelApi.ITEM_PATH, Properties.class)
                    .GetAll(PanelApi.ITEM);
            assertThat(all.get("Title").getValue()).isEqualTo("Quayside");
            assertThat(all.get("Menu").getValue()).hasToString(PanelApi.MENU_PATH);
            assertThat(all.get("IconPixmap").getSig()).isEqualTo("a(iiay)");
            PanelApi.Menu menu = panel.getRemoteObject(owner, PanelApi.MENU_PATH, PanelApi.Menu.class);
            PanelApi.Item item = panel.getRemoteObject(owner, PanelApi.ITEM_PATH, PanelApi.Item.class);
            assertThat(menu.properties(List.of(1, 2, 3, 9), List.of()))
                    .extracting(each -> String.valueOf(each.properties))
                    .satisfiesExactly(
                            show -> assertThat(show).contains("Show"),
                            stop -> assertThat(stop).contains("Stop__it"),
                            line -> assertThat(line).contains("separator"),
                            none -> assertThat(none).isEqualTo("{}"));
            assertThat(menu.layout(0, -1, List.of()).root.children).hasSize(4);
            item.activate(0, 0);
            menu.event(2, "clicked", new Variant<>(""), new UInt32(0));
            menu.event(4, "hovered", new Variant<>(""), new UInt32(0));
            menu.event(9, "clicked", new Variant<>(""), new UInt32(0));
            Patience.await().untilAsserted(() -> assertThat(done).containsExactly("pressed", "Stop_it"));
        }
    }

    @Test
    void aPanelThatComesLaterOrAgainGetsTheIcon() throws Exception {
        icon.show(look("", "Show"));
        startPanel();
        awaitShown(true);
        bus.services().releaseBusName(PanelApi.WATCHER);
        awaitShown(false);
        bus.services().requestBusName(PanelApi.WATCHER);
        awaitShown(true);
        assertThat(registered).hasSize(2);
    }

    @Test
    void aHiddenIconLeavesTheBusAndNoThreadHoweverOftenItIsShown() throws Exception {
        startPanel();
        icon.show(look("", "Show"));
        awaitShown(true);
        icon.hide();
        awaitShown(false);
        Patience.await().untilAsserted(() -> assertThat(owned()).isEmpty());
        List<String> before = busThreads();
        for (int i = 0; i < 50; i++) {
            icon.show(look("" + i, "Show"));
            icon.hide();
        }
        icon.show(look("", "Show"));
        awaitShown(true);
        icon.hide();
        awaitShown(false);
        Patience.await().untilAsserted(() -> {
            assertThat(busThreads()).hasSizeLessThanOrEqualTo(before.size());
            assertThat(owned()).isEmpty();
        });
    }

    /** Returns a thread of each connection to the bus, of which the test itself has one. */
    private static List<String> busThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("DBus Sender"))
                .sorted()
                .toList();
    }

    private List<String> owned() throws DBusException {
        return Arrays.stream(bus.services()
                        .getRemoteObject("org.freedesktop.DBus", "/org/freedesktop/DBus", DBus.class)
                        .ListNames())
                .filter(name -> name.startsWith(PanelApi.ITEM))
                .toList();
    }

    @Test
    void noIconIsShownOnceTheBusHasEnded() throws Exception {
        startPanel();
        icon.show(look("", "Show"));
        awaitShown(true);
        bus.end();
        awaitShown(false);
    }

    @Test
    void withoutAPanelOrABusNoneIsShown() {
        icon.show(look("", "Show"));
        try (PanelIcon none = new PanelIcon(Optional.empty())) {
            none.show(look("", "Show"));
            assertThat(none.isShown()).isFalse();
        }
        assertThat(icon.isShown()).isFalse();
    }

    private void awaitShown(boolean shown) {
        Patience.await().untilAsserted(() -> assertThat(icon.isShown()).isEqualTo(shown));
    }
}
