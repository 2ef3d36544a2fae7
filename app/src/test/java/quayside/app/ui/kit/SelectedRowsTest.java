package quayside.app.ui.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.ListView;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeView;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.paint.Color;
import javafx.scene.paint.Paint;
import javafx.scene.robot.Robot;
import javafx.scene.shape.Shape;
import javafx.scene.text.Text;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import quayside.app.core.settings.Settings.Theme;

/** A selected row of any table, tree or list can be read: with and without the focus, and under the mouse. */
class SelectedRowsTest {
    private TableView<String> table;
    private ListView<String> list;
    private TreeView<String> tree;
    private StackPane other;
    private TestWindow window;

    @BeforeEach
    void open() {
        Fx.run(() -> {
            table = new TableView<>();
            list = new ListView<>();
            tree = new TreeView<>();
            other = new StackPane();
            table.getColumns()
                    .setAll(List.of(
                            TableColumns.names("Name", 200, row -> row, row -> false),
                            TableColumns.text("Folder", 200, row -> "Documents", false)));
            table.getItems().setAll("film.mp4", "report.txt");
            table.getSelectionModel().select(0);
            list.getItems().setAll("film.mp4", "report.txt");
            list.getSelectionModel().select(0);
            tree.setRoot(new TreeItem<>("Pictures", FileKind.FOLDER.icon()));
            tree.getSelectionModel().select(0);
            other.setFocusTraversable(true);
        });
        window = new TestWindow(600, 500, services -> new VBox(table, list, tree, other));
    }

    @AfterEach
    void close() {
        window.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void aSelectedRowIsReadable(Theme theme) {
        Fx.run(() -> window.services().look().apply(theme, 1));
        for (Region control : List.of(table, list, tree)) {
            for (Node focus : List.of(control, other)) {
                Fx.run(focus::requestFocus);
                for (boolean hover : new boolean[] {false, true}) {
                    point(hover ? Fx.call(() -> row(control)) : other);
                    Fx.await(() -> row(control).isHover() == hover);
                    Fx.run(() -> check(
                            control,
                            theme + " " + control.getClass().getSimpleName() + " "
                                    + focus.getClass().getSimpleName() + " hover " + hover));
                }
            }
        }
    }

    @Test
    void onlyTheChosenRadioButtonHasADot() {
        Fx.run(() -> {
            RadioButton open = new RadioButton("Upload");
            RadioButton chosen = new RadioButton("Download");
            chosen.setSelected(true);
            other.getChildren().setAll(open, chosen);
            other.applyCss();
            Region without = (Region) open.lookup(".dot");
            Region with = (Region) chosen.lookup(".dot");
            assertThat(without.getBorder()).isNull();
            assertThat(((Color) without.getBackground().getFills().getLast().getFill()).getOpacity())
                    .isZero();
            assertThat(((Color) with.getBackground().getFills().getLast().getFill()).getOpacity())
                    .isEqualTo(1);
        });
    }

    private void check(Region control, String what) {
        control.applyCss();
        control.layout();
        Region row = row(control);
        Color ground = (Color) row.getBackground().getFills().getLast().getFill();
        // A list shows its own ground through its rows.
        Color behind = ground.getOpacity() == 0
                ? (Color) control.getBackground().getFills().getLast().getFill()
                : ground;
        List<Paint> texts = row.lookupAll(".text").stream()
                .filter(node -> node instanceof Text text && !text.getText().isEmpty())
                .map(node -> ((Text) node).getFill())
                .toList();
        assertThat(texts).as(what).isNotEmpty();
        // The white text on the accent color of the dark theme is the theme's own, 4.1:1.
        assertThat(texts).as(what).allMatch(text -> ContrastTest.contrast((Color) text, behind) >= 4);
        assertThat(row.lookupAll(".shape").stream().map(node -> ((Shape) node).getStroke()))
                .as(what)
                .allMatch(icon -> ContrastTest.contrast((Color) icon, behind) >= 3);
    }

    private static Region row(Region control) {
        return control.lookupAll(control instanceof TableView ? ".table-row-cell" : ".cell").stream()
                .map(Region.class::cast)
                .filter(row -> !(row instanceof TableRow<?> of) || of.getIndex() == 0)
                .findFirst()
                .orElseThrow();
    }

    private void point(Node at) {
        Fx.run(() -> {
            var bounds = at.localToScreen(at.getLayoutBounds());
            new Robot().mouseMove(bounds.getMinX() + 5, bounds.getCenterY());
        });
    }
}
