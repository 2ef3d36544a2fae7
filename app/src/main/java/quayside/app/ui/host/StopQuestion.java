package quayside.app.ui.host;

import java.util.List;
import quayside.app.core.host.HostService;
import quayside.app.core.host.HostState;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.DialogBox;
import quayside.app.ui.kit.Dialogs;
import quayside.server.Guest;

/** Asks before a share is ended while guests transfer something. JavaFX thread only. */
final class StopQuestion {
    private final HostModel model;
    private final HostService host;
    private final Dialogs dialogs;

    StopQuestion(HostModel model, HostService host, Dialogs dialogs) {
        this.model = model;
        this.host = host;
        this.dialogs = dialogs;
    }

    /**
     * Runs {@code now} if no guest transfers anything, or if the user wants to stop at once.
     *
     * @param whenDone runs after the user chose to let the guests finish, and the share is ending
     */
    void ask(Runnable now, Runnable whenDone) {
        if (!(model.state.get() instanceof HostState.On on)) {
            now.run();
            return;
        }
        List<Guest> busy = on.guests().stream().filter(Guest::isTransferring).toList();
        if (busy.isEmpty()) {
            now.run();
            return;
        }
        Guest first = busy.getFirst();
        String sentence = busy.size() == 1
                ? Texts.get("host.stop.one", HostModel.who(first), Texts.words(first.activity()))
                : Texts.get("host.stop.many", busy.size());
        dialogs.show(DialogBox.of(Texts.get("host.stop.title", on.shareName()))
                .sentence(sentence)
                .aside(Texts.get("host.stop.now"), now)
                .safe(Texts.get("host.stop.keep"))
                .deed(Texts.get("host.stop.whenDone"), () -> {
                    host.stopWhenIdle();
                    whenDone.run();
                }));
    }
}
