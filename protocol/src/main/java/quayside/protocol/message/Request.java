package quayside.protocol.message;

import java.time.Instant;

/** What a client asks for (PROTOCOL.md section 5). Each is answered in order; see there for the answers. */
public sealed interface Request extends Message {
    /** The entries of a folder: answered by one or more {@link Response.Listing}, the last with {@code more} false. */
    record ListFolder(RemotePath path) implements Request {}

    /** One entry: answered by {@link Response.Described}. */
    record Stat(RemotePath path) implements Request {}

    /** A file's bytes: answered by {@link Response.Content}, then a body, then a {@link Trailer}. */
    record Get(RemotePath path) implements Request {}

    /**
     * A new file. Where {@code await} is set the client sends the body only after {@link Response.Proceed}; otherwise the
     * body and its {@link Trailer} follow at once. Answered at the end by {@link Response.Stored}, or {@link Response.Skipped} where the conflict
     * rule says so (instead of {@code Proceed}, or after the body was read and dropped).
     *
     * @param size exact bytes of the body, 0 to {@link quayside.protocol.wire.Limits#MAX_FILE_BYTES}
     * @param modified the source's modified time, kept on the target
     */
    record Post(RemotePath path, long size, Instant modified, OnConflict onConflict, boolean await)
            implements Request {}

    /** Removes a file, or a folder with all it holds where {@code recursive}: answered by {@link Response.Done}. */
    record Delete(RemotePath path, boolean recursive) implements Request {}

    /** Makes one folder: answered by {@link Response.Done}, or 409 where the name is taken. */
    record MakeFolder(RemotePath path) implements Request {}

    /** Renames or moves within the share, never replacing: answered by {@link Response.Done}. */
    record Move(RemotePath from, RemotePath to) implements Request {}

    /** Answered by {@link Response.Pong} with the share as it is now. */
    record Ping() implements Request {}

    /** The end: answered by {@link Goodbye}, after which both close. */
    record Bye() implements Request {}

    /** A verb that this version does not know: answered 400, and the connection goes on. */
    record Unknown(String verb) implements Request {}
}
