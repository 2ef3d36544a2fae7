package quayside.protocol.client;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import quayside.protocol.wire.ProtocolException;

/** Several changes over one connection, on which the new lock is open. For one thread. */
public final class Changes {
    private final List<Change> all;
    private final Keys keys;
    private final Consumer<Change> before;
    private final Cancellation cancellation;
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

    Result over(Carrier carrier) throws IOException {
        boolean protects = all.stream().anyMatch(Change.Protect.class::isInstance);
        for (Change change : all) {
            cancellation.check();
            before.accept(change);
            try {
                boolean _ = carrier.ask(connection -> {
                    if (protects) {
                        keys.prepare(connection);
                    }
                    return Calls.order(connection, change.request(keys.ownLock()));
                });
                made++;
            } catch (ProtocolException e) {
                if (Tally.endsAll(e)) {
                    throw e;
                }
                first = first == null ? e : first;
            }
        }
        return new Result(made, all.size() - made, first);
    }
}
