package quayside.app.ui.browse;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/** What a pane shows; the controller and the actions change it. JavaFX thread only. */
final class BrowseModel<P> {
    static final Listing NOTHING =
            new Listing(0, List.of(), List.of(), Arrangement.STANDARD, false, null, OptionalLong.empty(), 0);

    /** The folder shown; null while the pane has no source. */
    final ReadOnlyObjectWrapper<@Nullable P> folder = new ReadOnlyObjectWrapper<>();

    /** The folders that lead to the one shown, the top first, itself last. */
    final ObjectProperty<List<P>> trail = new SimpleObjectProperty<>(List.of());

    /** What the folder chooser offers first. */
    final ObjectProperty<List<P>> places = new SimpleObjectProperty<>(List.of());

    final ObjectProperty<Listing> listing = new SimpleObjectProperty<>(NOTHING);
    final ObjectProperty<Arrangement> arrangement = new SimpleObjectProperty<>(Arrangement.STANDARD);
    final ObjectProperty<FileSource.Rights> rights = new SimpleObjectProperty<>(FileSource.Rights.ALL);

    /** Why the other side takes nothing from here, a sentence; empty if it does. */
    final StringProperty hindrance = new SimpleStringProperty("");

    /** What is being done here at the moment, a sentence; empty most of the time. */
    final StringProperty busy = new SimpleStringProperty("");

    /** Why what is here cannot be transferred, on whichever side the reason lies; empty if it can. */
    final StringBinding whyNotTransferred = Bindings.createStringBinding(
            () -> {
                String refusal = rights.get().refusal(FileSource.Right.TAKE);
                return refusal.isEmpty() ? hindrance.get() : refusal;
            },
            rights,
            hindrance);

    /** Names to select once they are listed. */
    private Set<String> wanted = Set.of();

    void show(@Nullable P newFolder, List<P> newTrail) {
        trail.set(newTrail);
        folder.set(newFolder);
    }

    void want(Set<String> names) {
        wanted = names;
    }

    /** Returns the names to select, once. */
    Set<String> takeWanted() {
        Set<String> names = wanted;
        wanted = Set.of();
        return names;
    }
}
