package quayside.server;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The options of a share.
 *
 * @param folder an existing folder
 * @param name the share's name as guests see it; usually the folder's
 * @param bind the local address to listen on; the wildcard for all addresses
 * @param port 0 for any free port
 * @param permissions what guests may do initially
 * @param showHidden whether names that begin with a dot are shared
 * @param neverShared folders in which the program keeps its keys, whether they exist or not. Guests cannot see or
 *     change them, and {@code folder} may not be inside one of them
 * @param stopGrace the time that {@link ShareServer#stop} gives to running transfers
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

    /** Makes options without {@code neverShared} folders. */
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
