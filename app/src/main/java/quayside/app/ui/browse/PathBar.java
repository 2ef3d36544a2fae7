package quayside.app.ui.browse;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.OverrunStyle;
import javafx.scene.layout.Region;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.Icon;
import quayside.app.ui.kit.Nodes;

/** The path to the shown folder, with a button for each step; steps that do not fit are in a menu. */
final class PathBar<P> extends Region {
    private final Function<P, String> title;
    private final Consumer<P> open;
    private final MenuButton more = Nodes.asIcon(new MenuButton(), Glyph.MORE, Texts.get("browse.path.more"));
    private final List<Button> crumbs = new ArrayList<>();
    private final List<Node> arrows = new ArrayList<>();
    private List<P> trail = List.of();

    PathBar(Function<P, String> title, Consumer<P> open) {
        this.title = title;
        this.open = open;
        getStyleClass().add("path-bar");
        setMinWidth(0);
        getChildren().add(more);
    }

    void show(List<P> newTrail) {
        trail = newTrail;
        crumbs.clear();
        arrows.clear();
        for (P folder : trail) {
            Button crumb = Nodes.button(title.apply(folder), () -> open.accept(folder));
            crumb.getStyleClass().addAll("flat", "crumb");
            crumb.setTextOverrun(OverrunStyle.ELLIPSIS);
            crumb.setMinWidth(0);
            crumb.setAlignment(Pos.CENTER_LEFT);
            Nodes.tooltipWhileShortened(crumb);
            crumbs.add(crumb);
            Icon arrow = new Icon(Glyph.CHEVRON_RIGHT, Icon.Size.S12);
            arrow.getStyleClass().add("quiet");
            arrows.add(arrow);
        }
        if (!crumbs.isEmpty()) {
            crumbs.getLast().getStyleClass().add("here");
        }
        getChildren().setAll(more);
        getChildren().addAll(arrows);
        getChildren().addAll(crumbs);
        requestLayout();
    }

    @Override
    protected void layoutChildren() {
        Folded folded = folded(getWidth());
        more.setVisible(folded.count() > 0);
        more.getItems()
                .setAll(trail.subList(folded.from(), folded.to()).stream()
                        .map(this::item)
                        .toList());
        double x = 0;
        for (int i = 0; i < crumbs.size(); i++) {
            Node shown = !folded.holds(i) ? crumbs.get(i) : i == folded.from() ? more : null;
            crumbs.get(i).setVisible(!folded.holds(i));
            arrows.get(i).setVisible(shown != null && x > 0);
            if (shown == null) {
                continue;
            }
            if (x > 0) {
                place(arrows.get(i), x, arrows.get(i).prefWidth(-1));
                x += arrows.get(i).prefWidth(-1);
            }
            double width = Math.min(shown.prefWidth(-1), Math.max(0, getWidth() - x));
            place(shown, x, width);
            x += width;
        }
    }

    /** The steps that are in the menu: those from {@code from} to before {@code to}. */
    private record Folded(int from, int to) {
        int count() {
            return to - from;
        }

        boolean holds(int step) {
            return step >= from && step < to;
        }
    }

    /**
     * Chooses what is in the menu. First the steps in the middle go there, then the top, then the parent. The shown folder
     * is always visible, shortened if necessary.
     */
    private Folded folded(double width) {
        int last = Math.max(0, crumbs.size() - 1);
        List<Folded> choices = new ArrayList<>(List.of(new Folded(0, 0)));
        IntStream.rangeClosed(2, last - 1).forEach(to -> choices.add(new Folded(1, to)));
        IntStream.rangeClosed(Math.max(1, last - 1), last).forEach(to -> choices.add(new Folded(0, to)));
        return choices.stream()
                .filter(choice -> width(choice) <= width)
                .findFirst()
                .orElseGet(choices::getLast);
    }

    private double width(Folded folded) {
        double all = folded.count() > 0 ? more.prefWidth(-1) : 0;
        for (int i = 0; i < crumbs.size(); i++) {
            all += folded.holds(i) ? 0 : crumbs.get(i).prefWidth(-1);
            all += folded.holds(i) && i > folded.from() ? 0 : arrows.get(i).prefWidth(-1);
        }
        return all - (arrows.isEmpty() ? 0 : arrows.getFirst().prefWidth(-1));
    }

    private MenuItem item(P folder) {
        MenuItem item = new MenuItem(title.apply(folder));
        item.setMnemonicParsing(false);
        item.setOnAction(event -> open.accept(folder));
        return item;
    }

    private void place(Node node, double x, double width) {
        double height = node.prefHeight(-1);
        node.resizeRelocate(snapPositionX(x), snapPositionY((getHeight() - height) / 2), width, height);
    }

    @Override
    protected double computePrefHeight(double width) {
        return crumbs.isEmpty() ? more.prefHeight(-1) : crumbs.getFirst().prefHeight(-1);
    }

    @Override
    protected double computePrefWidth(double height) {
        return 200;
    }
}
