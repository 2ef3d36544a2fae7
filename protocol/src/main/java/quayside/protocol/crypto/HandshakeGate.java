package quayside.protocol.crypto;

import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/**
 * Controls the server's side of a handshake: whether it begins, when its costly computations run, and whether the
 * guest's guess counts. Each method may block within the handshake's deadline. It may fail with {@link
 * Fault#TOO_MANY_TRIES} or {@link Fault#SERVER_FULL}, which ends the handshake.
 *
 * <p>For one handshake, on its thread.
 */
public interface HandshakeGate {
    /** Admits every guest at once. */
    HandshakeGate OPEN = new HandshakeGate() {
        @Override
        public void begin() {}

        @Override
        public <T> T compute(Computation<T> work) throws ProtocolException {
            return work.run();
        }

        @Override
        public void confirm(AccessKey key, Confirmation guess) throws ProtocolException {
            guess.check();
        }
    };

    /** A computation of some milliseconds, without input or output. */
    @FunctionalInterface
    interface Computation<T> {
        T run() throws ProtocolException;
    }

    /** The check of the guest's confirmation, which is quick. */
    @FunctionalInterface
    interface Confirmation {
        /**
         * Returns normally if the guest has the right key.
         *
         * @throws ProtocolException with {@link Fault#WRONG_KEY} if the guest's key is wrong; other faults prove
         *     nothing about the key
         */
        void check() throws ProtocolException;
    }

    /** Is called when the guest's whole hello was read, before anything is computed for it. */
    void begin() throws ProtocolException;

    /** Runs {@code work} as soon as there is capacity for it. */
    <T> T compute(Computation<T> work) throws ProtocolException;

    /**
     * Is called when the guest's confirmation was read. From then on the handshake counts as a guess. Runs {@code
     * guess} if another guess is allowed, and passes on its result.
     *
     * @param key the key that is guessed at: the share's own, or that of the invitation that the guest has named
     */
    void confirm(AccessKey key, Confirmation guess) throws ProtocolException;
}
