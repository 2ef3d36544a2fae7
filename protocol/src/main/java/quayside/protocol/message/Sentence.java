package quayside.protocol.message;

/** Limits the length of sentences inside messages. */
final class Sentence {
    /** With this limit a header fits its frame, whatever text of a peer the sentence repeats. */
    static final int MAX_CHARS = 1000;

    private Sentence() {}

    static String cut(String sentence) {
        if (sentence.length() <= MAX_CHARS) {
            return sentence;
        }
        int end = MAX_CHARS - 1;
        // Half of a surrogate pair has no form in UTF-8: the other side would receive another sentence.
        return sentence.substring(0, Character.isHighSurrogate(sentence.charAt(end - 1)) ? end - 1 : end) + "…";
    }
}
