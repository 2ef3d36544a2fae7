package quayside.app.ui.shell;

import java.util.Optional;
import quayside.app.core.settings.SettingsStore;
import quayside.app.core.share.ShareId;
import quayside.app.core.text.Texts;
import quayside.app.core.transfer.TransferQueue;
import quayside.app.ui.home.Visit;
import quayside.app.ui.kit.DialogBox;
import quayside.app.ui.kit.Dialogs;

/** Asks before a tab or the window is closed while transfers of this computer have not ended. JavaFX thread only. */
final class CloseQuestions {
    private final TransferQueue transfers;
    private final SettingsStore settings;
    private final Dialogs dialogs;

    CloseQuestions(TransferQueue transfers, SettingsStore settings, Dialogs dialogs) {
        this.transfers = transfers;
        this.settings = settings;
        this.dialogs = dialogs;
    }

    /**
     * Runs {@code close} at once if no transfer of the share is active. Otherwise the user chooses whether they go on or
     * are paused, or keeps the tab.
     *
     * @param keyKept whether the share can be connected without its tab
     */
    void beforeTab(Visit visit, boolean keyKept, Runnable close) {
        Optional<ShareId> busy = visit.share().id().filter(transfers.shares()::contains);
        if (busy.isEmpty()) {
            close.run();
            return;
        }
        String name = visit.titleProperty().get();
        dialogs.show(DialogBox.of(Texts.get("shell.tab.busy.title", name))
                .sentence(Texts.get(keyKept ? "shell.tab.busy" : "shell.tab.busy.noKey"))
                .aside(Texts.get("shell.tab.busy.pause"), () -> {
                    transfers.pause(busy.get());
                    close.run();
                })
                .safe(Texts.get("shared.cancel"))
                .deed(Texts.get(keyKept ? "shell.tab.busy.goOn" : "shell.tab.busy.wait"), close));
    }

    /** Runs {@code close} at once if nothing is active. Otherwise says what will happen to the transfers, and asks. */
    void beforeWindow(int active, Runnable close) {
        if (active == 0) {
            close.run();
            return;
        }
        boolean resumes = settings.settings().transfers().resume();
        dialogs.show(DialogBox.of(Texts.get("shell.close.title"))
                .sentence(Texts.get(resumes ? "shell.close.sentence" : "shell.close.paused", active))
                .safe(Texts.get("shared.cancel"))
                .deed(Texts.get("shell.close.action"), close));
    }
}
