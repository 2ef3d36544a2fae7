package quayside.app.cli;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import quayside.app.core.text.Texts;
import quayside.app.core.text.Times;
import quayside.protocol.client.transfer.TransferListener;
import quayside.protocol.text.Sentence;

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
    public synchronized void transferred(long bytes) {
        if (bar != null) {
            bar.transferred(bytes);
        }
    }

    @Override
    public synchronized void progressed(long bytesDone) {
        if (bar != null) {
            bar.progressed(bytesDone);
        }
    }

    @Override
    public synchronized void waiting(Sentence sentence, Duration pause) {
        if (!waiting) {
            clear();
            chatter.say(shown + ": " + Texts.words(sentence));
        }
        if (bar != null) {
            bar.say(Texts.words(Sentence.of(CliText.TRYING_AGAIN, Times.duration(pause))));
        }
        waiting = true;
    }

    @Override
    public synchronized void resumed() {
        if (bar == null && waiting) {
            chatter.say(shown + ": " + Texts.words(Sentence.of(CliText.BACK_AGAIN)));
        }
        waiting = false;
    }

    @Override
    public synchronized void noted(String path, Sentence sentence) {
        clear();
        chatter.say(path + ": " + Texts.words(sentence));
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
