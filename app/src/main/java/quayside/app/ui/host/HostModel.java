package quayside.app.ui.host;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import quayside.app.core.host.HostState;
import quayside.app.core.host.SharedProtection;
import quayside.server.Guest;
import quayside.server.ShareEvent;
import quayside.server.ShareOptions;

/** What the views of this feature show; the controller alone changes it. JavaFX thread only. */
final class HostModel {
    /** What can be done about a share that did not start. */
    enum Remedy {
        OTHER_FOLDER,
        OTHER_PORT
    }

    private final ObjectProperty<HostState> state = new SimpleObjectProperty<>(this, "state", new HostState.Off());
    private final ObjectProperty<Optional<Path>> folder = new SimpleObjectProperty<>(this, "folder", Optional.empty());
    private final ObjectProperty<Optional<String>> warning =
            new SimpleObjectProperty<>(this, "warning", Optional.empty());
    private final ObjectProperty<Optional<Remedy>> remedy =
            new SimpleObjectProperty<>(this, "remedy", Optional.empty());
    private final ObjectProperty<ShareOptions.Permissions> permissions =
            new SimpleObjectProperty<>(this, "permissions", ShareOptions.Permissions.ALL);
    private final StringProperty address = new SimpleStringProperty(this, "address", "");
    private final BooleanProperty keyRevealed = new SimpleBooleanProperty(this, "keyRevealed");
    private final ObjectProperty<List<Traffic.Sample>> traffic = new SimpleObjectProperty<>(this, "traffic", List.of());
    private final ObservableList<Guest> guests = FXCollections.observableArrayList();
    private final ObservableList<String> blocked = FXCollections.observableArrayList();
    private final ObjectProperty<SharedProtection> protection =
            new SimpleObjectProperty<>(this, "protection", SharedProtection.NONE);
    private final StringProperty damage = new SimpleStringProperty(this, "damage", "");
    private final ObservableList<ShareEvent> log = FXCollections.observableArrayList();

    ObjectProperty<HostState> state() {
        return state;
    }

    /** The folder that is or will be shared. */
    ObjectProperty<Optional<Path>> folder() {
        return folder;
    }

    /** Why to think before sharing the folder: an answer is awaited. */
    ObjectProperty<Optional<String>> warning() {
        return warning;
    }

    /** What would help a share that failed to start. */
    ObjectProperty<Optional<Remedy>> remedy() {
        return remedy;
    }

    ObjectProperty<ShareOptions.Permissions> permissions() {
        return permissions;
    }

    /** Which of this computer's addresses the link names; empty while nothing is shared. */
    StringProperty address() {
        return address;
    }

    BooleanProperty keyRevealed() {
        return keyRevealed;
    }

    /** The last minute, oldest first. */
    ObjectProperty<List<Traffic.Sample>> traffic() {
        return traffic;
    }

    ObservableList<Guest> guests() {
        return guests;
    }

    /** Addresses and networks that the host does not let in. */
    ObservableList<String> blocked() {
        return blocked;
    }

    /** What is protected on the running share. */
    ObjectProperty<SharedProtection> protection() {
        return protection;
    }

    /** What is wrong with the list of protected files of the running share, a sentence; empty where nothing is. */
    StringProperty damage() {
        return damage;
    }

    /** The newest first. */
    ObservableList<ShareEvent> log() {
        return log;
    }

    /** Whether the switch stands at on: the share runs or is about to. */
    boolean isOn() {
        return switch (state.get()) {
            case HostState.Starting ignored -> true;
            case HostState.On ignored -> true;
            case HostState.Off ignored -> false;
            case HostState.Stopping ignored -> false;
            case HostState.Failed ignored -> false;
        };
    }

    /** Whether nothing can be changed just now. */
    boolean isBusy() {
        return state.get() instanceof HostState.Starting || state.get() instanceof HostState.Stopping;
    }
}
