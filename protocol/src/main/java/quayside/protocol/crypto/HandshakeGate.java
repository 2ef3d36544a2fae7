package quayside.protocol.crypto;

import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/**
 * The server's say in a handshake: whether it begins, when what it costs is computed, and whether its guess counts. Each method may block within
 * the handshake's deadline, and fail with {@link Fault#TOO_MANY_TRIES} or {@link Fault#SERVER_FULL}, which ends the handshake.
 *
 * <p>For one handshake, on its thread.
 */
public interface HandshakeGate {
    /** Lets everybody try, at once. */
    HandshakeGate OPEN = new HandshakeGate() {
        @Override
        public void begin() {}

        @Override
        public <T> T compute(Computation<T> work) throws ProtocolException {
            return work.run();
        }

        @Override
        public void confirm(Confirmation guess) throws ProtocolException {
            guess.check();
        }
    };

    /** Some milliseconds of a processor, without input or output. */
    @FunctionalInterface
    interface Computation<T> {
        T run() throws ProtocolException;
    }

    /** The look at the guest's confirmation, which is quick. */
    @FunctionalInterface
    interface Confirmation {
        /**
         * Returns where the guest's key is ours.
         *
         * @throws ProtocolException {@link Fault#WRONG_KEY} where the guest's key is another; other faults tell nothing of the key
         */
        void check() throws ProtocolException;
    }

    /** The guest's hello is read whole; nothing was computed for it. */
    void begin() throws ProtocolException;

    /** Does {@code work}, once there is room for it. */
    <T> T compute(Computation<T> work) throws ProtocolException;

    /** The guest's confirmation is read: from here on this is a guess. Does {@code guess}, where one more is allowed, and passes on how it ended. */
    void confirm(Confirmation guess) throws ProtocolException;
}
