package quayside.app.ui.browse;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
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

/** The path to the shown folder, with a button for each step; steps that do not fit are in a menu at the left. */
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
        double width = getWidth();
        int first = firstThatFits(width);
        more.setVisible(first > 0);
        more.getItems().setAll(trail.subList(0, first).stream().map(this::item).toList());
        double x = 0;
        if (first > 0) {
            place(more, x, more.prefWidth(-1));
            x += more.prefWidth(-1);
        }
        for (int i = 0; i < crumbs.size(); i++) {
            boolean shown = i >= first;
            boolean arrow = shown && x > 0;
            crumbs.get(i).setVisible(shown);
            arrows.get(i).setVisible(arrow);
            if (arrow) {
                place(arrows.get(i), x, arrows.get(i).prefWidth(-1));
                x += arrows.get(i).prefWidth(-1);
            }
            if (shown) {
                double w = Math.min(crumbs.get(i).prefWidth(-1), Math.max(0, width - x));
                place(crumbs.get(i), x, w);
                x += w;
            }
        }
    }

    private int firstThatFits(double width) {
        double all = 0;
        int first = crumbs.size();
        while (first > 0) {
            double next =
                    crumbs.get(first - 1).prefWidth(-1) + arrows.get(first - 1).prefWidth(-1);
            double menu = first - 1 > 0 ? more.prefWidth(-1) : 0;
            // The shown folder is always visible, shortened if necessary.
            if (all + next + menu > width && first < crumbs.size()) {
                break;
            }
            all += next;
            first--;
        }
        return first;
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
