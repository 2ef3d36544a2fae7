package quayside.app.ui.browse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import javafx.css.PseudoClass;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.TableRow;
import javafx.scene.control.TextField;
import javafx.scene.image.PixelReader;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.StackPane;
import javafx.scene.paint.Color;
import javafx.scene.robot.Robot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.app.core.settings.Settings;
import quayside.app.ui.kit.Fx;

class SelectionPixelsTest {
    private static final Color ACCENT = Color.web("#0969da");
    private static final Color GREY = Color.web("#d8dee4");
    private static final Color EDGE = Color.web("#57606a");
    private static final Color HOVER = Color.web("#f0f3f6");

    private PaneUnderTest pane;

    @BeforeEach
    void setUp() {
        pane = new PaneUnderTest();
        pane.awaitNames("archive", "Zoo", "Budget.xlsx", "img9.jpg", "img10.jpg");
        Fx.await(() -> rows().anyMatch(row -> isOf(row, "img9.jpg") && row.getWidth() > 0));
    }

    @AfterEach
    void tearDown() {
        pane.close();
    }

    @Test
    void aSelectedRowStaysSelectedUnderTheMouse() {
        pane.select("img9.jpg");
        pointAt("img9.jpg");
        Fx.await(() -> row("img9.jpg").isHover());
        Fx.await(() -> ground("img9.jpg").equals(ACCENT));
    }

    @Test
    void aRowUnderTheMouseIsTinted() {
        pointAt("img9.jpg");
        Fx.await(() -> row("img9.jpg").isHover());
        Fx.await(() -> ground("img9.jpg").equals(HOVER));
    }

    @Test
    void theSelectionOfAPaneWithoutTheFocusIsGreyWithADarkEdge() {
        pane.select("img9.jpg");
        Fx.await(() -> ground("img9.jpg").equals(ACCENT));
        TextField elsewhere = new TextField();
        Fx.run(() -> {
            ((StackPane) pane.window.scene().getRoot()).getChildren().add(elsewhere);
            elsewhere.setMaxSize(40, 20);
            elsewhere.requestFocus();
        });
        Fx.await(() -> ground("img9.jpg").equals(GREY));
        assertThat(Fx.call(() -> pixel("img9.jpg", 1))).isEqualTo(EDGE);
    }

    @Test
    void theSelectionKeepsItsColorWhileAQuestionIsAsked() {
        pane.select("img9.jpg");
        pane.window.push(KeyCode.DELETE);
        Fx.await(() -> pane.window.services().dialogs().openProperty().get());
        Fx.run(() -> assertThat(pane.pane.node().getPseudoClassStates())
                .contains(PseudoClass.getPseudoClass("focused-pane")));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 1.1, 1.25, 1.3, 1.5})
    void rowsAreWholePixelsHighAtEveryTextSize(double fontScale) {
        Fx.run(() -> pane.window.services().look().apply(Settings.Theme.LIGHT, fontScale));
        Fx.await(() -> row("img9.jpg").getHeight() == Math.round(28 * fontScale));
        Fx.run(() -> {
            double y = row("img9.jpg").localToScene(0, 0).getY();
            assertThat(y).isEqualTo(Math.rint(y));
        });
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 1.1, 1.25, 1.3, 1.5})
    void noLineIsBetweenSelectedRows(double fontScale) {
        Fx.run(() -> pane.window.services().look().apply(Settings.Theme.LIGHT, fontScale));
        // The last one has the frame of the focus.
        pane.select("img9.jpg", "img10.jpg", "Budget.xlsx");
        Fx.await(() -> row("img9.jpg").getHeight() == Math.round(28 * fontScale)
                && row("img9.jpg").getWidth() <= pane.table().getWidth());
        Fx.await(() -> ground("img9.jpg").equals(ACCENT) && ground("img10.jpg").equals(ACCENT));
        Fx.run(() -> {
            int from = centreY(row("img9.jpg"));
            int to = centreY(row("img10.jpg"));
            int x = (int) row("img9.jpg")
                    .localToScene(row("img9.jpg").getWidth() - 6, 0)
                    .getX();
            PixelReader pixels = pane.window.scene().snapshot(null).getPixelReader();
            assertThat(IntStream.rangeClosed(from, to).mapToObj(y -> pixels.getColor(x, y)))
                    .containsOnly(ACCENT)
                    .hasSizeGreaterThan(20);
        });
    }

    @Test
    void nothingMovesWhileSomethingIsDraggedOverTheTable() {
        Fx.run(() -> {
            Bounds before = row("img9.jpg").localToScene(row("img9.jpg").getLayoutBounds());
            pane.table().pseudoClassStateChanged(PseudoClass.getPseudoClass("drop-target"), true);
            pane.table().applyCss();
            pane.table().layout();
            assertThat(pane.table().getEffect()).isNotNull();
            assertThat(row("img9.jpg").localToScene(row("img9.jpg").getLayoutBounds()))
                    .isEqualTo(before);
        });
    }

    @Test
    void noLineIsBetweenTheFoldersOfThePathInTheDark() {
        Fx.run(() -> {
            pane.window.services().look().apply(Settings.Theme.DARK, 1);
            pane.pane.open(MemorySource.path("Zoo/Inner"));
        });
        Fx.await(() -> pane.pane.node().lookupAll(".crumb").size() == 3);
        Fx.run(() -> {
            pane.pane.node().applyCss();
            pane.window.scene().getRoot().layout();
            PixelReader pixels = pane.window.scene().snapshot(null).getPixelReader();
            for (Node crumb : pane.pane.node().lookupAll(".crumb")) {
                Bounds bounds = crumb.localToScene(crumb.getLayoutBounds());
                int top = (int) bounds.getMinY();
                int bottom = (int) bounds.getMaxY() - 1;
                assertThat(IntStream.of((int) bounds.getMinX(), (int) bounds.getMaxX() - 1)
                                .boxed()
                                .flatMap(x -> IntStream.rangeClosed(top, bottom).mapToObj(y -> pixels.getColor(x, y)))
                                .distinct())
                        .hasSize(1);
            }
        });
    }

    private static int centreY(Node row) {
        return (int) row.localToScene(row.getLayoutBounds()).getCenterY();
    }

    private void pointAt(String name) {
        Fx.run(() -> {
            Node row = row(name);
            Bounds bounds = row.localToScreen(row.getLayoutBounds());
            new Robot().mouseMove(bounds.getCenterX(), bounds.getCenterY());
        });
    }

    private TableRow<?> row(String name) {
        return rows().filter(row -> isOf(row, name)).findFirst().orElseThrow();
    }

    private Stream<TableRow<?>> rows() {
        return pane.table().lookupAll(".table-row-cell").stream().map(node -> (TableRow<?>) node);
    }

    private static boolean isOf(TableRow<?> row, String name) {
        return row.getItem() instanceof Row item && item.shownName().equals(name);
    }

    /** The colour at the right end of the row, where there is no text. */
    private Color ground(String name) {
        return pixel(name, (int) row(name).getWidth() - 6);
    }

    private Color pixel(String name, int x) {
        TableRow<?> row = row(name);
        WritableImage picture = pane.window.scene().snapshot(null);
        Bounds bounds = row.localToScene(row.getLayoutBounds());
        return picture.getPixelReader().getColor((int) bounds.getMinX() + x, (int) bounds.getCenterY());
    }
}
