package quayside.app.demo;

/** The demo found a wrong result. The message is a sentence. */
final class Mismatch extends Exception {
    private static final long serialVersionUID = 1L;

    Mismatch(String sentence) {
        super(sentence);
    }

    static void unless(boolean condition, String sentence) throws Mismatch {
        if (!condition) {
            throw new Mismatch(sentence);
        }
    }
}
