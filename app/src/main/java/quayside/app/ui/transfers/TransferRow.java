package quayside.app.ui.transfers;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import quayside.app.core.transfer.TransferSnapshot;

/** One transfer of the table; lives as long as the transfer. JavaFX thread only. */
final class TransferRow {
    private final ReadOnlyObjectWrapper<TransferSnapshot> snapshot;

    TransferRow(TransferSnapshot first) {
        snapshot = new ReadOnlyObjectWrapper<>(this, "snapshot", first);
    }

    ReadOnlyObjectProperty<TransferSnapshot> snapshotProperty() {
        return snapshot.getReadOnlyProperty();
    }

    TransferSnapshot now() {
        return snapshot.get();
    }

    long id() {
        return snapshot.get().id();
    }

    void update(TransferSnapshot next) {
        snapshot.set(next);
    }
}
