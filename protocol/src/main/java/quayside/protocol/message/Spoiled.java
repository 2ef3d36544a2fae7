package quayside.protocol.message;

import quayside.protocol.wire.Fault;

/**
 * Replaces a {@link Trailer} or a {@link From} if the sender could not read the announced bytes, so that the body is
 * not the file (PROTOCOL.md section 6.2). The connection continues.
 *
 * @param fault {@link Fault#CHANGED} if the source changed during the transfer, otherwise {@link Fault#SERVER_ERROR}
 * @param sentence what happened, in plain words; escape before showing
 */
public record Spoiled(Fault fault, String sentence) implements Message {
    public Spoiled {
        fault = fault == Fault.CHANGED ? fault : Fault.SERVER_ERROR;
        sentence = SentenceLimit.cut(sentence);
    }
}
