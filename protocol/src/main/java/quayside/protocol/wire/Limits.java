package quayside.protocol.wire;

import java.time.Duration;

/** The limits of PROTOCOL.md section 2. A peer's proposal never raises a limit. */
public final class Limits {
    /** The maximum bytes of one sealed control frame, without its length field. */
    public static final int MAX_FRAME_BYTES = 64 * 1024;

    /** The maximum plaintext bytes of a control frame: {@link #MAX_FRAME_BYTES} less the cipher's nonce and tag. */
    public static final int MAX_HEADER_BYTES = MAX_FRAME_BYTES - 12 - 16;

    /** The maximum bytes that either side reads during the handshake. */
    public static final int MAX_HANDSHAKE_BYTES = 8 * 1024;

    /** The absolute deadline for the whole handshake. */
    public static final Duration HANDSHAKE_DEADLINE = Duration.ofSeconds(10);

    /** The maximum bytes of one name, in UTF-8. */
    public static final int MAX_NAME_BYTES = 255;

    /** The maximum bytes of a path, in UTF-8, separators included. */
    public static final int MAX_PATH_BYTES = 4096;

    /** The maximum number of names in a path. */
    public static final int MAX_PATH_DEPTH = 64;

    /** The maximum nesting depth of a JSON header. */
    public static final int MAX_JSON_DEPTH = 16;

    /** The maximum number of entries in one page of a listing. */
    public static final int MAX_PAGE_ENTRIES = 200;

    /**
     * The maximum number of entries of one folder that a client accepts. A listing that continues beyond this is a
     * fault of the server.
     */
    public static final int MAX_LISTING_ENTRIES = 1_000_000;

    /** UTF-16 units of the name of a computer. */
    public static final int MAX_LABEL_LENGTH = 64;

    /** UTF-16 units of what a host writes to a guest. */
    public static final int MAX_NOTE_LENGTH = 200;

    /** The maximum number of entries that a listing reports as omitted for one reason. */
    public static final long MAX_OMITTED = 1_000_000_000_000L;

    /** The maximum size of a file that can be announced: 16 TiB, well below the type's limit of 8 EiB. */
    public static final long MAX_FILE_BYTES = 1L << 44;

    /** The maximum bytes of a ciphertext segment of a body. */
    public static final int BODY_SEGMENT_BYTES = 1024 * 1024;

    /** A body up to this size is one frame; a longer body is a stream of segments. */
    public static final int FRAMED_BODY_BYTES = 32 * 1024;

    /** A {@code POST} up to this size is sent without waiting for the server's {@code 100}. */
    public static final long EAGER_POST_BYTES = 256 * 1024;

    /**
     * The interval at which a busy side reports that it is busy: a server before an answer, or a client that compares
     * its bytes. See {@link #STALL_TIMEOUT}.
     */
    public static final Duration PROCESSING_INTERVAL = Duration.ofSeconds(5);

    /** Time without any traffic after which a connection with a transfer under way is given up. */
    public static final Duration STALL_TIMEOUT = Duration.ofSeconds(30);

    /**
     * Time without a request after which the server closes a connection. Clients ping, or stop using an idle
     * connection, before that.
     */
    public static final Duration IDLE_TIMEOUT = Duration.ofMinutes(2);

    private Limits() {}
}
