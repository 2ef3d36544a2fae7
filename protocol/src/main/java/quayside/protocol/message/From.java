package quayside.protocol.message;

/**
 * The answer to {@link Response.Proceed} that announces the body (PROTOCOL.md section 5.3): the file from {@code
 * offset} to its end. A client that cannot read the file sends {@link Spoiled} instead, and nothing follows.
 *
 * @param offset the offset of {@code Proceed} if the client's file begins with the bytes that the server has, otherwise
 *     0
 */
public record From(long offset) implements Message {}
