package quayside.protocol.message;

/**
 * The end of a body that is longer than one frame, with the CRC-32C of the whole file, even if only its rest was sent
 * (PROTOCOL.md section 6.2).
 *
 * <p>Every segment is already authenticated. The trailer guards against mistakes of this program between file and
 * cipher, and against faults of both disks.
 */
public record Trailer(int crc32c) implements Message {}
