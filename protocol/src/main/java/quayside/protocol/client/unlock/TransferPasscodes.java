package quayside.protocol.client.unlock;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import quayside.protocol.message.Passcode;

/**
 * The passcodes and decisions of one call or transfer about the locks it met. It owns its passcodes and wipes them when
 * it is closed. Thread-safe, except for {@link #close}, which must come last.
 */
final class TransferPasscodes implements AutoCloseable {
    private final PasscodeCache session;

    /** All passcodes, including wrong ones, because another thread may be about to send one. */
    private final List<Passcode> held = new ArrayList<>();

    private final Map<String, Known> used = new HashMap<>();
    private final Map<String, Declined> declined = new HashMap<>();

    /** Why a lock stays locked. */
    enum Declined {
        /** No passcode was given. */
        UNANSWERED,
        /** The last passcode that was given is wrong. */
        WRONG,
        /** The server accepted no passcode at the time. */
        WAIT
    }

    /**
     * A passcode that opens a lock.
     *
     * @param passcode one of the passcodes that are held here
     * @param kept whether the client remembers it
     */
    record Known(Passcode passcode, boolean kept) {}

    /** @param session the passcodes that the client remembers */
    TransferPasscodes(PasscodeCache session) {
        this.session = session;
    }

    /** Takes ownership of {@code passcode}. */
    synchronized Passcode hold(Passcode passcode) {
        held.add(passcode);
        return passcode;
    }

    /**
     * Returns the passcode that opened {@code lock} here, or else the one that the client remembers; null if there is
     * none.
     */
    synchronized @Nullable Known known(String lock) {
        Known mine = used.get(lock);
        if (mine != null) {
            return mine;
        }
        Passcode remembered = session.find(lock);
        return remembered == null ? null : new Known(hold(remembered), true);
    }

    /** Records that {@code key} has opened {@code lock}. */
    synchronized void right(String lock, Known key) {
        used.put(lock, key);
        if (key.kept()) {
            session.remember(lock, key.passcode());
        }
    }

    /** Records that {@code key} is wrong. Forgets it here and in the client, which keeps any other passcode. */
    synchronized void wrong(String lock, Known key) {
        used.remove(lock, key);
        session.forget(lock, key.passcode());
    }

    /** Forgets the passcode that opened {@code lock} before. */
    synchronized void drop(String lock) {
        used.remove(lock);
    }

    /** Returns all passcodes that opened a lock here. */
    synchronized Map<String, Known> used() {
        return Map.copyOf(used);
    }

    /** Records that {@code lock} stays locked, so that the prompt is not asked again. */
    synchronized void decline(String lock, Declined why) {
        declined.put(lock, why);
    }

    /** Returns why {@code lock} stays locked; null if that is not decided. */
    synchronized @Nullable Declined declined(String lock) {
        return declined.get(lock);
    }

    @Override
    public synchronized void close() {
        used.clear();
        held.forEach(Passcode::close);
        held.clear();
    }
}
