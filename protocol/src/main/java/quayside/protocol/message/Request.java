package quayside.protocol.message;

import java.time.Instant;
import java.util.Optional;

/** A request of a client (PROTOCOL.md section 5, which also lists the answers). Requests are answered in order. */
public sealed interface Request extends Message {
    /**
     * Lists the entries of a folder: answered by one or more {@link Response.Listing}, the last with {@code more}
     * false.
     */
    record ListFolder(RemotePath path) implements Request {}

    /** Describes one entry: answered by {@link Response.Described}. */
    record Stat(RemotePath path) implements Request {}

    /**
     * Requests a file's bytes, or the rest of them: answered by {@link Response.Content}, then a body (PROTOCOL.md
     * section 6.2).
     *
     * @param from the point at which a client with the beginning resumes; 412 if the file now has another version
     */
    record Get(RemotePath path, Optional<Resume> from) implements Request {
        public Get(RemotePath path) {
            this(path, Optional.empty());
        }
    }

    /**
     * The point at which an interrupted download resumes.
     *
     * @param offset the bytes that the client already has; above 0
     * @param version the {@link Response.Content#version} that they came from
     * @param proof the evidence that they are the file's bytes
     */
    record Resume(long offset, String version, Proof proof) {}

    /** Evidence that bytes are the beginning of a file. */
    sealed interface Proof {}

    /**
     * Proof by comparison with the bytes that the server reads now.
     *
     * @param sha256 the digest of those bytes, 64 lower-case hexadecimal characters
     */
    record Prefix(String sha256) implements Proof {}

    /**
     * Proof by the server's memory of a reading; 428 if it does not remember the reading.
     *
     * @param word the {@link Response.Content#reading} from which this run of the client's program received those bytes
     */
    record Reading(String word) implements Proof {}

