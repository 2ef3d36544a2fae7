package quayside.app.ui.connect;

import java.util.List;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import quayside.app.core.settings.SavedServer;
import quayside.app.core.share.ShareState;
import quayside.app.core.text.Texts;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.text.InvalidInput;

/** The state that the views of this feature show; only the controller changes it. JavaFX thread only. */
final class ConnectModel {
    /** The link or address as typed; a pasted link's key goes to {@link #key} instead. */
    final StringProperty address = new SimpleStringProperty("");

    /** The access key as typed; emptied once the server admitted it. */
    final StringProperty key = new SimpleStringProperty("");

    /** The meaning of the two fields. */
    final ObservableValue<Typed> typed = address.flatMap(where -> key.map(secret -> Typed.of(where, secret)));

    final ObjectProperty<ShareState> state = new SimpleObjectProperty<>(new ShareState.Idle());

    /** A link in the clipboard that the user may accept. */
    final ObjectProperty<Optional<ShareLink>> offer = new SimpleObjectProperty<>(Optional.empty());

    /** Whether the user has read the note about the present connection. */
    final BooleanProperty noteDismissed = new SimpleBooleanProperty();

    /** Whether the key is kept once the server admitted it. */
    final BooleanProperty remember = new SimpleBooleanProperty(true);

    final ObjectProperty<Saved> saved = new SimpleObjectProperty<>(new Saved(List.of(), List.of()));

    /**
     * The shares opened before.
     *
     * @param withKey those of them whose keys are kept
     */
    record Saved(List<SavedServer> servers, List<SavedServer> withKey) {}

    /** Returns the sentence about one field, empty if it has no fault. */
    ObservableValue<String> problem(Typed.Field field) {
        return typed.map(now -> switch (now) {
            case Typed.Problem(Typed.Field where, String sentence) -> where == field ? sentence : "";
            case Typed.Incomplete ignored -> "";
            case Typed.Ready ignored -> "";
        });
    }

    /** The meaning of the form's two fields. */
    sealed interface Typed {
        /** A field still has to be filled in; nothing is wrong yet. */
        record Incomplete(Field missing) implements Typed {}

        /** A field holds an unusable text; the sentence explains why. */
        record Problem(Field where, String sentence) implements Typed {}

        /** Enough to connect with. */
        record Ready(ShareLink link, AccessKey key) implements Typed {}

        enum Field {
            ADDRESS,
            KEY
        }

        /** Reads both fields; never throws. A link's own key counts if the key field is empty. */
        static Typed of(String address, String key) {
            String where = address.strip();
            if (where.isEmpty()) {
                return new Incomplete(Field.ADDRESS);
            }
            ShareLink link;
            try {
                link = ShareLink.parse(where);
            } catch (InvalidInput e) {
                return new Problem(Field.ADDRESS, Texts.words(e.sentence()));
            }
            if (key.isBlank()) {
                return link.key().<Typed>map(own -> new Ready(link, own)).orElse(new Incomplete(Field.KEY));
            }
            try {
                return new Ready(link, AccessKey.of(key));
            } catch (InvalidInput e) {
                return new Problem(Field.KEY, Texts.words(e.sentence()));
            }
        }
    }
}
