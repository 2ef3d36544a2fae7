package quayside.app.core.doctor;

import quayside.app.core.text.Texts;
import quayside.protocol.text.Sentence;

/**
 * One step of an examination.
 *
 * @param topic what was checked
 * @param found what was found, for people; nothing in it is a secret
 */
public record Check(Topic topic, Mark mark, Sentence found) {
    /** Whether what was found is as it should be. */
    public enum Mark {
        GOOD,
        BAD,
        UNKNOWN
    }

    /** Returns the check as a line of text, such as "[bad] Port: nothing listens there". */
    public String asText() {
        Found word = switch (mark) {
            case GOOD -> Found.MARK_GOOD;
            case BAD -> Found.MARK_BAD;
            case UNKNOWN -> Found.MARK_UNKNOWN;
        };
        return Texts.words(Sentence.of(Found.LINE, Sentence.of(word), Sentence.of(topic), found));
    }
}
