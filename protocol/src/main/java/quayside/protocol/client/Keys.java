package quayside.protocol.client;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
    private final Waiting waiting;
    private final Cancellation cancellation;
    private final Turns turns;
    private final KeyRing ring;
    private final Throttles throttles;
    private final OwnLock own;

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

    /** Hears that everything waits for a passcode. */
    interface Waiting {
        Waiting UNHEARD = new Waiting() {
            @Override
            public void asking(String sentence) {}

            @Override
            public void answered() {}
        };

        void asking(String sentence);

        void answered();
    }

    /**
     * For one call or transfer.
     *
     * @param own what new files are to be under; of its passcode a copy is taken; null for none
     * @param cancellation ends all waiting for answers
     */
    Keys(Passcodes session, @Nullable NewLock own, Waiting waiting, Cancellation cancellation) {
        this.session = session;
        this.waiting = waiting;
        this.cancellation = cancellation;
        this.turns = new Turns(session, cancellation);
        this.ring = new KeyRing(session);
        this.throttles = session.throttles();
        this.own = new OwnLock(own, ring);
    }

    /** The lock that new files are to be under, once it is {@link #prepare made}. */
    Optional<String> ownLock() {
        return own.id();
    }

    /**
     * Fails with {@link Fault#EXISTS} where what was sent is to be protected, and the file that was left in its place is not.
     *
     * @param lock of that file
     */
    void requireProtected(String name, Optional<String> lock) throws ProtocolException {
        own.requireProtected(name, lock);
    }

    /** Makes the lock for new files, if there is to be one. */
    void prepare(Connection connection) throws IOException {
        own.prepare(connection);
    }

    /**
     * Opens the lock that {@code refused} names at {@code door}, with a passcode that is known or told. Blocks for as long as a person thinks.
     *
     * @param earlier how many were opened for the same request before
     * @throws ProtocolException where it stays locked: {@link Fault#PASSCODE_NEEDED} because no passcode was given, {@link Fault#WRONG_PASSCODE} because it was
     *     wrong, {@link Fault#TOO_MANY_TRIES} with the lock for a while; {@link Fault#CANCELLED}, and those of the connection
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
        try (Turns.Turn _ = turns.take()) {
            // Another thread or another transfer may have been told it meanwhile.
            if (!isOpenedByKnown(door, lock)) {
                requireUndecided(lock, refused);
                ask(door, lock, refused);
            }
        }
    }

    private void ask(Door door, String lock, ProtocolException refused) throws IOException {
        boolean again = false;
        while (true) {
            Duration wait = throttles.left(lock);
            Optional<PasscodePrompt.Answer> answer =
                    answer(new PasscodePrompt.Question(lock, refused.sentence(), again, wait));
            boolean early = throttles.isClosed(lock);
            if (answer.isEmpty()) {
                KeyRing.Declined unsaid =
                        again || session.isWrong(lock) ? KeyRing.Declined.WRONG : KeyRing.Declined.UNANSWERED;
                ring.decline(lock, wait.isZero() ? unsaid : KeyRing.Declined.WAIT);
                requireUndecided(lock, refused);
            } else if (opensAsTold(door, lock, answer.get())) {
                return;
            } else if (early) {
                // Whoever does not wait would only answer so again.
                ring.decline(lock, KeyRing.Declined.WAIT);
                requireUndecided(lock, refused);
            } else {
                again |= !throttles.isClosed(lock);
            }
        }
    }

    private Optional<PasscodePrompt.Answer> answer(PasscodePrompt.Question question) throws ProtocolException {
        waiting.asking(question.sentence());
        try {
            return session.ask(question, cancellation);
        } finally {
            waiting.answered();
        }
    }

    /** As {@link #opens}, by an answer of just now, whose outcome is told. */
    private boolean opensAsTold(Door door, String lock, PasscodePrompt.Answer answer) throws IOException {
        Passcode told = ring.hold(answer.passcode());
        boolean right = false;
        try {
            right = opens(door::unlock, lock, new KeyRing.Key(told, answer.remember()));
        } finally {
            session.tried(lock, right);
        }
        return right;
    }

    /** Fails where it was decided that {@code lock} stays locked. */
    private void requireUndecided(String lock, ProtocolException refused) throws ProtocolException {
        switch (ring.declined(lock)) {
            case null -> {}
            case UNANSWERED -> throw ProtocolException.locked(refused.sentence(), lock);
            case WRONG -> throw ProtocolException.wrongPasscode(lock);
            case WAIT -> throw throttles.locked(lock);
        }
    }

    private boolean isOpenedByKnown(Door door, String lock) throws IOException {
        if (door.isOpen(lock)) {
            return true;
        }
        for (KeyRing.Key key = ring.known(lock); key != null && !throttles.isClosed(lock); key = ring.known(lock)) {
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

    /** False where it is the wrong passcode, which is forgotten then, or may not be tried now. */
    private boolean opens(Opening opening, String lock, KeyRing.Key key) throws IOException {
        if (throttles.isClosed(lock)) {
            return false;
        }
        try {
            opening.unlock(lock, key.passcode(), key.kept());
        } catch (ProtocolException e) {
            if (e.fault() == Fault.REFUSED) {
                ring.wrong(lock, key);
                return false;
            }
            if (e.fault() == Fault.TOO_MANY_TRIES && e.lock().isPresent()) {
                throttles.add(lock, e.retryAfter());
                return false;
            }
            throw e;
        }
        ring.right(lock, key);
        return true;
    }

    /** Opens on a new connection what this transfer has opened on others; what cannot be opened now is met again by whoever needs it. */
    void replay(Connection connection) throws IOException {
        try {
            own.replay(connection);
        } catch (ProtocolException e) {
            requireOthersGoOn(e);
        }
        for (Map.Entry<String, KeyRing.Key> each : ring.used().entrySet()) {
            try {
                if (!connection.isOpen(each.getKey())) {
                    boolean _ = opens(connection::unlock, each.getKey(), each.getValue());
                }
            } catch (ProtocolException e) {
                requireOthersGoOn(e);
            }
        }
    }

    private static void requireOthersGoOn(ProtocolException e) throws ProtocolException {
        if (Tally.endsAll(e) || Tally.endsSource(e)) {
            throw e;
        }
    }

    @Override
    public void close() {
        ring.close();
    }
}
