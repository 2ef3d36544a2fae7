package quayside.app.ui.browse;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import org.jspecify.annotations.Nullable;
import quayside.app.core.text.Texts;

/**
 * A pane's context menu and its keys. What the owner of the pane has not set is not in the menu. Items that do not apply
 * to the selection, or are not allowed, are disabled; the status line says what is not allowed.
 */
final class PaneMenu {
    private static final KeyCombination FILTER = new KeyCodeCombination(KeyCode.F, KeyCombination.SHORTCUT_DOWN);
    private static final KeyCombination NEW_FOLDER =
            new KeyCodeCombination(KeyCode.N, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN);
    private static final KeyCombination TRANSFER = new KeyCodeCombination(KeyCode.ENTER, KeyCombination.SHORTCUT_DOWN);
    private static final KeyCombination PROTECT =
            new KeyCodeCombination(KeyCode.K, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN);
    private static final KeyCombination UNPROTECT =
            new KeyCodeCombination(KeyCode.L, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN);
    private static final KeyCombination DELETE_FOR_GOOD =
            new KeyCodeCombination(KeyCode.DELETE, KeyCombination.SHIFT_DOWN);

    private static final KeyCombination PATH = new KeyCodeCombination(KeyCode.L, KeyCombination.SHORTCUT_DOWN);
    private static final KeyCombination HIDDEN = new KeyCodeCombination(KeyCode.H, KeyCombination.SHORTCUT_DOWN);
    private static final KeyCombination BOOKMARK = new KeyCodeCombination(KeyCode.B, KeyCombination.SHORTCUT_DOWN);
    private static final KeyCombination UNDO = new KeyCodeCombination(KeyCode.Z, KeyCombination.SHORTCUT_DOWN);
    private static final KeyCombination BACK = new KeyCodeCombination(KeyCode.LEFT, KeyCombination.ALT_DOWN);
    private static final KeyCombination FORWARD = new KeyCodeCombination(KeyCode.RIGHT, KeyCombination.ALT_DOWN);
    private static final KeyCombination RENAME = new KeyCodeCombination(KeyCode.F2);
    private static final KeyCombination DELETE = new KeyCodeCombination(KeyCode.DELETE);
    private static final KeyCombination REFRESH = new KeyCodeCombination(KeyCode.F5);

    /** The actions whose keys work in the whole pane; the keys of the others belong to the table. */
    private static final List<PaneAction> IN_PANE =
            List.of(PaneAction.CHECKSUM, PaneAction.SEARCH, PaneAction.COMPARE, PaneAction.PROPERTIES);

    private static final List<PaneAction> IN_TABLE = Stream.of(PaneAction.values())
            .filter(action -> !IN_PANE.contains(action) && action != PaneAction.OPEN && action != PaneAction.DELETE)
            .toList();

    /** An item of the menu, and when it is shown and enabled. */
    private record Offer(
            MenuItem item,
            Function<List<Row>, String> words,
            Optional<KeyCombination> key,
            Predicate<List<Row>> shown,
            Predicate<List<Row>> applies,
            Function<List<Row>, String> refusal) {
        void update(List<Row> rows) {
            item.setText(words.apply(rows));
            item.setVisible(shown.test(rows));
            item.setDisable(!applies.test(rows) || !refusal.apply(rows).isEmpty());
            item.setAccelerator(key.orElse(null));
        }

        // JavaFX would run the action of a hidden menu for its key wherever the focus is in the window.
        void hideKey() {
            item.setAccelerator(null);
        }
    }

    private final Side side;
    private final BrowseModel<?> model;
    private final PaneActions<?> actions;
    private final List<Offer> offers = new ArrayList<>();
    private final ContextMenu menu = new ContextMenu();

    /** Where the next items go: the menu's, or those of one of its submenus. */
    private List<MenuItem> group = menu.getItems();

    private PaneMenu(Side side, BrowseModel<?> model, PaneActions<?> actions) {
        this.side = side;
        this.model = model;
        this.actions = actions;
    }

    static ContextMenu of(Side side, FileTable table, BrowseModel<?> model, PaneActions<?> actions) {
        PaneMenu made = new PaneMenu(side, model, actions);
        made.fill();
        made.menu.setOnShowing(event -> made.update(table.selected()));
        made.menu.setOnHidden(event -> made.offers.forEach(Offer::hideKey));
        return made.menu;
    }

