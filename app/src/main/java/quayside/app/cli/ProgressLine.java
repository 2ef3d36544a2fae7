package quayside.app.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import quayside.app.core.text.Times;
import quayside.app.core.transfer.SpeedMeter;
import quayside.protocol.text.ByteSize;

/**
 * Draws one item's progress repeatedly on one line of a terminal. The most important part is first, because a narrow
 * terminal cuts the end. Not thread-safe.
 */
final class ProgressLine {
    private static final long REDRAW_NANOS = Duration.ofMillis(100).toNanos();
    private static final int NAME_COLUMNS = 24;
    private static final int BAR_COLUMNS = 20;
    private static final String CLEAR = "\r\u001b[K";

    /**
     * Makes the terminal cut a line at its present edge. A part that wrapped onto a second line would not be cleared.
     */
    private static final String CUTTING = "\u001b[?7l";

    private static final String WRAPPING = "\u001b[?7h";

    private final PrintWriter terminal;
    private final String name;
    private final LongSupplier nanos;
    private SpeedMeter meter;
    private long transferred;
    private long done;

    /** Negative until it is known. */
    private long totalBytes = -1;

    private long drawnNanos;
    private boolean drawn;

    ProgressLine(PrintWriter terminal, String name) {
        this(terminal, name, System::nanoTime);
    }

    /** @param nanos a monotonic clock */
    ProgressLine(PrintWriter terminal, String name, LongSupplier nanos) {
        this.terminal = terminal;
        this.nanos = nanos;
        this.meter = new SpeedMeter(nanos.getAsLong(), 0);
        this.name = name.length() <= NAME_COLUMNS ? name : name.substring(0, NAME_COLUMNS - 1) + "…";
    }

    void total(long bytes) {
        totalBytes = bytes;
    }

    /** Sets how many bytes were transferred. Those of earlier tries are done, too, but have no speed. */
    void transferred(long bytes) {
        if (transferred == 0 && done > 0) {
            meter = new SpeedMeter(nanos.getAsLong(), bytes);
        }
        transferred = bytes;
    }

    void progressed(long bytesDone) {
        done = bytesDone;
        long now = nanos.getAsLong();
        if (drawn && now - drawnNanos < REDRAW_NANOS) {
            return;
        }
        drawn = true;
        drawnNanos = now;
        long speed = meter.bytesPerSecond(now, transferred);
        double part = totalBytes < 0 ? 0 : totalBytes == 0 ? 1 : Math.min(1, (double) bytesDone / totalBytes);
        int filled = (int) (part * BAR_COLUMNS);
        String left = speed == 0 || totalBytes < 0
                ? ""
                : "  " + Times.duration(Duration.ofSeconds(Math.max(0, totalBytes - bytesDone) / speed));
        draw(String.format(Locale.ROOT, "%3d%%", (int) (part * 100)) + "  " + name + "  [" + "#".repeat(filled)
                + ".".repeat(BAR_COLUMNS - filled) + "]  " + ByteSize.shown(speed) + "/s" + left);
    }

    /** Replaces the bar until the next progress; a few words, because the line may be short. */
    void say(String words) {
        drawn = false;
        draw(words + "  " + name);
    }

    /** Leaves an empty line for other output; the next progress draws the bar again. */
    void clear() {
        drawn = false;
        terminal.print(CLEAR);
        terminal.flush();
    }

    private void draw(String text) {
        terminal.print(CLEAR + CUTTING + text + WRAPPING);
        terminal.flush();
    }
}
