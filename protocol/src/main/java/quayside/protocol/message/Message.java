package quayside.protocol.message;

/** What one sealed control frame holds (PROTOCOL.md section 4). */
public sealed interface Message permits Request, Response, Trailer, Spoiled, From, Goodbye {}
