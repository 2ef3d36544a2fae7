package quayside.protocol.client;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import quayside.protocol.message.DisplayText;
import quayside.protocol.message.Passcode;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/**
 * The locks that one call or transfer meets (PROTOCOL.md section 5.8): each is asked for once, and opened on each of its connections. Its passcodes are its own
 * and wiped by {@link #close}, once none of its threads is left. Thread-safe: while one thread asks, others that want to ask wait, until they are cancelled; nothing else waits.
 */
final class Keys implements AutoCloseable {
    /** So many locks are opened for one request, so that a server which invents one after the other comes to an end. */
    static final int MOST_LOCKS = 64;

    private final Passcodes session;
    private final @Nullable Passcode own;
    private final Cancellation cancellation;
    private final KeyRing ring;
    private final Throttles throttles;

    /** Held while the lock for new files is made. */
    private final Object making = new Object();

    private volatile @Nullable String ownLock;

    /** Where a lock is opened: one connection after the other. */
    interface Door {
        /** Whether it is open on the present connection. */
        boolean isOpen(String lock);

        /**
         * Opens it, over another connection where the present one was lost or may be.
         *
         * @param kept whether it may stay open for later calls
         * @throws ProtocolException {@link Fault#REFUSED} where the passcode is wrong; {@link Fault#TOO_MANY_TRIES} with the lock where it may not be tried now
         */
        void unlock(String lock, Passcode passcode, boolean kept) throws IOException;

        /** Told before somebody is asked, who may think for long. */
        default void beforeAsking() {}
    }

    /**
     * For one call or transfer.
     *
     * @param own what new files are to be protected with, of which a copy is taken; null for none
     * @param cancellation ends all waiting for answers
     * @param nanos the monotonic clock
     */
    Keys(Passcodes session, @Nullable Passcode own, Cancellation cancellation, LongSupplier nanos) {
        this.session = session;
        this.ring = new KeyRing(session);
        this.throttles = new Throttles(nanos);
        this.own = own == null ? null : ring.hold(own.copy());
        this.cancellation = cancellation;
    }

    /** The lock that new files are to be under, once it is {@link #prepare made}. */
    Optional<String> ownLock() {
        return Optional.ofNullable(ownLock);
    }

    /**
     * Fails with {@link Fault#EXISTS} where what was sent is to be protected, and the file that was left in its place is not.
     *
     * @param lock of that file
     */
    void requireProtected(String name, Optional<String> lock) throws ProtocolException {
        if (own != null && lock.isEmpty()) {
            throw new ProtocolException(
                    Fault.EXISTS,
                    "\"" + DisplayText.escape(name) + "\" is already there without protection; it was left as it is.");
        }
    }

    /** Makes the lock for new files, if there is to be one. */
    void prepare(Connection connection) throws IOException {
        synchronized (making) {
            if (own != null && ownLock == null) {
                make(connection, own);
            }
        }
    }

    private void make(Connection connection, Passcode passcode) throws IOException {
        String made = connection.makeLock(passcode);
        ring.right(made, new KeyRing.Key(passcode, false));
        ownLock = made;
    }

    /** The server has forgotten {@code gone}: it was started anew before a file was under it. */
    private void makeAnew(Connection connection, String gone, Passcode passcode) throws IOException {
        synchronized (making) {
            String now = ownLock;
            if (now == null || now.equals(gone)) {
                make(connection, passcode);
            } else if (!connection.isOpen(now)) {
                connection.unlock(now, passcode, false);
            }
        }
    }

    /**
     * Opens the lock that {@code refused} names at {@code door}, with a passcode that is known or told. Blocks for as long as a person thinks.
     *
     * @param earlier how many were opened for the same request before
     * @throws ProtocolException {@link Fault#PASSCODE_NEEDED} where it stays locked, {@link Fault#TOO_MANY_TRIES} with the lock where it does so for a
     *     while, {@link Fault#CANCELLED}, and those of the connection
     */
    void open(Door door, ProtocolException refused, int earlier) throws IOException {
        if (refused.lock().isEmpty()) {
            throw refused;
        }
        String lock = refused.lock().get();
        if (earlier >= MOST_LOCKS) {
            throw ProtocolException.locked(
                    "It is under more than " + MOST_LOCKS + " passcodes; it stays locked.", lock);
        }
        if (isOpenedByKnown(door, lock)) {
            return;
        }
        requireUndecided(lock, refused);
        door.beforeAsking();
        try (Passcodes.Turn _ = session.turn(cancellation)) {
            // Another thread or another transfer may have been told it meanwhile.
            if (!isOpenedByKnown(door, lock)) {
                requireUndecided(lock, refused);
                ask(door, lock, refused);
            }
        }
    }

    private void ask(Door door, String lock, ProtocolException refused) throws IOException {
        for (boolean again = false; ; again = true) {
            Optional<PasscodePrompt.Answer> answer =
                    session.ask(new PasscodePrompt.Question(lock, refused.sentence(), again), cancellation);
            if (answer.isEmpty()) {
                ring.decline(lock);
                throw ProtocolException.locked(refused.sentence(), lock);
            }
            Passcode told = ring.hold(answer.get().passcode());
            if (opens(door::unlock, lock, new KeyRing.Key(told, answer.get().remember()))) {
                return;
            }
        }
    }

    private void requireUndecided(String lock, ProtocolException refused) throws ProtocolException {
        if (ring.isDeclined(lock)) {
            throw ProtocolException.locked(refused.sentence(), lock);
        }
    }

    private boolean isOpenedByKnown(Door door, String lock) throws IOException {
        if (door.isOpen(lock)) {
            return true;
        }
        throttles.check(lock);
        for (KeyRing.Key key = ring.known(lock); key != null; key = ring.known(lock)) {
            if (opens(door::unlock, lock, key)) {
                return true;
            }
        }
        return false;
    }

    /** How a lock is opened. */
    @FunctionalInterface
    private interface Opening {
        void unlock(String lock, Passcode passcode, boolean kept) throws IOException;
    }

    /** False where it is the wrong passcode, which is forgotten then. */
    private boolean opens(Opening opening, String lock, KeyRing.Key key) throws IOException {
        try {
            opening.unlock(lock, key.passcode(), key.kept());
        } catch (ProtocolException e) {
            if (e.fault() == Fault.REFUSED) {
                ring.wrong(lock, key);
                return false;
            }
            if (e.fault() == Fault.TOO_MANY_TRIES && e.lock().isPresent()) {
                throttles.add(lock, e.retryAfter());
                throttles.check(lock);
            }
            throw e;
        }
        ring.right(lock, key);
        return true;
    }

    /** Opens on a new connection what this transfer has opened on others; what cannot be opened now is met again by whoever needs it. */
    void replay(Connection connection) throws IOException {
        for (Map.Entry<String, KeyRing.Key> each : ring.used().entrySet()) {
            String lock = each.getKey();
            if (!isOpened(connection, lock, each.getValue()) && lock.equals(ownLock)) {
                makeAnew(connection, lock, each.getValue().passcode());
            }
        }
    }

    /** False where the passcode is wrong. */
    private boolean isOpened(Connection connection, String lock, KeyRing.Key key) throws IOException {
        try {
            if (!connection.isOpen(lock)) {
                throttles.check(lock);
                return opens(connection::unlock, lock, key);
            }
        } catch (ProtocolException e) {
            if (Tally.endsAll(e)) {
                throw e;
            }
        }
        return true;
    }

    @Override
    public void close() {
        ring.close();
    }
}
