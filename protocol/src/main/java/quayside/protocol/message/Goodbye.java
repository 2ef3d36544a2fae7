package quayside.protocol.message;

/**
 * The sealed close (PROTOCOL.md section 4.4). If the stream ends without one, the connection was cut. {@code reason} is
 * a plain sentence or empty.
 */
public record Goodbye(String reason) implements Message {}
