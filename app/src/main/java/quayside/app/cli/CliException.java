package quayside.app.cli;

/** Ends a command with a status and one plain sentence. */
final class CliException extends Exception {
    private static final long serialVersionUID = 1L;

    private final ExitCode exit;

    CliException(ExitCode exit, String sentence) {
        super(sentence);
        this.exit = exit;
    }

    ExitCode exit() {
        return exit;
    }
}
