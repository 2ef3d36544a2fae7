package quayside.protocol.client;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import quayside.protocol.message.Response;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/**
 * Several changes over one connection, on which the new lock is open, none of which waits for the last one's answer. One that meets a lock is asked again once that
 * is open. The calling thread sends, another reads the answers.
 */
public final class Changes {
    private static final Pipeline.Window WINDOW = new Pipeline.Window(512, Long.MAX_VALUE);

    private final List<Change> all;
    private final Keys keys;
    private final Listener listener;
    private final Cancellation cancellation;
    private int made;
    private int failed;
    private int firstIndex = Integer.MAX_VALUE;
    private @Nullable ProtocolException first;

    Changes(List<Change> all, Keys keys, Listener listener, Cancellation cancellation) {
        this.all = all;
        this.keys = keys;
        this.listener = listener;
        this.cancellation = cancellation;
    }

    /** Told of each change, one call at a time, on any thread; must return at once. Indices are those of the list of changes. */
    public interface Listener {
        Listener NONE = new Listener() {};

        /** The server's answer to it is waited for now. */
        default void begun(Change change) {}

        default void made(int index) {}

        default void failed(int index, ProtocolException why) {}
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

    Result over(Reconnection connections) throws IOException {
        try (Pipeline pipeline = new Pipeline("quayside-changes", WINDOW, connections, cancellation)) {
            if (all.stream().anyMatch(Change.Protect.class::isInstance)) {
                pipeline.askFirst(keys::prepare);
            }
            PipelineDoor door = new PipelineDoor(pipeline, keys);
            for (int i = 0; i < all.size(); i++) {
                cancellation.check();
                pipeline.catchUp();
                pipeline.submit(new Step(i, all.get(i), door));
            }
            pipeline.finish();
        } catch (ProtocolException e) {
            cancellation.check();
            throw e;
        }
        synchronized (this) {
            return new Result(made, failed, first);
        }
    }

    private synchronized void made(int index) {
        made++;
        listener.made(index);
    }

    private synchronized void failed(int index, ProtocolException why) {
        failed++;
        if (index < firstIndex) {
            firstIndex = index;
            first = why;
        }
        listener.failed(index, why);
    }

    private synchronized void begun(Change change) {
        listener.begun(change);
    }

    private final class Step implements Pipeline.Exchange {
        private final int index;
        private final Change change;
        private final PipelineDoor door;
        private int locks;

        Step(int index, Change change, PipelineDoor door) {
            this.index = index;
            this.change = change;
            this.door = door;
        }

        @Override
        public long bytes() {
            return 0;
        }

        @Override
        public void send(Connection connection, boolean repeated) throws IOException {
            connection.channel().send(change.request(keys.ownLock()));
        }

        @Override
        public void receive(Connection connection) throws IOException {
            begun(change);
            try {
                Response answer = connection.answer();
                if (!(answer instanceof Response.Done)) {
                    throw Connection.unexpected(answer);
                }
                made(index);
            } catch (ProtocolException e) {
                if (Tally.endsAll(e)) {
                    throw e;
                }
                boolean opens = e.fault() == Fault.PASSCODE_NEEDED
                        && e.lock().isPresent()
                        && !connection.isOpen(e.lock().get());
                if (opens) {
                    door.again(this, e, locks++, why -> failed(index, why));
                } else {
                    failed(index, e);
                }
            }
        }
    }
}
