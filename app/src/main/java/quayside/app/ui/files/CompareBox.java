package quayside.app.ui.files;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.geometry.Pos;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TableView;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import quayside.app.core.compare.SyncPlan;
import quayside.app.core.compare.TreeComparison;
import quayside.app.core.compare.TreeComparison.Difference;
import quayside.app.core.compare.TreeComparison.Verdict;
import quayside.app.core.files.Tree;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.DialogBox;
import quayside.app.ui.kit.HumanFormat;
import quayside.app.ui.kit.Latest;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.TableColumns;
import quayside.app.ui.kit.UiServices;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.message.Entry;

/**
 * Compares a folder of this computer (left) with one of the share (right), shows what differs and what synchronising one
 * way would do, and then does it. JavaFX thread only.
 */
final class CompareBox {
    private static final double WIDTH = 900;
    private static final double HEIGHT = 280;

    private final UiServices services;
    private final ObservableList<Difference> differences = FXCollections.observableArrayList();
    private final TableView<Difference> table = new TableView<>(differences);
    private final Label state = Nodes.paragraph("", "muted");
    private final Label effect = Nodes.paragraph("");
    private final ToggleGroup direction = new ToggleGroup();
    private final RadioButton toShare = new RadioButton(Texts.get("files.compare.toShare"));
    private final RadioButton toComputer = new RadioButton(Texts.get("files.compare.toComputer"));
    private final CheckBox delete = new CheckBox();
    private final SimpleBooleanProperty idle = new SimpleBooleanProperty(true);
    private boolean done;
    private boolean mayWriteShare = true;
    private Cancellation running = new Cancellation();

    /** What a synchronisation does; {@code toShare} is its direction. */
    record Sync(SyncPlan plan, boolean toShare) {}

    private CompareBox(UiServices services) {
        this.services = services;
        toShare.setToggleGroup(direction);
        toComputer.setToggleGroup(direction);
        toShare.setSelected(true);
        direction.selectedToggleProperty().addListener((toggle, before, now) -> update());
        delete.selectedProperty().addListener((box, before, now) -> update());
        table.getStyleClass().addAll("dense", "files-table");
        table.setId("differences");
        Nodes.showFocus(table);
        table.setPrefHeight(HEIGHT);
        table.setMinHeight(80);
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        table.setPlaceholder(Nodes.muted(""));
        table.getColumns()
                .setAll(List.of(
                        TableColumns.names(
                                Texts.get("files.column.name"),
                                236,
                                Difference::path,
                                row -> row.either().isFolder()),
                        TableColumns.text(Texts.get("files.compare.computer"), 198, row -> entry(row.left()), false),
                        TableColumns.text(Texts.get("files.compare.share"), 198, row -> entry(row.right()), false),
                        TableColumns.text(Texts.get("files.compare.effect"), 210, this::effect, false)));
    }

    /**
     * Compares and shows the result.
     *
     * @param titles the names of the two folders
     * @param changesShare whether the share is to be changed at first
     * @param mayWriteShare whether guests may upload; otherwise only this computer can be changed
     * @param run does what the user has chosen
     */
    static <R> void show(
            UiServices services,
            Path left,
            FileSide<R> share,
            R right,
            FilesFeature.Titles titles,
            boolean changesShare,
            boolean mayWriteShare,
            Consumer<Sync> run) {
        CompareBox box = new CompareBox(services);
        box.direction.selectToggle(changesShare ? box.toShare : box.toComputer);
        box.compare(left, share, right, titles, mayWriteShare, run);
    }

