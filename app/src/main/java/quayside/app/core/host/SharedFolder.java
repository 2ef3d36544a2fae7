package quayside.app.core.host;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import quayside.server.ShareOptions;

/**
 * A folder to share, with its options.
 *
 * @param port the port to listen on; 0 for any free one
 * @param permissions what guests may do initially
 * @param showHidden whether guests see files whose names begin with a dot
 */
public record SharedFolder(Path folder, int port, ShareOptions.Permissions permissions, boolean showHidden) {
    private static final Duration STOP_GRACE = Duration.ofSeconds(3);

    /** Returns the share's name for guests: the folder's name, or the path of a disk's root. */
    public static String nameOf(Path folder) {
        Path name = folder.toAbsolutePath().normalize().getFileName();
        return (name == null ? folder : name).toString();
    }

    /** Returns the server's options. The folder in which {@code identity} keeps its keys is never shared. */
    public ShareOptions options(InetAddress bind, HostIdentity identity) {
        return new ShareOptions(
                folder, nameOf(folder), bind, port, permissions, showHidden, List.of(identity.folder()), STOP_GRACE);
    }

    SharedFolder withPort(int other) {
        return new SharedFolder(folder, other, permissions, showHidden);
    }

    SharedFolder withPermissions(ShareOptions.Permissions other) {
        return new SharedFolder(folder, port, other, showHidden);
    }
}
