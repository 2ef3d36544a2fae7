package quayside.protocol.client.unlock;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import quayside.protocol.message.Passcode;

/** What one call or transfer knows of the locks it met. It owns its passcodes, and wipes them when it is closed. Thread-safe, but for {@link #close}, which comes last. */
final class TransferPasscodes implements AutoCloseable {
    private final PasscodeCache session;

    /** Also those that turned out to be wrong: another thread may be about to say one. */
    private final List<Passcode> held = new ArrayList<>();

    private final Map<String, Known> used = new HashMap<>();
    private final Map<String, Declined> declined = new HashMap<>();

    /** Why a lock stays locked. */
    enum Declined {
        /** No passcode was given. */
        UNANSWERED,
        /** One was given, and no other after it was wrong. */
        WRONG,
        /** It could not be tried at the time. */
        WAIT
    }

    /**
     * What opens a lock.
     *
     * @param passcode one that is held here
     * @param kept whether the client remembers it
     */
    record Known(Passcode passcode, boolean kept) {}

    /** @param session what the client remembers */
    TransferPasscodes(PasscodeCache session) {
        this.session = session;
    }

    /** Takes over {@code passcode}. */
    synchronized Passcode hold(Passcode passcode) {
        held.add(passcode);
        return passcode;
    }

    /** What has opened {@code lock} here, or else what the client remembers; null if that is nothing. */
    synchronized @Nullable Known known(String lock) {
        Known mine = used.get(lock);
        if (mine != null) {
            return mine;
        }
        Passcode remembered = session.find(lock);
        return remembered == null ? null : new Known(hold(remembered), true);
    }

    /** {@code key} has opened {@code lock}. */
    synchronized void right(String lock, Known key) {
        used.put(lock, key);
        if (key.kept()) {
            session.remember(lock, key.passcode());
        }
    }

    /** {@code key} is not the one: forgotten, also by the client, which keeps any other. */
    synchronized void wrong(String lock, Known key) {
        used.remove(lock, key);
        session.forget(lock, key.passcode());
    }

    /** What has opened {@code lock} does not any more. */
    synchronized void drop(String lock) {
        used.remove(lock);
    }

    /** All that has opened something here. */
    synchronized Map<String, Known> used() {
        return Map.copyOf(used);
    }

    /** Nobody is to be asked for it again. */
    synchronized void decline(String lock, Declined why) {
        declined.put(lock, why);
    }

    /** Null if nobody has declined. */
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
