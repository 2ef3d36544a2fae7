package quayside.protocol.client;

import java.io.IOException;
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
    private final @Nullable Passcode own;
    private final Map<String, Key> used = new HashMap<>();
    private final Set<String> declined = new HashSet<>();
    private volatile @Nullable String ownLock;

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

    /**
     * For one call or transfer.
     *
     * @param own what new files are to be protected with; null for none
     */
    Keys(Passcodes session, @Nullable Passcode own) {
        this.session = session;
        this.own = own;
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
            make(connection, own);
        }
    }

    private void make(Connection connection, Passcode passcode) throws IOException {
        String made = connection.makeLock(passcode);
        used.put(made, new Key(passcode, false));
        ownLock = made;
    }

    /**
     * Opens {@code lock} at {@code door} where its passcode is known or told.
     *
     * @param sentence why it is asked
     * @return false where it is to stay locked
     * @throws ProtocolException {@link Fault#TOO_MANY_TRIES} and those of the connection
     */
    synchronized boolean open(Door door, String lock, String sentence) throws IOException {
        if (door.isOpen(lock)) {
            return true;
        }
        Key key = known(lock);
        for (boolean again = false; !declined.contains(lock); again = true) {
            if (key == null) {
                key = session.ask(new PasscodePrompt.Question(lock, sentence, again))
                        .map(answer -> new Key(answer.passcode(), answer.remember()))
                        .orElse(null);
            }
            if (key == null) {
                declined.add(lock);
            } else if (opens(door, lock, key)) {
                return true;
            }
            key = null;
        }
        return false;
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

    private boolean opens(Door door, String lock, Key key) throws IOException {
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
        used.put(lock, key);
        if (key.kept()) {
            session.remember(lock, key.passcode());
        }
        return true;
    }

    /** Opens on a new connection what this transfer has opened on others. */
    synchronized void replay(Connection connection) throws IOException {
        for (Map.Entry<String, Key> each : Map.copyOf(used).entrySet()) {
            String lock = each.getKey();
            if (!connection.isOpen(lock) && !opens(connection, lock, each.getValue()) && lock.equals(ownLock)) {
                // The server has forgotten it: it was started anew before a file was under it.
                make(connection, each.getValue().passcode());
            }
        }
    }
}
