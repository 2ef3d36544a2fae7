package quayside.protocol.message;

import quayside.protocol.wire.Limits;

/** Limits the length of sentences inside messages. */
final class SentenceLimit {
    /** A limit that makes a header fit its frame, whatever text of a peer is repeated in the sentence. */
    static final int MAX_CHARS = 1000;

    private SentenceLimit() {}

    static String cut(String sentence) {
        return cut(sentence, MAX_CHARS);
    }

    /** Returns what a host wrote to a guest, within its limit. */
    static String note(String note) {
        return cut(note, Limits.MAX_NOTE_LENGTH);
    }

    private static String cut(String sentence, int most) {
        if (sentence.length() <= most) {
            return sentence;
        }
        int end = most - 1;
        // Half of a surrogate pair has no form in UTF-8: the other side would receive another sentence.
        return sentence.substring(0, Character.isHighSurrogate(sentence.charAt(end - 1)) ? end - 1 : end) + "…";
    }
}
