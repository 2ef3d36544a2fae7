package quayside.protocol.client.unlock;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import quayside.protocol.client.connection.Connection;
import quayside.protocol.message.Passcode;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/**
 * The lock that will protect new files (PROTOCOL.md section 5.8). The first upload that needs it makes it on the share.
 * All other uploads use the same lock, so that one question covers all files. For one share. Thread-safe.
 */
public final class NewLock {
    private final Passcode passcode;
    private @Nullable String id;

    /** @param passcode stays owned by the caller, who closes it once all uploads under this lock have ended */
    public NewLock(Passcode passcode) {
        this.passcode = passcode;
    }

    Passcode passcode() {
        return passcode;
    }

    /**
     * Opens the lock on {@code connection}. Makes it if it does not exist yet, or if the server has forgotten it.
     * Returns its id.
     */
    synchronized String openOn(Connection connection) throws IOException {
        String known = id;
        if (known != null && !connection.isOpen(known)) {
            known = opened(connection, known) ? known : null;
        }
        if (known == null) {
            known = connection.makeLock(passcode);
            id = known;
        }
        return known;
    }

    private boolean opened(Connection connection, String lock) throws IOException {
        try {
            connection.unlock(lock, passcode, false);
            return true;
        } catch (ProtocolException e) {
            // The server was restarted before a file was under the lock.
            if (e.fault() == Fault.REFUSED) {
                return false;
            }
            throw e;
        }
    }
}
