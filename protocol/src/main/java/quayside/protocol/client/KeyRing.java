package quayside.protocol.client;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import quayside.protocol.message.Passcode;

/** What one call or transfer knows of the locks it met. It owns its passcodes, and wipes them when it is closed. Thread-safe, but for {@link #close}, which comes last. */
final class KeyRing implements AutoCloseable {
    private final Passcodes session;

    /** Also those that turned out to be wrong: another thread may be about to say one. */
    private final List<Passcode> held = new ArrayList<>();

    private final Map<String, Key> used = new HashMap<>();
    private final Set<String> declined = new HashSet<>();
    private final Set<String> declinedForWait = new HashSet<>();

    /**
     * What opens a lock.
     *
     * @param passcode one that the ring holds
     * @param kept whether the client remembers it
     */
    record Key(Passcode passcode, boolean kept) {}

    /** @param session what the client remembers */
    KeyRing(Passcodes session) {
        this.session = session;
    }

    /** Takes over {@code passcode}. */
    synchronized Passcode hold(Passcode passcode) {
        held.add(passcode);
        return passcode;
    }

    /** What has opened {@code lock} here, or else what the client remembers; null where that is nothing. */
    synchronized @Nullable Key known(String lock) {
        Key mine = used.get(lock);
        if (mine != null) {
            return mine;
        }
        Passcode remembered = session.find(lock);
        return remembered == null ? null : new Key(hold(remembered), true);
    }

    /** {@code key} has opened {@code lock}. */
    synchronized void right(String lock, Key key) {
        used.put(lock, key);
        if (key.kept()) {
            session.remember(lock, key.passcode());
        }
    }

    /** {@code key} is not the one: forgotten, also by the client, which keeps any other. */
    synchronized void wrong(String lock, Key key) {
        used.remove(lock, key);
        session.forget(lock, key.passcode());
    }

    /** What has opened {@code lock} does not any more. */
    synchronized void drop(String lock) {
        used.remove(lock);
    }

    /** All that has opened something here. */
    synchronized Map<String, Key> used() {
        return Map.copyOf(used);
    }

    /**
     * Nobody is to be asked for it again.
     *
     * @param forWait whether that is because it could not be tried at the time
     */
    synchronized void decline(String lock, boolean forWait) {
        declined.add(lock);
        if (forWait) {
            declinedForWait.add(lock);
        }
    }

    synchronized boolean isDeclinedForWait(String lock) {
        return declinedForWait.contains(lock);
    }

    synchronized boolean isDeclined(String lock) {
        return declined.contains(lock);
    }

    @Override
    public synchronized void close() {
        used.clear();
        held.forEach(Passcode::close);
        held.clear();
    }
}
