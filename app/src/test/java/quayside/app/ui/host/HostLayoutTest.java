package quayside.app.ui.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListCell;
import javafx.scene.control.OverrunStyle;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import quayside.app.core.Patience;
import quayside.app.core.host.FakeHost;
import quayside.app.core.host.HostState;
import quayside.app.core.settings.SettingsStore;
import quayside.app.ui.kit.Fx;
import quayside.app.ui.kit.TestWindow;
import quayside.app.ui.kit.UiServices;
import quayside.protocol.text.Sentence;
import quayside.server.Guest;
import quayside.server.ShareEvent;

/** The host's screen in places of any width, in letters of any size, with names that nobody kept short. */
class HostLayoutTest {
    private static final String LONG = "A folder whose name nobody kept short enough to be read at once";
    private static final String ADDRESS = "2001:db8:85a3:1234:5678:8a2e:370:7334";
    private static final String SIZES = """
            320, 14
            320, 17.5
            400, 14
            400, 17.5
            500, 17.5
            1000, 14
            1000, 17.5
            """;

    @TempDir
    Path temp;

    private final FakeHost host = new FakeHost();

    @ParameterizedTest
    @CsvSource(textBlock = SIZES)
    void whileHostingEverythingFitsItsPlace(double width, double fontPx) {
        host.happen(new ShareEvent.Uploaded(Instant.EPOCH, ADDRESS, LONG + ".pdf", 1_400_000, true));
        check(width, fontPx, "#host-guests .guest-disconnect", () -> {
            HostState.On on = FakeHost.on(temp, List.of("192.168.1.5", ADDRESS));
            Guest busy = new Guest(
                    "1", ADDRESS, Instant.EPOCH, 1, Sentence.said("downloading " + LONG), 999_000_000, 999_000_000);
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
    void whatFailedAndItsRemediesFitTheirPlace(double width, double fontPx) {
        Path folder = temp.resolve(LONG);
        check(
                width,
                fontPx,
                "#host-remedy",
                () -> host.become(new HostState.Failed(folder, "The folder “" + LONG + "” cannot be read.")));
    }

    @ParameterizedTest
    @CsvSource(textBlock = SIZES)
    void withoutAFolderTheHintIsReadWhole(double width, double fontPx) {
        check(width, fontPx, "#host-choose", () -> {});
    }

    @Test
    void whereOneGuestIsThereTheChartsHeadingIsSeenInAWindowAsItFirstOpens() {
        SettingsStore settings = SettingsStore.open(temp);
        // What a window of 1000x700 leaves for this screen: its right half, between the bars.
        try (TestWindow window = new TestWindow(500, 588, services -> screen(settings, services))) {
            host.become(FakeHost.on(temp, FakeHost.guest("1", "10.0.0.2")));
            Fx.await(() -> window.find("#host-guests .guest-disconnect") != null);
            Patience.await()
                    .untilAsserted(() ->
                            assertThat(headings(window)).containsSequence("Invite guests", "1 guest", "Throughput"));
        }
    }

    /** The headings that are seen whole, without scrolling. */
    private static List<String> headings(TestWindow window) {
        return Fx.call(() -> {
            Parent root = window.scene().getRoot();
            root.applyCss();
            root.layout();
            return root.lookupAll(".section-title").stream()
                    .filter(node ->
                            isSeen(node) && root.getLayoutBounds().contains(node.localToScene(node.getLayoutBounds())))
                    .map(node -> ((Labeled) node).getText())
                    .toList();
        });
    }

    private StackPane screen(SettingsStore settings, UiServices services) {
        return new StackPane(new HostFeature(host, settings, services, (_, _) -> List.of(), _ -> {}).view());
    }

    private void check(double width, double fontPx, String awaited, Runnable change) {
        SettingsStore settings = SettingsStore.open(temp);
        try (TestWindow window = new TestWindow(width, 900, services -> {
            StackPane place = screen(settings, services);
            place.setStyle("-fx-font-size: " + fontPx + "px;");
            return place;
        })) {
            change.run();
            Fx.await(() -> window.find(awaited) != null);
            Patience.await()
                    .untilAsserted(() -> assertThat(faults(window, fontPx)).isEmpty());
        }
    }

    /** What is cut, or sticks out of the window or of its list. */
    private static List<String> faults(TestWindow window, double fontPx) {
        return Fx.call(() -> {
            Parent root = window.scene().getRoot();
            root.applyCss();
            root.layout();
            return root.lookupAll("*").stream()
                    .filter(node -> node instanceof Labeled labeled && isSeen(labeled) && hasWords(labeled))
                    .map(Labeled.class::cast)
                    .filter(labeled -> isCut(labeled, fontPx) || sticksOut(labeled, root))
                    .map(labeled -> labeled.getText() + " " + labeled.getLayoutBounds())
                    .toList();
        });
    }

    private static boolean hasWords(Labeled labeled) {
        return labeled.getText() != null && !labeled.getText().isEmpty();
    }

    private static boolean isCut(Labeled labeled, double fontPx) {
        if (labeled.isWrapText()) {
            return labeled.getHeight() < labeled.prefHeight(labeled.getWidth()) - 1;
        }
        // A name may be shortened, but not to nothing.
        boolean isName = labeled.getTextOverrun() == OverrunStyle.CENTER_ELLIPSIS;
        double needed = isName ? Math.min(4 * fontPx, labeled.prefWidth(-1)) : labeled.prefWidth(-1);
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
