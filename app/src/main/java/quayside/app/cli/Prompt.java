package quayside.app.cli;

import java.util.Optional;

/** Asks the person at the terminal, and blocks until there is an answer; empty where none comes any more. */
public interface Prompt {
    /** What is typed is not shown. */
    Optional<String> secret(String question);

    /** A line that is shown while it is typed. */
    Optional<String> line(String question);
}
