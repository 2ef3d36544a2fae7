package quayside.app.ui.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import javafx.beans.binding.Bindings;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Separator;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.controlsfx.control.SegmentedButton;
import quayside.app.core.settings.Settings;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.Look;
import quayside.app.ui.kit.Nodes;

/**
 * One page of settings: rows with a name at the left and controls at the right, or below it if there is little room. Each
 * control follows the settings. JavaFX thread only.
 */
final class SettingRows extends VBox {
    private static final double NAMES = 184;
    private static final double GAP = 16;
    private static final double NARROW = 440;

    /** Whether a control is being set to a setting, which is then no choice of the user. */
    private boolean showing;

    private final Look look;
    private final List<Consumer<Settings>> followers = new ArrayList<>();

    SettingRows(Look look) {
        this.look = look;
        getStyleClass().add("setting-rows");
    }

    /** Shows settings in every control. */
    void show(Settings now) {
        followers.forEach(follower -> follower.accept(now));
    }

    /** Calls {@code follower} with the settings whenever they are shown. */
    void follow(Consumer<Settings> follower) {
        followers.add(follower);
    }

    /** Adds a row; the first control gets the row's name for screen readers, unless it has words of its own. */
    SettingRows row(String key, Node... controls) {
        String name = Texts.get(key);
        Label label = Nodes.paragraph(name);
        label.getStyleClass().add("setting-name");
        label.prefWidthProperty().bind(look.px(NAMES));
        VBox right = new VBox(controls);
        right.getStyleClass().add("setting-controls");
        right.prefWidthProperty()
                .bind(Bindings.createDoubleBinding(
                        () -> room() < look.px(NARROW).get()
                                ? room()
                                : room() - look.px(NAMES).get() - GAP,
                        widthProperty(),
                        insetsProperty(),
                        look.px(NAMES)));
        for (Node control : controls) {
            if (control.getAccessibleText() == null && !(control instanceof CheckBox) && !(control instanceof Label)) {
                control.setAccessibleText(name);
            }
        }
        FlowPane row = new FlowPane(GAP, 0, label, right);
        row.setRowValignment(VPos.TOP);
        // A flow pane asks for a width of its own, which would keep the row from becoming narrow.
        row.prefWrapLengthProperty().bind(widthProperty());
        row.setMinWidth(0);
        getChildren().add(row);
        return this;
    }

    private double room() {
        return getWidth() - getInsets().getLeft() - getInsets().getRight();
    }

    SettingRows line() {
        getChildren().add(new Separator());
        return this;
    }

    static Label hint(String key) {
        return Nodes.paragraph(Texts.get(key), "muted", "small-text");
    }

    CheckBox check(String id, String key, Predicate<Settings> value, Consumer<Boolean> chosen) {
        CheckBox box = new CheckBox(Texts.get(key));
        box.setId(id);
        box.setWrapText(true);
        box.setMnemonicParsing(false);
        box.setOnAction(event -> chosen.accept(box.isSelected()));
        follow(now -> box.setSelected(value.test(now)));
        return box;
    }

    /** Makes a list of choices. A value that is in none of them, because the file was edited, is added. */
    <T> ComboBox<T> choice(
            String id, List<T> values, Function<T, String> words, Function<Settings, T> value, Consumer<T> chosen) {
        ComboBox<T> box = new ComboBox<>();
        box.setId(id);
        box.getItems().setAll(values);
        box.setConverter(new StringConverter<>() {
            @Override
            public String toString(T shown) {
                return shown == null ? "" : words.apply(shown);
            }

            @Override
            public T fromString(String typed) {
                throw new UnsupportedOperationException("only choices of the list");
            }
        });
        // JavaFX makes a list of choices no narrower than its box is, and the box no narrower than its list.
        look.onScale(box, () -> {
            box.resize(0, box.getHeight());
            box.requestLayout();
        });
        follow(now -> {
            T held = value.apply(now);
            if (!box.getItems().contains(held)) {
                box.getItems().add(held);
            }
            showing = true;
            box.setValue(held);
            showing = false;
        });
        box.setOnAction(event -> {
            if (!showing && box.getValue() != null) {
                chosen.accept(box.getValue());
            }
        });
        return box;
    }

    /** Makes a row of segments, of which one is chosen. */
    <T> SegmentedButton segments(
            String id, List<T> values, Function<T, String> words, Function<Settings, T> value, Consumer<T> chosen) {
        SegmentedButton row = new SegmentedButton();
        row.setId(id);
        for (T each : values) {
            ToggleButton segment = new ToggleButton(words.apply(each));
            segment.setMnemonicParsing(false);
            segment.setMinWidth(USE_PREF_SIZE);
            segment.setOnAction(event -> {
                // A press on the chosen segment would leave none chosen.
                segment.setSelected(true);
                chosen.accept(each);
            });
            row.getButtons().add(segment);
            follow(now -> segment.setSelected(each.equals(value.apply(now))));
        }
        return row;
    }

    /**
     * Makes a field that is applied when the user leaves it or presses Enter.
     *
     * @param apply applies what was typed; returns why it does not, as a sentence that {@code fault} shows
     */
    TextField field(
            String id, Label fault, Function<Settings, String> value, Function<String, Optional<String>> apply) {
        TextField field = new TextField();
        field.setId(id);
        fault.setId(id + "-fault");
        Nodes.show(fault, false);
        Runnable leave = () -> {
            Optional<String> wrong = apply.apply(field.getText());
            fault.setText(wrong.orElse(""));
            Nodes.show(fault, wrong.isPresent());
        };
        field.setOnAction(event -> leave.run());
        field.focusedProperty().addListener((focused, before, now) -> {
            if (!now) {
                leave.run();
            }
        });
        follow(now -> {
            if (!field.isFocused()) {
                field.setText(value.apply(now));
                Nodes.show(fault, false);
            }
        });
        return field;
    }
}
