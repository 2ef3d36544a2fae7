package quayside.app.cli;

import java.util.Arrays;
import java.util.List;
import quayside.protocol.message.DisplayText;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.ProtocolException;

/** A path of the share as people type it. */
final class RemoteArgument {
    private RemoteArgument() {}

    /**
     * As the system reads its own: with any number of slashes where one is meant, and with the dots that stand for the folder itself, as shells and scripts
     * make them; nothing, a slash or a dot alone is the shared folder.
     */
    static RemotePath parse(String typed) throws CliException {
        List<String> names = Arrays.stream(typed.split("/", -1))
                .filter(name -> !name.isEmpty() && !name.equals("."))
                .toList();
        if (names.contains("..")) {
            throw new CliException(
                    ExitCode.USAGE,
                    "\"" + DisplayText.escape(typed)
                            + "\" contains \"..\": write the path from the top of the share, as in docs/report.txt.");
        }
        try {
            return RemotePath.parse(String.join("/", names));
        } catch (ProtocolException e) {
            throw new CliException(ExitCode.USAGE, e.sentence());
        }
    }
}
