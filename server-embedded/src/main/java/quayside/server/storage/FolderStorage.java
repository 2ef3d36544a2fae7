package quayside.server.storage;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
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
 * file, move to its name, sync of the folder, in this order. Nothing stays open between calls but what callers opened.
 */
public final class FolderStorage implements Storage {
    private static final Duration LEFTOVERS_KEPT = Duration.ofHours(24);

    private final ShareRoot root;
    private final Digests digests;
    private final ConflictRule rule;
    private final Publisher publisher;
    private final Space space;
    private final StagingArea staging;
    private final InstantSource clock;

    private FolderStorage(ShareRoot root, Space space, InstantSource clock, RandomGenerator random) {
        this.root = root;
        this.digests = new Digests(this::reader, clock);
        this.rule = new ConflictRule(root);
        this.publisher = new Publisher(root, rule);
        this.space = space;
        this.staging = new StagingArea(root, random);
        this.clock = clock;
    }

    /**
     * Opens {@code folder} and {@link #sweep sweeps} it.
     *
     * @param showHidden whether names that begin with a dot are shared
     * @param clock tells how old leftovers are
     * @param random names the files in the staging area
     * @throws IOException where it is no folder or cannot be read
     */
    public static FolderStorage open(Path folder, boolean showHidden, InstantSource clock, RandomGenerator random)
            throws IOException {
        return open(folder, showHidden, clock, random, Disk.ofSystem(Disk.isPosix(folder)));
    }

    /** As above, with folders as {@code disk} opens them. */
    static FolderStorage open(Path folder, boolean showHidden, InstantSource clock, RandomGenerator random, Disk disk)
            throws IOException {
        ShareRoot root = new ShareRoot(folder, showHidden, disk);
        FolderStorage storage = new FolderStorage(root, new Space(root.place()), clock, random);
        storage.sweep();
        return storage;
    }

    @Override
    public Reader reader() {
        return new FileReader(root, clock);
    }

    @Override
    public Listing list(RemotePath folder) throws ProtocolException {
        root.requireVisible(folder);
        return new FolderListing(root, folder, root.descend(folder));
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
    public Digest digest(RemotePath file) throws ProtocolException {
        return digests.of(file);
    }

    @Override
    public Batch batch() {
        return new FolderBatch(root, publisher, staging, space);
    }

    @Override
    public Optional<Entry> makeFolder(RemotePath path, boolean existing) throws ProtocolException {
        root.requireChangeable(path);
        Optional<Entry> there = existing ? folderAt(path) : Optional.empty();
        if (there.isEmpty()) {
            try {
                makeFolder(path);
            } catch (ProtocolException e) {
                // Another guest may have made it since.
                there = existing && e.fault() == Fault.EXISTS ? folderAt(path) : there;
                if (there.isEmpty()) {
                    throw e;
                }
            }
        }
        return there;
    }

    private Optional<Entry> folderAt(RemotePath path) throws ProtocolException {
        try (Folder parent = root.descend(path.parent())) {
            BasicFileAttributes attributes = ConflictRule.find(parent, root.name(path));
            if (attributes == null || !attributes.isDirectory()) {
                return Optional.empty();
            }
            // Two folders of a guest's that differ only in case would become one, and their files replace each other.
            rule.requireSpelling(parent, path, attributes);
            return Optional.ofNullable(ShareRoot.entry(path.name(), attributes));
        } catch (IOException e) {
            throw DiskFaults.of(e, path);
        }
    }

    private void makeFolder(RemotePath path) throws ProtocolException {
        String stem = staging.takeFresh();
        try (Folder area = staging.open()) {
            Path name = staging.path(stem);
            area.makeFolder(name);
            try {
                publisher.moveToFree(area, name, path);
            } catch (IOException e) {
                StagingArea.discard(area, name);
                throw e;
            }
        } catch (IOException e) {
            throw DiskFaults.of(e, path);
        } finally {
            staging.release(stem);
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

    @Override
    public OptionalLong free() {
        return space.left();
    }

    @Override
    public void sweep() {
        staging.sweep(clock.instant().minus(LEFTOVERS_KEPT));
    }

    @Override
    public void close() {
        staging.removeIfEmpty();
    }
}
