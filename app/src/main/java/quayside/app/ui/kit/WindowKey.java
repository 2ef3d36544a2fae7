package quayside.app.ui.kit;

import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import quayside.app.core.text.Texts;

/** The keys that work everywhere in the window, as the help lists them. */
public enum WindowKey {
    NEW_TAB,
    CLOSE_TAB,
    HOST,
    SETTINGS,
    HELP;

    private KeyCombination keys() {
        return switch (this) {
            case NEW_TAB -> new KeyCodeCombination(KeyCode.T, KeyCombination.SHORTCUT_DOWN);
            case CLOSE_TAB -> new KeyCodeCombination(KeyCode.W, KeyCombination.SHORTCUT_DOWN);
            case HOST -> new KeyCodeCombination(KeyCode.H, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN);
            case SETTINGS -> new KeyCodeCombination(KeyCode.COMMA, KeyCombination.SHORTCUT_DOWN);
            case HELP -> new KeyCodeCombination(KeyCode.F1);
        };
    }

    /** Returns whether these keys were pressed. */
    public boolean isIn(KeyEvent event) {
        return keys().match(event);
    }

    /** Returns the keys as this system writes them. */
    public String shown() {
        return keys().getDisplayText();
    }

    /** Returns what the keys do. */
    public String action() {
        return Texts.get(
                switch (this) {
                    case NEW_TAB -> "help.window.newTab";
                    case CLOSE_TAB -> "help.window.closeTab";
                    case HOST -> "help.window.host";
                    case SETTINGS -> "help.window.settings";
                    case HELP -> "help.window.help";
                });
    }
}
