package quayside.server.session;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import quayside.protocol.wire.ProtocolException;
import quayside.server.protect.Keyring;
import quayside.server.protect.Lock;
import quayside.server.text.ServerReason;

/** The locks that one connection has opened or made. Used by the session's thread only. */
final class OpenLocks implements Keyring {
    private final Map<String, Lock> open = new HashMap<>();

    void add(Lock lock) {
        open.put(lock.id(), lock);
    }

    @Override
    public boolean opens(String lock) {
        return open.containsKey(lock);
    }

    /** Returns the lock under which a request puts a file; fails with 401 if it is not open here. */
    Optional<Lock> require(Optional<String> id) throws ProtocolException {
        if (id.isPresent() && !opens(id.get())) {
            throw new ProtocolException(ServerReason.LOCK_CLOSED).under(id.get());
        }
        return id.map(open::get);
    }
}
