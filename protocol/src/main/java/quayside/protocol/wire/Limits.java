package quayside.protocol.wire;

import java.time.Duration;

/** The numbers of PROTOCOL.md section 2. What a peer proposes is clamped to these, never the other way round. */
public final class Limits {
    /** Most bytes of one sealed control frame, its length field not counted. */
    public static final int MAX_FRAME_BYTES = 64 * 1024;

    /** Most plaintext bytes of a control frame: {@link #MAX_FRAME_BYTES} less the cipher's nonce and tag. */
    public static final int MAX_HEADER_BYTES = MAX_FRAME_BYTES - 12 - 16;

    /** Most bytes that either side reads during the handshake. */
    public static final int MAX_HANDSHAKE_BYTES = 8 * 1024;

    /** The absolute deadline over the whole handshake. */
    public static final Duration HANDSHAKE_DEADLINE = Duration.ofSeconds(10);

    /** Most bytes of one name, in UTF-8. */
    public static final int MAX_NAME_BYTES = 255;

    /** Most bytes of a path, in UTF-8, separators included. */
    public static final int MAX_PATH_BYTES = 4096;

    /** Most names in a path. */
    public static final int MAX_PATH_DEPTH = 64;

    /** Deepest nesting of a JSON header. */
    public static final int MAX_JSON_DEPTH = 16;

    /** Most entries in one page of a listing. */
    public static final int MAX_PAGE_ENTRIES = 200;

    /** Most entries of one folder that a client takes in; a listing that goes on beyond is a fault of the server's. */
    public static final int MAX_LISTING_ENTRIES = 1_000_000;

    /** Most entries of one folder that a listing says it leaves out for one reason. */
    public static final long MAX_OMITTED = 1_000_000_000_000L;

    /** Largest file that can be announced: 8 EiB less one byte is the type's end; 16 TiB is ours. */
    public static final long MAX_FILE_BYTES = 1L << 44;

    /** Largest ciphertext segment of a body. */
    public static final int BODY_SEGMENT_BYTES = 1024 * 1024;

    /** A body up to this size is one frame, a longer one a stream of segments. */
    public static final int FRAMED_BODY_BYTES = 32 * 1024;

    /** A {@code POST} up to this size is sent without waiting for the server's {@code 100}. */
    public static final long EAGER_POST_BYTES = 256 * 1024;

    /** A server that is busy with an answer, or a client that compares what it has, says so at least this often; see {@link #STALL_TIMEOUT}. */
    public static final Duration PROCESSING_INTERVAL = Duration.ofSeconds(5);

    /** A connection on which nothing at all moves for this long, with a transfer under way, is given up. */
    public static final Duration STALL_TIMEOUT = Duration.ofSeconds(30);

    /** A connection that asks for nothing for this long is closed by the server; clients ping more often. */
    public static final Duration IDLE_TIMEOUT = Duration.ofMinutes(2);

    private Limits() {}
}
