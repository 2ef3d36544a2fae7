package quayside.protocol.message;

import quayside.protocol.wire.Fault;

/**
 * Stands in a {@link Trailer}'s place: the sender could not read what it announced, so the body before is not the file and must not be
 * kept (PROTOCOL.md section 6.2). The connection goes on.
 *
 * @param fault {@link Fault#CHANGED} where the source was changed meanwhile, otherwise {@link Fault#SERVER_ERROR}
 * @param sentence what happened, in plain words; escape before showing
 */
public record Spoiled(Fault fault, String sentence) implements Message {
    public Spoiled {
        fault = fault == Fault.CHANGED ? fault : Fault.SERVER_ERROR;
        sentence = Sentence.cut(sentence);
    }
}
