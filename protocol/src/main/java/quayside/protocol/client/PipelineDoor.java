package quayside.protocol.client;

import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import quayside.protocol.message.DisplayText;
import quayside.protocol.message.Passcode;
import quayside.protocol.message.Request;
import quayside.protocol.wire.ProtocolException;

/**
 * Opens locks on the connection that a pipeline has at the time; a later one has them from {@link Keys#replay}. For the thread that submits, but for {@link
 * #again}.
 */
final class PipelineDoor implements Keys.Door {
    private final Pipeline pipeline;
    private final Keys keys;

    PipelineDoor(Pipeline pipeline, Keys keys) {
        this.pipeline = pipeline;
        this.keys = keys;
    }

    /** Opens the lock of the file {@code name}, which is not waited for until it is refused; fails as {@link Keys#open}. */
    void open(String lock, String name) throws IOException {
        if (!isOpen(lock)) {
            String sentence = "\"" + DisplayText.escape(name) + "\" is protected; its passcode is needed.";
            keys.open(this, ProtocolException.locked(sentence, lock), 0);
        }
    }

    /**
     * Has {@code exchange} sent again once the lock that it met is open. From the thread that reads answers: that may not wait for the answer to an {@code UNLOCK},
     * which it would have to read itself.
     *
     * @param earlier how often that was done before
     * @param failed told why, where it stays locked
     */
    void again(Pipeline.Exchange exchange, ProtocolException refused, int earlier, Consumer<ProtocolException> failed) {
        pipeline.later(() -> {
            try {
                keys.open(this, refused, earlier);
            } catch (ProtocolException e) {
                if (Tally.endsAll(e)) {
                    throw e;
                }
                failed.accept(e);
                return;
            }
            pipeline.submit(exchange);
        });
    }

    @Override
    public boolean isOpen(String lock) {
        return pipeline.isOpen(lock);
    }

    /** Half a request in the buffer would be a stalled one for the server. */
    @Override
    public void beforeAsking() {
        pipeline.flush();
    }

    @Override
    public void unlock(String lock, Passcode passcode, boolean kept) throws IOException {
        pipeline.connect();
        if (isOpen(lock)) {
            return;
        }
        Unlocking unlocking = new Unlocking(lock, passcode, kept);
        pipeline.submit(unlocking);
        pipeline.await(unlocking::isAnswered);
        unlocking.requireOpened();
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
                connection.unlocked(lock, kept);
            } catch (ProtocolException e) {
                if (Tally.endsAll(e)) {
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
