package quayside.protocol.message;

import java.time.Instant;
import java.util.Optional;

/** What a client asks for (PROTOCOL.md section 5). Each is answered in order; see there for the answers. */
public sealed interface Request extends Message {
    /** The entries of a folder: answered by one or more {@link Response.Listing}, the last with {@code more} false. */
    record ListFolder(RemotePath path) implements Request {}

    /** One entry: answered by {@link Response.Described}. */
    record Stat(RemotePath path) implements Request {}

    /**
     * A file's bytes, or the rest of them: answered by {@link Response.Content}, then a body, then a {@link Trailer} or {@link Spoiled}.
     *
     * @param from where to go on, for who has the beginning; 412 where the file is another version now
     */
    record Get(RemotePath path, Optional<Resume> from) implements Request {
        public Get(RemotePath path) {
            this(path, Optional.empty());
        }
    }

    /**
     * Where an interrupted download goes on.
     *
     * @param offset the bytes that are there already; above 0
     * @param version the {@link Response.Content#version} that they came from
     * @param proof that they are those of the file
     */
    record Resume(long offset, String version, Proof proof) {}

    /** By what the beginning of a file is known for that of another one. */
    sealed interface Proof {}

    /**
     * By comparison with what its server reads now.
     *
     * @param sha256 of those bytes, 64 lower-case hexadecimal characters
     */
    record Prefix(String sha256) implements Proof {}

    /**
     * By what the server remembers; 428 where it does not.
     *
     * @param word the {@link Response.Content#reading} that those bytes came of, to this very program
     */
    record Reading(String word) implements Proof {}

    /**
     * A new file. Where {@code await} is set the client sends the body only after {@link Response.Proceed}, behind a {@link From};
     * otherwise the body and its {@link Trailer} follow at once. Answered at the end by {@link Response.Stored}, or {@link Response.Skipped}
     * where the conflict rule says so (instead of {@code Proceed}, or after the body was read and dropped).
     *
     * @param size exact bytes of the file; above {@link quayside.protocol.wire.Limits#MAX_FILE_BYTES} it is answered 413
     * @param modified the source's modified time, kept on the target
     * @param mode the source's, beyond which the target allows nobody anything; empty where the source's system has none
     * @param unlessSame whether a file of this size and time under the name is taken for this one and left, whatever the rule
     * @param source the version of the source, an opaque word: where the server has the beginning of the same version it says so; only with {@code await}
     * @param lock the lock that the file is to be under from its first moment on, which this connection has opened or made; empty for none of its own
     * @param id a word that no other upload has, and each repetition of this one: it lands once, however many of them arrive, and whichever comes first
     * @param reading a word for one reading of a source that has not changed since that began: where all that the server has came of it, nothing is compared
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
            Optional<String> reading)
            implements Request {
        public Post(RemotePath path, long size, Instant modified, OnConflict onConflict, boolean await) {
            this(path, size, modified, onConflict, await, Optional.empty(), false, Optional.empty());
        }

        /** A file under no lock of its own, by an upload that is not told apart. */
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
                    Optional.empty());
        }

        /** This one, for a file that is to be under {@code lock}. */
        public Post under(Optional<String> lock) {
            return new Post(path, size, modified, onConflict, await, mode, unlessSame, source, lock, id, reading);
        }

        /** This one, as a sending of the upload {@code id}. */
        public Post as(String id) {
            return new Post(
                    path, size, modified, onConflict, await, mode, unlessSame, source, lock, Optional.of(id), reading);
        }

        /** This one, of a source that is read as {@code reading}. */
        public Post reading(Optional<String> reading) {
            return new Post(path, size, modified, onConflict, await, mode, unlessSame, source, lock, id, reading);
        }
    }

    /** Removes a file, or a folder with all it holds where {@code recursive}: answered by {@link Response.Done}. */
    record Delete(RemotePath path, boolean recursive) implements Request {}

    /**
     * Makes one folder: answered by {@link Response.Done}, or 409 where the name is taken.
     *
     * @param existing whether a folder that is there already will do: it is answered by {@link Response.Skipped}
     * @param mode the source's, beyond which a new folder allows nobody but its owner anything; empty where there is none
     */
    record MakeFolder(RemotePath path, boolean existing, Optional<Mode> mode) implements Request {
        public MakeFolder(RemotePath path) {
            this(path, false);
        }

        public MakeFolder(RemotePath path, boolean existing) {
            this(path, existing, Optional.empty());
        }
    }

    /** Gives a folder a modified time, after all that was put into it: answered by {@link Response.Done}. */
    record SetModified(RemotePath path, Instant modified) implements Request {}

    /** Renames or moves within the share, never replacing: answered by {@link Response.Done}. */
    record Move(RemotePath from, RemotePath to) implements Request {}

    /** The SHA-256 of a whole file: answered by {@link Response.Digest}. */
    record Verify(RemotePath path) implements Request {}

    /** Makes a lock of a passcode, open for this connection: answered by {@link Response.Made}. */
    record Lock(Passcode passcode) implements Request {}

    /** Opens a lock for this connection: answered by {@link Response.Done}, 403 for a wrong passcode, 429 after too many. */
    record Unlock(String lock, Passcode passcode) implements Request {}

    /**
     * Puts a file under a lock, or takes its protection away: answered by {@link Response.Done}.
     *
     * @param lock one that this connection has opened or made; empty for no protection any more
     */
    record Protect(RemotePath path, Optional<String> lock) implements Request {}

    /** Answered by {@link Response.Pong} with the share as it is now. */
    record Ping() implements Request {}

    /** The end: answered by {@link Goodbye}, after which both close. */
    record Bye() implements Request {}

    /** A verb that this version does not know: answered 400, and the connection goes on. */
    record Unknown(String verb) implements Request {}
}
