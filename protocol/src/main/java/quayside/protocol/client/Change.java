package quayside.protocol.client;

import java.util.Optional;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;

/** A change on a share; see {@link ShareClient#change}. */
public sealed interface Change {
    RemotePath path();

    /** Deletes an entry, as {@link ShareClient#delete} does. */
    record Delete(RemotePath path, boolean recursive) implements Change {}

    /** Puts a file under the new lock. */
    record Protect(RemotePath path) implements Change {}

    /** Removes the protection of a file. */
    record Unprotect(RemotePath path) implements Change {}

    /**
     * Returns the request for this change.
     *
     * @param own the new lock, if there is one
     */
    default Request request(Optional<String> own) {
        return switch (this) {
            case Delete deletion -> new Request.Delete(deletion.path(), deletion.recursive());
            case Protect protection -> new Request.Protect(protection.path(), own);
            case Unprotect end -> new Request.Protect(end.path(), Optional.empty());
        };
    }
}
