package quayside.protocol.message;

/**
 * Follows a body: the CRC-32C of exactly the plaintext bytes of that body (PROTOCOL.md section 6.2).
 *
 * <p>Every segment is authenticated already; this guards against our own mistakes between file and cipher.
 */
public record Trailer(int crc32c) implements Message {}
