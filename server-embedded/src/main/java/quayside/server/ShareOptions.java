package quayside.server;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What to share and how.
 *
 * @param folder an existing folder
 * @param name what guests see as the share's name; usually the folder's
 * @param bind the local address to listen on; the wildcard address listens on all
 * @param port 0 for any free port
 * @param permissions what guests may do, at first
 * @param showHidden whether names that begin with a dot are shared
 * @param neverShared folders that guests neither see nor touch, should they lie in {@code folder}, and that {@code folder} may not lie in: what the program
 *     keeps its keys in. They need not be there
 * @param stopGrace how long running transfers get on {@link ShareServer#stop}
 */
public record ShareOptions(
        Path folder,
        String name,
        InetAddress bind,
        int port,
        Permissions permissions,
        boolean showHidden,
        List<Path> neverShared,
        Duration stopGrace) {

    public ShareOptions {
        neverShared = List.copyOf(neverShared);
    }

    /** Of a program that keeps nothing where it could be shared. */
    public ShareOptions(
            Path folder,
            String name,
            InetAddress bind,
            int port,
            Permissions permissions,
            boolean showHidden,
            Duration stopGrace) {
        this(folder, name, bind, port, permissions, showHidden, List.of(), stopGrace);
    }

    /** What guests may do. */
    public record Permissions(boolean download, boolean upload, boolean delete) {
        public static final Permissions ALL = new Permissions(true, true, true);
    }
}
