package quayside.app.core.host;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import quayside.app.core.text.Texts;
import quayside.protocol.message.RemotePath;
import quayside.server.ShareOptions;
import quayside.server.storage.NamedFolder;

/**
 * A folder to share, or several under one link, with the options.
 *
 * @param folder the folder, or the first of several
 * @param folders several folders by the names that guests see; empty for one, whose content is the share
 * @param port the port to listen on; 0 for any free one
 * @param permissions what guests may do initially
 * @param showHidden whether guests see files whose names begin with a dot
 */
public record SharedFolder(
        Path folder, List<NamedFolder> folders, int port, ShareOptions.Permissions permissions, boolean showHidden) {
    private static final Duration STOP_GRACE = Duration.ofSeconds(3);

    public SharedFolder {
        folders = List.copyOf(folders);
    }

    /** Makes the options of one folder. */
    public SharedFolder(Path folder, int port, ShareOptions.Permissions permissions, boolean showHidden) {
        this(folder, List.of(), port, permissions, showHidden);
    }

    /** Makes the options of one folder, or of several if {@code folders} are more. */
    public SharedFolder(List<NamedFolder> folders, int port, ShareOptions.Permissions permissions, boolean showHidden) {
        this(folders.getFirst().folder(), folders.size() > 1 ? folders : List.of(), port, permissions, showHidden);
    }

    /** Returns the share's name for guests: the folder's name, or the path of a disk's root. */
    public static String nameOf(Path folder) {
        Path name = folder.toAbsolutePath().normalize().getFileName();
        return (name == null ? folder : name).toString();
    }

    /** Returns the name of a share of these folders: the first one's, and how many more there are. */
    public static String titleOf(List<NamedFolder> folders) {
        String first = folders.getFirst().name();
        return folders.size() == 1 ? first : Texts.get("host.title.more", first, folders.size() - 1);
    }

    /** Returns the name of a share of {@code folder}, or of {@code folders} if there are any. */
    public static String titleOf(Path folder, List<NamedFolder> folders) {
        return folders.isEmpty() ? nameOf(folder) : titleOf(folders);
    }

    /** Returns {@code folder}, or {@code folders} if there are any. */
    public static List<Path> placesOf(Path folder, List<NamedFolder> folders) {
        return folders.isEmpty()
                ? List.of(folder)
                : folders.stream().map(NamedFolder::folder).toList();
    }

    /** Returns the share's name for guests. */
    public String title() {
        return titleOf(folder, folders);
    }

    /** Returns the folders, also the only one. */
    public List<Path> places() {
        return placesOf(folder, folders);
    }

    /** Returns where a path of the share is on this computer; empty if it cannot be anywhere. */
    public Optional<Path> place(RemotePath path) {
        if (folders.isEmpty() || path.isRoot()) {
            return Optional.of(folder.resolve(path.toString()));
        }
        return folders.stream()
                .filter(each -> each.name().equals(path.names().getFirst()))
                .map(each -> each.folder().resolve(path.tail().toString()))
                .findFirst();
    }

    /** Returns the server's options. The folder in which {@code identity} keeps its keys is never shared. */
    public ShareOptions options(InetAddress bind, HostIdentity identity) {
        ShareOptions options = new ShareOptions(
                folder, title(), bind, port, permissions, showHidden, List.of(identity.folder()), STOP_GRACE);
        return folders.isEmpty() ? options : options.sharing(folders);
    }

    SharedFolder withPort(int other) {
        return new SharedFolder(folder, folders, other, permissions, showHidden);
    }

    SharedFolder withPermissions(ShareOptions.Permissions other) {
        return new SharedFolder(folder, folders, port, other, showHidden);
    }

    /** Returns the same options for other folders under their names, even if it is one. */
    SharedFolder withFolders(List<NamedFolder> others) {
        return new SharedFolder(others.getFirst().folder(), others, port, permissions, showHidden);
    }
}
