package quayside.app.cli;

import picocli.CommandLine.Option;
import quayside.protocol.message.OnConflict;

/** What to do where a name is taken; part of every command that transfers files. */
final class ConflictOption {
    @Option(
            names = "--on-conflict",
            paramLabel = "RULE",
            description = "where another file has the name: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})."
                    + " A file of the same size and time is there already, whatever the rule.")
    private OnConflict rule = OnConflict.FAIL;

    OnConflict rule() {
        return rule;
    }
}
