package quayside.protocol.message;

/** The content of one sealed control frame (PROTOCOL.md section 4). */
public sealed interface Message permits Request, Response, Trailer, Spoiled, From, Goodbye {}
