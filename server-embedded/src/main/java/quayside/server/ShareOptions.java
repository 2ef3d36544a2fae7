package quayside.server;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What to share and how.
 *
 * @param folder an existing folder
 * @param name what guests see as the share's name; usually the folder's
 * @param bind the local address to listen on; the wildcard address listens on all
 * @param port 0 for any free port
 * @param permissions what guests may do, at first
 * @param showHidden whether names that begin with a dot are shared
 * @param stopGrace how long running transfers get on {@link ShareServer#stop}
 */
public record ShareOptions(
        Path folder,
        String name,
        InetAddress bind,
        int port,
        Permissions permissions,
        boolean showHidden,
        Duration stopGrace) {

    /** What guests may do. */
    public record Permissions(boolean download, boolean upload, boolean delete) {
        public static final Permissions ALL = new Permissions(true, true, true);
    }
}
