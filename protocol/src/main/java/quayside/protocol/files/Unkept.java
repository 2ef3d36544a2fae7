package quayside.protocol.files;

import quayside.protocol.text.Phrase;
import quayside.protocol.text.Sentence;

/**
 * A property of a received file that a disk did not keep (PROTOCOL.md section 8.5). The content is stored anyway.
 */
public enum Unkept {
    /** Its modified time: the disk stores no such time, or does not let us set it. */
    TIME(Phrase.UNKEPT_TIME),
    /** Its mode, so that more people may read or write it than should. */
    MODE(Phrase.UNKEPT_MODE),
    /** Its mode, so that fewer people may use it than should. */
    NARROW(Phrase.UNKEPT_NARROW),
    /** Owner or group of the file that it replaced. The group then has no more rights than everybody. */
    OWNER(Phrase.UNKEPT_OWNER),
    /** The access control list of the file that it replaced, or of its folder. Only the owner has rights then. */
    ACCESS_LIST(Phrase.UNKEPT_ACCESS_LIST),
    /** Extended attributes of the file that it replaced. */
    ATTRIBUTES(Phrase.UNKEPT_ATTRIBUTES);

    private final Phrase sentence;

    Unkept(Phrase sentence) {
        this.sentence = sentence;
    }

    /** Returns a sentence about the disk {@code whose}. */
    public Sentence sentence(Sentence.Key whose) {
        return Sentence.of(sentence, whose);
    }
}
