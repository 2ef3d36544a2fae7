package quayside.protocol.message;

/** Sentences for people inside messages. */
final class Sentence {
    /** Cut here, so that a header fits its frame whatever a peer made us repeat. */
    static final int MAX_CHARS = 1000;

    private Sentence() {}

    static String cut(String sentence) {
        return sentence.length() > MAX_CHARS ? sentence.substring(0, MAX_CHARS - 1) + "…" : sentence;
    }
}
