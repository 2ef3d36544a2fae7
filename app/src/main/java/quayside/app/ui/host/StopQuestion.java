package quayside.app.ui.host;

import java.util.List;
import java.util.OptionalDouble;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import quayside.app.core.host.HostState;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.DialogBox;
import quayside.app.ui.kit.Dialogs;
import quayside.app.ui.kit.Facts;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.Nodes;
import quayside.server.Guest;

/** Asks before a share is ended while guests transfer something. JavaFX thread only. */
final class StopQuestion {
    private static final int MAX_ROWS = 5;

    private final HostModel model;
    private final Dialogs dialogs;

    StopQuestion(HostModel model, Dialogs dialogs) {
        this.model = model;
        this.dialogs = dialogs;
    }

    /**
     * Runs {@code now} if no guest transfers anything, or if the user wants to stop at once.
     *
     * @param whenDone runs if the user wants to let the guests finish first
     */
    void ask(Runnable now, Runnable whenDone) {
        List<Guest> busy = model.on().map(HostState.On::guests).orElse(List.of()).stream()
                .filter(Guest::isTransferring)
                .toList();
        if (busy.isEmpty()) {
            now.run();
            return;
        }
        String share = model.on().map(HostState.On::shareName).orElse("");
        dialogs.show(DialogBox.of(Texts.get("host.stop.title", busy.size()))
                .width(608)
                .sentence(Texts.get("host.stop.sentence", share))
                .facts(facts(busy))
                .aside(Texts.get("host.stop.now"), now)
                .safe(Texts.get("host.stop.keep"))
                .choice(Texts.get("host.stop.whenDone"), whenDone));
    }

    private static Facts facts(List<Guest> busy) {
        Facts facts = new Facts();
        for (Guest guest : busy.subList(0, Math.min(busy.size(), MAX_ROWS))) {
            facts.row(
                    Nodes.icon(Glyph.MONITOR, "quiet"),
                    HostModel.who(guest),
                    HostModel.activity(guest),
                    progress(guest.progress()));
        }
        return busy.size() <= MAX_ROWS ? facts : facts.words(Texts.get("host.stop.more", busy.size() - MAX_ROWS));
    }

    private static Node progress(OptionalDouble progress) {
        ProgressBar bar = new ProgressBar(progress.orElse(0));
        bar.getStyleClass().add("thin");
        Label words = Nodes.label(Texts.get("host.stop.progress", (int) (progress.orElse(0) * 100)), "muted");
        words.getStyleClass().add("small-text");
        words.setMinWidth(Region.USE_PREF_SIZE);
        HBox aside = new HBox(12, bar, words);
        aside.setAlignment(Pos.CENTER_RIGHT);
        aside.setVisible(progress.isPresent());
        return aside;
    }
}
