package quayside.app.ui.transfers;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import quayside.app.core.publish.Listeners;
import quayside.app.core.publish.Subscription;
import quayside.app.core.transfer.History;
import quayside.app.core.transfer.TransferService;
import quayside.app.core.transfer.TransferSnapshot;

/** A queue that only says what it is told to. Thread-safe. */
public final class MemoryTransfers implements TransferService {
    private final Listeners<Consumer<List<TransferSnapshot>>> listeners = new Listeners<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final List<History.Entry> history = new CopyOnWriteArrayList<>();
    private volatile List<TransferSnapshot> all = List.of();

    public void show(TransferSnapshot... now) {
        all = List.of(now);
        listeners.tell(listener -> listener.accept(all));
    }

    /** What was asked for, as "verb id". */
    public List<String> calls() {
        return calls;
    }

    @Override
    public List<TransferSnapshot> snapshot() {
        return all;
    }

    @Override
    public Subscription onChange(Consumer<List<TransferSnapshot>> listener) {
        return listeners.add(listener);
    }

    @Override
    public void pause(long id) {
        calls.add("pause " + id);
    }

    @Override
    public void cancel(long id) {
        calls.add("cancel " + id);
    }

    @Override
    public void all(Act act) {
        calls.add("all " + act);
    }

    @Override
    public void retry(long id) {
        calls.add("retry " + id);
    }

    @Override
    public void remove(long id) {
        calls.add("remove " + id);
    }

    @Override
    public void move(long id, Optional<Long> before) {
        calls.add("move " + id + before.map(other -> " before " + other).orElse(" last"));
    }

    /** Sets what has become of earlier transfers. */
    public void ended(History.Entry... entries) {
        history.addAll(List.of(entries));
    }

    @Override
    public List<History.Entry> history() {
        return history;
    }

    @Override
    public void clearHistory() {
        history.clear();
    }
}
