package quayside.app.cli;

import java.util.Arrays;
import java.util.List;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.ProtocolException;

/** A path of the share as typed by a person. */
final class RemoteArgument {
    private RemoteArgument() {}

    /**
     * Parses a path as the system parses its own: repeated slashes count as one, and dots for the folder itself, which
     * shells and scripts insert, are ignored. An empty text, a slash or a dot is the shared folder.
     */
    static RemotePath parse(String typed) throws CliException {
        List<String> names = Arrays.stream(typed.split("/", -1))
                .filter(name -> !name.isEmpty() && !name.equals("."))
                .toList();
        if (names.contains("..")) {
            throw new CliException(ExitCode.USAGE, CliText.PARENT_IN_PATH, typed);
        }
        try {
            return RemotePath.parse(String.join("/", names));
        } catch (ProtocolException e) {
            throw new CliException(ExitCode.USAGE, e.sentence());
        }
    }
}
