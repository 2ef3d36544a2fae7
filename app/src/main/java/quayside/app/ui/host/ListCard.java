package quayside.app.ui.host;

import atlantafx.base.controls.Spacer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.value.ObservableDoubleValue;
import javafx.beans.value.ObservableIntegerValue;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.geometry.Pos;
import javafx.geometry.Side;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuItem;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.Look;
import quayside.app.ui.kit.MenuKey;
import quayside.app.ui.kit.Nodes;

/**
 * A card with a title, the number of items, tools for all of them, and a list of them. The items of a row's menu are
 * those of {@link #menuOf}, with the mouse as with the keyboard.
 */
abstract class ListCard<T> extends VBox {
    final ListView<T> list;

    /** Tools that stand in the head, unless that is left to {@link HostView}. */
    final HBox tools = new HBox(8);

    final ContextMenu menu = new ContextMenu();
    private final HBox head;
    private final BooleanBinding narrow;

    /**
     * The heights of the rows, in pixels at the default text size.
     *
     * @param least the width below which a row is a narrow one
     */
    record Rows(double height, double narrow, double least) {}

    /**
     * @param key of the title
     * @param most the most rows that the list shows without scrolling
     */
    ListCard(String id, String key, ObservableList<T> items, Rows rows, Look look, ObservableIntegerValue most) {
        list = new ListView<>(items);
        list.setId(id);
        list.getStyleClass().addAll("edge-to-edge", "host-list");
        list.setAccessibleText(Texts.get(key));
        narrow = list.widthProperty().lessThan(look.px(rows.least()));
        list.fixedCellSizeProperty()
                .bind(Bindings.when(narrow).then(look.px(rows.narrow())).otherwise(look.px(rows.height())));
        HostRow.fit(list, Bindings.size(items), most);
        // Filled when it is shown; without an item it would not be.
        menu.getItems().add(new MenuItem());
        menu.setOnShowing(event -> {
            T chosen = list.getSelectionModel().getSelectedItem();
            menu.getItems().setAll(chosen == null ? List.of() : menuOf(chosen));
        });
        list.setContextMenu(menu);
        MenuKey.install(list);
        items.addListener((ListChangeListener<T>) change -> {
            // The selection follows its item to another place, but the focus does not.
            while (change.next()) {
                int chosen = list.getSelectionModel().getSelectedIndex();
                if (change.wasPermutated() && chosen >= 0) {
                    list.getFocusModel().focus(chosen);
                }
            }
        });
        Label count = Nodes.label("", "badge");
        count.setMinWidth(USE_PREF_SIZE);
        count.textProperty().bind(Bindings.size(items).asString());
        count.visibleProperty().bind(Bindings.isNotEmpty(items));
        Label title = Nodes.label(Texts.get(key), "section-title");
        title.setMinWidth(USE_PREF_SIZE);
        tools.setAlignment(Pos.CENTER_RIGHT);
        head = new HBox(8, title, count, new Spacer());
        head.getStyleClass().add("host-card-head");
        getStyleClass().add("host-card");
        getChildren().addAll(head, list);
    }

    /** Returns what can be done to an item; it holds for this item, even if its row shows another one meanwhile. */
    abstract List<MenuItem> menuOf(T item);

    final void showMenu(T item, Node beside) {
        list.getSelectionModel().select(item);
        menu.show(beside, Side.BOTTOM, 0, 0);
    }

    static MenuItem item(String id, String words, Runnable action) {
        MenuItem item = new MenuItem(words);
        item.setId(id);
        item.setMnemonicParsing(false);
        item.setOnAction(event -> action.run());
        return item;
    }

    /** Leaves the head to {@link HostView} and takes the height that is there, or is as high as its rows. */
    void compact(boolean now) {
        Nodes.show(head, !now);
        if (!now) {
            head.getChildren().remove(tools);
            head.getChildren().add(tools);
        }
        list.setMinHeight(now ? 0 : USE_PREF_SIZE);
        setMinHeight(now ? 0 : USE_PREF_SIZE);
        VBox.setVgrow(list, now ? Priority.ALWAYS : Priority.NEVER);
    }

    /** Whether a row is a narrow one. */
    final BooleanBinding narrow() {
        return narrow;
    }

    /** Returns the height of a row. */
    final ObservableDoubleValue rowHeight() {
        return list.fixedCellSizeProperty();
    }

    /**
     * Makes a shown list equal to {@code now} with the fewest changes, so that only the rows that differ are drawn, and
     * the selection stays with its item.
     *
     * @param id tells whether two items are two states of one thing
     * @param inOrder whether the items are put into the order of {@code now}; else new ones come last
     */
    static <T> void update(ObservableList<T> shown, List<T> now, Function<T, Object> id, boolean inOrder) {
        Map<Object, Integer> places = HashMap.newHashMap(now.size());
        for (int i = 0; i < now.size(); i++) {
            places.putIfAbsent(id.apply(now.get(i)), i);
        }
        shown.removeIf(item -> !places.containsKey(id.apply(item)));
        Set<Object> present = new HashSet<>();
        for (int i = 0; i < shown.size(); i++) {
            Object called = id.apply(shown.get(i));
            T next = now.get(Objects.requireNonNull(places.get(called)));
            present.add(called);
            if (!shown.get(i).equals(next)) {
                shown.set(i, next);
            }
        }
        shown.addAll(now.stream().filter(item -> present.add(id.apply(item))).toList());
        if (inOrder && !shown.equals(now)) {
            FXCollections.sort(
                    shown,
                    (a, b) ->
                            Integer.compare(places.getOrDefault(id.apply(a), 0), places.getOrDefault(id.apply(b), 0)));
        }
    }
}
