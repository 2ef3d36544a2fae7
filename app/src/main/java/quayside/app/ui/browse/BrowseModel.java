package quayside.app.ui.browse;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** The state of a pane; the controller and the actions change it. JavaFX thread only. */
final class BrowseModel<P> {
    private static final int MAX_VISITED = 100;

    static final Listing NOTHING = Listing.begun(0, Arrangement.STANDARD);

    /** The shown folder; null while the pane has no source. */
    final ReadOnlyObjectWrapper<@Nullable P> folder = new ReadOnlyObjectWrapper<>();

    /** The folders from the top to the shown one, which is last. */
    final ObjectProperty<List<P>> trail = new SimpleObjectProperty<>(List.of());

    /** The folders to which the user can go back, the last one last, and forward again. */
    final ObservableList<P> back = FXCollections.observableArrayList();

    final ObservableList<P> forward = FXCollections.observableArrayList();

    /** The places that the folder chooser offers first. */
    final ObjectProperty<List<P>> places = new SimpleObjectProperty<>(List.of());

    final ReadOnlyObjectWrapper<Listing> listing = new ReadOnlyObjectWrapper<>(NOTHING);
    final ObjectProperty<Arrangement> arrangement = new SimpleObjectProperty<>(Arrangement.STANDARD);
    final ObjectProperty<FileSource.Rights> rights = new SimpleObjectProperty<>(FileSource.Rights.ALL);

    /** The reason, as a sentence, why the other side accepts no files from here; empty if it accepts them. */
    final StringProperty hindrance = new SimpleStringProperty("");

    /** What the status line says while there is no source; empty if there is nothing to say. */
    final StringProperty away = new SimpleStringProperty("");

    /** The files that are cut, in any folder. */
    final ObjectProperty<Set<P>> cut = new SimpleObjectProperty<>(Set.of());

    /** The operation under way here, as a sentence; empty most of the time. */
    final StringProperty busy = new SimpleStringProperty("");

    /** The reason, on either side, why files here cannot be transferred; empty if they can. */
    final StringBinding whyNotTransferred = Bindings.createStringBinding(
            () -> {
                String refusal = rights.get().refusal(FileSource.Right.TAKE);
                return refusal.isEmpty() ? hindrance.get() : refusal;
            },
            rights,
            hindrance);

    /** How the rows that were shown become those of {@link #listing}; nothing but while its listeners run. */
    private Optional<RowMap> rows = Optional.empty();

    /** The names to select once they are listed. */
    private Set<String> namesToSelect = Set.of();

    /** Notes that {@code before} was shown, and is left for a new folder. */
    void visited(P before) {
        back.addLast(before);
        forward.clear();
        if (back.size() > MAX_VISITED) {
            back.removeFirst();
        }
    }

    void show(@Nullable P newFolder, List<P> newTrail) {
        trail.set(newTrail);
        folder.set(newFolder);
    }

    /** Shows a listing; {@code map} says how the present rows become its rows. */
    void show(Listing next, RowMap map) {
        rows = Optional.of(map);
        listing.set(next);
        rows = Optional.empty();
    }

    /** Returns how the rows that were shown become those of the new listing; for the listeners to it. */
    RowMap rows() {
        return rows.orElseThrow();
    }

    Set<String> namesToSelect() {
        return namesToSelect;
    }

    void selectWhenListed(Set<String> names) {
        namesToSelect = names;
    }

    /** Returns the names to select and clears them. */
    Set<String> takeNamesToSelect() {
        Set<String> names = namesToSelect;
        namesToSelect = Set.of();
        return names;
    }
}
