package quayside.protocol.message;

/**
 * Answers a {@link Response.Proceed} and announces the body (PROTOCOL.md section 5.3): the rest of the file from {@code offset} on and its {@link Trailer}
 * follow. In its place {@link Spoiled} says that nothing does.
 *
 * @param offset that of the answer where the client's file begins with what the server has, otherwise 0
 */
public record From(long offset) implements Message {}
