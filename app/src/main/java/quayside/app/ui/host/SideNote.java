package quayside.app.ui.host;

import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;

/** A note at the right edge of a list's rows, which a narrow list has below their words instead. */
final class SideNote {
    private static final double BESIDE_FROM_EM = 28;

    private SideNote() {}

    /** Shows {@code beside}, or in its place {@code below} with the same text, as the list's width allows. */
    static void belowWhereNarrow(ListView<?> list, Label beside, Label below) {
        BooleanBinding narrow = Bindings.createBooleanBinding(
                () -> list.getWidth() < BESIDE_FROM_EM * beside.getFont().getSize(),
                list.widthProperty(),
                beside.fontProperty());
        below.textProperty().bind(beside.textProperty());
        below.visibleProperty().bind(narrow);
        below.managedProperty().bind(narrow);
        beside.visibleProperty().bind(narrow.not());
        beside.managedProperty().bind(narrow.not());
    }
}
