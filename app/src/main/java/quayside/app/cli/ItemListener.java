package quayside.app.cli;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import quayside.app.core.text.Times;
import quayside.protocol.client.transfer.TransferListener;

/**
 * Reports events to a person while items are transferred. A lost connection is reported by a line. On a terminal one
 * line shows progress, and during an outage the time until the next retry. Elsewhere the return of the connection is a
 * line, too.
 */
final class ItemListener implements TransferListener, AutoCloseable {
    private final String shown;
    private final Chatter chatter;
    private final @Nullable ProgressLine bar;
    private boolean waiting;

    ItemListener(CliContext context, Chatter chatter, String shown) {
        this.shown = shown;
        this.chatter = chatter;
        bar = context.drawsLines() ? new ProgressLine(context.err(), shown) : null;
    }

    @Override
    public synchronized void counted(long files, long bytes) {
        if (bar != null) {
            bar.total(bytes);
        }
    }

    @Override
    public synchronized void progressed(long bytesDone) {
        if (bar != null) {
            bar.progressed(bytesDone);
        }
    }

    @Override
    public synchronized void waiting(String sentence, Duration pause) {
        if (!waiting) {
            clear();
            chatter.say(shown + ": " + sentence);
        }
        if (bar != null) {
            bar.say("Trying again in " + Times.duration(pause));
        }
        waiting = true;
    }

    @Override
    public synchronized void resumed() {
        if (bar == null && waiting) {
            chatter.say(shown + ": The connection is back; the transfer resumes.");
        }
        waiting = false;
    }

    @Override
    public synchronized void noted(String path, String sentence) {
        clear();
        chatter.say(path + ": " + sentence);
    }

    @Override
    public synchronized void close() {
        clear();
    }

    private void clear() {
        if (bar != null) {
            bar.clear();
        }
    }
}
