package quayside.app.ui.checksum;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import quayside.protocol.client.connection.Cancellation;

/** The checksum of one side, as it becomes known. JavaFX thread only. */
final class ChecksumModel {
    /** How far it is. */
    sealed interface State {}

    /** {@code total} is 0 where the other computer reads and does not say how far it is. */
    record Reading(long done, long total) implements State {}

    record Known(String sha256) implements State {}

    /** There is no such file on this side. */
    record Missing() implements State {}

    record Failed(String sentence) implements State {}

    private final String place;
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(new Reading(0, 0));
    private Cancellation cancellation = new Cancellation();

    ChecksumModel(String place) {
        this.place = place;
    }

    String place() {
        return place;
    }

    ReadOnlyObjectProperty<State> state() {
        return state.getReadOnlyProperty();
    }

    /** News of a reading that come after its end are dropped. */
    void show(State next) {
        if (state.get() instanceof Reading) {
            state.set(next);
        }
    }

    void cancelBy(Cancellation ending) {
        cancellation = ending;
    }

    void cancel() {
        cancellation.cancel();
    }
}
