package quayside.app.ui.browse;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import javafx.scene.control.TableView;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.input.KeyEvent;
import quayside.app.core.search.Sought;

/**
 * Selects the next row whose name begins with the typed letters. Letters belong together if each is typed within a
 * second of the one before. One letter typed again and again goes through the names that begin with it.
 */
final class TypeAhead {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final TableView<Row> table;
    private final Clock clock;
    private String typed = "";
    private Instant last = Instant.EPOCH;

    private TypeAhead(TableView<Row> table, Clock clock) {
        this.table = table;
        this.clock = clock;
    }

    static TypeAhead install(TableView<Row> table, Clock clock) {
        TypeAhead search = new TypeAhead(table, clock);
        table.addEventHandler(KeyEvent.KEY_TYPED, search::type);
        return search;
    }

    /** Returns whether the next letter continues the name that is searched for. */
    boolean isTyping() {
        return !typed.isEmpty() && Duration.between(last, clock.instant()).compareTo(PAUSE) <= 0;
    }

    private void type(KeyEvent event) {
        String letter = event.getCharacter();
        boolean isText = !letter.isEmpty() && letter.chars().noneMatch(Character::isISOControl);
        if (!isText || event.isShortcutDown() || event.isAltDown() || event.isMetaDown()) {
            return;
        }
        Instant now = clock.instant();
        if (!isTyping()) {
            typed = "";
        }
        if (typed.isEmpty() && letter.isBlank()) {
            return;
        }
        last = now;
        typed += letter;
        search();
        event.consume();
    }

    private void search() {
        int here = table.getFocusModel().getFocusedIndex();
        boolean isFirst = typed.codePointCount(0, typed.length()) == 1;
        OptionalInt found = find(typed, isFirst ? here + 1 : Math.max(0, here));
        if (found.isEmpty() && typed.chars().distinct().count() == 1) {
            found = find(typed.substring(0, 1), here + 1);
        }
        found.ifPresent(row -> {
            table.getSelectionModel().clearAndSelect(row);
            reveal(row);
        });
    }

    private OptionalInt find(String prefix, int from) {
        Sought sought = Sought.whole(prefix);
        int size = table.getItems().size();
        return IntStream.range(0, size)
                .map(i -> (from + i) % size)
                .filter(i -> sought.begins(table.getItems().get(i).shownName()))
                .findFirst();
    }

    /** Scrolls to the row only if it is not visible. */
    private void reveal(int row) {
        boolean visible = table.lookup(".virtual-flow") instanceof VirtualFlow<?> flow
                && flow.getFirstVisibleCell() != null
                && row > flow.getFirstVisibleCell().getIndex()
                && row < flow.getLastVisibleCell().getIndex();
        if (!visible) {
            table.scrollTo(Math.max(0, row - 3));
        }
    }
}
