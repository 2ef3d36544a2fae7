package quayside.app.ui.browse;

import atlantafx.base.controls.Spacer;
import java.util.List;
import javafx.beans.InvalidationListener;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.HumanFormat;
import quayside.app.ui.kit.Latest;
import quayside.app.ui.kit.Nodes;

/** The counts of the folder or of the selection, and the free space. */
final class StatusLine {
    private final Label left = Nodes.name("", "muted", "small-text");
    private final Label right = Nodes.label("", "muted", "small-text");
    private final HBox line = new HBox(left, new Spacer(), right);
    private final BrowseModel<?> model;
    private final FileTable table;
    // Updates are limited, because selecting a hundred thousand rows changes the selection many times.
    private final Latest<Boolean> update = new Latest<>(ignored -> show());

    StatusLine(BrowseModel<?> model, FileTable table) {
        this.model = model;
        this.table = table;
        line.getStyleClass().add("pane-status");
        line.setAlignment(Pos.CENTER_LEFT);
        right.setMinWidth(Double.NEGATIVE_INFINITY);
        InvalidationListener changed = property -> update.offer(true);
        model.listing.addListener(changed);
        model.busy.addListener(changed);
        table.node().getSelectionModel().getSelectedIndices().addListener(changed);
    }

    HBox node() {
        return line;
    }

    private void show() {
        Listing listing = model.listing.get();
        left.setText(model.folder.get() == null ? "" : summary(listing) + notShown(listing));
        right.setText(
                listing.freeBytes().isPresent()
                        ? Texts.get(
                                "browse.status.free",
                                HumanFormat.size(listing.freeBytes().getAsLong()))
                        : "");
    }

    /**
     * Returns the number of entries left out, to be appended to the folder's counts. It is also shown if there are no
     * entries to count.
     */
    private String notShown(Listing listing) {
        boolean counts = model.busy.get().isEmpty() && table.selected().isEmpty() && listing.fault() == null;
        if (!counts || listing.notShown() == 0) {
            return "";
        }
        String words = Texts.get("browse.status.notShown", listing.notShown());
        return listing.all().isEmpty() ? words : " · " + words;
    }

    private String summary(Listing listing) {
        if (!model.busy.get().isEmpty()) {
            return model.busy.get();
        }
        List<Row> selected = table.selected();
        if (!selected.isEmpty()) {
            Listing.Counts counts = Listing.Counts.of(selected);
            return counts.files() == 0
                    ? Texts.get("browse.status.selectedFolders", selected.size())
                    : Texts.get("browse.status.selected", selected.size(), HumanFormat.size(counts.bytes()));
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
