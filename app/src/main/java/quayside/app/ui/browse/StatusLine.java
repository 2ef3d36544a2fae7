package quayside.app.ui.browse;

import atlantafx.base.controls.Spacer;
import java.util.List;
import javafx.beans.InvalidationListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.text.Text;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.HumanFormat;
import quayside.app.ui.kit.Latest;
import quayside.app.ui.kit.Nodes;

/** The counts of the folder or of the selection, and the free space. */
final class StatusLine {
    private final Label left = Nodes.name("", "muted", "small-text");
    private final Label right = Nodes.label("", "muted", "small-text");
    private final Label limits = Nodes.sentence("", "muted", "small-text", "pane-limits");
    private final Button leftOut;
    private final HBox line;
    private final Side side;
    private final LeftOut omissions;
    private final BrowseModel<?> model;
    private final FileTable table;
    // Updates are limited, because selecting a hundred thousand rows changes the selection many times.
    private final Latest<Boolean> update = new Latest<>(ignored -> show());

    StatusLine(Side side, BrowseModel<?> model, FileTable table, LeftOut omissions) {
        this.side = side;
        this.model = model;
        this.table = table;
        this.omissions = omissions;
        leftOut = Nodes.button("", () -> omissions.explain(model.listing.get().omitted()));
        leftOut.getStyleClass().addAll("flat", "small-text", "left-out");
        leftOut.setMinWidth(Double.NEGATIVE_INFINITY);
        Nodes.show(leftOut, false);
        line = new HBox(left, leftOut, new Spacer(), limits, right);
        line.getStyleClass().add("pane-status");
        line.setAlignment(Pos.CENTER_LEFT);
        left.setMinWidth(Double.NEGATIVE_INFINITY);
        right.setMinWidth(Double.NEGATIVE_INFINITY);
        InvalidationListener changed = property -> update.offer(true);
        model.listing.addListener(changed);
        model.busy.addListener(changed);
        model.rights.addListener(changed);
        model.hindrance.addListener(changed);
        table.node().getSelectionModel().getSelectedIndices().addListener(changed);
        line.widthProperty().addListener(changed);
        limits.fontProperty().addListener(changed);
    }

    HBox node() {
        return line;
    }

    private void show() {
        Listing listing = model.listing.get();
        left.setText(model.folder.get() == null ? Texts.get("browse.status.away") : summary(listing));
        Nodes.show(left, !left.getText().isEmpty());
        leftOut.setText(notShown(listing));
        Nodes.show(leftOut, !leftOut.getText().isEmpty());
        right.setText(
                listing.freeBytes().isPresent()
                        ? Texts.get(
                                "browse.status.free",
                                HumanFormat.size(listing.freeBytes().getAsLong()))
                        : "");
        showLimits();
    }

    /**
     * Shows what one may do here, in words if they have room, or else in short what one may not. The free space gives way
     * to that.
     */
    private void showLimits() {
        boolean shown = model.folder.get() != null;
        boolean local = side == Side.LOCAL;
        String words =
                !shown ? "" : local ? model.hindrance.get() : model.rights.get().inWords();
        String brief = !shown || local ? words : model.rights.get().inShort();
        Nodes.show(right, !right.getText().isEmpty());
        boolean fits = room() >= width(words);
        limits.setText(fits ? words : brief);
        if (!fits && room() < width(brief)) {
            Nodes.show(right, false);
        }
        Nodes.show(limits, !limits.getText().isEmpty());
    }

    /** Returns the width that the other parts leave. */
    private double room() {
        double taken = line.snappedLeftInset() + line.snappedRightInset();
        for (Node part : line.getChildren()) {
            if (part.isManaged() && !part.equals(limits)) {
                taken += part.prefWidth(-1) + line.getSpacing();
            }
        }
        return line.getWidth() - taken;
    }

    private double width(String words) {
        Text drawn = new Text(words);
        drawn.setFont(limits.getFont());
        return Math.ceil(drawn.getLayoutBounds().getWidth());
    }

    private String notShown(Listing listing) {
        boolean counts = model.busy.get().isEmpty() && !table.hasSelection() && listing.fault() == null;
        return counts ? omissions.count(listing.omitted()) : "";
    }

    private String summary(Listing listing) {
        if (!model.busy.get().isEmpty()) {
            return model.busy.get();
        }
        if (table.hasSelection()) {
            List<Row> selected = table.selected();
            Listing.Counts counts = Listing.Counts.of(selected);
            return counts.files() == 0
                    ? Texts.get(
                            "browse.status.selectedFolders",
                            selected.size(),
                            listing.shown().size())
                    : Texts.get(
                            "browse.status.selected",
                            selected.size(),
                            listing.shown().size(),
                            HumanFormat.size(counts.bytes()));
        }
        if (listing.fault() != null || (listing.complete() && listing.all().isEmpty())) {
            return "";
        }
        if (!listing.complete()) {
            return Texts.get("browse.status.reading", listing.all().size());
        }
        if (listing.shown().size() < listing.all().size()) {
            return Texts.get(
                    "browse.status.filtered",
                    listing.shown().size(),
                    listing.all().size());
        }
        Listing.Counts counts = Listing.Counts.of(listing.all());
        return Texts.get("browse.status.counts", counts.folders(), counts.files(), HumanFormat.size(counts.bytes()));
    }
}
