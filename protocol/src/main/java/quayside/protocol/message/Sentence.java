package quayside.protocol.message;

/** Sentences for people inside messages. */
final class Sentence {
    /** Cut here, so that a header fits its frame whatever a peer made us repeat. */
    static final int MAX_CHARS = 1000;

    private Sentence() {}

    static String cut(String sentence) {
        if (sentence.length() <= MAX_CHARS) {
            return sentence;
        }
        int end = MAX_CHARS - 1;
        // Half a character has no form in UTF-8: the other side would get another sentence.
        return sentence.substring(0, Character.isHighSurrogate(sentence.charAt(end - 1)) ? end - 1 : end) + "…";
    }
}
