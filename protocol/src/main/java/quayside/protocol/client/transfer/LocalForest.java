package quayside.protocol.client.transfer;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import quayside.protocol.files.DirectoryTree;
import quayside.protocol.files.Disk;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.ProtocolException;

/**
 * The local sides of all sources that are downloaded into one folder, each known by the index of its source.
 * Thread-safe, as far as {@link LocalTree} is.
 */
final class LocalForest {
    private final List<RemotePath> sources;
    private final TransferProgress progress;
    private final Path into;
    private final String server;
    private final DownloadDisk disks;
    private final DirectoryTree disk;
    private final LocalTree here;
    private final Map<Integer, LocalTree> folders = new ConcurrentHashMap<>();

    /**
     * @param into an existing folder
     * @param server the server's identity
     * @param disk the disk of {@code disks}, confined to {@code into} and below
     */
    LocalForest(
            List<RemotePath> sources,
            TransferProgress progress,
            Path into,
            String server,
            DownloadDisk disks,
            DirectoryTree disk)
            throws ProtocolException {
        this.sources = sources;
        this.progress = progress;
        this.into = into;
        this.server = server;
        this.disks = disks;
        this.disk = disk;
        this.here = new LocalTree(RemotePath.root(), into, server, disks, disk);
    }

    RemotePath path(int source) {
        return sources.get(source);
    }

    TransferProgress.Source progress(int source) {
        return progress.source(source);
    }

    /** Returns the chosen folder, in which the sources arrive. */
    LocalTree here() {
        return here;
    }

    Path into() {
        return into;
    }

    Disk disk() {
        return disk;
    }

    /**
     * Returns the local tree of a source that is a folder.
     *
     * @throws ProtocolException if this system cannot store its name
     */
    LocalTree folder(int source) throws ProtocolException {
        LocalTree known = folders.get(source);
        if (known == null) {
            known = new LocalTree(path(source), into, server, disks, disk);
            folders.put(source, known);
        }
        return known;
    }
}
