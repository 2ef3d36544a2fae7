package quayside.app.ui.browse;

import java.util.List;
import java.util.Optional;
import javafx.scene.input.KeyCombination;
import org.jspecify.annotations.Nullable;
import quayside.app.core.text.Texts;
import quayside.app.ui.browse.FileSource.Right;

/**
 * An action on the selected items that a pane offers if its owner {@linkplain BrowsePane#onAction has set it}: in the
 * menu, and by a key if it has one.
 */
public enum PaneAction {
    /** Opens files. The pane itself opens a single folder; without this action Enter transfers files. */
    OPEN("browse.menu.open", Needs.SOME, Right.TAKE, "Enter"),
    PREVIEW("browse.menu.preview", Needs.ONE_FILE, Right.TAKE, "Space"),
    /** Opens a copy with the system's program, and offers to upload it whenever it has been changed. */
    EDIT("browse.menu.edit", Needs.ONE_FILE, Right.EDIT, null),
    DOWNLOAD_TO("browse.menu.downloadTo", Needs.SOME, Right.TAKE, null),
    SHOW_IN_MANAGER("browse.menu.showInManager", Needs.SOME, null, null),
    COPY_LINK("browse.menu.copyLink", Needs.SOME, null, null),
    CUT("browse.menu.cut", Needs.SOME, Right.RENAME, "Shortcut+X"),
    COPY("browse.menu.copy", Needs.SOME, Right.TAKE, "Shortcut+C"),
    /** Pastes into the shown folder, whatever is selected. */
    PASTE("browse.menu.paste", Needs.NONE, Right.ADD, "Shortcut+V"),
    COPY_NAME("browse.menu.copyName", Needs.SOME, null, null),
    COPY_PATH("browse.menu.copyPath", Needs.SOME, null, "Shortcut+Shift+C"),
    CHECKSUM("browse.menu.checksum", Needs.ONE_FILE, Right.TAKE, "Shortcut+K"),
    PROPERTIES("browse.menu.properties", Needs.SOME, null, "Alt+Enter"),
    /** Deletes. Without this action the pane asks and deletes permanently. */
    DELETE("browse.menu.delete", Needs.SOME, Right.DELETE, "Delete"),
    /** Searches below the shown folder. */
    SEARCH("browse.menu.search", Needs.NONE, null, "Shortcut+Shift+F"),
    /** Compares the shown folder with that of the other side. */
    COMPARE("browse.menu.compare", Needs.NONE, null, null);

    /** What has to be selected. */
    private enum Needs {
        NONE,
        SOME,
        ONE_FILE
    }

    private final String words;
    private final Needs needs;
    private final @Nullable Right right;
    private final @Nullable String key;

    PaneAction(String words, Needs needs, @Nullable Right right, @Nullable String key) {
        this.words = words;
        this.needs = needs;
        this.right = right;
        this.key = key;
    }

    /** Returns the words of the menu. */
    String words(Side side) {
        return this == DELETE && side == Side.REMOTE ? Texts.get("browse.menu.delete.remote") : Texts.get(words);
    }

    Optional<Right> right() {
        return Optional.ofNullable(right);
    }

    Optional<KeyCombination> key() {
        return Optional.ofNullable(key).map(KeyCombination::valueOf);
    }

    /** Returns whether the selection {@code rows} is one for this action. */
    boolean appliesTo(List<Row> rows) {
        return switch (needs) {
            case NONE -> true;
            case SOME -> !rows.isEmpty();
            case ONE_FILE -> rows.size() == 1 && !rows.getFirst().isFolder();
        };
    }
}
