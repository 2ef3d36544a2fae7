package quayside.protocol.client.unlock;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import quayside.protocol.client.connection.Connection;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

/**
 * The lock that will protect the new files of one call or transfer, if there is to be one. Thread-safe; a thread that
 * needs the lock waits while another makes it.
 */
final class OwnLock {
    private final @Nullable NewLock lock;
    private final TransferPasscodes passcodes;
    private final TransferPasscodes.@Nullable Known key;
    private volatile @Nullable String id;

    /**
     * @param lock the lock to use, whose passcode is copied; null for none
     * @param passcodes holds the copy, and records which lock it opens
     */
    OwnLock(@Nullable NewLock lock, TransferPasscodes passcodes) {
        this.lock = lock;
        this.passcodes = passcodes;
        this.key = lock == null
                ? null
                : new TransferPasscodes.Known(passcodes.hold(lock.passcode().copy()), false);
    }

    /** Returns the lock's id, once it is {@link #prepare made}. */
    Optional<String> id() {
        return Optional.ofNullable(id);
    }

    /** Checks an existing file, as {@link Unlocker#requireProtected} does. */
    void requireProtected(String name, Optional<String> found) throws ProtocolException {
        if (lock != null && found.isEmpty()) {
            throw new ProtocolException(Reason.EXISTS_UNPROTECTED, name);
        }
    }

    /** Makes the lock, if there is to be one. */
    synchronized void prepare(Connection connection) throws IOException {
        if (id == null) {
            adopt(connection);
        }
    }

    /** Opens the lock on a new connection, if it was made before. */
    synchronized void replay(Connection connection) throws IOException {
        if (id != null) {
            adopt(connection);
        }
    }

    private void adopt(Connection connection) throws IOException {
        if (lock == null || key == null) {
            return;
        }
        String before = id;
        String now = lock.openOn(connection);
        passcodes.right(now, key);
        id = now;
        if (before != null && !before.equals(now)) {
            // The server has forgotten the lock: it was restarted before a file was under it.
            passcodes.drop(before);
        }
    }
}
