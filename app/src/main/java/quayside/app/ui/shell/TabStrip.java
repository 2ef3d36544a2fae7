package quayside.app.ui.shell;

import atlantafx.base.controls.Spacer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.OverrunStyle;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import quayside.app.core.share.ShareState;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.Nodes;
import quayside.protocol.wire.Fault;

/** The strip at the top of the window: the first screen, a tab for each share, hosting, settings and help. */
final class TabStrip extends HBox {
    private static final PseudoClass SELECTED = PseudoClass.getPseudoClass("selected");
    private static final PseudoClass NARROW = PseudoClass.getPseudoClass("narrow");
    private static final double MIN_WIDTH_FOR_COMPUTERS_EM = 1000.0 / 14;
    private static final double MIN_TAB_EM = 120.0 / 14;
    private static final double MARK_EM = 20.0 / 14;

    private final Button home = new Button();
    private final HBox tabs = new HBox();
    private final MenuButton others;
    private final Button fresh;
    private final Label name = Nodes.label(Texts.get("shell.title"), "strip-name");
    private final HBox ends;
    private final List<Tab> shown = new ArrayList<>();

    /** The first of the tabs that have room. */
    private int first;

    private Optional<Tab> selected = Optional.empty();

    /** The actions of the strip's own buttons. */
    record Actions(Runnable home, Runnable settings, Runnable help) {}

    /** The words and actions of a tab. */
    record Share(
            ObservableValue<String> title,
            ObservableValue<String> computer,
            ObservableValue<ShareState> state,
            Runnable show,
            Runnable close) {}

    /** @param pill the state of hosting */
    TabStrip(Node pill, Actions actions) {
        name.fontProperty().subscribe(font -> home.setGraphic(WindowIcon.draw(Math.rint(font.getSize() * MARK_EM))));
        home.setId("tab-home");
        home.setAccessibleText(Texts.get("shell.home"));
        home.setTooltip(Nodes.tooltip(Texts.get("shell.home")));
        home.getStyleClass().addAll("flat", "strip-home");
        home.setMinWidth(Region.USE_PREF_SIZE);
        home.setOnAction(event -> actions.home().run());
        fresh = Nodes.iconButton(Glyph.PLUS, Texts.get("shell.newTab"), actions.home());
        fresh.setId("tab-new");
        Button settings = Nodes.iconButton(Glyph.SETTINGS, Texts.get("shell.settings"), actions.settings());
        Button help = Nodes.iconButton(Glyph.HELP, Texts.get("shell.help"), actions.help());
        settings.setId("settings");
        help.setId("help");
        others = Nodes.asIcon(new MenuButton(), Glyph.CHEVRON_DOWN, Texts.get("shell.tab.others"));
        others.setId("tab-others");
        others.getStyleClass().add("strip-others");
        others.setOnShowing(event -> others.getItems().setAll(hidden()));
        tabs.getStyleClass().add("strip-tabs");
        tabs.setMinWidth(0);
        getStyleClass().add("tab-strip");
        setAlignment(Pos.CENTER_LEFT);
        ends = new HBox(pill, settings, help);
        ends.getStyleClass().add("strip-end");
        ends.setAlignment(Pos.CENTER_RIGHT);
        ends.setMinWidth(Region.USE_PREF_SIZE);
        HBox.setHgrow(tabs, Priority.SOMETIMES);
        getChildren().addAll(home, name, tabs, others, fresh, new Spacer(), ends);
        refresh();
    }

    Tab add(Share share) {
        Tab tab = new Tab(share);
        shown.add(tab);
        refresh();
        return tab;
    }

    void remove(Tab tab) {
        shown.remove(tab);
        refresh();
    }

    /** Marks the tab of the screen that is shown, and gives it a place; empty for the first screen. */
    void select(Optional<Tab> tab) {
        selected = tab;
        home.pseudoClassStateChanged(SELECTED, tab.isEmpty());
        shown.forEach(each ->
                each.pseudoClassStateChanged(SELECTED, tab.filter(each::equals).isPresent()));
        requestLayout();
    }

    private void refresh() {
        tabs.getChildren().setAll(shown);
        Nodes.show(name, shown.isEmpty());
        Nodes.show(fresh, !shown.isEmpty());
        Nodes.show(tabs, !shown.isEmpty());
        requestLayout();
    }

    @Override
    protected void layoutChildren() {
        fit();
        super.layoutChildren();
    }

