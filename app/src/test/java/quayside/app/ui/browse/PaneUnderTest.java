package quayside.app.ui.browse;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import quayside.app.ui.kit.Fx;
import quayside.app.ui.kit.TestWindow;
import quayside.app.ui.kit.UiServices;
import quayside.protocol.message.RemotePath;

/** A pane over a few files, in a window with the focus on its table. */
final class PaneUnderTest implements AutoCloseable {
    final MemorySource files = new MemorySource("Pictures");
    final MovingClock clock = new MovingClock();
    final List<String> transferred = new ArrayList<>();
    final BrowsePane<RemotePath> pane;
    final TestWindow window;

    PaneUnderTest() {
        files.folder("Zoo").folder("archive").folder("Zoo/Inner");
        files.file("img10.jpg", 10).file("img9.jpg", 30, MemorySource.MODIFIED.minus(Duration.ofDays(1)));
        files.file("Budget.xlsx", 20, MemorySource.MODIFIED.plus(Duration.ofDays(1)));
        files.file("Zoo/lion.jpg", 5);
        List<BrowsePane<RemotePath>> made = new ArrayList<>();
        window = new TestWindow(700, 500, services -> {
            made.add(new BrowsePane<>(
                    Side.REMOTE,
                    new UiServices(
                            services.background(),
                            services.dialogs(),
                            services.toasts(),
                            clock,
                            services.look(),
                            services.focus()),
                    new NoDrags<>()));
            return made.getFirst().node();
        });
        pane = made.getFirst();
        Fx.run(() -> {
            pane.onTransfer(
                    items -> items.forEach(item -> transferred.add(item.path().toString())));
            pane.attach(files, RemotePath.root());
            pane.focus();
        });
    }

    /** Stands still until a test moves it. */
    static final class MovingClock extends Clock {
        private volatile Instant now = TestWindow.CLOCK.instant();

        void move(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return TestWindow.CLOCK.getZone();
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    @SuppressWarnings("unchecked")
    TableView<Row> table() {
        return (TableView<Row>) pane.node().lookup(".file-table");
    }

    List<String> names() {
        return table().getItems().stream().map(Row::shownName).toList();
    }

    void awaitNames(String... expected) {
        Fx.await(() -> names().equals(List.of(expected)));
    }

    List<String> selected() {
        return table().getSelectionModel().getSelectedItems().stream()
                .map(Row::shownName)
                .toList();
    }

    void select(String... chosen) {
        Fx.run(() -> {
            table().requestFocus();
            table().getSelectionModel().clearSelection();
            for (String name : chosen) {
                table().getSelectionModel().select(names().indexOf(name));
            }
        });
    }

    /** What a click on a header does; the headless platform's clicks are all menu clicks, which a header leaves alone. */
    void sortBy(String id) {
        Fx.run(() -> {
            TableColumn<Row, ?> column = table().getColumns().stream()
                    .filter(candidate -> candidate.getId().equals(id))
                    .findFirst()
                    .orElseThrow();
            if (table().getSortOrder().contains(column)) {
                column.setSortType(TableColumn.SortType.DESCENDING);
            } else {
                column.setSortType(TableColumn.SortType.ASCENDING);
                table().getSortOrder().setAll(List.of(column));
            }
        });
    }

    /** Clicks twice on the row of that name, once it is laid out. */
    void doubleClick(String name) {
        window.doubleClick(() -> table().lookupAll(".name-cell").stream()
                .filter(node -> name.equals(((Labeled) node).getText()))
                .findFirst()
                .orElse(null));
    }

    @Override
    public void close() {
        window.close();
    }
}
