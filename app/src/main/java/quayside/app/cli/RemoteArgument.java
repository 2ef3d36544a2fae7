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
     * With or without a slash at its ends, and with the dots that stand for the folder itself, as shells complete them; nothing, a slash or a dot alone
     * is the shared folder.
     */
    static RemotePath parse(String typed) throws CliException {
        int start = typed.startsWith("/") ? 1 : 0;
        int end = typed.length() > start && typed.endsWith("/") ? typed.length() - 1 : typed.length();
        List<String> names = Arrays.stream(typed.substring(start, end).split("/", -1))
                .filter(name -> !name.equals("."))
                .toList();
        if (names.contains("..")) {
            throw new CliException(
                    ExitCode.USAGE,
                    "\"" + DisplayText.escape(typed)
                            + "\" goes up by \"..\": name the place from the top of the share, as in docs/report.txt.");
        }
        if (names.size() > 1 && names.contains("")) {
            throw new CliException(
                    ExitCode.USAGE, "\"" + DisplayText.escape(typed) + "\" has two slashes where one is meant.");
        }
        try {
            return RemotePath.parse(String.join("/", names));
        } catch (ProtocolException e) {
            throw new CliException(ExitCode.USAGE, e.sentence());
        }
    }
}
