package quayside.protocol.message;

/**
 * Follows a body: the CRC-32C of the whole file, also where only its rest was sent (PROTOCOL.md section 6.2).
 *
 * <p>Every segment is authenticated already; this guards against our own mistakes between file and cipher, and those of both disks.
 */
public record Trailer(int crc32c) implements Message {}
