package quayside.protocol.message;

/** Limits the length of sentences inside messages. */
final class SentenceLimit {
    /** A limit that makes a header fit its frame, whatever text of a peer is repeated in the sentence. */
    static final int MAX_CHARS = 1000;

    private SentenceLimit() {}

    static String cut(String sentence) {
        if (sentence.length() <= MAX_CHARS) {
            return sentence;
        }
        int end = MAX_CHARS - 1;
        // Half of a surrogate pair has no form in UTF-8: the other side would receive another sentence.
        return sentence.substring(0, Character.isHighSurrogate(sentence.charAt(end - 1)) ? end - 1 : end) + "…";
    }
}
