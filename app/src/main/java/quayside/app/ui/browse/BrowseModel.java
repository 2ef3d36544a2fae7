package quayside.app.ui.browse;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;

/** What a pane shows. Written by its controller alone, on the JavaFX thread. */
final class BrowseModel<P> {
    static final Listing NOTHING =
            new Listing(0, List.of(), List.of(), Arrangement.STANDARD, false, null, OptionalLong.empty(), 0);

    private final ReadOnlyObjectWrapper<@Nullable P> folder = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<List<P>> trail = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<List<P>> places = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<Listing> listing = new ReadOnlyObjectWrapper<>(NOTHING);
    private final ReadOnlyObjectWrapper<Arrangement> arrangement = new ReadOnlyObjectWrapper<>(Arrangement.STANDARD);
    private final ReadOnlyObjectWrapper<FileSource.Rights> rights = new ReadOnlyObjectWrapper<>(FileSource.Rights.ALL);
    private final ReadOnlyStringWrapper hindrance = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper busy = new ReadOnlyStringWrapper("");
    private Set<String> wanted = Set.of();

    /** The folder shown; null while the pane has no source. */
    ReadOnlyObjectProperty<@Nullable P> folder() {
        return folder.getReadOnlyProperty();
    }

    /** The folders that lead to the one shown, the top first, itself last. */
    ReadOnlyObjectProperty<List<P>> trail() {
        return trail.getReadOnlyProperty();
    }

    /** What the folder chooser offers first. */
    ReadOnlyObjectProperty<List<P>> places() {
        return places.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Listing> listing() {
        return listing.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Arrangement> arrangement() {
        return arrangement.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<FileSource.Rights> rights() {
        return rights.getReadOnlyProperty();
    }

    /** Why the other side takes nothing from here, a sentence; empty where it does. */
    ReadOnlyStringProperty hindrance() {
        return hindrance.getReadOnlyProperty();
    }

    /** Why what is here cannot be transferred, on whichever side the reason lies; empty where it can. */
    StringBinding whyNotTransferred() {
        return Bindings.createStringBinding(
                () -> {
                    String refusal = rights.get().refusal(FileSource.Right.TAKE);
                    return refusal.isEmpty() ? hindrance.get() : refusal;
                },
                rights,
                hindrance);
    }

    /** What is being done here at the moment, as a sentence; empty most of the time. */
    ReadOnlyStringProperty busy() {
        return busy.getReadOnlyProperty();
    }

    /** Names to select once they are listed; asked for once. */
    Set<String> takeWanted() {
        Set<String> names = wanted;
        wanted = Set.of();
        return names;
    }

    void want(Set<String> names) {
        wanted = names;
    }

    void show(@Nullable P newFolder, List<P> newTrail) {
        trail.set(newTrail);
        folder.set(newFolder);
    }

    void show(List<P> newPlaces) {
        places.set(newPlaces);
    }

    void show(Listing newest) {
        listing.set(newest);
    }

    void show(Arrangement newArrangement) {
        arrangement.set(newArrangement);
    }

    void show(FileSource.Rights newRights) {
        rights.set(newRights);
    }

    void show(String newBusy) {
        busy.set(newBusy);
    }

    void hinder(String reason) {
        hindrance.set(reason);
    }
}
