package quayside.app.ui.transfers;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.AccessibleAttribute;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TableCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import quayside.app.core.text.Texts;
import quayside.app.core.transfer.TransferSnapshot;
import quayside.app.core.transfer.TransferSnapshot.State;
import quayside.app.ui.kit.CutName;
import quayside.app.ui.kit.FileKind;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.Icon;
import quayside.app.ui.kit.Nodes;

/** The cells of a transfer's row. Each is made once, and shows one snapshot after the other. */
final class RowCells {
    private static final PseudoClass FAILED = PseudoClass.getPseudoClass("failed");
    private static final PseudoClass HELD = PseudoClass.getPseudoClass("held");

    private RowCells() {}

    /** A cell that is as wide as its column, whatever it shows. */
    abstract static class Cell extends TableCell<TransferRow, TransferSnapshot> {
        private final HBox content;

        Cell(String styleClass, Node... nodes) {
            content = new HBox(nodes);
            content.setAlignment(Pos.CENTER_LEFT);
            content.getStyleClass().add("transfer-cell");
            content.setMinWidth(0);
            Nodes.fill(this, content);
            getStyleClass().add(styleClass);
            setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        }

        @Override
        protected final void updateItem(@Nullable TransferSnapshot t, boolean empty) {
            super.updateItem(t, empty);
            if (empty || t == null) {
                setGraphic(null);
            } else {
                setGraphic(content);
                show(t);
            }
        }

        abstract void show(TransferSnapshot t);
    }

    /** The direction, the kind, the name, and from where to where. */
    static final class Name extends Cell {
        private static final double PLACE_PX = 160;
        private static final double NARROW_PX = 300;

        private final Icon direction;
        private final Icon kind;
        private final CutName name;
        private final Label place;

        Name() {
            this(
                    Nodes.icon(Glyph.ARROW_UP, "quiet"),
                    FileKind.OTHER.icon(),
                    new CutName(),
                    Nodes.label("", "muted", "small-text"));
        }

        private Name(Icon direction, Icon kind, CutName name, Label place) {
            super("transfer-name", direction, kind, name, place);
            this.direction = direction;
            this.kind = kind;
            this.name = name;
            this.place = place;
            name.setMaxWidth(Region.USE_PREF_SIZE);
            // The name gives way first, because it keeps its beginning and its ending.
            place.setMinWidth(Region.USE_PREF_SIZE);
            place.setMaxWidth(PLACE_PX);
            place.setEllipsisString("…");
            place.visibleProperty().bind(widthProperty().greaterThan(NARROW_PX));
            place.managedProperty().bind(place.visibleProperty());
        }

        @Override
        void show(TransferSnapshot t) {
            boolean upload = t.direction() == TransferSnapshot.Direction.UPLOAD;
            direction.glyph(upload ? Glyph.ARROW_UP : Glyph.ARROW_DOWN);
            FileKind.of(t.name(), t.folder()).show(kind);
            name.set(t.name());
            place.setText(TransferWords.place(t));
            if (getTableRow() != null) {
                getTableRow().pseudoClassStateChanged(FAILED, t.state() == State.FAILED);
                getTableRow().pseudoClassStateChanged(HELD, t.state() != State.RUNNING);
            }
        }

        /** Puts the row into words only when a screen reader asks for them. */
        @Override
        public @Nullable Object queryAccessibleAttribute(AccessibleAttribute attribute, Object... parameters) {
            TransferSnapshot t = getItem();
            if (attribute != AccessibleAttribute.TEXT || t == null || isEmpty()) {
                return super.queryAccessibleAttribute(attribute, parameters);
            }
            return Texts.get(
                    t.direction() == TransferSnapshot.Direction.UPLOAD
                            ? "transfers.row.upload"
                            : "transfers.row.download",
                    t.name(),
                    TransferWords.progress(t),
                    TransferWords.speed(t),
                    TransferWords.status(t).words());
        }
    }

    /** The bar, or for what is done the size and the time taken. */
    static final class Progress extends Cell {
        private final ProgressBar bar;
        private final Label words;

        Progress() {
            this(new ProgressBar(0), Nodes.label("", "muted", "small-text"));
        }

        private Progress(ProgressBar bar, Label words) {
            super("transfer-progress", bar, words);
            this.bar = bar;
            this.words = words;
            words.setMinWidth(Region.USE_PREF_SIZE);
        }

