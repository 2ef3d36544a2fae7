package quayside.app.cli;

import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.ProtocolException;

/** A path of the share as people type it. */
final class RemoteArgument {
    private RemoteArgument() {}

    /** With or without a slash at its ends; nothing, or the slash alone, is the shared folder itself. */
    static RemotePath parse(String typed) throws CliException {
        int start = typed.startsWith("/") ? 1 : 0;
        int end = typed.length() > start && typed.endsWith("/") ? typed.length() - 1 : typed.length();
        try {
            return RemotePath.parse(typed.substring(start, end));
        } catch (ProtocolException e) {
            throw new CliException(ExitCode.USAGE, e.sentence());
        }
    }
}
