package quayside.app.ui.help;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import quayside.app.core.search.Sought;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.WindowKey;

/**
 * Every action with its key, and the paragraphs about how the program works and its safety, filtered by the user's
 * search. JavaFX thread only.
 */
final class HelpModel {
    /**
     * One action.
     *
     * @param how its key, or the mouse gesture
     * @param isKey whether it is a key
     */
    record Entry(String how, boolean isKey, String action) {
        Entry {
            how = isKey ? KEY.matcher(how).replaceAll(key -> printed(key.group())) : how;
        }

        /** Returns the name that is printed on a key in the language of the window. */
        private static String printed(String key) {
            return switch (key) {
                case "Ctrl" -> Texts.get("help.key.control");
                case "Shift" -> Texts.get("help.key.shift");
                case "Enter" -> Texts.get("help.key.enter");
                case "Backspace" -> Texts.get("help.key.backspace");
                case "Del", "Delete" -> Texts.get("help.key.delete");
                case "Space" -> Texts.get("help.key.space");
                case "Left" -> Texts.get("help.key.left");
                case "Right" -> Texts.get("help.key.right");
                default -> Matcher.quoteReplacement(key);
            };
        }
    }

    /** Actions that belong together, or paragraphs on one subject. */
    record Group(String title, List<Entry> entries, List<String> paragraphs) {}

    private static final Pattern KEY = Pattern.compile("[^+]+");

    private final StringProperty search = new SimpleStringProperty(this, "search", "");
    private final List<Group> groups = List.of(
            actions(
                    "help.files",
                    key("Enter", "help.files.open"),
                    mouse("help.doubleClick", "help.files.open"),
                    key(KeyCode.ENTER, "help.files.transfer", KeyCombination.SHORTCUT_DOWN),
                    key("Space", "help.files.preview"),
                    key(KeyCode.ENTER, "help.files.properties", KeyCombination.ALT_DOWN),
                    key("Backspace", "help.files.up"),
                    key(KeyCode.LEFT, "help.files.back", KeyCombination.ALT_DOWN),
                    key(KeyCode.RIGHT, "help.files.forward", KeyCombination.ALT_DOWN),
                    key(KeyCode.L, "help.files.typePath", KeyCombination.SHORTCUT_DOWN),
                    key(KeyCode.B, "help.files.bookmark", KeyCombination.SHORTCUT_DOWN),
                    key(KeyCode.F9, "help.files.tree"),
                    key(KeyCode.H, "help.files.hidden", KeyCombination.SHORTCUT_DOWN),
                    key(KeyCode.F6, "help.files.otherPane"),
                    key(KeyCode.F, "help.files.filter", KeyCombination.SHORTCUT_DOWN),
                    key(KeyCode.F, "help.files.search", KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN),
                    mouse("help.letters", "help.files.letters"),
                    key(KeyCode.A, "help.files.selectAll", KeyCombination.SHORTCUT_DOWN),
                    key(KeyCode.N, "help.files.newFolder", KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN),
                    key(KeyCode.F2, "help.files.rename"),
                    key(KeyCode.Z, "help.files.undo", KeyCombination.SHORTCUT_DOWN),
                    key("Del", "help.files.delete"),
                    key(KeyCode.DELETE, "help.files.deleteForGood", KeyCombination.SHIFT_DOWN),
                    key(KeyCode.X, "help.files.cut", KeyCombination.SHORTCUT_DOWN),
                    key(KeyCode.C, "help.files.copy", KeyCombination.SHORTCUT_DOWN),
                    key(KeyCode.V, "help.files.paste", KeyCombination.SHORTCUT_DOWN),
                    key(KeyCode.C, "help.files.copyPath", KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN),
                    key(KeyCode.K, "help.files.checksum", KeyCombination.SHORTCUT_DOWN),
                    key(KeyCode.K, "help.files.protect", KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN),
                    key(KeyCode.L, "help.files.unprotect", KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN),
                    key(KeyCode.F5, "help.files.refresh"),
                    mouse("help.click.header", "help.files.sort"),
                    mouse("help.click.headerMenu", "help.files.columns"),
                    mouse("help.click.path", "help.files.path")),
            actions(
                    "help.transfers",
                    mouse("help.drag", "help.transfers.drag"),
                    mouse("help.dragOutside", "help.transfers.dragOutside"),
                    mouse("help.dropFolder", "help.transfers.into"),
                    mouse("help.click.pause", "help.transfers.pause"),
                    mouse("help.click.resume", "help.transfers.resume"),
                    mouse("help.click.details", "help.transfers.details"),
                    mouse("help.click.cancel", "help.transfers.cancel"),
                    mouse("help.click.retry", "help.transfers.retry"),
                    key(KeyCode.UP, "help.transfers.up", KeyCombination.SHORTCUT_DOWN),
                    key(KeyCode.DOWN, "help.transfers.down", KeyCombination.SHORTCUT_DOWN)),
            actions(
                    "help.connecting",
                    mouse("help.click.paste", "help.connecting.paste"),
                    mouse("help.click.switch", "help.connecting.host"),
                    mouse("help.click.copy", "help.connecting.copy")),
            new Group(
                    Texts.get("help.window"),
                    Stream.concat(
                                    Stream.of(WindowKey.values())
                                            .map(key -> new Entry(key.shown(), true, key.action())),
                                    Stream.of(
                                            mouse("help.numbers", "help.window.tab"), key("Esc", "help.window.escape")))
                            .toList(),
                    List.of()),
            words(
                    "help.how",
                    "help.how.folder",
                    "help.how.key",
                    "help.how.waits",
                    "help.how.resume",
                    "help.how.passcode"),
            words("help.safe", "help.safe.encrypted", "help.safe.server", "help.safe.whole", "help.safe.reach"));

    StringProperty search() {
        return search;
    }

    /** Returns the part of the help that contains all words of the search; everything if the search is empty. */
    List<Group> matches() {
        Sought sought = Sought.words(search.get());
        return groups.stream()
                .map(group -> new Group(
                        group.title(),
                        group.entries().stream()
                                .filter(entry -> sought.isIn(group.title() + " " + entry.how() + " " + entry.action()))
                                .toList(),
                        group.paragraphs().stream()
                                .filter(paragraph -> sought.isIn(group.title() + " " + paragraph))
                                .toList()))
                .filter(group ->
                        !group.entries().isEmpty() || !group.paragraphs().isEmpty())
                .toList();
    }

    private static Group actions(String title, Entry... entries) {
        return new Group(Texts.get(title), List.of(entries), List.of());
    }

    private static Group words(String title, String... paragraphs) {
        return new Group(
                Texts.get(title),
                List.of(),
                Stream.of(paragraphs).map(Texts::get).toList());
    }

    /**
     * Makes an entry with the key as this system writes it: "Ctrl+F" on some systems, with the command symbol on macOS.
     */
    private static Entry key(KeyCode code, String action, KeyCombination.Modifier... modifiers) {
        return key(new KeyCodeCombination(code, modifiers).getDisplayText(), action);
    }

    private static Entry key(String name, String action) {
        return new Entry(name, true, Texts.get(action));
    }

    private static Entry mouse(String how, String action) {
        return new Entry(Texts.get(how), false, Texts.get(action));
    }
}