        @Override
        void show(TransferSnapshot t) {
            boolean done = t.state() == State.DONE || t.state() == State.SKIPPED || t.state() == State.CANCELLED;
            Nodes.show(bar, !done);
            // A bar without an end moves only while bytes do.
            bar.setProgress(t.state() == State.RUNNING ? t.fraction() : Math.max(0, t.fraction()));
            words.setText(t.state() == State.CANCELLED ? "" : TransferWords.progress(t));
        }
    }

    /** The status in words, and the next step as a button. */
    static final class Status extends Cell {
        private final Icon icon;
        private final Label words;
        private final Button step;

        Status(RowActions actions) {
            this(actions, Nodes.icon(Glyph.CLOCK), Nodes.label(""), new Button());
        }

        private Status(RowActions actions, Icon icon, Label words, Button step) {
            super("transfer-status", icon, words, step);
            this.icon = icon;
            this.words = words;
            this.step = step;
            words.setMinWidth(0);
            words.setMaxWidth(Double.MAX_VALUE);
            words.setEllipsisString("…");
            HBox.setHgrow(words, Priority.ALWAYS);
            step.setMinWidth(Region.USE_PREF_SIZE);
            step.setMnemonicParsing(false);
            step.setFocusTraversable(false);
            step.setOnAction(event -> next().ifPresent(next -> actions.step(getItem(), next)));
            Nodes.lateTooltip(this, () -> isEmpty() || getItem() == null ? "" : TransferWords.details(getItem()));
        }

        private Optional<TransferWords.Step> next() {
            return isEmpty() || getItem() == null ? Optional.empty() : TransferWords.step(getItem());
        }

        @Override
        void show(TransferSnapshot t) {
            TransferWords.Status status = TransferWords.status(t);
            icon.glyph(status.glyph());
            words.setText(status.words());
            for (TransferWords.Tone tone : TransferWords.Tone.values()) {
                pseudoClassStateChanged(tone.pseudoClass(), tone == status.tone());
            }
            Optional<TransferWords.Step> next = TransferWords.step(t);
            Nodes.show(step, next.isPresent());
            next.ifPresent(wanted -> {
                step.setText(wanted.words());
                List<String> classes = classes(wanted);
                if (!step.getStyleClass().equals(classes)) {
                    step.getStyleClass().setAll(classes);
                }
            });
        }

        private static List<String> classes(TransferWords.Step step) {
            String own = "step-" + step.name().toLowerCase(Locale.ROOT);
            return step == TransferWords.Step.SHOW
                    ? List.of("button", "small", "transfer-step", own, "flat", "accent")
                    : List.of("button", "small", "transfer-step", own);
        }
    }

    /** Pause, resume or another try, and the cross that cancels or removes. */
    static final class Actions extends Cell {
        private final Button now;
        private final Button go;
        private final Button end;

        Actions(RowActions actions) {
            this(actions, new Button(), new Button(), new Button());
        }

        private Actions(RowActions actions, Button now, Button go, Button end) {
            super("transfer-actions", now, go, end);
            this.now = now;
            Nodes.asCellIcon(now, Glyph.REFRESH, Texts.get("transfers.tryNow"));
            now.getStyleClass().addAll("small", "transfer-now");
            now.setFocusTraversable(false);
            now.setOnAction(event -> actions.go(getItem()));
            this.go = go;
            this.end = end;
            Nodes.asCellIcon(go, Glyph.PAUSE, Texts.get("transfers.pause"));
            Nodes.asCellIcon(end, Glyph.X, Texts.get("transfers.cancel"));
            go.getStyleClass().addAll("small", "transfer-go");
            end.getStyleClass().addAll("small", "transfer-end");
            go.setFocusTraversable(false);
            end.setFocusTraversable(false);
            go.setOnAction(event -> actions.pauseOrGo(getItem()));
            end.setOnAction(event -> actions.end(getItem()));
        }

        @Override
        void show(TransferSnapshot t) {
            boolean active = t.state().isActive();
            Nodes.show(
                    now,
                    t.state() == State.WAITING && t.remarks().untilNextTry().isPresent());
            go.setVisible(active || RowActions.canGo(t));
            go.setDisable(t.state() == State.ASKING);
            name(
                    go,
                    active ? Glyph.PAUSE : t.state() == State.PAUSED ? Glyph.PLAY : Glyph.REFRESH,
                    Texts.get(
                            active
                                    ? "transfers.pause"
                                    : t.state() == State.PAUSED ? "transfers.resume" : "transfers.retry"));
            name(end, Glyph.X, Texts.get(t.state().hasEnded() ? "transfers.remove" : "transfers.cancel"));
        }

        private static void name(Button button, Glyph glyph, String words) {
            ((Icon) button.getGraphic()).glyph(glyph);
            button.setAccessibleText(words);
        }
    }
}
