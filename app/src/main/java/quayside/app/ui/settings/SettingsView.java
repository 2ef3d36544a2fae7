package quayside.app.ui.settings;

import atlantafx.base.controls.Spacer;
import atlantafx.base.theme.Styles;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import quayside.app.core.settings.Settings;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.Icon;
import quayside.app.ui.kit.Look;
import quayside.app.ui.kit.Nodes;

/** The settings: the pages at the left, the chosen one at the right. No confirmation is needed. JavaFX thread only. */
final class SettingsView extends HBox {
    private static final double WIDTH = 880;
    private static final double HEIGHT = 600;
    private static final double MARGIN = 52;
    private static final double PAGES_WIDTH = 216;
    private static final double NARROW_PAGES_WIDTH = 168;
    private static final double NARROW = 700;

    private final ListView<SettingsPages.Page> pages = new ListView<>();
    private final Label title = Nodes.paragraph("", "dialog-title");
    private final Button defaults;
    private final List<SettingsPages.Page> made;
    private Runnable close = () -> {};

    SettingsView(List<SettingsPages.Page> made, SettingsController controller, Look look) {
        this.made = made;
        getStyleClass().add("settings-view");
        setAccessibleText(Texts.get("settings.title"));
        pages.setId("settings-pages");
        pages.setAccessibleText(Texts.get("settings.title"));
        pages.getItems().setAll(made);
        pages.setCellFactory(list -> new PageCell());
        pages.getStyleClass().add("settings-pages");
        pages.fixedCellSizeProperty().bind(look.px(40));
        VBox.setVgrow(pages, Priority.ALWAYS);
        VBox side = new VBox(Nodes.label(Texts.get("settings.title"), "section-title"), pages);
        side.getStyleClass().add("settings-side");
        side.minWidthProperty().bind(side.prefWidthProperty());
        side.prefWidthProperty()
                .bind(Bindings.createDoubleBinding(
                        () -> look.px(getWidth() < look.px(NARROW).get() ? NARROW_PAGES_WIDTH : PAGES_WIDTH)
                                .get(),
                        widthProperty(),
                        look.px(PAGES_WIDTH)));
        StackPane shown = new StackPane();
        shown.setAlignment(Pos.TOP_LEFT);
        made.forEach(page -> shown.getChildren().add(page.content()));
        ScrollPane scroll = new ScrollPane(shown);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().addAll("edge-to-edge", "settings-scroll");
        scroll.setFocusTraversable(false);
        Button x = Nodes.iconButton(Glyph.X, Texts.get("shared.close"), () -> close.run());
        x.setId("settings-close");
        BorderPane head = new BorderPane(title, null, x, null, null);
        BorderPane.setAlignment(title, Pos.CENTER_LEFT);
        head.getStyleClass().add("settings-head");
        defaults = Nodes.button(
                Texts.get("settings.defaults"),
                () -> pages.getSelectionModel().getSelectedItem().defaults().ifPresent(controller::change));
        defaults.setId("settings-defaults");
        defaults.getStyleClass().addAll(Styles.FLAT, Styles.ACCENT, "small");
        Label atOnce = Nodes.paragraph(Texts.get("settings.atOnce"), "muted", "small-text");
        atOnce.visibleProperty().bind(defaults.visibleProperty());
        HBox foot = new HBox(16, atOnce, new Spacer(), defaults);
        foot.setAlignment(Pos.CENTER_LEFT);
        foot.getStyleClass().add("settings-foot");
        VBox page = new VBox(head, scroll, foot);
        page.getStyleClass().add("settings-page");
        page.setMinWidth(0);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        HBox.setHgrow(page, Priority.ALWAYS);
        getChildren().addAll(side, page);
        pages.getSelectionModel().selectedItemProperty().addListener((selected, before, now) -> {
            if (now != null) {
                title.setText(now.title());
                made.forEach(each -> Nodes.show(each.content(), each.equals(now)));
                defaults.setVisible(now.defaults().isPresent());
                scroll.setVvalue(0);
            }
        });
        pages.getSelectionModel().selectFirst();
        sceneProperty().addListener((scene, before, now) -> {
            prefHeightProperty().unbind();
            if (now != null) {
                prefHeightProperty()
                        .bind(Bindings.createDoubleBinding(
                                () -> Math.min(look.px(HEIGHT).get(), now.getHeight() - MARGIN),
                                now.heightProperty(),
                                look.px(HEIGHT)));
            }
        });
        minHeightProperty().bind(prefHeightProperty());
        maxHeightProperty().bind(prefHeightProperty());
        prefWidthProperty().bind(look.px(WIDTH));
    }

    /** Sets what the cross does. */
    void onClose(Runnable action) {
        close = action;
    }

    /** Shows the settings; an unfinished entry from before the box was closed is dropped. */
    void reset(Settings now) {
        made.forEach(page -> {
            if (page.content() instanceof SettingRows rows) {
                rows.show(now);
            }
        });
    }

    /** Returns what gets the focus first. */
    ListView<?> first() {
        return pages;
    }

    /** The icon and the name of a page. */
    private static final class PageCell extends ListCell<SettingsPages.Page> {
        private final Icon icon = Nodes.icon(Glyph.INFO);

        PageCell() {
            // As wide as the list, however long the name is.
            setPrefWidth(0);
        }

        @Override
        protected void updateItem(SettingsPages.Page page, boolean empty) {
            super.updateItem(page, empty);
            boolean none = empty || page == null;
            setText(none ? null : page.title());
            setGraphic(none ? null : icon);
            if (!none) {
                icon.glyph(page.glyph());
            }
        }
    }
}
