package quayside.app.ui.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListCell;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import quayside.app.core.Patience;
import quayside.app.core.host.FakeHost;
import quayside.app.core.host.HostService;
import quayside.app.core.host.HostState;
import quayside.app.core.settings.Settings;
import quayside.app.core.settings.SettingsStore;
import quayside.app.ui.kit.Fx;
import quayside.app.ui.kit.TestWindow;
import quayside.app.ui.kit.UiServices;
import quayside.protocol.text.Sentence;
import quayside.server.Guest;
import quayside.server.ShareEvent;
import quayside.server.text.ServerPhrase;

/** The host's screen in windows of any size, in letters of any size, with names that nobody kept short. */
class HostScreenTest {
    private static final String LONG = "A folder whose name nobody kept short enough to be read at once";
    private static final String ADDRESS = "2001:db8:85a3:1234:5678:8a2e:370:7334";
    private static final String SIZES = """
        640, 1
        640, 1.5
        800, 1
        800, 1.25
        899, 1
        900, 1
        1000, 1
        1000, 1.25
        """;

    @TempDir
    Path temp;

    private final FakeHost host = new FakeHost();

    @ParameterizedTest
    @CsvSource(textBlock = SIZES)
    void whileHostingEverythingFitsItsPlace(double width, double scale) {
        host.happen(new ShareEvent.Uploaded(Instant.EPOCH, ADDRESS, LONG + ".pdf", 1_400_000, true));
        check(width, scale, "#host-guests .guest-menu", () -> {
            HostState.On on = FakeHost.on(temp, List.of("192.168.1.5", ADDRESS));
            Guest busy = busy("1", LONG, 999_000_000);
            host.become(new HostState.On(
                    temp.resolve(LONG),
                    LONG,
                    on.port(),
                    on.addresses(),
                    on.link(),
                    on.key(),
                    List.of(busy, FakeHost.guest("2", "10.0.0.2"))));
        });
    }

    @ParameterizedTest
    @CsvSource(textBlock = SIZES)
    void whatFailedAndItsRemediesFitTheirPlace(double width, double scale) {
        Path folder = temp.resolve(LONG);
        check(
                width,
                scale,
                "#host-remedy",
                () -> host.become(new HostState.Failed(folder, "The folder “" + LONG + "” cannot be read.")));
    }

    @ParameterizedTest
    @CsvSource(textBlock = SIZES)
    void withoutAFolderTheHintIsReadWhole(double width, double scale) {
        check(width, scale, "#host-choose", () -> {});
    }

    @Test
    void aWideWindowHasTwoColumnsThatFillItAndANarrowOneHasOneInTheOrderOfUse() {
        SettingsStore settings = SettingsStore.open(temp);
        try (TestWindow window = new TestWindow(1000, 720, services -> screen(settings, services))) {
            assertThat(tops(window, "#host-switch", "#may-upload")).isSorted();
            host.become(FakeHost.on(temp, FakeHost.guest("1", "10.0.0.2")));
            Fx.await(() -> window.find("#host-guests .guest-menu") != null);
            assertThat(left(window, "#host-guests")).isGreaterThan(left(window, "#host-switch"));
            assertThat(left(window, "#host-log")).isEqualTo(left(window, "#host-guests"));
            assertThat(tops(window, "#host-switch", "#host-link", "#may-upload", "#host-advanced"))
                    .isSorted();
            double bottom = bounds(window, ".host-screen").getMaxY() - 16;
            assertThat(bounds(window, "#host-log").getMaxY()).isCloseTo(bottom, within(2.0));
            assertThat(bounds(window, "#host-advanced").getMaxY()).isCloseTo(bottom, within(2.0));
            narrow(window, 600);
            Fx.await(() -> left(window, "#host-guests") < left(window, "#host-switch"));
            assertThat(tops(window, "#host-switch", "#host-link", "#host-guests", "#host-log", "#host-advanced"))
                    .isSorted();
        }
    }

