package quayside.protocol.message;

import quayside.protocol.wire.Fault;

/**
 * Stands in a {@link Trailer}'s place, or in that of {@link From}: the sender could not read what it announced, so the body is not the file (PROTOCOL.md
 * section 6.2). The connection goes on.
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
