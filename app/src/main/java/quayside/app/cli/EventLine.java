package quayside.app.cli;

import java.util.function.Consumer;
import quayside.app.core.host.EventWords;
import quayside.app.core.host.LogEntry;
import quayside.app.core.text.Times;
import quayside.server.ShareEvent;

/** Writes each event of a running share as a line, for people or for programs; the server has escaped the texts. */
final class EventLine implements Consumer<ShareEvent> {
    private final CliContext context;
    private final Format format;

    /** The form of a line. */
    enum Format {
        TEXT,
        JSON
    }

    EventLine(CliContext context, Format format) {
        this.context = context;
        this.format = format;
    }

    @Override
    public void accept(ShareEvent event) {
        context.say(
                switch (format) {
                    case TEXT -> Times.date(event.at(), context.zone()) + "  " + EventWords.of(event);
                    case JSON -> LogEntry.of(event).json();
                });
    }
}
