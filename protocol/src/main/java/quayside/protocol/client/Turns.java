package quayside.protocol.client;

import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** Lets one thread of a call or transfer ask at a time; others of the same client are not held up. Thread-safe. */
final class Turns {
    private final Passcodes session;
    private final Cancellation cancellation;
    private boolean taken;

    /** @param cancellation ends all waiting */
    Turns(Passcodes session, Cancellation cancellation) {
        this.session = session;
        this.cancellation = cancellation;
    }

    /** The right to ask, and to try what is answered; until closed. */
    interface Turn extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Waits until nobody else asks. Whoever gets the turn looks first at what the others have been told meanwhile. Blocks for as long as a person thinks.
     *
     * @throws ProtocolException {@link Fault#CANCELLED}, also where the client was closed
     */
    Turn take() throws ProtocolException {
        session.await(this, this::takesIt, cancellation);
        return this::end;
    }

    private synchronized boolean takesIt() {
        boolean mine = !taken;
        taken = true;
        return mine;
    }

    private synchronized void end() {
        taken = false;
        notifyAll();
    }
}
