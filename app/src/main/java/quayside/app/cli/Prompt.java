package quayside.app.cli;

import java.util.Optional;

/** Asks the person at the terminal. Blocks until there is an answer; empty if input has ended. */
public interface Prompt {
    /** Asks for text that is not shown while it is typed. */
    Optional<String> secret(String question);

    /** Asks for a line that is shown while it is typed. */
    Optional<String> line(String question);
}
