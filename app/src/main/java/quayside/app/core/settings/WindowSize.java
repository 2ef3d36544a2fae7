package quayside.app.core.settings;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The size of the window when it was closed, in logical pixels without its frame, and its tabs.
 *
 * @param maximized whether it filled the screen; the size is then the size of the maximized window
 * @param panes the layout of the panes, by their side
 * @param tabs the links of the open shares, without keys
 * @param front the one of them that was shown; empty if none was
 */
public record WindowSize(
        double width,
        double height,
        boolean maximized,
        Map<String, PaneLayout> panes,
        List<String> tabs,
        Optional<String> front) {
    public static final WindowSize STANDARD = new WindowSize(1180, 760, false);

    public WindowSize {
        panes = Map.copyOf(panes);
        tabs = List.copyOf(tabs);
    }

    /** Creates the size of a window with the standard panes and without tabs. */
    public WindowSize(double width, double height, boolean maximized) {
        this(width, height, maximized, Map.of(), List.of(), Optional.empty());
    }

    /** Returns whether a window of this size is usable; a screen may have been removed since. */
    boolean isSensible() {
        return width >= 400 && width <= 20_000 && height >= 300 && height <= 20_000;
    }
}
