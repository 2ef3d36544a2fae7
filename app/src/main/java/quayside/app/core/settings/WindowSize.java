package quayside.app.core.settings;

/**
 * How large the window was when it was closed, in logical pixels without its frame.
 *
 * @param maximized whether it filled the screen; the size is then the one it fills it with
 */
public record WindowSize(double width, double height, boolean maximized) {
    public static final WindowSize STANDARD = new WindowSize(1180, 760, false);

    /** Whether a window of this size could be used: a screen may have gone since. */
    boolean isSensible() {
        return width >= 400 && width <= 20_000 && height >= 300 && height <= 20_000;
    }
}
