package quayside.protocol.client.unlock;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import quayside.protocol.client.connection.Connection;
import quayside.protocol.message.Passcode;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/**
 * The lock that new files are to be under (PROTOCOL.md section 5.8): made on the share when the first of several uploads needs it, and the same for all of them, so
 * that they are asked for together. For one share. Thread-safe.
 */
public final class NewLock {
    private final Passcode passcode;
    private @Nullable String id;

    /** @param passcode stays the caller's, who closes it once no upload under this lock is left */
    public NewLock(Passcode passcode) {
        this.passcode = passcode;
    }

    Passcode passcode() {
        return passcode;
    }

    /** Opens it on {@code connection}, where it is made if it is not there, or if the server has forgotten it; returns its word. */
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
            // The server was started anew before a file was under it.
            if (e.fault() == Fault.REFUSED) {
                return false;
            }
            throw e;
        }
    }
}
