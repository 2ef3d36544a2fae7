package quayside.protocol.client;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import quayside.protocol.wire.ProtocolException;

/** Several changes over one connection; one that was begun on another goes on after the last that was made. For one thread. */
public final class Changes {
    private final List<Change> all;
    private final Keys keys;
    private final Consumer<Change> before;
    private final Cancellation cancellation;
    private int next;
    private int made;
    private @Nullable ProtocolException first;

    Changes(List<Change> all, Keys keys, Consumer<Change> before, Cancellation cancellation) {
        this.all = all;
        this.keys = keys;
        this.before = before;
        this.cancellation = cancellation;
    }

    /**
     * What became of them.
     *
     * @param made how many
     * @param failed how many were not
     * @param first why the first of these was not; null where all were made
     */
    public record Result(int made, int failed, @Nullable ProtocolException first) {
        /** Fails as the first that failed. */
        public void requireDone() throws ProtocolException {
            if (first != null) {
                throw first;
            }
        }
    }

    Result over(Connection connection) throws IOException {
        if (all.stream().anyMatch(Change.Protect.class::isInstance)) {
            keys.prepare(connection);
        }
        while (next < all.size()) {
            cancellation.check();
            Change change = all.get(next);
            before.accept(change);
            try {
                boolean _ = keys.over(connection, over -> Calls.order(over, change.request(keys.ownLock())));
                made++;
            } catch (ProtocolException e) {
                if (Tally.endsAll(e)) {
                    throw e;
                }
                first = first == null ? e : first;
            }
            next++;
        }
        return new Result(made, all.size() - made, first);
    }
}