    private void fill() {
        add(
                PaneAction.OPEN.words(side),
                PaneAction.OPEN.key(),
                actions::openOrTransfer,
                actions::isOpened,
                rows -> true,
                actions::whyNotOpened);
        add(PaneAction.PREVIEW);
        add(PaneAction.EDIT);
        add(side.transfer(), TRANSFER, actions::transfer, PaneMenu::some, model.whyNotTransferred::get);
        add(PaneAction.DOWNLOAD_TO);
        separate();
        add(PaneAction.CUT);
        add(PaneAction.COPY);
        add(PaneAction.PASTE);
        submenu("browse.menu.copyText", () -> {
            add(PaneAction.COPY_NAME);
            add(PaneAction.COPY_PATH);
            add(PaneAction.COPY_LINK);
        });
        separate();
        add(
                Texts.get("browse.menu.rename"),
                RENAME,
                actions::rename,
                PaneActions::isRenamed,
                () -> actions.refusal(FileSource.Right.RENAME));
        add(
                        PaneAction.DELETE.words(side),
                        DELETE,
                        actions::delete,
                        PaneMenu::some,
                        () -> actions.refusal(FileSource.Right.DELETE))
                .getStyleClass()
                .add("danger");
        separate();
        submenu("browse.menu.more", () -> {
            add(PaneAction.SHOW_IN_MANAGER);
            add(PaneAction.CHECKSUM);
            add(side.protect(), PROTECT, actions::protect, PaneMenu::some, this::whyNotProtected);
            add(
                    rows -> Texts.get(
                            rows.stream().anyMatch(Row::isFolder)
                                    ? "browse.menu.unprotect.folder"
                                    : "browse.menu.unprotect"),
                    Optional.of(UNPROTECT),
                    actions::unprotect,
                    rows -> side == Side.REMOTE,
                    actions::isUnprotected,
                    rows -> actions.refusal(FileSource.Right.UNPROTECT));
        });
        submenu("browse.menu.folder", () -> {
            add(
                    Texts.get("browse.menu.newFolder"),
                    NEW_FOLDER,
                    actions::newFolder,
                    rows -> true,
                    () -> actions.refusal(FileSource.Right.ADD));
            add(PaneAction.SEARCH);
            add(PaneAction.COMPARE);
            add(Texts.get("browse.menu.refresh"), REFRESH, actions::refresh, rows -> true, () -> "");
        });
        separate();
        add(PaneAction.PROPERTIES);
    }

    private String whyNotProtected() {
        return side == Side.LOCAL ? model.whyNotTransferred.get() : actions.refusal(FileSource.Right.PROTECT);
    }

    private static boolean some(List<Row> rows) {
        return !rows.isEmpty();
    }

    private void add(PaneAction action) {
        add(
                action.words(side),
                action.key(),
                () -> actions.run(action),
                rows -> actions.has(action),
                rows -> actions.applies(action, rows),
                rows -> actions.refusal(action));
    }

    private MenuItem add(
            String words, KeyCombination key, Runnable action, Predicate<List<Row>> applies, Supplier<String> refusal) {
        return add(words, Optional.of(key), action, rows -> true, applies, rows -> refusal.get());
    }

    private MenuItem add(
            String words,
            Optional<KeyCombination> key,
            Runnable action,
            Predicate<List<Row>> shown,
            Predicate<List<Row>> applies,
            Function<List<Row>, String> refusal) {
        return add(rows -> words, key, action, shown, applies, refusal);
    }

    private MenuItem add(
            Function<List<Row>, String> words,
            Optional<KeyCombination> key,
            Runnable action,
            Predicate<List<Row>> shown,
            Predicate<List<Row>> applies,
            Function<List<Row>, String> refusal) {
        MenuItem item = new MenuItem(words.apply(List.of()));
        item.setMnemonicParsing(false);
        item.setOnAction(event -> action.run());
        offers.add(new Offer(item, words, key, shown, applies, refusal));
        group.add(item);
        return item;
    }

    private void separate() {
        group.add(new SeparatorMenuItem());
    }

    /** Adds a submenu with the items that {@code fill} adds. */
    private void submenu(String words, Runnable fill) {
        Menu submenu = new Menu(Texts.get(words));
        group = submenu.getItems();
        fill.run();
        group = menu.getItems();
        group.add(submenu);
    }

