package quayside.app.cli;

/** What a command has to say while it runs, bounded: a connection that comes and goes must not flood a log. */
final class Chatter {
    private static final int MOST_LINES = 20;

    private final CliContext context;
    private int lines;

    Chatter(CliContext context) {
        this.context = context;
    }

    /** Says it on a line of its own, or not at all where there was enough of that already. */
    synchronized void say(String sentence) {
        if (lines < MOST_LINES) {
            context.say(sentence);
        } else if (lines == MOST_LINES) {
            context.say("Further messages of this kind are not shown.");
        }
        lines++;
    }
}