    @Test
    void aSmallWindowHasAStripTheLinkBelowItAndChipsBesideIt() {
        SettingsStore settings = SettingsStore.open(temp);
        host.happen(new ShareEvent.GuestJoined(Instant.EPOCH, "10.0.0.2"));
        try (TestWindow window = new TestWindow(1000, 460, services -> screen(settings, services))) {
            host.become(FakeHost.on(temp, FakeHost.guest("1", "10.0.0.2"), FakeHost.guest("2", "10.0.0.3")));
            Fx.await(() -> window.find("#host-guests .guest-menu") != null);
            narrow(window, 800);
            Fx.await(() -> window.find("#host-parts") != null);
            double middle = left(window, ".host-screen") + 312;
            assertThat(left(window, "#host-guests")).isEqualTo(middle);
            assertThat(bounds(window, ".traffic").getMaxX()).isLessThan(left(window, "#host-switch"));
            assertThat(tops(window, "#host-switch", "#host-link", "#may-upload", "#host-advanced"))
                    .isSorted();
            assertThat(bounds(window, "#host-advanced").getMaxX()).isLessThanOrEqualTo(middle);
            assertThat(window.find(".qr-code")).isNull();
            assertThat(window.shows("Opens a port at your router.")).isFalse();
            assertThat(window.shows("The link holds the key.")).isFalse();
            assertThat(window.shows("10.0.0.3")).isTrue();
            assertThat(window.shows("A guest from 10.0.0.2 connected")).isFalse();

            Fx.run(() -> ((ToggleButton)
                            ((HBox) window.find("#host-parts")).getChildren().getLast())
                    .fire());
            assertThat(window.shows("A guest from 10.0.0.2 connected")).isTrue();
            assertThat(window.shows("10.0.0.3")).isFalse();
            narrow(window, 690);
            Fx.await(() -> bounds(window, "#host-log-export").getMinY()
                    > bounds(window, "#host-parts").getMaxY());
            assertThat(bounds(window, "#host-log").getMinY())
                    .isGreaterThanOrEqualTo(bounds(window, "#host-log-export").getMaxY());
            narrow(window, 800);

            window.fire("#host-qr-show");
            assertThat(window.find(".dialog-box .qr-code")).isNotNull();
            window.press("Close");
            narrow(window, 1000);
            Fx.await(() -> window.shows("10.0.0.3") && window.shows("A guest from 10.0.0.2 connected"));
            assertThat(window.find(".qr-code")).isNotNull();
            assertThat(window.shows("Opens a port at your router.")).isTrue();
            assertThat(window.shows("The link holds the key.")).isTrue();
            assertThat(window.find("#host-parts")).isNull();
        }
    }

    @Test
    void fortyGuestsScrollInTheirOwnListAndAnEmptyFolderIsSaid() {
        SettingsStore settings = SettingsStore.open(temp);
        host.contents = new HostService.Contents(0, 0);
        try (TestWindow window = new TestWindow(1000, 720, services -> screen(settings, services))) {
            host.become(FakeHost.on(
                    temp,
                    IntStream.range(0, 40)
                            .mapToObj(i -> FakeHost.guest("g" + i, "10.0.0." + i))
                            .toArray(Guest[]::new)));
            window.awaitText("no files");
            Fx.await(() -> window.find("#host-guests .guest-menu") != null);
            assertThat(window.find("#host-guests").getLayoutBounds().getHeight())
                    .isLessThan(7 * 72);
            assertThat(window.shows("40")).isTrue();
        }
    }

    private static void narrow(TestWindow window, double width) {
        Fx.run(() -> ((Region) window.scene().getRoot().lookup(".host-screen")).setMaxWidth(width));
    }

    /** The bars of the guests stand in one column, whatever the names and the speeds are. */
    @ParameterizedTest
    @CsvSource({"1000", "800"})
    void theBarsOfAllGuestsBeginAndEndAtTheSamePlace(double width) {
        SettingsStore settings = SettingsStore.open(temp);
        try (TestWindow window = new TestWindow(width, 720, services -> screen(settings, services))) {
            host.become(FakeHost.on(temp, busy("1", "", 0), busy("2", LONG, 999_000_000), busy("3", "Attic", 1_000)));
            Fx.await(() -> window.shows("999 MB/s"));
            assertThat(Fx.call(() -> {
                        Parent root = window.scene().getRoot();
                        root.applyCss();
                        root.layout();
                        return root.lookupAll("#host-guests .progress-bar").stream()
                                .map(bar -> bar.localToScene(bar.getLayoutBounds()))
                                .map(bar -> bar.getMinX() + " " + bar.getMaxX())
                                .toList();
                    }))
                    .hasSize(3)
                    .containsOnly(barAt(window));
        }
    }

