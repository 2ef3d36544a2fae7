package quayside.protocol.client;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import quayside.protocol.message.DisplayText;
import quayside.protocol.message.Passcode;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/**
 * The locks that one call or transfer meets (PROTOCOL.md section 5.8): each is asked for once, and opened on each of its connections. Thread-safe: while one
 * thread asks, others that meet a lock wait for the answer.
 */
final class Keys {
    private final Passcodes session;
    private final @Nullable NewLock own;
    private final Waiting waiting;
    private final Cancellation cancellation;
    private final Map<String, Key> used = new HashMap<>();
    private final Set<String> declined = new HashSet<>();
    private volatile @Nullable String ownLock;
    private boolean lostWhileAsking;

    /**
     * What opens a lock.
     *
     * @param kept whether the client remembers it
     */
    private record Key(Passcode passcode, boolean kept) {}

    /** Where a lock is opened. */
    interface Door {
        boolean isOpen(String lock);

        /**
         * Opens it; {@link Fault#REFUSED} where the passcode is wrong.
         *
         * @param kept whether it may stay open for later calls
         */
        void unlock(String lock, Passcode passcode, boolean kept) throws IOException;
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
     * @param own what new files are to be under; null for none
     * @param cancellation ends the asking
     */
    Keys(Passcodes session, @Nullable NewLock own, Waiting waiting, Cancellation cancellation) {
        this.session = session;
        this.own = own;
        this.waiting = waiting;
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
    synchronized void prepare(Connection connection) throws IOException {
        if (own != null && ownLock == null) {
            adopt(own, connection);
        }
    }

    private void adopt(NewLock lock, Connection connection) throws IOException {
        String id = lock.openOn(connection);
        used.put(id, new Key(lock.passcode(), false));
        ownLock = id;
    }

    /**
     * Opens {@code lock} at {@code door} where its passcode is known or told.
     *
     * @param sentence why it is asked
     * @return false where it is to stay locked
     * @throws ProtocolException {@link Fault#PASSCODE_NEEDED} where it is to stay locked because there were too many wrong ones, {@link Fault#CANCELLED}, and those of
     *     the connection
     */
    synchronized boolean open(Door door, String lock, String sentence) throws IOException {
        if (door.isOpen(lock)) {
            return true;
        }
        Key key = known(lock);
        boolean told = false;
        PasscodePrompt.Question question = new PasscodePrompt.Question(lock, sentence, false, Duration.ZERO);
        while (!declined.contains(lock)) {
            if (key == null) {
                key = ask(question);
                told = key != null;
            }
            if (key == null) {
                declined.add(lock);
                requireNoWait(question);
                return false;
            }
            try {
                if (told ? opensAsTold(door, lock, key) : opens(door, lock, key)) {
                    return true;
                }
                question = new PasscodePrompt.Question(lock, sentence, true, Duration.ZERO);
            } catch (ProtocolException e) {
                if (e.fault() != Fault.TOO_MANY_TRIES) {
                    throw e;
                }
                used.remove(lock);
                question = new PasscodePrompt.Question(lock, e.sentence(), question.again(), e.retryAfter());
            }
            key = null;
        }
        return false;
    }

    /** As {@link #opens}, by an answer of just now, whose outcome is told. */
    private boolean opensAsTold(Door door, String lock, Key key) throws IOException {
        boolean right = false;
        try {
            right = opens(door, lock, key);
        } catch (ProtocolException e) {
            lostWhileAsking = e.fault() == Fault.CONNECTION_LOST;
            throw e;
        } finally {
            session.tried(lock, right);
        }
        return right;
    }

    private @Nullable Key ask(PasscodePrompt.Question question) throws ProtocolException {
        waiting.asking(question.sentence());
        try {
            return session.ask(question, cancellation)
                    .map(answer -> new Key(answer.passcode(), answer.remember()))
                    .orElse(null);
        } finally {
            waiting.answered();
        }
    }

    private static void requireNoWait(PasscodePrompt.Question question) throws ProtocolException {
        if (!question.waitFor().isZero()) {
            throw ProtocolException.locked(question.sentence(), question.lock());
        }
    }

    /** Whether the connection was lost between the question and the use of its answer, which is known now; asked once. */
    synchronized boolean wasLostWhileAsking() {
        boolean was = lostWhileAsking;
        lostWhileAsking = false;
        return was;
    }

    /** As {@link #open}, for the lock that {@code refused} names; false where opening it would not help. */
    private boolean answer(Door door, ProtocolException refused) throws IOException {
        Optional<String> lock = refused.lock();
        return lock.isPresent() && !door.isOpen(lock.get()) && open(door, lock.get(), refused.sentence());
    }

    /** What {@code work} gives over {@code connection}; where it meets a lock that can be opened, it is done once more. */
    <T> T over(Connection connection, ConnectionPool.Call<T> work) throws IOException {
        while (true) {
            try {
                return work.over(connection);
            } catch (ProtocolException e) {
                if (e.fault() != Fault.PASSCODE_NEEDED || !answer(connection, e)) {
                    throw e;
                }
            }
        }
    }

    private @Nullable Key known(String lock) {
        Passcode remembered = session.find(lock);
        return used.containsKey(lock) || remembered == null ? used.get(lock) : new Key(remembered, true);
    }

    /** The key is kept from here on, so that a connection that is lost now does not cost another question. */
    private boolean opens(Door door, String lock, Key key) throws IOException {
        used.put(lock, key);
        try {
            door.unlock(lock, key.passcode(), key.kept());
        } catch (ProtocolException e) {
            if (e.fault() != Fault.REFUSED) {
                throw e;
            }
            used.remove(lock);
            session.forget(lock);
            return false;
        }
        if (key.kept()) {
            session.remember(lock, key.passcode());
        }
        return true;
    }

    /** Opens on a new connection what this transfer has opened on others. */
    synchronized void replay(Connection connection) throws IOException {
        String mine = ownLock;
        if (own != null && mine != null) {
            adopt(own, connection);
            if (!mine.equals(ownLock)) {
                used.remove(mine);
            }
        }
        for (Map.Entry<String, Key> each : Map.copyOf(used).entrySet()) {
            if (!connection.isOpen(each.getKey())) {
                boolean _ = opens(connection, each.getKey(), each.getValue());
            }
        }
    }
}
