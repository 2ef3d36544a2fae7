package quayside.app.cli;

import java.util.function.Consumer;
import quayside.app.core.host.EventWords;
import quayside.app.core.text.Times;
import quayside.server.ShareEvent;

/** Writes each event of a running share as a line; the server has escaped the texts. */
final class EventLine implements Consumer<ShareEvent> {
    private final CliContext context;

    EventLine(CliContext context) {
        this.context = context;
    }

    @Override
    public void accept(ShareEvent event) {
        context.say(Times.date(event.at(), context.zone()) + "  " + EventWords.of(event));
    }
}
