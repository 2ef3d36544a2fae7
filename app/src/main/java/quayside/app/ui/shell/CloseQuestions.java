package quayside.app.ui.shell;

import java.util.Optional;
import quayside.app.core.settings.SettingsStore;
import quayside.app.core.share.ShareId;
import quayside.app.core.text.Texts;
import quayside.app.core.transfer.TransferQueue;
import quayside.app.ui.home.Visit;
import quayside.app.ui.kit.DialogBox;
import quayside.app.ui.kit.Dialogs;

/**
 * Asks before a tab or the window is closed while transfers of this computer have not ended, or while files are copied
 * or moved. JavaFX thread only.
 */
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
     * Runs {@code close} at once if no transfer of the share is active, and nothing is copied or moved there. Otherwise
     * the user chooses whether the transfers go on or are paused, or keeps the tab.
     *
     * @param keyKept whether the share can be connected without its tab
     * @param working whether files of the share are being copied or moved there
     */
    void beforeTab(Visit visit, boolean keyKept, boolean working, Runnable close) {
        Optional<ShareId> busy = visit.share().id().filter(transfers.shares()::contains);
        if (busy.isEmpty() && !working) {
            close.run();
            return;
        }
        String name = visit.titleProperty().get();
        DialogBox box = DialogBox.of(Texts.get("shell.tab.busy.title", name));
        if (working) {
            box.sentence(Texts.get("shell.tab.working"));
        }
        if (busy.isEmpty()) {
            dialogs.show(box.safe(Texts.get("shared.cancel")).deed(Texts.get("shell.working.stop"), close));
            return;
        }
        dialogs.show(box.sentence(Texts.get(keyKept ? "shell.tab.busy" : "shell.tab.busy.noKey"))
                .aside(Texts.get("shell.tab.busy.pause"), () -> {
                    transfers.pause(busy.get());
                    close.run();
                })
                .safe(Texts.get("shared.cancel"))
                .deed(Texts.get(keyKept ? "shell.tab.busy.goOn" : "shell.tab.busy.wait"), close));
    }

    /**
     * Runs {@code close} at once if nothing is active. Otherwise says what will happen, and asks.
     *
     * @param active the number of transfers that have not ended
     * @param working whether files are being copied or moved
     */
    void beforeWindow(int active, boolean working, Runnable close) {
        if (active == 0 && !working) {
            close.run();
            return;
        }
        DialogBox box = DialogBox.of(Texts.get("shell.close.title"));
        if (working) {
            box.sentence(Texts.get("shell.close.working"));
        }
        if (active > 0) {
            boolean resumes = settings.settings().transfers().resume();
            box.sentence(Texts.get(resumes ? "shell.close.sentence" : "shell.close.paused", active));
        }
        dialogs.show(box.safe(Texts.get("shared.cancel"))
                .deed(Texts.get(working ? "shell.working.stop" : "shell.close.action"), close));
    }
}