    /**
     * Uploads a file. If {@code await} is set, the client sends the body only after {@link Response.Proceed}, following
     * a {@link From}. Otherwise the body follows at once. Answered at the end by {@link Response.Stored}, or by {@link
     * Response.Skipped} if the conflict policy skips it (instead of {@code Proceed}, or after the body was read and
     * dropped).
     *
     * @param size exact bytes of the file; above {@link quayside.protocol.wire.Limits#MAX_FILE_BYTES} it is answered
     *     413
     * @param modified the source's modified time, kept on the target
     * @param mode the source's permissions, which the target never exceeds; empty if the source's system has none
     * @param unlessSame whether an existing file of this name, size and time counts as this one and is kept under every
     *     policy
     * @param source the version of the source, an opaque word. The server reports whether it has the beginning of the
     *     same version; only with {@code await}
     * @param lock the lock that protects the file from its first moment, which this connection has opened or made;
     *     empty if the upload has no lock of its own
     * @param id a word unique to this upload and repeated with each of its sendings. The upload is published once,
     *     however many sendings arrive and in whichever order
     * @param reading a word for one reading of a source that has not changed since the reading began. If all bytes that
     *     the server has came from it, nothing is compared
     * @param seen the only file that {@link OnConflict#OVERWRITE} may replace; any other is answered 409. Empty if it may
     *     replace any, and under every other rule. A server of an earlier version refuses it
     */
    record Post(
            RemotePath path,
            long size,
            Instant modified,
            OnConflict onConflict,
            boolean await,
            Optional<Mode> mode,
            boolean unlessSame,
            Optional<String> source,
            Optional<String> lock,
            Optional<String> id,
            Optional<String> reading,
            Optional<SeenFile> seen)
            implements Request {
        public Post {
            if (seen.isPresent() && onConflict != OnConflict.OVERWRITE) {
                throw new IllegalArgumentException("a rule that does not replace the file that was seen");
            }
        }

        public Post(RemotePath path, long size, Instant modified, OnConflict onConflict, boolean await) {
            this(path, size, modified, onConflict, await, Optional.empty(), false, Optional.empty());
        }

        /** An upload of a file with no lock of its own and no {@code id}. */
        public Post(
                RemotePath path,
                long size,
                Instant modified,
                OnConflict onConflict,
                boolean await,
                Optional<Mode> mode,
                boolean unlessSame,
                Optional<String> source) {
            this(
                    path,
                    size,
                    modified,
                    onConflict,
                    await,
                    mode,
                    unlessSame,
                    source,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }

        /** Returns this request for another path. */
        public Post at(RemotePath path) {
            return new Post(path, size, modified, onConflict, await, mode, unlessSame, source, lock, id, reading, seen);
        }

        /** Returns this request for a file that is to be under {@code lock}. */
        public Post under(Optional<String> lock) {
            return new Post(path, size, modified, onConflict, await, mode, unlessSame, source, lock, id, reading, seen);
        }

        /** Returns this request as a sending of the upload {@code id}. */
        public Post as(String id) {
            Optional<String> own = Optional.of(id);
            return new Post(
                    path, size, modified, onConflict, await, mode, unlessSame, source, lock, own, reading, seen);
        }

        /** Returns this request with a source that is read as {@code reading}. */
        public Post reading(Optional<String> reading) {
            return new Post(path, size, modified, onConflict, await, mode, unlessSame, source, lock, id, reading, seen);
        }

        /** Returns this request, which may replace only {@code file}; this request itself if that is empty. */
        public Post replacing(Optional<SeenFile> file) {
            OnConflict rule = file.isPresent() ? OnConflict.OVERWRITE : onConflict;
            return new Post(path, size, modified, rule, await, mode, unlessSame, source, lock, id, reading, file);
        }
    }

    /** Deletes a file, or with {@code recursive} a folder and its content: answered by {@link Response.Done}. */
    record Delete(RemotePath path, boolean recursive) implements Request {}

    /**
     * Creates one folder: answered by {@link Response.Done}, or 409 if the name is taken.
     *
     * @param existing whether an existing folder is accepted; it is answered by {@link Response.Skipped}
     * @param mode the source's permissions, which a new folder never exceeds except for its owner; empty if there are
     *     none
     */
    record MakeFolder(RemotePath path, boolean existing, Optional<Mode> mode) implements Request {
        public MakeFolder(RemotePath path) {
            this(path, false);
        }

        public MakeFolder(RemotePath path, boolean existing) {
            this(path, existing, Optional.empty());
        }
    }

    /** Sets the modified time of a folder, after its content was written: answered by {@link Response.Done}. */
    record SetModified(RemotePath path, Instant modified) implements Request {}

    /** Renames or moves within the share, never replacing: answered by {@link Response.Done}. */
    record Move(RemotePath from, RemotePath to) implements Request {}

    /**
     * Copies one file within the share, never replacing: answered by {@link Response.Stored}. A server of an earlier
     * version does not know it.
     */
    record Copy(RemotePath from, RemotePath to) implements Request {}

    /** Requests the SHA-256 of a whole file: answered by {@link Response.Digest}. */
    record Verify(RemotePath path) implements Request {}

    /** Makes a lock from a passcode, open for this connection: answered by {@link Response.Made}. */
    record Lock(Passcode passcode) implements Request {}

    /**
     * Opens a lock for this connection: answered by {@link Response.Done}, 403 for a wrong passcode, 429 after too
     * many.
     */
    record Unlock(String lock, Passcode passcode) implements Request {}

    /**
     * Puts a file under a lock, or removes its protection: answered by {@link Response.Done}.
     *
     * @param lock a lock that this connection has opened or made; empty to remove the protection
     */
    record Protect(RemotePath path, Optional<String> lock) implements Request {}

    /**
     * Requests the current state of the share: answered by {@link Response.Pong}.
     *
     * @param computer what the client's user calls this computer, for display at the host; 1 to {@link
     *     quayside.protocol.wire.Limits#MAX_LABEL_LENGTH} UTF-16 units without control characters
     * @param installation an opaque word by which the server distinguishes the programs at one address
     */
    record Ping(Optional<String> computer, Optional<String> installation) implements Request {
        public Ping() {
            this(Optional.empty(), Optional.empty());
        }
    }

    /**
     * Asks to be told what the host orders for this guest: answered by {@link Response.Orders} at once, and again
     * whenever that changes, on this connection. A server of an earlier version does not know it.
     */
    record Watch() implements Request {}

    /** Ends the session: answered by {@link Goodbye}, after which both sides close. */
    record Bye() implements Request {}

    /** A verb that this version does not know: answered 400, and the connection continues. */
    record Unknown(String verb) implements Request {}
}
