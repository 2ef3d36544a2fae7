package quayside.protocol.message;

/**
 * The sealed close (PROTOCOL.md section 4.4). An end of stream without one is a cut. {@code reason} is a plain sentence
 * or empty.
 */
public record Goodbye(String reason) implements Message {}
