package quayside.protocol.client;

import java.util.Optional;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;

/** Something to be changed on a share; see {@link ShareClient#change}. */
public sealed interface Change {
    /** What is changed. */
    RemotePath path();

    /** As {@link ShareClient#delete}. */
    record Delete(RemotePath path, boolean recursive) implements Change {}

    /** Puts a file under the new lock. */
    record Protect(RemotePath path) implements Change {}

    /** Takes the protection from a file. */
    record Unprotect(RemotePath path) implements Change {}

    /**
     * The request that asks for it.
     *
     * @param own the new lock, where there is one
     */
    default Request request(Optional<String> own) {
        return switch (this) {
            case Delete deletion -> new Request.Delete(deletion.path(), deletion.recursive());
            case Protect protection -> new Request.Protect(protection.path(), own);
            case Unprotect end -> new Request.Protect(end.path(), Optional.empty());
        };
    }
}