    /** Shows as many tabs as have room, the selected one among them, and the button for the others. */
    private void fit() {
        double em = name.getFont().getSize();
        // One pixel for what rounding takes; a name without its last part of a pixel would lose letters.
        double room = getWidth() - width(home) - width(fresh) - width(ends);
        room -= tabs.snappedLeftInset() + tabs.snappedRightInset() + 1;
        boolean all = room <= 0 || shown.size() * MIN_TAB_EM * em <= room;
        room -= all ? 0 : width(others);
        int count = all ? shown.size() : Math.clamp((int) (room / (MIN_TAB_EM * em)), 1, shown.size());
        int chosen = selected.map(shown::indexOf).filter(index -> index >= 0).orElse(first);
        first = Math.clamp(Math.max(Math.min(first, chosen), chosen - count + 1), 0, shown.size() - count);
        List<Tab> fitting = shown.subList(first, first + count);
        double widest = room > 0 ? widest(fitting, room) : Double.MAX_VALUE;
        shown.forEach(tab -> {
            Nodes.show(tab, fitting.contains(tab));
            tab.setMaxWidth(widest);
        });
        Nodes.show(others, !all);
        pseudoClassStateChanged(NARROW, getWidth() < MIN_WIDTH_FOR_COMPUTERS_EM * em);
    }

    /** Returns how wide a node is that never gives way: a button may be smaller than the least that the stylesheet allows. */
    private static double width(Node node) {
        return Math.max(node.minWidth(-1), node.prefWidth(-1));
    }

    /** Returns the width that no tab may exceed, so that all have room: short ones leave theirs to long ones. */
    private static double widest(List<Tab> tabs, double room) {
        double left = room;
        List<Double> widths =
                tabs.stream().map(tab -> tab.prefWidth(-1)).sorted().toList();
        for (int i = 0; i < widths.size(); i++) {
            double share = Math.floor(left / (widths.size() - i));
            if (widths.get(i) > share) {
                return share;
            }
            left -= widths.get(i);
        }
        return Double.MAX_VALUE;
    }

    /** Returns an entry for each tab that has no room. */
    private List<MenuItem> hidden() {
        return shown.stream().filter(tab -> !tab.isManaged()).map(Tab::item).toList();
    }

    /** A share: a dot for its state, its name, its computer, and a button that closes it. */
    static final class Tab extends HBox {
        private static final PseudoClass ONLINE = PseudoClass.getPseudoClass("online");
        private static final PseudoClass TRYING = PseudoClass.getPseudoClass("trying");

        private final Share share;

        Tab(Share share) {
            this.share = share;
            Region dot = new Region();
            dot.getStyleClass().add("share-dot");
            Label title = Nodes.label("", "tab-title");
            title.textProperty().bind(share.title());
            title.setTextOverrun(OverrunStyle.ELLIPSIS);
            Label computer = Nodes.label("", "tab-computer", "muted", "small-text");
            computer.textProperty().bind(share.computer());
            computer.setMinWidth(0);
            HBox words = new HBox(dot, title, computer);
            words.getStyleClass().add("tab-words");
            words.setAlignment(Pos.CENTER_LEFT);
            Button show = new Button();
            show.setGraphic(words);
            show.getStyleClass().addAll("flat", "share-tab");
            show.setMinWidth(0);
            show.setOnAction(event -> share.show().run());
            show.accessibleTextProperty()
                    .bind(share.title()
                            .flatMap(name -> share.state()
                                    .map(state -> Texts.get("shell.tab.accessible", name, Texts.get(words(state))))));
            Button close = Nodes.iconButton(Glyph.X, "", share.close());
            close.getStyleClass().addAll("small", "tab-close");
            close.accessibleTextProperty().bind(share.title().map(name -> Texts.get("shell.tab.close", name)));
            close.setTooltip(Nodes.tooltip(Texts.get("shell.tab.close.tip")));
            getStyleClass().add("tab");
            setAlignment(Pos.CENTER_LEFT);
            setMinWidth(0);
            HBox.setHgrow(show, Priority.SOMETIMES);
            getChildren().addAll(show, close);
            setOnMouseClicked(event -> {
                if (event.getButton() == MouseButton.MIDDLE) {
                    share.close().run();
                }
            });
            share.state().subscribe(state -> show(dot, state));
        }

        /** Returns an entry of a menu that shows this tab. */
        MenuItem item() {
            Region dot = new Region();
            dot.getStyleClass().add("share-dot");
            show(dot, share.state().getValue());
            MenuItem item = new MenuItem(share.title().getValue(), dot);
            item.setMnemonicParsing(false);
            item.setOnAction(event -> share.show().run());
            return item;
        }

        private static void show(Region dot, ShareState state) {
            boolean online = state instanceof ShareState.Connected;
            dot.pseudoClassStateChanged(ONLINE, online);
            dot.pseudoClassStateChanged(TRYING, !online && !isAway(state));
        }

        private static boolean isAway(ShareState state) {
            return state instanceof ShareState.Lost
                    || (state instanceof ShareState.Failed failed && failed.fault() != Fault.WRONG_KEY);
        }

        private static String words(ShareState state) {
            return switch (state) {
                case ShareState.Connected ignored -> "shell.tab.online";
                case ShareState.Connecting ignored -> "shell.tab.connecting";
                case ShareState.Waiting ignored -> "shell.tab.offline";
                case ShareState.Lost ignored -> "shell.tab.offline";
                case ShareState.Failed ignored -> "shell.tab.closed";
                case ShareState.Idle ignored -> "shell.tab.closed";
            };
        }
    }
}
