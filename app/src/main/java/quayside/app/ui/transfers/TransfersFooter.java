package quayside.app.ui.transfers;

import atlantafx.base.controls.Spacer;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.beans.property.BooleanProperty;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import quayside.app.core.text.Texts;
import quayside.app.core.transfer.TransferService;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.HumanFormat;
import quayside.app.ui.kit.Icon;
import quayside.app.ui.kit.Nodes;

/** The line that is always visible: it folds the panel, and shows the whole queue. */
final class TransfersFooter {
    private static final double BAR_PX = 160;
    private static final double SHORT_BAR_PX = 64;
    private static final double WITH_BAR_PX = 700;
    private static final double WIDE_PX = 900;

    private final HBox node = new HBox();
    private final ProgressBar bar = new ProgressBar(0);
    private final Label words = Nodes.label("", "muted");
    private final Label failed = Nodes.label("", "pill", "bad");
    private final Button all = Nodes.button(Glyph.PAUSE, "", () -> {});
    private final TransferService transfers;
    private Optional<TransfersModel.Overall> shown = Optional.empty();

    /**
     * @param limits the menu of the speed limits
     * @param folded run when the user folds or unfolds the panel
     */
    TransfersFooter(TransferService transfers, MenuButton limits, BooleanProperty open, Runnable folded) {
        this.transfers = transfers;
        ToggleButton fold = new ToggleButton(Texts.get("transfers.title"));
        fold.setId("transfers-fold");
        fold.getStyleClass().addAll("flat", "small", "fold");
        fold.setMinWidth(Region.USE_PREF_SIZE);
        fold.setMnemonicParsing(false);
        fold.setOnAction(event -> folded.run());
        fold.selectedProperty().bindBidirectional(open);
        Icon arrow = Nodes.icon(Glyph.CHEVRON_UP, "quiet");
        fold.setGraphic(arrow);
        fold.setTooltip(Nodes.tooltip(""));
        open.subscribe(shown -> {
            arrow.glyph(shown ? Glyph.CHEVRON_DOWN : Glyph.CHEVRON_UP);
            fold.getTooltip().setText(Texts.get(shown ? "transfers.fold" : "transfers.unfold"));
            fold.setAccessibleText(fold.getTooltip().getText());
        });
        words.setId("transfers-summary");
        words.setMinWidth(0);
        failed.setId("transfers-failed");
        failed.setMinWidth(Region.USE_PREF_SIZE);
        all.setId("pause-all");
        all.getStyleClass().addAll("flat", "small");
        node.setId("transfers-line");
        node.getStyleClass().add("transfers-line");
        node.setAlignment(Pos.CENTER_LEFT);
        node.getChildren().addAll(fold, bar, words, failed, new Spacer(), all, limits);
        node.widthProperty().addListener((width, before, now) -> fit());
    }

    HBox node() {
        return node;
    }

    void show(TransfersModel.Overall now) {
        shown = Optional.of(now);
        bar.setProgress(now.fraction().orElse(now.waiting() + now.asking() == now.active() ? 0.0 : -1.0));
        fit();
        failed.setText(Texts.get("transfers.overall.failed", now.failed()));
        Nodes.show(failed, now.failed() > 0);
        boolean pauses = now.active() > 0;
        Nodes.show(all, pauses || now.paused() > 0);
        all.setText(Texts.get(pauses ? "transfers.all.pause" : "transfers.all.resume"));
        ((Icon) all.getGraphic()).glyph(pauses ? Glyph.PAUSE : Glyph.PLAY);
        all.setOnAction(event -> transfers.all(pauses ? TransferService.Act.PAUSE : TransferService.Act.RESUME));
    }

    /** A narrow line has a short bar, which says enough about the amount. */
    private void fit() {
        boolean wide = node.getWidth() >= WIDE_PX;
        double width = wide ? BAR_PX : SHORT_BAR_PX;
        bar.setMinWidth(width);
        bar.setMaxWidth(width);
        Nodes.show(
                bar,
                node.getWidth() >= WITH_BAR_PX
                        && shown.filter(now -> now.active() > 0).isPresent());
        shown.ifPresent(now -> words.setText(words(now, wide)));
        Nodes.show(words, !words.getText().isEmpty());
    }

    private static String words(TransfersModel.Overall now, boolean wide) {
        if (now.active() > 0) {
            String activity = activity(now);
            return Stream.of(wide || activity.isEmpty() ? amount(now) : "", activity)
                    .filter(part -> !part.isEmpty())
                    .collect(Collectors.joining(" · "));
        }
        if (now.paused() > 0) {
            return Texts.get("transfers.overall.paused", now.paused());
        }
        int done = now.count(TransfersModel.Group.DONE);
        int cancelled = now.count(TransfersModel.Group.CANCELLED);
        return done + cancelled + now.failed() == 0
                ? Texts.get("transfers.none")
                : Stream.of(
                                done > 0 ? Texts.get("transfers.overall.done", done) : "",
                                cancelled > 0 ? Texts.get("transfers.overall.cancelled", cancelled) : "")
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining(" · "));
    }

    /** Returns "5.1 of 12.4 GB", with the unit of both only once. */
    private static String amount(TransfersModel.Overall now) {
        String done = HumanFormat.size(now.bytesDone());
        if (now.bytesTotal() < 0) {
            return now.bytesDone() == 0 ? "" : done;
        }
        String total = HumanFormat.size(now.bytesTotal());
        String unit = total.substring(total.lastIndexOf(' '));
        return Texts.get(
                "transfers.amount",
                done.endsWith(unit) ? done.substring(0, done.length() - unit.length()) : done,
                total);
    }

    private static String activity(TransfersModel.Overall now) {
        boolean moves = now.bytesPerSecond() > 0;
        if (!moves && now.waiting() > 0) {
            return Texts.get("transfers.overall.waiting");
        }
        if (!moves && now.asking() > 0) {
            return Texts.get("transfers.overall.asking");
        }
        return Stream.concat(
                        moves
                                ? Stream.of(HumanFormat.speed(now.bytesPerSecond()))
                                : Stream.of(Texts.get("transfers.starting")),
                        now.timeLeft().map(HumanFormat::timeLeft).stream())
                .collect(Collectors.joining(" · "));
    }
}
