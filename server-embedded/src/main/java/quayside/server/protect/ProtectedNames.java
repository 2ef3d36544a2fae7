package quayside.server.protect;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import quayside.protocol.message.RemotePath;
import quayside.protocol.text.Sentence;

/** What is protected in a share. Thread-safe. */
public interface ProtectedNames {
    /** Returns plain sentences for the host about damage that was found when the share was opened. */
    List<Sentence> warnings();

    /** Returns whether nothing is protected. Never blocks. */
    boolean isEmpty();

    /** Returns whether everything of a folder is locked because its list was damaged; see {@link #release}. */
    boolean isEverythingLocked();

    /** Returns the lock of that id if something is under it. */
    Optional<Lock> lock(String id);

    /**
     * Returns a name under the lock of that id. The call takes as long if there is no such lock, so that the time
     * reveals nothing.
     */
    Optional<RemotePath> nameUnder(String id);

    /** Returns all protected files that have a name, in the order of their names. */
    List<ProtectedFile> list();

    /**
     * Ends the lock on everything, after the host has looked at the damage. Files that are still known to be protected
     * stay so.
     */
    void release() throws IOException;
}