    private static String barAt(TestWindow window) {
        Bounds bar = bounds(window, "#host-guests .progress-bar");
        return bar.getMinX() + " " + bar.getMaxX();
    }

    private static Guest busy(String id, String name, long bytesPerSecond) {
        return new Guest(
                id,
                ADDRESS,
                name,
                Instant.EPOCH,
                1,
                Sentence.of(ServerPhrase.DOWNLOADING, LONG + ".pdf"),
                OptionalDouble.of(0.5),
                bytesPerSecond,
                999_000_000);
    }

    private static double left(TestWindow window, String selector) {
        return bounds(window, selector).getMinX();
    }

    private static List<Double> tops(TestWindow window, String... selectors) {
        return Stream.of(selectors).map(each -> bounds(window, each).getMinY()).toList();
    }

    private static Bounds bounds(TestWindow window, String selector) {
        return Fx.call(() -> {
            Parent root = window.scene().getRoot();
            root.applyCss();
            root.layout();
            Node node = root.lookup(selector);
            return node.localToScene(node.getLayoutBounds());
        });
    }

    private StackPane screen(SettingsStore settings, UiServices services) {
        return new StackPane(new HostFeature(host, settings, services, (_, _) -> List.of(), _ -> {}).view());
    }

    private void check(double width, double scale, String awaited, Runnable change) {
        SettingsStore settings = SettingsStore.open(temp);
        try (TestWindow window = new TestWindow(width, 900, services -> screen(settings, services))) {
            Fx.run(() -> window.services().look().apply(Settings.Theme.LIGHT, scale));
            change.run();
            Fx.await(() -> window.find(awaited) != null);
            Patience.await()
                    .untilAsserted(() -> assertThat(faults(window, scale)).isEmpty());
        }
    }

    /** What is cut, or sticks out of the window or of its list. */
    private static List<String> faults(TestWindow window, double scale) {
        return Fx.call(() -> {
            Parent root = window.scene().getRoot();
            root.applyCss();
            root.layout();
            return root.lookupAll("*").stream()
                    .filter(node -> node instanceof Labeled labeled && isSeen(labeled) && hasWords(labeled))
                    .map(Labeled.class::cast)
                    .filter(labeled -> isCut(labeled, scale) || sticksOut(labeled, root))
                    .map(labeled -> labeled.getText() + " " + labeled.getLayoutBounds())
                    .toList();
        });
    }

    private static boolean hasWords(Labeled labeled) {
        return labeled.getText() != null && !labeled.getText().isEmpty();
    }

    private static boolean isCut(Labeled labeled, double scale) {
        if (labeled.isWrapText()) {
            return labeled.getHeight() < labeled.prefHeight(labeled.getWidth()) - 1;
        }
        // A name or a sentence may be shortened, but not to nothing.
        boolean isName = "…".equals(labeled.getEllipsisString());
        double needed = isName ? Math.min(4 * 14 * scale, labeled.prefWidth(-1)) : labeled.prefWidth(-1);
        return labeled.getWidth() < needed - 1 || labeled.getHeight() < labeled.prefHeight(-1) - 1;
    }

    private static boolean sticksOut(Node node, Parent root) {
        Bounds bounds = node.localToScene(node.getLayoutBounds());
        if (bounds.getMinX() < 0 || bounds.getMaxX() > root.getLayoutBounds().getMaxX()) {
            return true;
        }
        Parent cell = node.getParent();
        while (cell != null && !(cell instanceof ListCell)) {
            cell = cell.getParent();
        }
        return cell != null && !cell.localToScene(cell.getLayoutBounds()).contains(bounds);
    }

    private static boolean isSeen(Node node) {
        for (Node at = node; at != null; at = at.getParent()) {
            if (!at.isVisible()) {
                return false;
            }
        }
        return true;
    }
}
