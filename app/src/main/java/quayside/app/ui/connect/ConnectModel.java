package quayside.app.ui.connect;

import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import quayside.app.core.settings.SavedServer;
import quayside.app.core.share.ShareState;
import quayside.protocol.client.connection.ShareLink;

/** What the views of this feature show; the controller alone changes it. JavaFX thread only. */
final class ConnectModel {
    private final StringProperty address = new SimpleStringProperty(this, "address", "");
    private final StringProperty key = new SimpleStringProperty(this, "key", "");
    private final ReadOnlyObjectWrapper<Typed> typed =
            new ReadOnlyObjectWrapper<>(this, "typed", new Typed.Incomplete(Typed.Field.ADDRESS));
    private final ObjectProperty<ShareState> state = new SimpleObjectProperty<>(this, "state", new ShareState.Idle());
    private final ObjectProperty<Optional<ShareLink>> offer =
            new SimpleObjectProperty<>(this, "offer", Optional.empty());
    private final BooleanProperty noteDismissed = new SimpleBooleanProperty(this, "noteDismissed");
    private final ObservableList<SavedServer> saved = FXCollections.observableArrayList();

    ConnectModel() {
        typed.bind(address.flatMap(where -> key.map(secret -> Typed.of(where, secret))));
    }

    /** The link or address as typed; a pasted link's key goes to {@link #key()} instead. */
    StringProperty address() {
        return address;
    }

    /** The access key as typed; emptied once it was admitted. */
    StringProperty key() {
        return key;
    }

    /** What the two fields amount to. */
    ReadOnlyObjectProperty<Typed> typed() {
        return typed.getReadOnlyProperty();
    }

    ObjectProperty<ShareState> state() {
        return state;
    }

    /** A link that lies in the clipboard and that the user may take over. */
    ObjectProperty<Optional<ShareLink>> offer() {
        return offer;
    }

    /** The user has read the note about the present connection. */
    BooleanProperty noteDismissed() {
        return noteDismissed;
    }

    ObservableList<SavedServer> saved() {
        return saved;
    }

    /** The sentence about one field, empty where it has no fault. */
    ObservableValue<String> problem(Typed.Field field) {
        return typed.map(now -> switch (now) {
            case Typed.Problem(Typed.Field where, String sentence) -> where == field ? sentence : "";
            case Typed.Incomplete ignored -> "";
            case Typed.Ready ignored -> "";
        });
    }
}
