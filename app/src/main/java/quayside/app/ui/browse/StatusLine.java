package quayside.app.ui.browse;

import atlantafx.base.controls.Spacer;
import java.util.List;
import java.util.Optional;
import javafx.animation.PauseTransition;
import javafx.beans.InvalidationListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.text.Text;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;
import quayside.app.core.files.FolderCount;
import quayside.app.core.text.Texts;
import quayside.app.ui.browse.FileSource.Item;
import quayside.app.ui.kit.HumanFormat;
import quayside.app.ui.kit.Latest;
import quayside.app.ui.kit.NewestOnly;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.UiServices;
import quayside.protocol.client.connection.Cancellation;

/**
 * The counts of the folder or of the selection, and the free space. The content of selected folders is counted in the
 * background, until the selection changes.
 */
final class StatusLine<P> {
    /** Rows that the user only passes are not counted. */
    private static final Duration BEFORE_COUNTING = Duration.millis(300);

    private final Label left = Nodes.name("", "muted", "small-text");
    private final Label right = Nodes.label("", "muted", "small-text");
    private final Label limits = Nodes.sentence("", "muted", "small-text", "pane-limits");
    private final Button leftOut;
    private final HBox line;
    private final Side side;
    private final LeftOut omissions;
    private final BrowseModel<P> model;
    private final BrowseController<P> controller;
    private final FileTable table;
    private final UiServices services;
    private final PauseTransition beforeCounting = new PauseTransition(BEFORE_COUNTING);
    // Updates are limited, because selecting a hundred thousand rows changes the selection many times.
    private final Latest<Boolean> update = new Latest<>(ignored -> show());

    /** The sums of the selection. */
    private final NewestOnly sums;

    /** The selected folders and the folder that they are in. */
    private Content counted = new Content(null, List.of());

    private Cancellation counting = new Cancellation();

    /** The content of the selected folders as far as it is counted; empty if it is not. */
    private Optional<FolderCount> content = Optional.empty();

    private boolean isWhole;

    private record Content(@Nullable Object in, List<Row> folders) {}

    /** What is selected, in numbers. */
    private record Selection(int size, List<Row> folders, Listing.Counts counts) {
        static Selection of(List<Row> rows) {
            return new Selection(
                    rows.size(), rows.stream().filter(Row::isFolder).toList(), Listing.Counts.of(rows));
        }
    }

    StatusLine(
            Side side,
            BrowseModel<P> model,
            BrowseController<P> controller,
            FileTable table,
            LeftOut omissions,
            UiServices services) {
        this.side = side;
        this.model = model;
        this.controller = controller;
        this.services = services;
        this.table = table;
        this.omissions = omissions;
        sums = new NewestOnly(services.background());
        leftOut = Nodes.button("", () -> omissions.explain(model.listing.get()));
        leftOut.getStyleClass().addAll("flat", "small-text", "left-out");
        leftOut.setMinWidth(Double.NEGATIVE_INFINITY);
        Nodes.show(leftOut, false);
        line = new HBox(left, leftOut, new Spacer(), limits, right);
        line.getStyleClass().add("pane-status");
        line.setAlignment(Pos.CENTER_LEFT);
        left.setMinWidth(Double.NEGATIVE_INFINITY);
        right.setMinWidth(Double.NEGATIVE_INFINITY);
        beforeCounting.setOnFinished(event -> count());
        InvalidationListener changed = property -> update.offer(true);
        model.listing.addListener(changed);
        model.busy.addListener(changed);
        model.away.addListener(changed);
        model.rights.addListener(changed);
        model.hindrance.addListener(changed);
        table.node().getSelectionModel().getSelectedIndices().addListener(changed);
        // Another width changes no count.
        Latest<Boolean> fit = new Latest<>(ignored -> showLimits());
        InvalidationListener resized = property -> fit.offer(true);
        line.widthProperty().addListener(resized);
        limits.fontProperty().addListener(resized);
    }

    HBox node() {
        return line;
    }

    private String away() {
        return model.away.get().isEmpty() ? Texts.get("browse.status.away") : model.away.get();
    }

    private void show() {
        List<Row> selected = table.selectedNow();
        if (selected.size() <= RowMap.FEW) {
            sums.cancel();
            show(Selection.of(selected));
        } else {
            sums.run(cancellation -> Selection.of(selected), this::show, e -> {});
        }
    }

    private void show(Selection selected) {
        Listing listing = model.listing.get();
        countAnew(selected.folders());
        left.setText(model.folder.get() == null ? away() : summary(listing, selected));
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

    /** Counts the content of the selected folders in a moment, if they are others than before. */
    private void countAnew(List<Row> folders) {
        Content wanted = new Content(model.folder.get(), folders);
        if (!wanted.equals(counted)) {
            stopCounting();
            counted = wanted;
            content = Optional.empty();
            isWhole = false;
            if (!wanted.folders().isEmpty()) {
                beforeCounting.playFromStart();
            }
        }
    }

    void stopCounting() {
        beforeCounting.stop();
        counting.cancel();
    }

    private void count() {
        Content wanted = counted;
        List<P> tops =
                controller.items(wanted.folders()).stream().map(Item::path).toList();
        Latest<FolderCount> soFar = new Latest<>(count -> counted(wanted, count, false));
        controller
                .source()
                .flatMap(FileSource::tree)
                .ifPresent(tree -> counting = services.background()
                        .run(
                                cancellation -> FolderCount.of(tree, tops, soFar::offer, cancellation),
                                count -> counted(wanted, count, true),
                                e -> counted(wanted, null, true)));
    }

    private void counted(Content wanted, @Nullable FolderCount count, boolean whole) {
        // The last progress may arrive after the result.
        if (wanted.equals(counted) && !isWhole) {
            content = Optional.ofNullable(count);
            isWhole = whole;
            show();
        }
    }

    private String summary(Listing listing, Selection selected) {
        if (!model.busy.get().isEmpty()) {
            return model.busy.get();
        }
        if (table.hasSelection()) {
            Listing.Counts counts = selected.counts();
            if (content.isPresent()) {
                FolderCount inside = content.get();
                return Texts.get(
                        !isWhole
                                ? "browse.status.counting"
                                : inside.unread() == 0 ? "browse.status.counted" : "browse.status.countedPart",
                        selected.size(),
                        counts.folders(),
                        counts.files() + inside.files(),
                        HumanFormat.size(counts.bytes() + inside.bytes()),
                        inside.unread());
            }
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
        Listing.Counts counts = listing.counts();
        return Texts.get("browse.status.counts", counts.folders(), counts.files(), HumanFormat.size(counts.bytes()));
    }
}
