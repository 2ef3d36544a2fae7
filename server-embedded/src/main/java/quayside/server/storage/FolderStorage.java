package quayside.server.storage;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import quayside.protocol.message.Entry;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/**
 * Shares a folder of this computer.
 *
 * <p>Every path is descended a name at a time and no link is followed, so that nothing outside the folder is read, written,
 * listed or guessed at; only the way to the folder itself may go through links, once, when it is opened here. Links,
 * devices and pipes in it are not shared, nor is the reserved name in any spelling, nor hidden names unless chosen.
 *
 * <p>Uploads grow in {@code .quayside/staging} inside the folder and are published whole: bytes, modified time, sync of the
 * file, move to its name, sync of the folder, in this order.
 */
public final class FolderStorage implements Storage {
    private static final Duration LEFTOVERS_KEPT = Duration.ofHours(24);

    private final ShareRoot root;
    private final Publisher publisher;
    private final Space space;
    private final StagingArea staging;

    private FolderStorage(ShareRoot root, Space space, RandomGenerator random) {
        this.root = root;
        this.publisher = new Publisher(root);
        this.space = space;
        this.staging = new StagingArea(root, publisher, space, random);
    }

    /**
     * Opens {@code folder} and deletes what uploads that were cut off more than a day ago have left in it.
     *
     * @param showHidden whether names that begin with a dot are shared
     * @param random names the files in the staging area
     * @throws IOException where it is no folder or cannot be read
     */
    public static FolderStorage open(Path folder, boolean showHidden, InstantSource clock, RandomGenerator random)
            throws IOException {
        ShareRoot root = new ShareRoot(folder, showHidden);
        FolderStorage storage = new FolderStorage(root, new Space(root.place()), random);
        storage.staging.sweep(clock.instant().minus(LEFTOVERS_KEPT));
        return storage;
    }

    @Override
    public Content open(RemotePath file) throws ProtocolException {
        root.requireVisible(file);
        if (file.isRoot()) {
            throw isFolder(file);
        }
        try (Folder folder = root.descend(file.parent())) {
            Path name = root.name(file);
            BasicFileAttributes before = folder.attributes(name);
            requireFile(file, before);
            SeekableByteChannel channel = folder.openFile(name, Set.of(StandardOpenOption.READ));
            try {
                // Looked at again now that it is open: the name may have been given to something else in between.
                BasicFileAttributes opened = folder.attributes(name);
                requireFile(file, opened);
                if (!Objects.equals(before.fileKey(), opened.fileKey())) {
                    throw new ProtocolException(
                            Fault.CHANGED, DiskFaults.quoted(file) + " was just replaced; try again.");
                }
                long size = channel.size();
                Entry entry = new Entry(
                        file.name(),
                        Entry.Kind.FILE,
                        size,
                        opened.lastModifiedTime().toInstant());
                return new Content(entry, new SteadyStream(root, file, channel, opened, size));
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw DiskFaults.of(e, file);
        }
    }

    private static void requireFile(RemotePath path, BasicFileAttributes attributes) throws ProtocolException {
        Entry entry = ShareRoot.entry(path.name(), attributes);
        if (entry == null) {
            throw DiskFaults.notFound(path, null);
        }
        if (entry.isFolder()) {
            throw isFolder(path);
        }
    }

    private static ProtocolException isFolder(RemotePath path) {
        return new ProtocolException(Fault.NOT_FOUND, DiskFaults.quoted(path) + " is a folder, not a file.");
    }

    @Override
    public Listing list(RemotePath folder) throws ProtocolException {
        root.requireVisible(folder);
        try {
            return new FolderListing(root, folder, root.descend(folder));
        } catch (IOException e) {
            throw DiskFaults.of(e, folder);
        }
    }

    @Override
    public Entry stat(RemotePath path) throws ProtocolException {
        root.requireVisible(path);
        try (Folder folder = root.descend(path.parent())) {
            Entry entry = path.isRoot()
                    ? ShareRoot.entry("", folder.attributes())
                    : ShareRoot.entry(path.name(), folder.attributes(root.name(path)));
            if (entry == null) {
                throw new NoSuchFileException(path.name());
            }
            return entry;
        } catch (IOException e) {
            throw DiskFaults.of(e, path);
        }
    }

    @Override
    public Optional<Entry> check(Upload upload) throws ProtocolException {
        root.requireChangeable(upload.target());
        try {
            return switch (publisher.decide(upload)) {
                case ConflictRule.Decision.Keep keep -> Optional.of(keep.existing());
                case ConflictRule.Decision.Publish _ -> {
                    space.check(upload.target(), upload.size());
                    yield Optional.empty();
                }
            };
        } catch (IOException e) {
            throw DiskFaults.of(e, upload.target());
        }
    }

    @Override
    public Staged stage(Upload upload) throws ProtocolException {
        root.requireChangeable(upload.target());
        try {
            return staging.stage(upload);
        } catch (IOException e) {
            throw DiskFaults.of(e, upload.target());
        }
    }

    @Override
    public void makeFolder(RemotePath path) throws ProtocolException {
        root.requireChangeable(path);
        try (Folder area = staging.open()) {
            Path name = staging.freshName();
            area.makeFolder(name);
            try {
                publisher.moveToFree(area, name, path);
            } catch (IOException e) {
                StagingArea.discard(area, name);
                throw e;
            }
        } catch (IOException e) {
            throw DiskFaults.of(e, path);
        }
    }

    @Override
    public void move(RemotePath from, RemotePath to) throws ProtocolException {
        root.requireChangeable(from);
        root.requireChangeable(to);
        if (to.startsWith(from) && !to.equals(from)) {
            throw new ProtocolException(
                    Fault.EXISTS, "The folder " + DiskFaults.quoted(from) + " cannot be moved into itself.");
        }
        try (Folder folder = root.descend(from.parent())) {
            Path name = requireShared(folder, from);
            publisher.moveToFree(folder, name, to);
            root.sync(folder);
        } catch (IOException e) {
            throw DiskFaults.of(e, from);
        }
    }

    @Override
    public void delete(RemotePath path, boolean recursive) throws ProtocolException {
        root.requireChangeable(path);
        try (Folder folder = root.descend(path.parent())) {
            Path name = requireShared(folder, path);
            if (recursive) {
                TreeDelete.check(folder, name, path);
                TreeDelete.delete(folder, name);
            } else if (folder.attributes(name).isDirectory()) {
                folder.deleteFolder(name);
            } else {
                folder.deleteFile(name);
            }
            root.sync(folder);
        } catch (IOException e) {
            throw DiskFaults.of(e, path);
        }
    }

    private Path requireShared(Folder folder, RemotePath path) throws IOException {
        Path name = root.name(path);
        if (ShareRoot.entry(path.name(), folder.attributes(name)) == null) {
            throw new NoSuchFileException(path.name());
        }
        return name;
    }

    /** Nothing stays open between calls; what callers opened is theirs to close. */
    @Override
    public void close() {}
}
