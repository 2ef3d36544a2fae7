package quayside.app.cli;

/** Limits the messages of a running command, so that a connection that is lost again and again does not flood a log. */
final class Chatter {
    private static final int MAX_LINES = 20;

    private final CliContext context;
    private int lines;

    Chatter(CliContext context) {
        this.context = context;
    }

    /** Prints the sentence on a line of its own, unless too many were printed already. */
    synchronized void say(String sentence) {
        if (lines < MAX_LINES) {
            context.say(sentence);
        } else if (lines == MAX_LINES) {
            context.say(CliText.NO_FURTHER);
        }
        lines++;
    }
}
