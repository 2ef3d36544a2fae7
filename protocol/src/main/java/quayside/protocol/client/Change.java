package quayside.protocol.client;

import java.time.Instant;
import java.util.Optional;
import quayside.protocol.message.Entry;
import quayside.protocol.message.Mode;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;

/** A change on a share; see {@link ShareClient#change}. */
public sealed interface Change {
    RemotePath path();

    /** Deletes an entry, as {@link ShareClient#delete} does. */
    record Delete(RemotePath path, boolean recursive) implements Change {}

    /**
     * Makes a folder, whose parent must exist; see {@link ShareClient#makeFolder}. Fails without a question if the name
     * is protected.
     */
    record MakeFolder(RemotePath path, Optional<Mode> mode) implements Change {}

    /** Sets the modified time of a folder, after everything that is put into it. */
    record SetModified(RemotePath path, Instant modified) implements Change {}

    /**
     * Copies the file at {@code path} to {@code to}, as {@link ShareClient#copy} does.
     *
     * @param source the file as it was listed. Nobody is asked for the passcode of another lock than its own, under
     *     which {@code to} may be; the change then fails. Empty to ask for any
     */
    record Copy(RemotePath path, RemotePath to, Optional<Entry> source) implements Change {
        /** A copy that asks for any passcode. */
        public Copy(RemotePath path, RemotePath to) {
            this(path, to, Optional.empty());
        }
    }

    /** Puts a file under the new lock. */
    record Protect(RemotePath path) implements Change {}

    /** Removes the protection of a file. */
    record Unprotect(RemotePath path) implements Change {}

    /** Returns whether somebody is asked for the passcode of a lock that this change meets. */
    default boolean asksFor(Optional<String> met) {
        return switch (this) {
            case Copy copy ->
                copy.source().isEmpty() || copy.source().get().lock().equals(met);
            case MakeFolder _ -> false;
            case Delete _, SetModified _, Protect _, Unprotect _ -> true;
        };
    }

    /**
     * Returns the request for this change.
     *
     * @param own the new lock, if there is one
     */
    default Request request(Optional<String> own) {
        return switch (this) {
            case Delete deletion -> new Request.Delete(deletion.path(), deletion.recursive());
            case MakeFolder make -> new Request.MakeFolder(make.path(), false, make.mode());
            case SetModified set -> new Request.SetModified(set.path(), set.modified());
            case Copy copy -> new Request.Copy(copy.path(), copy.to());
            case Protect protection -> new Request.Protect(protection.path(), own);
            case Unprotect end -> new Request.Protect(end.path(), Optional.empty());
        };
    }
}
