package quayside.app.ui.browse;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javafx.beans.binding.Bindings;
import javafx.css.PseudoClass;
import javafx.geometry.Bounds;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyEvent;
import javafx.stage.Popup;
import quayside.app.core.search.Sought;
import quayside.app.core.text.Texts;
import quayside.app.ui.browse.FileSource.Place;
import quayside.app.ui.kit.NewestOnly;
import quayside.app.ui.kit.UiServices;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.message.Entry;
import quayside.protocol.message.Omitted;
import quayside.protocol.text.DisplayText;

/** A field for the path of a folder or file, which offers the folders whose names begin as typed. JavaFX thread only. */
final class PathField<P> {
    private static final PseudoClass FAULT = PseudoClass.getPseudoClass("error");
    private static final int MAX_OFFERED = 8;

    private final BrowseModel<P> model;
    private final BrowseController<P> controller;
    private final UiServices services;
    private final NewestOnly lookups;
    private final TextField field = new TextField();
    private final ListView<String> offers = new ListView<>();
    private final Popup popup = new Popup();
    private Runnable leave = () -> {};
    private boolean setting;

    PathField(BrowseModel<P> model, BrowseController<P> controller, UiServices services) {
        this.model = model;
        this.controller = controller;
        this.services = services;
        lookups = new NewestOnly(services.background());
        field.getStyleClass().add("path-field");
        field.setAccessibleText(Texts.get("browse.path.field"));
        field.textProperty().addListener((text, before, now) -> {
            field.pseudoClassStateChanged(FAULT, false);
            if (!setting) {
                complete(now);
            }
        });
        field.focusedProperty().addListener((focused, before, now) -> {
            if (!now) {
                popup.hide();
            }
        });
        field.addEventFilter(KeyEvent.KEY_PRESSED, this::press);
        offers.getStyleClass().add("path-offers");
        offers.setFocusTraversable(false);
        offers.fixedCellSizeProperty().bind(services.look().px(28));
        offers.prefHeightProperty()
                .bind(Bindings.size(offers.getItems())
                        .multiply(offers.fixedCellSizeProperty())
                        .add(10));
        offers.setOnMouseClicked(event -> accept());
        popup.getContent().add(offers);
        popup.setAutoHide(true);
    }

    TextField node() {
        return field;
    }

    /** Sets what happens after Esc, or after the place was opened. */
    void onLeave(Runnable action) {
        leave = action;
    }

    /** Shows the path of the shown folder, all of it selected. */
    void begin() {
        P here = model.folder.get();
        set(
                here == null
                        ? ""
                        : controller.source().map(source -> source.path(here)).orElse(""));
        field.requestFocus();
        field.selectAll();
    }

    private void set(String text) {
        setting = true;
        field.setText(text);
        field.end();
        setting = false;
    }

    private void press(KeyEvent event) {
        boolean offered = popup.isShowing() && !offers.getItems().isEmpty();
        boolean chosen = offered && offers.getSelectionModel().getSelectedIndex() >= 0;
        boolean taken = true;
        switch (event.getCode()) {
            case ESCAPE -> {
                popup.hide();
                leave.run();
            }
            case ENTER -> {
                if (chosen) {
                    accept();
                } else {
                    open();
                }
            }
            case TAB -> {
                taken = offered && !event.isShiftDown();
                if (taken) {
                    if (!chosen) {
                        offers.getSelectionModel().selectFirst();
                    }
                    accept();
                }
            }
            case DOWN -> move(1);
            case UP -> move(-1);
            default -> taken = false;
        }
        if (taken) {
            event.consume();
        }
    }

    private void move(int step) {
        int size = offers.getItems().size();
        if (popup.isShowing() && size > 0) {
            int next = offers.getSelectionModel().getSelectedIndex() + step;
            offers.getSelectionModel().select(Math.floorMod(next, size));
        }
    }

    /** Takes the chosen folder into the field and offers its folders. */
    private void accept() {
        String chosen = offers.getSelectionModel().getSelectedItem();
        if (chosen != null) {
            set(chosen);
            complete(chosen);
        }
    }

    private void open() {
        P here = model.folder.get();
        FileSource<P> source = controller.source().orElse(null);
        String typed = field.getText();
        popup.hide();
        if (source == null || here == null || typed.isBlank()) {
            leave.run();
            return;
        }
        lookups.run(cancellation -> source.locate(typed, here), this::open, e -> {
            field.pseudoClassStateChanged(FAULT, true);
            services.toasts().error(Texts.problem(e));
        });
    }

    private void open(Place<P> place) {
        leave.run();
        controller.open(place.folder());
        place.name().ifPresent(name -> model.selectWhenListed(Set.of(name)));
    }

    private void complete(String typed) {
        P here = model.folder.get();
        FileSource<P> source = controller.source().orElse(null);
        if (source == null || here == null) {
            return;
        }
        int split = 0;
        for (int i = 0; i < typed.length(); i++) {
            split = source.separators().indexOf(typed.charAt(i)) >= 0 ? i + 1 : split;
        }
        String parent = typed.substring(0, split);
        Sought begun = Sought.whole(typed.substring(split));
        lookups.run(
                cancellation -> names(source, parent, here, begun, cancellation),
                names -> offer(names.stream().map(name -> parent + name + "/").toList()),
                e -> popup.hide());
    }

    private static <P> List<String> names(
            FileSource<P> source, String parent, P here, Sought begun, Cancellation cancellation)
            throws java.io.IOException {
        List<Row> found = new ArrayList<>();
        Omitted _ = source.list(
                parent.isEmpty() ? here : source.locate(parent, here).folder(),
                page -> page.stream()
                        .filter(Entry::isFolder)
                        // A name that is shown in another way than it is written cannot be typed.
                        .filter(entry -> DisplayText.escape(entry.name()).equals(entry.name()))
                        .filter(entry -> begun.begins(entry.name()))
                        .forEach(entry -> found.add(Row.of(entry))),
                cancellation);
        return Arrangement.STANDARD.arrange(found).stream()
                .limit(MAX_OFFERED)
                .map(Row::shownName)
                .toList();
    }

    private void offer(List<String> paths) {
        offers.getItems().setAll(paths);
        offers.getSelectionModel().clearSelection();
        Bounds bounds = field.localToScreen(field.getLayoutBounds());
        if (paths.isEmpty() || bounds == null || !field.isFocused()) {
            popup.hide();
        } else {
            offers.setPrefWidth(field.getWidth());
            if (!popup.isShowing()) {
                popup.show(field, bounds.getMinX(), bounds.getMaxY() + 4);
            }
        }
    }
}
