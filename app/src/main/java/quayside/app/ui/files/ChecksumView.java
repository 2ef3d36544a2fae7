package quayside.app.ui.files;

import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.Banner;
import quayside.app.ui.kit.CopyButton;
import quayside.app.ui.kit.HumanFormat;
import quayside.app.ui.kit.Nodes;

/** A section for each side, and below them whether the checksums are the same. */
final class ChecksumView extends VBox {
    private final List<ChecksumModel> sides;
    private final StackPane verdict = new StackPane();

    ChecksumView(List<ChecksumModel> sides) {
        this.sides = sides;
        getStyleClass().add("checksum-view");
        for (ChecksumModel side : sides) {
            getChildren().add(section(side));
            side.state().addListener((state, before, now) -> compare());
        }
        getChildren().addAll(verdict, Nodes.paragraph(Texts.get("files.checksum.hint"), "muted", "small-text"));
        compare();
    }

    private static Node section(ChecksumModel side) {
        Label place = Nodes.name(side.place(), "strong");
        StackPane content = new StackPane();
        content.setAlignment(Pos.CENTER_LEFT);
        content.getStyleClass().add("checksum-content");
        Reading reading = new Reading();
        Runnable show = () -> content.getChildren()
                .setAll(
                        switch (side.state().get()) {
                            case ChecksumModel.Reading now -> reading.at(now);
                            case ChecksumModel.Known known -> known(side.place(), known.sha256());
                            case ChecksumModel.Missing _ ->
                                Nodes.paragraph(Texts.get("files.checksum.missing"), "muted", "checksum-missing");
                            case ChecksumModel.Failed failed -> Nodes.paragraph(failed.sentence(), "field-fault");
                        });
        side.state().addListener((state, before, now) -> show.run());
        show.run();
        VBox section = new VBox(place, content);
        section.getStyleClass().add("checksum-side");
        return section;
    }

    private static Node known(String place, String sha256) {
        Label hex = Nodes.paragraph(sha256, "mono", "checksum-hex");
        HBox.setHgrow(hex, Priority.ALWAYS);
        hex.setMaxWidth(Double.MAX_VALUE);
        CopyButton copy = new CopyButton(Texts.get("files.checksum.copy", place), () -> sha256);
        copy.getStyleClass().add("small");
        HBox row = new HBox(12, hex, copy);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private void compare() {
        List<String> known = sides.stream()
                .map(side -> side.state().get())
                .filter(ChecksumModel.Known.class::isInstance)
                .map(state -> ((ChecksumModel.Known) state).sha256())
                .toList();
        boolean comparable = sides.size() > 1 && known.size() == sides.size();
        Nodes.show(verdict, comparable);
        if (comparable) {
            boolean same = known.stream().distinct().count() == 1;
            verdict.getChildren()
                    .setAll(
                            same
                                    ? new Banner(Banner.Tone.SUCCESS, Texts.get("files.checksum.same"))
                                    : new Banner(Banner.Tone.ERROR, Texts.get("files.checksum.different")));
        }
    }

    /** A progress bar with a text, made once and then updated. */
    private static final class Reading {
        private final ProgressBar bar = new ProgressBar();
        private final Label words = Nodes.label("", "muted", "small-text");
        private final VBox node = new VBox(4, bar, words);

        Reading() {
            bar.setMaxWidth(Double.MAX_VALUE);
            node.getStyleClass().add("checksum-reading");
        }

        Node at(ChecksumModel.Reading now) {
            boolean measured = now.total() > 0;
            bar.setProgress(measured ? (double) now.done() / now.total() : ProgressBar.INDETERMINATE_PROGRESS);
            words.setText(
                    measured
                            ? Texts.get(
                                    "files.checksum.reading",
                                    HumanFormat.size(now.done()),
                                    HumanFormat.size(now.total()))
                            : Texts.get("files.checksum.waiting"));
            return node;
        }
    }
}
