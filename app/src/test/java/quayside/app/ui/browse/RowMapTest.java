package quayside.app.ui.browse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import javafx.scene.control.TableView;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.Test;
import quayside.app.ui.kit.Fx;
import quayside.app.ui.kit.TestWindow;
import quayside.protocol.message.Entry;
import quayside.protocol.message.Omitted;

class RowMapTest {
    private static final Arrangement BY_SIZE = Arrangement.STANDARD.withOrder(Arrangement.SortBy.SIZE, false);

    /** A reading that found these names in this order. The order of their sizes is another one. */
    private static Listing listing(long job, Arrangement arrangement, List<String> names) {
        List<Row> all = IntStream.range(0, names.size())
                .mapToObj(i -> Row.of(i, entry(names.get(i)), FileSource.Access.UNKNOWN))
                .toList();
        return new Listing(
                job,
                all,
                Listing.Counts.of(all),
                arrangement.arrange(all),
                arrangement,
                true,
                null,
                OptionalLong.empty(),
                Omitted.NONE,
                0);
    }

    private static Listing listing(long job, String... names) {
        return listing(job, Arrangement.STANDARD, List.of(names));
    }

    private static Entry entry(String name) {
        return new Entry(name, Entry.Kind.FILE, name.hashCode() & 0xFFFFF, MemorySource.MODIFIED);
    }

    private static RowMap map(Listing before, Listing next, String... wanted) {
        return new RowMap(before, next, Set.of(wanted));
    }

    @Test
    void eachRowIsFoundAgainByItsName() {
        Random random = new Random(20_261_130);
        for (int round = 0; round < 200; round++) {
            List<String> names = new ArrayList<>();
            for (int i = random.nextInt(1, 20); i > 0; i--) {
                names.add("file " + random.nextInt(1_000) + "-" + i);
            }
            List<String> others = new ArrayList<>(names);
            others.removeIf(name -> random.nextInt(4) == 0);
            for (int i = random.nextInt(4); i > 0; i--) {
                others.add("new " + i);
            }
            Collections.shuffle(others, random);
            Arrangement order = random.nextBoolean() ? Arrangement.STANDARD : BY_SIZE;
            Listing before = listing(1, Arrangement.STANDARD, names);
            Listing filtered = before.arranged(order.withFilter("1"));
            assertThatRowsAreFound(before, listing(2, order, others));
            assertThatRowsAreFound(before, before.arranged(order));
            assertThatRowsAreFound(before, filtered);
            assertThatRowsAreFound(filtered, before);
        }
    }

    private static void assertThatRowsAreFound(Listing before, Listing next) {
        RowMap map = map(before, next);
        List<String> names = next.shown().stream().map(Row::shownName).toList();
        for (int i = 0; i < before.shown().size() && !map.isUnchanged(); i++) {
            String name = before.shown().get(i).shownName();
            assertThat(map.place(i)).as(name).isEqualTo(names.indexOf(name));
        }
    }

    @Test
    void aReadingThatFindsTheSameChangesNothing() {
        assertThat(map(listing(1, "a", "b"), listing(2, "b", "a")).isUnchanged())
                .isTrue();
        assertThat(map(listing(1, "a", "b"), listing(2, "a", "b", "c")).isUnchanged())
                .isFalse();
        assertThat(map(listing(1, "a", "b"), listing(2, "a", "b"), "b").isUnchanged())
                .isFalse();
    }

    @Test
    void wantedNamesAreFoundOnceTheListingIsComplete() {
        Listing before = listing(1, "a", "b", "c");
        RowMap map = map(before, listing(2, "d", "c", "b", "a"), "b", "d", "missing");
        assertThat(map.found().stream()).containsExactly(1, 3);
        assertThat(map(before, Listing.begun(2, Arrangement.STANDARD), "b").wanted())
                .isEmpty();
    }

    @Test
    void anotherFolderKeepsNothing() {
        RowMap map = map(listing(1, "a", "b"), Listing.begun(2, Arrangement.STANDARD));
        assertThat(map.isSameFolder()).isFalse();
        assertThat(map.place(0)).isEqualTo(-1);
    }

    @Test
    void aLockIsNoticed() {
        Listing open = listing(1, "a");
        Row locked = Row.of(entry("b").under(Optional.of("lock")));
        Listing next = new Listing(
                2,
                List.of(locked),
                Listing.Counts.of(List.of(locked)),
                List.of(locked),
                Arrangement.STANDARD,
                true,
                null,
                OptionalLong.empty(),
                Omitted.NONE,
                0);
        assertThat(map(listing(0), open).hasLocks()).isFalse();
        assertThat(map(open, next).hasLocks()).isTrue();
    }

    /** The rows are compared in the background while the user goes on selecting. */
    @Test
    void whatIsSelectedAfterTheComparisonStaysSelected() {
        Listing before = listing(1, "a", "b", "c", "d");
        Listing next = listing(2, "0", "a", "b", "bb", "d");
        RowMap map = map(before, next);
        try (TestWindow window = new TestWindow(100, 100, services -> new StackPane())) {
            Fx.run(() -> {
                FileTable table = new FileTable(Side.REMOTE, window.services(), (column, ascending) -> {});
                TableView.TableViewSelectionModel<Row> selection = table.node().getSelectionModel();
                table.show(before.shown(), map(listing(0), before));
                selection.selectIndices(1, 2, 3);
                selection.clearSelection(3);
                table.node().getFocusModel().focus(1);
                table.show(next.shown(), map);
                assertThat(selection.getSelectedIndices()).containsExactly(2);
                assertThat(table.node().getFocusModel().getFocusedIndex()).isEqualTo(2);
                assertThat(table.selectedNow()).extracting(Row::shownName).containsExactly("b");
            });
        }
    }
}
