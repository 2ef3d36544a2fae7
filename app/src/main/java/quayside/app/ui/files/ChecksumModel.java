package quayside.app.ui.files;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import quayside.protocol.client.connection.Cancellation;

/** The checksum of one side, as it becomes known. JavaFX thread only. */
final class ChecksumModel {
    /** The progress of the computation. */
    sealed interface State {}

    /** {@code total} is 0 if the other computer reads the file and does not report progress. */
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

    /** Sets the state. Progress that arrives after the end is dropped. */
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
