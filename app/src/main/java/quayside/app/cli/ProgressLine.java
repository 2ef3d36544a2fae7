package quayside.app.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import quayside.app.core.text.Amounts;
import quayside.app.core.transfer.SpeedMeter;
import quayside.protocol.client.FolderTransfer;

/** One item's progress, drawn over and over on one line of a terminal. For one thread. */
final class ProgressLine implements FolderTransfer.Listener, AutoCloseable {
    private static final long REDRAW_NANOS = Duration.ofMillis(100).toNanos();
    private static final int NAME_COLUMNS = 24;
    private static final int BAR_COLUMNS = 20;
    private static final String CLEAR = "\r\u001b[K";

    private final PrintWriter terminal;
    private final String name;
    private final SpeedMeter meter = new SpeedMeter(System.nanoTime(), 0);
    private long totalBytes;
    private long drawnNanos;
    private boolean drawn;

    private ProgressLine(PrintWriter terminal, String name) {
        this.terminal = terminal;
        this.name = name.length() <= NAME_COLUMNS ? name : name.substring(0, NAME_COLUMNS - 1) + "…";
    }

    /** Calls {@code work} with a listener that draws where the messages go to a terminal, and else does nothing. */
    static FolderTransfer.Summary around(CliContext context, String name, Work work) throws IOException {
        if (!context.progress()) {
            return work.run(FolderTransfer.Listener.NONE);
        }
        try (ProgressLine line = new ProgressLine(context.err(), name)) {
            return work.run(line);
        }
    }

    /** A transfer. */
    interface Work {
        FolderTransfer.Summary run(FolderTransfer.Listener listener) throws IOException;
    }

    @Override
    public void counted(long files, long bytes) {
        totalBytes = bytes;
    }

    @Override
    public void progressed(long bytesDone) {
        long now = System.nanoTime();
        if (drawn && now - drawnNanos < REDRAW_NANOS) {
            return;
        }
        drawn = true;
        drawnNanos = now;
        long speed = meter.bytesPerSecond(now, bytesDone);
        double part = totalBytes == 0 ? 1 : Math.min(1, (double) bytesDone / totalBytes);
        int filled = (int) (part * BAR_COLUMNS);
        String left = speed == 0 ? "" : "  " + Amounts.duration(Duration.ofSeconds((totalBytes - bytesDone) / speed));
        terminal.print(CLEAR + name + "  [" + "#".repeat(filled) + ".".repeat(BAR_COLUMNS - filled) + "] "
                + (int) (part * 100) + "%  " + Amounts.size(speed) + "/s" + left);
        terminal.flush();
    }

    @Override
    public void close() {
        terminal.print(CLEAR);
        terminal.flush();
    }
}
