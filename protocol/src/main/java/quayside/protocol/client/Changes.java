package quayside.protocol.client;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import quayside.protocol.client.connection.AnswerDeadline;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.Connection;
import quayside.protocol.client.connection.FaultPolicy;
import quayside.protocol.client.connection.Reconnector;
import quayside.protocol.client.connection.RetryingConnection;
import quayside.protocol.client.connection.TaskGroup;
import quayside.protocol.client.transfer.EntryReader;
import quayside.protocol.client.unlock.Pipeline;
import quayside.protocol.client.unlock.Unlocker;
import quayside.protocol.message.Entry;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

/**
 * Makes several changes over one connection, on which the new lock is open. A change does not wait for the answers to
 * earlier ones. A change that meets a lock is sent again once the lock is open. The calling thread sends, and another
 * thread reads the answers.
 */
public final class Changes {
    private static final Pipeline.Window WINDOW = new Pipeline.Window(512, Long.MAX_VALUE);

    private final List<Change> all;
    private final Unlocker unlocker;
    private final Listener listener;
    private final Cancellation cancellation;
    private int made;
    private int failed;
    private int firstIndex = Integer.MAX_VALUE;
    private @Nullable ProtocolException first;

    Changes(List<Change> all, Unlocker unlocker, Listener listener, Cancellation cancellation) {
        this.all = all;
        this.unlocker = unlocker;
        this.listener = listener;
        this.cancellation = cancellation;
    }

    /**
     * Is notified of each change, one call at a time, on any thread; must return at once. Indices are positions in the
     * list of changes.
     */
    public interface Listener {
        Listener NONE = new Listener() {};

        /** Reports that the server's answer to {@code change} comes next. */
        default void begun(Change change) {}

        default void made(int index) {}

        /** Reports the copy that a {@link Change.Copy} has made, before {@link #made}. */
        default void copied(int index, Entry copy) {}

        default void failed(int index, ProtocolException why) {}
    }

    /**
     * The result of several changes.
     *
     * @param made the number of changes that were made
     * @param failed the number of changes that failed
     * @param first the fault of the first failed change in the list; null if all were made
     */
    public record Result(int made, int failed, @Nullable ProtocolException first) {
        /** Throws the fault of the first change that failed. */
        public void requireDone() throws ProtocolException {
            if (first != null) {
                throw first;
            }
        }
    }

    Result over(Reconnector connections) throws IOException {
        try (TaskGroup tasks = new TaskGroup(cancellation)) {
            tasks.lead(() -> send(connections, tasks));
        } catch (ProtocolException e) {
            cancellation.check();
            throw e;
        }
        synchronized (this) {
            return new Result(made, failed, first);
        }
    }

    private void send(Reconnector connections, TaskGroup tasks) throws IOException {
        try (Pipeline pipeline = new Pipeline(WINDOW, connections, unlocker, tasks)) {
            if (all.stream().anyMatch(Change.Protect.class::isInstance)) {
                pipeline.prepare();
            }
            for (int i = 0; i < all.size(); i++) {
                cancellation.check();
                Sent sent = new Sent(i, all.get(i));
                var _ = pipeline.submit(0, sent, sent);
            }
            pipeline.finish();
        }
    }

    private synchronized void made(int index, Response answer) {
        made++;
        if (answer instanceof Response.Stored copy) {
            listener.copied(index, copy.entry());
        }
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

    /** Returns the failure of a copy. A server that does not know the request answers as if it were malformed. */
    static ProtocolException reasonOfCopy(ProtocolException e) {
        return e.fault() == Fault.MALFORMED ? new ProtocolException(Reason.COPY_UNKNOWN, e) : e;
    }

    private synchronized void begun(Change change) {
        listener.begun(change);
    }

    private final class Sent implements RetryingConnection.Exchange<Response>, Pipeline.Outcome<Response> {
        private final int index;
        private final Change change;

        Sent(int index, Change change) {
            this.index = index;
            this.change = change;
        }

        @Override
        public void send(Connection connection, boolean repeated) throws IOException {
            connection.channel().send(request());
        }

        @Override
        public Response receive(Connection connection) throws IOException {
            begun(change);
            Response answer = connection.answer(AnswerDeadline.of(request()));
            if (change instanceof Change.Copy copy) {
                var _ = EntryReader.copied(copy.to(), answer);
            } else if (!(answer instanceof Response.Done)) {
                throw Connection.unexpected(answer);
            }
            return answer;
        }

        private Request request() {
            return change.request(unlocker.ownLock());
        }

        @Override
        public void answered(Response answer) {
            made(index, answer);
        }

        @Override
        public void refused(ProtocolException why) {
            failed(index, change instanceof Change.Copy ? reasonOfCopy(why) : why);
        }

        @Override
        public boolean repeats(FaultPolicy policy, ProtocolException why) {
            return policy == FaultPolicy.ASK && change.asksFor(why.lock());
        }
    }
}
