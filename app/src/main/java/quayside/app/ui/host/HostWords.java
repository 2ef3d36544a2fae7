package quayside.app.ui.host;

import java.nio.file.Path;
import quayside.app.core.host.HostState;
import quayside.app.ui.kit.Texts;
import quayside.protocol.message.DisplayText;

/** The share's state in words. */
final class HostWords {
    private HostWords() {}

    /** "Hosting Pictures · 2 guests". */
    static String of(HostState state, int guests) {
        return switch (state) {
            case HostState.Off ignored -> Texts.get("host.off");
            case HostState.Starting(Path folder) -> Texts.get("host.starting", name(folder));
            case HostState.On on -> Texts.get("host.on", on.shareName(), guests);
            case HostState.Stopping(Path folder) -> Texts.get("host.stopping", name(folder));
            case HostState.Failed failed -> Texts.get("host.failed", name(failed.folder()));
        };
    }

    /** A folder's name as it is shown; a disk's root has none but its path. */
    static String name(Path folder) {
        Path name = folder.getFileName();
        return DisplayText.escape((name == null ? folder : name).toString());
    }
}