    private void update(List<Row> rows) {
        offers.forEach(offer -> offer.update(rows));
        for (MenuItem item : menu.getItems()) {
            if (item instanceof Menu submenu) {
                submenu.setVisible(submenu.getItems().stream().anyMatch(MenuItem::isVisible));
            }
        }
        // A separator stands between two groups only.
        boolean anyInGroup = false;
        Optional<MenuItem> separator = Optional.empty();
        for (MenuItem item : menu.getItems()) {
            if (item instanceof SeparatorMenuItem) {
                separator = anyInGroup ? Optional.of(item) : separator;
                item.setVisible(false);
                anyInGroup = false;
            } else if (item.isVisible()) {
                anyInGroup = true;
                separator.ifPresent(before -> before.setVisible(true));
                separator = Optional.empty();
            }
        }
    }

    /** What keys do beside the actions on files: they lead to the filter and the path, show the tree and hidden files, and take a change back. */
    record Ways(Runnable filter, Runnable path, Runnable tree, Runnable hidden, Runnable bookmark, Runnable undo) {}

    /** Adds the keys, and the buttons of the mouse for back and forward. Some of the keys work in the whole pane, the others only on the table. */
    static void addKeys(Node pane, TableView<Row> table, PaneActions<?> actions, Ways ways) {
        pane.addEventHandler(KeyEvent.KEY_PRESSED, event -> consume(event, onPane(event, actions, ways)));
        pane.addEventFilter(MouseEvent.MOUSE_PRESSED, event -> {
            if (event.getButton() == MouseButton.BACK) {
                actions.back();
                event.consume();
            } else if (event.getButton() == MouseButton.FORWARD) {
                actions.forward();
                event.consume();
            }
        });
        // A filter is needed: the table itself would use Enter and F2 for editing.
        table.addEventFilter(KeyEvent.KEY_PRESSED, event -> consume(event, onTable(event, actions)));
    }

    private static void consume(KeyEvent event, @Nullable Runnable action) {
        if (action != null) {
            action.run();
            event.consume();
        }
    }

    private static @Nullable Runnable onPane(KeyEvent event, PaneActions<?> actions, Ways ways) {
        if (FILTER.match(event)) {
            return ways.filter();
        } else if (PATH.match(event)) {
            return ways.path();
        } else if (HIDDEN.match(event)) {
            return ways.hidden();
        } else if (BOOKMARK.match(event)) {
            return ways.bookmark();
        } else if (UNDO.match(event)) {
            return ways.undo();
        } else if (BACK.match(event)) {
            return actions::back;
        } else if (FORWARD.match(event)) {
            return actions::forward;
        } else if (NEW_FOLDER.match(event)) {
            return actions::newFolder;
        } else if (PROTECT.match(event)) {
            return actions::protect;
        } else if (UNPROTECT.match(event)) {
            return actions::unprotect;
        }
        Runnable set = action(event, IN_PANE, actions);
        return set != null
                ? set
                : switch (event.getCode()) {
                    case F5 -> actions::refresh;
                    case F9 -> ways.tree();
                    case ESCAPE -> actions::escape;
                    default -> null;
                };
    }

    private static @Nullable Runnable onTable(KeyEvent event, PaneActions<?> actions) {
        if (DELETE_FOR_GOOD.match(event)) {
            return actions::deleteForGood;
        }
        if (TRANSFER.match(event)) {
            return actions::transfer;
        }
        Runnable set = actions.isTyping(event) ? null : action(event, IN_TABLE, actions);
        if (set != null || event.isShortcutDown() || event.isAltDown() || event.isShiftDown()) {
            return set;
        }
        return switch (event.getCode()) {
            case ENTER -> actions::openOrTransfer;
            case BACK_SPACE -> actions::up;
            case F2 -> actions::rename;
            case DELETE -> actions::delete;
            default -> null;
        };
    }

    /** Returns the action of this key among {@code candidates}; null if there is none, or nobody has set it. */
    private static @Nullable Runnable action(KeyEvent event, List<PaneAction> candidates, PaneActions<?> actions) {
        for (PaneAction action : candidates) {
            if (actions.has(action)
                    && action.key().filter(key -> key.match(event)).isPresent()) {
                return () -> actions.run(action);
            }
        }
        return null;
    }
}
