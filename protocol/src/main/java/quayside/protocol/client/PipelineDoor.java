package quayside.protocol.client;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import quayside.protocol.message.Passcode;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.wire.ProtocolException;

/** Opens locks on the connection that a pipeline has at the time; a later one has them from {@link Keys#replay}. For one thread. */
final class PipelineDoor implements Keys.Door {
    private final Pipeline pipeline;
    private final Set<String> open = new HashSet<>();

    PipelineDoor(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    @Override
    public boolean isOpen(String lock) {
        return open.contains(lock);
    }

    @Override
    public void unlock(String lock, Passcode passcode, boolean kept) throws IOException {
        Unlocking unlocking = new Unlocking(lock, passcode, kept);
        pipeline.submit(unlocking);
        pipeline.await(unlocking::isAnswered);
        unlocking.requireOpened();
        open.add(lock);
    }

    /** One {@code UNLOCK} among other requests. */
    private static final class Unlocking implements Pipeline.Exchange {
        private final String lock;
        private final Passcode passcode;
        private final boolean kept;
        private volatile boolean answered;
        private volatile @Nullable ProtocolException failure;

        Unlocking(String lock, Passcode passcode, boolean kept) {
            this.lock = lock;
            this.passcode = passcode;
            this.kept = kept;
        }

        @Override
        public long bytes() {
            return 0;
        }

        @Override
        public void send(Connection connection, boolean repeated) throws IOException {
            connection.channel().send(new Request.Unlock(lock, passcode));
        }

        @Override
        public void receive(Connection connection) throws IOException {
            try {
                Response answer = connection.answer();
                if (!(answer instanceof Response.Done)) {
                    throw Connection.unexpected(answer);
                }
                connection.opened(lock, kept);
            } catch (ProtocolException e) {
                if (e.fault().status() == 0) {
                    throw e;
                }
                failure = e;
            }
            answered = true;
        }

        boolean isAnswered() {
            return answered;
        }

        void requireOpened() throws ProtocolException {
            ProtocolException why = failure;
            if (why != null) {
                throw why;
            }
        }
    }
}
