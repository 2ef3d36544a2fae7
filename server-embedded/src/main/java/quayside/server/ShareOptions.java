package quayside.server;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import quayside.protocol.message.Names;
import quayside.server.storage.NamedFolder;

/**
 * The options of a share.
 *
 * @param folder an existing folder; the first of several
 * @param name the share's name as guests see it; usually the folder's
 * @param bind the local address to listen on; the wildcard for all addresses
 * @param port 0 for any free port
 * @param permissions what guests may do initially
 * @param showHidden whether names that begin with a dot are shared
 * @param neverShared folders in which the program keeps its keys, whether they exist or not. Guests cannot see or
 *     change them, and {@code folder} may not be inside one of them
 * @param computer what guests are told as the name of this computer
 * @param stopGrace the time that {@link ShareServer#stop} gives to running transfers
 * @param folders several folders, which guests see in the root of the share by their names; empty if the root is {@code
 *     folder} itself
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
        Duration stopGrace,
        List<NamedFolder> folders) {

    public ShareOptions {
        neverShared = List.copyOf(neverShared);
        folders = List.copyOf(folders);
    }

    /** Makes options of one folder. */
    public ShareOptions(
            Path folder,
            String name,
            InetAddress bind,
            int port,
            Permissions permissions,
            boolean showHidden,
            List<Path> neverShared,
            Optional<String> computer,
            Duration stopGrace) {
        this(folder, name, bind, port, permissions, showHidden, neverShared, computer, stopGrace, List.of());
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
                folder,
                this.name,
                bind,
                port,
                permissions,
                showHidden,
                neverShared,
                Names.label(name),
                stopGrace,
                folders);
    }

    /** Returns a copy that shares several folders, each under its name. */
    public ShareOptions sharing(List<NamedFolder> several) {
        return new ShareOptions(
                several.getFirst().folder(),
                name,
                bind,
                port,
                permissions,
                showHidden,
                neverShared,
                computer,
                stopGrace,
                several);
    }

    /** What guests may do. */
    public record Permissions(boolean download, boolean upload, boolean delete) {
        public static final Permissions ALL = new Permissions(true, true, true);
    }
}
