package quayside.app.cli;

import java.util.List;
import java.util.function.Consumer;
import quayside.app.core.host.EventWords;
import quayside.app.core.host.LogEntry;
import quayside.app.core.text.Times;
import quayside.server.ShareEvent;

/** Writes each event of a running share as a line, for people or for programs; the server has escaped the texts. */
final class EventLine implements Consumer<ShareEvent> {
    static final String OPTION = "--log-format";

    private final CliContext context;
    private final Format format;

    /** The form of a line. */
    enum Format {
        TEXT,
        JSON
    }

    /** Returns whether the arguments of {@code serve} ask for JSON. */
    static boolean isJson(List<String> arguments) {
        boolean json = false;
        for (int i = 0; i < arguments.size(); i++) {
            String each = arguments.get(i);
            if (each.startsWith(OPTION + "=")) {
                json = each.substring(OPTION.length() + 1).equalsIgnoreCase(Format.JSON.name());
            } else if (each.equals(OPTION) && i + 1 < arguments.size()) {
                json = arguments.get(i + 1).equalsIgnoreCase(Format.JSON.name());
            }
        }
        return json;
    }

    EventLine(CliContext context, Format format) {
        this.context = context;
        this.format = format;
    }

    @Override
    public void accept(ShareEvent event) {
        context.line(
                switch (format) {
                    case TEXT -> Times.date(event.at(), context.zone()) + "  " + EventWords.of(event);
                    case JSON -> LogEntry.of(event).json();
                });
    }
}
