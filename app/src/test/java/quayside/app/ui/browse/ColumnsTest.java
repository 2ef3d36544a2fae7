package quayside.app.ui.browse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Orientation;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.app.core.files.LocalFiles;
import quayside.app.core.settings.PaneLayout;
import quayside.app.ui.kit.CutName;
import quayside.app.ui.kit.Fx;
import quayside.app.ui.kit.TestWindow;

class ColumnsTest {
    private static final String NAME = "Accounts of the harbour 12.ods";

    @TempDir
    private Path folder;

    private final List<PaneLayout> kept = new ArrayList<>();
    private TestWindow window;
    private BrowsePane<Path> pane;

    @BeforeEach
    void open() throws IOException {
        Files.writeString(folder.resolve(NAME), "1");
        Files.writeString(folder.resolve("b.jpg"), "22");
        Files.writeString(folder.resolve("a.txt"), "333");
        List<BrowsePane<Path>> made = new ArrayList<>();
        window = new TestWindow(590, 400, services -> {
            made.add(new BrowsePane<>(Side.LOCAL, services, new NoDrags<>()));
            return made.getFirst().node();
        });
        pane = made.getFirst();
        Fx.run(() -> {
            pane.onLayout(kept::add);
            pane.attach(new LocalSource(new LocalFiles(folder), () -> false), folder);
        });
        // The columns get their room with the first layout.
        Fx.await(() -> names().equals(List.of("a.txt", NAME, "b.jpg")) && widths().size() == 3);
    }

    @AfterEach
    void close() {
        Fx.run(pane::dispose);
        window.close();
    }

    /** The widths of a pane in a window of 1180 and of 800 pixels. */
    @ParameterizedTest
    @ValueSource(doubles = {590, 400})
    void aNameOfThirtyLettersIsReadWhole(double width) {
        assertThat(NAME).hasSize(30);
        resize(width);
        Fx.run(() -> assertThat(name().isCut()).isFalse());
        assertThat(shown()).isEqualTo(width < 480 ? List.of("name", "size") : List.of("name", "size", "modified"));
    }

    @Test
    void theNameGetsTheRoomThatTheOthersLeave() {
        Fx.run(() -> assertThat(widths()).isEqualTo(List.of(430.0, 72.0, 80.0)));
        resize(400);
        Fx.run(() -> assertThat(widths()).isEqualTo(List.of(320.0, 72.0)));
    }

    @Test
    void theColumnsStayWhenTheScrollBarComes() throws IOException {
        for (int i = 0; i < 100; i++) {
            Files.writeString(folder.resolve("z" + i), "");
        }
        Fx.await(() -> names().size() == 103);
        Fx.await(() -> table().lookupAll(".scroll-bar").stream()
                .map(ScrollBar.class::cast)
                .anyMatch(
                        bar -> bar.getOrientation() == Orientation.VERTICAL && bar.isVisible() && bar.getWidth() > 0));
        Fx.run(() -> assertThat(widths()).isEqualTo(List.of(430.0, 72.0, 80.0)));
    }

    @Test
    void theUserChoosesColumnsAndSortsByThem() {
        choose("Type");
        choose("Owner");
        choose("Permissions");
        choose("Modified");
        assertThat(shown()).containsExactly("name", "size", "type", "permissions", "owner");
        Fx.await(() -> row("b.jpg").access().permissions().startsWith("rw"));
        assertThat(Fx.call(() -> row("b.jpg").type())).isEqualTo("JPG");
        Fx.run(() -> table().getSortOrder().setAll(List.of(column("type"))));
        Fx.await(() -> names().equals(List.of("b.jpg", NAME, "a.txt")));
        PaneLayout last = Fx.call(kept::getLast);
        assertThat(last.columns()).contains(new PaneLayout.Column("modified", 80, false));
    }

    @Test
    void aDraggedBorderGivesRoomFromOneColumnToTheNextAndIsKept() {
        Fx.run(() -> table().resizeColumn(column("name"), 20));
        Fx.run(() -> assertThat(widths()).isEqualTo(List.of(450.0, 52.0, 80.0)));
        Fx.run(() -> table().resizeColumn(column("size"), -500));
        Fx.run(() -> assertThat(widths()).isEqualTo(List.of(450.0, 40.0, 92.0)));
        PaneLayout last = Fx.call(kept::getLast);
        Fx.run(() -> {
            pane.layout(new PaneLayout(List.of(new PaneLayout.Column("size", 72, true))));
            assertThat(widths()).isEqualTo(List.of(418.0, 72.0, 92.0));
            pane.layout(last);
            assertThat(widths()).isEqualTo(List.of(450.0, 40.0, 92.0));
        });
    }

    @Test
    void theOrderAndTheFolderTreeAreKept() {
        Fx.run(() -> column("size").setSortType(TableColumn.SortType.DESCENDING));
        Fx.run(() -> table().getSortOrder().setAll(List.of(column("size"))));
        Fx.await(() -> names().equals(List.of("a.txt", "b.jpg", NAME)));
        Fx.run(table()::requestFocus);
        window.push(KeyCode.F9);
        PaneLayout last = Fx.call(kept::getLast);
        assertThat(last.sortedBy()).isEqualTo("size");
        assertThat(last.ascending()).isFalse();
        assertThat(last.tree()).isTrue();
        Fx.run(() -> pane.layout(new PaneLayout(List.of())));
        Fx.await(() -> names().equals(List.of("a.txt", NAME, "b.jpg")));
        assertThat(Fx.call(() -> pane.node().lookup(".tree-view"))).isNull();
        Fx.run(() -> pane.layout(last));
        Fx.await(() -> names().equals(List.of("a.txt", "b.jpg", NAME)));
        assertThat(Fx.call(() -> pane.node().lookup(".tree-view"))).isNotNull();
        // A column of a later version.
        Fx.run(() -> pane.layout(new PaneLayout(List.of(), "colour", true, false)));
        Fx.await(() -> names().equals(List.of("a.txt", NAME, "b.jpg")));
    }

    private void choose(String words) {
        Fx.run(() -> column("name").getContextMenu().getItems().stream()
                .filter(item -> words.equals(item.getText()))
                .map(CheckMenuItem.class::cast)
                .findFirst()
                .orElseThrow()
                .fire());
    }

    private void resize(double width) {
        Fx.run(() -> window.scene().getWindow().setWidth(width));
        Fx.await(() -> table().getWidth() == width);
        Fx.run(() -> {
            table().applyCss();
            table().layout();
        });
    }

    private CutName name() {
        return table().lookupAll(".cut-name").stream()
                .map(CutName.class::cast)
                .filter(cut -> NAME.equals(cut.textProperty().get()))
                .findFirst()
                .orElseThrow();
    }

    private List<Double> widths() {
        return table().getVisibleLeafColumns().stream()
                .map(TableColumn::getWidth)
                .toList();
    }

    private List<String> shown() {
        return Fx.call(() ->
                table().getVisibleLeafColumns().stream().map(TableColumn::getId).toList());
    }

    private TableColumn<Row, ?> column(String id) {
        return table().getColumns().stream()
                .filter(column -> id.equals(column.getId()))
                .findFirst()
                .orElseThrow();
    }

    private Row row(String name) {
        return table().getItems().stream()
                .filter(row -> row.shownName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private List<String> names() {
        return table().getItems().stream().map(Row::shownName).toList();
    }

    @SuppressWarnings("unchecked")
    private TableView<Row> table() {
        return (TableView<Row>) pane.node().lookup(".file-table");
    }
}