    private <R> void compare(
            Path left, FileSide<R> share, R right, FilesFeature.Titles titles, boolean mayWrite, Consumer<Sync> run) {
        mayWriteShare = mayWrite;
        if (!mayWrite) {
            toShare.setDisable(true);
            toComputer.setSelected(true);
        }
        AtomicReference<List<Difference>> found = new AtomicReference<>(List.of());
        Latest<Boolean> news = new Latest<>(ignored -> {
            differences.addAll(found.getAndSet(List.of()));
            if (!done) {
                state.setText(Texts.get("files.compare.running", differences.size()));
            }
        });
        state.setText(Texts.get("files.compare.running", 0));
        VBox choices = new VBox(8, toShare, toComputer, delete);
        choices.setAlignment(Pos.CENTER_LEFT);
        DialogBox box = DialogBox.of(Texts.get("files.compare.title", titles.here(), titles.there()))
                .content(state, table, choices, effect)
                .width(WIDTH)
                .yielding()
                .safe(Texts.get("shared.close"))
                .deed(Texts.get("files.compare.action"), () -> run.accept(new Sync(plan(), isToShare())))
                .disabledWhile(idle)
                .whenClosed(() -> running.cancel());
        services.dialogs().show(box);
        running = services.background()
                .run(
                        cancellation -> TreeComparison.of(
                                Tree.local(),
                                left,
                                share.tree(),
                                right,
                                page -> {
                                    found.updateAndGet(before -> {
                                        List<Difference> more = new ArrayList<>(before);
                                        more.addAll(page);
                                        return more;
                                    });
                                    news.offer(true);
                                },
                                cancellation),
                        result -> {
                            done = true;
                            differences.addAll(found.getAndSet(List.of()));
                            state.setText(words(result));
                            update();
                        },
                        e -> {
                            done = true;
                            state.setText(Texts.problem(e));
                        });
        update();
    }

    private String words(TreeComparison.Result result) {
        if (!result.whole()) {
            return Texts.get("files.compare.full", TreeComparison.MAX_ENTRIES);
        }
        return result.unread() > 0
                ? Texts.get("files.compare.donePart", differences.size(), result.same(), result.unread())
                : Texts.get("files.compare.done", differences.size(), result.same());
    }

    private boolean isToShare() {
        return toShare.isSelected();
    }

    private SyncPlan plan() {
        return SyncPlan.oneWay(differences, isToShare(), delete.isSelected());
    }

    private void update() {
        long extra = SyncPlan.oneWay(differences, isToShare(), true).deletions().size();
        delete.setText(Texts.get(isToShare() ? "files.compare.deleteShare" : "files.compare.deleteComputer", extra));
        delete.setDisable(extra == 0);
        SyncPlan plan = plan();
        effect.setText(
                done
                        ? Texts.get(
                                "files.compare.plan",
                                plan.copies().size(),
                                plan.replacements().size(),
                                // What only the target has stays too.
                                differences.size()
                                        - plan.copies().size()
                                        - plan.replacements().size()
                                        - plan.deletions().size(),
                                plan.deletions().size())
                        : "");
        idle.set(!done || plan.isEmpty() || (isToShare() && !mayWriteShare));
        table.refresh();
    }

    private String entry(@Nullable Entry entry) {
        if (entry == null) {
            return "–";
        }
        return entry.isFolder()
                ? Texts.get("files.compare.folder")
                : HumanFormat.size(entry.size()) + " · " + HumanFormat.moment(entry.modified(), services.clock());
    }

    /** Returns what the chosen direction does with a row. */
    private String effect(Difference row) {
        boolean share = isToShare();
        return switch (row.verdict()) {
            case KIND_DIFFERS -> Texts.get("files.effect.kind");
            case SIZE_DIFFERS -> Texts.get("files.effect.size");
            case ONLY_LEFT, ONLY_RIGHT -> {
                boolean atSource = (row.verdict() == Verdict.ONLY_LEFT) == share;
                yield atSource
                        ? Texts.get(share ? "files.effect.upload" : "files.effect.download")
                        : Texts.get(
                                delete.isSelected() && row.missing() ? "files.effect.delete" : "files.effect.stays");
            }
            case LEFT_NEWER, RIGHT_NEWER ->
                Texts.get(
                        (row.verdict() == Verdict.LEFT_NEWER) == share ? "files.effect.replace" : "files.effect.newer");
        };
    }
}
