package quayside.server;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import quayside.protocol.message.Names;

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
 * @param computer what guests are told as the name of this computer
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
        Optional<String> computer,
        Duration stopGrace) {

    public ShareOptions {
        neverShared = List.copyOf(neverShared);
    }

    /** Makes options without a name of this computer. */
    public ShareOptions(
            Path folder,
            String name,
            InetAddress bind,
            int port,
            Permissions permissions,
            boolean showHidden,
            List<Path> neverShared,
            Duration stopGrace) {
        this(folder, name, bind, port, permissions, showHidden, neverShared, Optional.empty(), stopGrace);
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

    /**
     * Returns a copy that tells guests this name of the computer, shortened to what the protocol allows. A name without
     * visible characters counts as none.
     */
    public ShareOptions named(String name) {
        return new ShareOptions(
                folder, this.name, bind, port, permissions, showHidden, neverShared, Names.label(name), stopGrace);
    }

    /** What guests may do. */
    public record Permissions(boolean download, boolean upload, boolean delete) {
        public static final Permissions ALL = new Permissions(true, true, true);
    }
}
