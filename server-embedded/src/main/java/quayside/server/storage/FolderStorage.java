package quayside.server.storage;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.protocol.files.Directory;
import quayside.protocol.files.Disk;
import quayside.protocol.files.FileProblem;
import quayside.protocol.files.Settling;
import quayside.protocol.message.Entry;
import quayside.protocol.message.Mode;
import quayside.protocol.message.Names;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.protect.Keyring;
import quayside.server.protect.Lock;
import quayside.server.protect.ProtectedFiles;
import quayside.server.text.ServerReason;

/**
 * Shares a folder of this computer.
 *
 * <p>Every path is opened one name at a time and no link is followed. So nothing outside the folder is read, written,
 * listed or probed. Only the path of the folder itself may contain links, which are resolved once when it is opened
 * here. Links, devices and pipes in it, the reserved name in any spelling, and excluded folders are not shared. Hidden
 * names are not shared unless the host chose that.
 *
 * <p>Uploads grow in {@code .quayside/staging} inside the folder and are published whole. The order is: bytes, modified
 * time, sync of the file, move to its name, sync of the folder. Between calls, only files and folders that callers
 * opened stay open.
 */
public final class FolderStorage implements Storage {
    private static final Logger LOG = LoggerFactory.getLogger(FolderStorage.class);
    private static final Duration LEFTOVERS_KEPT = Duration.ofHours(24);

    private final ShareRoot root;
    private final Protections protections;
    private final Turns turns;
    private final Places copies;
    private final Digests digests;
    private final Readings readings;
    private final ConflictRule rule;
    private final Publisher publisher;
    private final Space space;
    private final StagingArea staging;
    private final InstantSource clock;
    private final Settling settling;
    private final ShareLock shareLock;
    private final String asker;

    /** The limits that several folders under one link have together. */
    record Limits(Turns turns, Places copies) {
        Limits() {
            this(new Turns(), new Places());
        }
    }

    private FolderStorage(
            ShareRoot root,
            ShareLock shareLock,
            ProtectedFiles files,
            Space space,
            InstantSource clock,
            Settling settling,
            RandomGenerator random,
            Limits limits) {
        this.root = root;
        this.protections = new Protections(root, files, Keyring.EMPTY);
        this.staging = new StagingArea(root, shareLock.line(), random);
        this.turns = limits.turns();
        this.copies = limits.copies();
        this.digests = new Digests(staging::reportsChanges, turns);
        this.readings = new Readings(staging::reportsChanges, random);
        this.rule = new ConflictRule(root, staging);
        this.publisher = new Publisher(root, rule, digests, clock);
        this.space = space;
        this.clock = clock;
        this.settling = settling;
        this.shareLock = shareLock;
        this.asker = "";
    }

    private FolderStorage(FolderStorage other, Keyring keys, String asker) {
        this.root = other.root;
        this.protections = other.protections.with(keys);
        this.turns = other.turns;
        this.copies = other.copies;
        this.digests = other.digests;
        this.readings = other.readings;
        this.rule = other.rule;
        this.publisher = other.publisher;
        this.space = other.space;
        this.staging = other.staging;
        this.clock = other.clock;
        this.settling = other.settling;
        this.shareLock = other.shareLock;
        this.asker = asker;
    }

    /**
     * Opens {@code folder} and {@link #sweep sweeps} it.
     *
     * @param showHidden whether names that begin with a dot are shared
     * @param clock measures the age of leftovers
     * @param random makes the names of files in the staging area
     * @throws IOException if it is not a folder or cannot be read; {@link Fault#EXISTS} if another server shares it, or
     *     if something else has the name of the folder that Quayside makes in it
     */
    public static FolderStorage open(Path folder, boolean showHidden, InstantSource clock, RandomGenerator random)
            throws IOException {
        return open(folder, showHidden, List.of(), clock, random);
    }

    /**
     * Opens {@code folder}, without {@code neverShared}.
     *
     * @param neverShared folders that guests cannot see or change if they are in {@code folder}; they need not exist
     * @throws IOException also {@link Fault#REFUSED} if {@code folder} is one of them or is inside one
     */
    public static FolderStorage open(
            Path folder, boolean showHidden, List<Path> neverShared, InstantSource clock, RandomGenerator random)
            throws IOException {
        return open(folder, showHidden, neverShared, clock, random, Disk.withTrueNames());
    }

    static FolderStorage open(
            Path folder,
            boolean showHidden,
            List<Path> neverShared,
            InstantSource clock,
            RandomGenerator random,
            Disk disk)
            throws IOException {
        return open(folder, showHidden, neverShared, clock, random, disk, new Settling(clock, Thread::sleep));
    }

    /**
     * Opens {@code folder} with a replaceable disk and wait.
     *
     * @param disk opens the folders
     * @param settling waits before files are read that were changed just now
     */
    static FolderStorage open(
            Path folder,
            boolean showHidden,
            List<Path> neverShared,
            InstantSource clock,
            RandomGenerator random,
            Disk disk,
            Settling settling)
            throws IOException {
        ShareRoot root = new ShareRoot(folder, showHidden, neverShared, disk);
        return open(root, clock, random, settling, new Limits());
    }

    /** Opens {@code folder} as one of several; a path of the share has one name more then. */
    static FolderStorage openOneOf(
            Path folder,
            boolean showHidden,
            List<Path> neverShared,
            InstantSource clock,
            RandomGenerator random,
            Limits limits)
            throws IOException {
        ShareRoot root = new ShareRoot(folder, showHidden, neverShared, Disk.withTrueNames(), NamedFolder.MAX_BYTES);
        return open(root, clock, random, new Settling(clock, Thread::sleep), limits);
    }

    private static FolderStorage open(
            ShareRoot root, InstantSource clock, RandomGenerator random, Settling settling, Limits limits)
            throws IOException {
        StagingArea.requirePlace(root);
        ShareLock shareLock = ShareLock.of(root.place(), random);
        boolean opened = false;
        try {
            ProtectedFiles files = ProtectedFiles.open(root.place().resolve(Names.RESERVED), clock, random);
            FolderStorage storage =
                    new FolderStorage(root, shareLock, files, new Space(root.place()), clock, settling, random, limits);
            storage.staging.deleteUnresumable();
            storage.sweep();
            opened = true;
            return storage;
        } finally {
            if (!opened) {
                shareLock.close();
            }
        }
    }

    /**
     * Checks what can be checked of {@code folder} without writing: that it is a folder, can be read, may be shared, and
     * is not shared by another server. Changes nothing in it, and reads no list of protected files.
     *
     * @throws IOException as {@link #open(Path, boolean, List, InstantSource, RandomGenerator)} does for these reasons
     */
    public static void check(Path folder, List<Path> neverShared) throws IOException {
        ShareRoot root = new ShareRoot(folder, false, neverShared, Disk.withTrueNames());
        StagingArea.requirePlace(root);
        ShareLock.requireFree(root.place());
    }

    /** Returns the real path of the folder. */
    Path place() {
        return root.place();
    }

    @Override
    public Storage with(Keyring keys, String asker) {
        return new FolderStorage(this, keys, asker);
    }

    @Override
    public ProtectedFiles protectedFiles() {
        return protections.files();
    }

    @Override
    public boolean protect(RemotePath path, Optional<Lock> lock) throws ProtocolException {
        root.requireChangeable(path);
        try (Directory folder = root.descend(path.parent())) {
            return publisher.exclusively(() -> {
                BasicFileAttributes attributes = folder.find(root.name(path));
                protections.require(path, attributes);
                if (lock.isPresent()) {
                    return protections.files().protect(path, requireFile(path, attributes), lock.get());
                }
                boolean freed = protections.files().unprotect(path, attributes);
                if (!freed) {
                    // A name may be protected although its file no longer exists. Otherwise only a file has a
                    // protection to remove.
                    requireFile(path, attributes);
                }
                return freed;
            });
        } catch (IOException e) {
            throw FileProblem.atHost(e, path);
        }
    }

    private BasicFileAttributes requireFile(RemotePath path, @Nullable BasicFileAttributes attributes)
            throws IOException {
        Entry entry = attributes == null ? null : root.entry(path.name(), attributes);
        if (attributes == null || entry == null) {
            throw new NoSuchFileException(path.name());
        }
        if (entry.isFolder()) {
            throw FileReader.isFolder(path);
        }
        return attributes;
    }

    @Override
    public Reader reader() {
        return new FileReader(root, protections, digests, readings, asker, clock, settling);
    }

    @Override
    public Listing list(RemotePath folder) throws ProtocolException {
        root.requireVisible(folder);
        return new FolderListing(root, protections, folder, root.descend(folder));
    }

    @Override
    public Entry stat(RemotePath path) throws ProtocolException {
        root.requireVisible(path);
        try (Directory folder = root.descend(path.parent())) {
            BasicFileAttributes attributes = path.isRoot() ? folder.attributes() : folder.attributes(root.name(path));
            Entry entry = root.entry(path.name(), attributes);
            if (entry == null) {
                throw new NoSuchFileException(path.name());
            }
            return entry.under(protections.shown(path, attributes));
        } catch (IOException e) {
            throw FileProblem.atHost(e, path);
        }
    }

    @Override
    public Digest digest(RemotePath file, String asker) throws ProtocolException {
        return digests.of(this::reader, file, asker);
    }

    @Override
    public Batch batch() {
        return new StagedBatch(
                root,
                protections,
                publisher,
                drops(),
                staging,
                space,
                part -> digests.prove(part, asker),
                this::reader,
                turns,
                copies,
                asker);
    }

    @Override
    public Optional<Entry> makeFolder(RemotePath path, boolean existing, Optional<Mode> mode) throws ProtocolException {
        root.requireChangeable(path);
        return new NewFolder(root, staging, rule, publisher, protections).make(path, existing, mode);
    }

    @Override
    public Optional<RemotePath> makeDropFolder(RemotePath folder, RemotePath within, Optional<Mode> mode)
            throws ProtocolException {
        root.requireChangeable(folder);
        return drops().make(folder, within, mode);
    }

    private DropPlaces drops() {
        return new DropPlaces(root, new NewFolder(root, staging, rule, publisher, protections));
    }

    @Override
    public void setModified(RemotePath path, Instant modified) throws ProtocolException {
        root.requireChangeable(path);
        try (Directory parent = root.descend(path.parent())) {
            Path name = root.name(path);
            Entry entry = root.entry(path.name(), parent.attributes(name));
            if (entry == null || !entry.isFolder()) {
                throw new NotDirectoryException(path.name());
            }
            setModified(parent, name, modified);
        } catch (IOException e) {
            throw FileProblem.atHost(e, path);
        }
    }

    private static void setModified(Directory parent, Path name, Instant modified) {
        try {
            parent.setModified(name, FileTime.from(modified));
        } catch (IOException e) {
            LOG.debug("The disk did not accept the modified time of a folder", e);
        }
    }

    @Override
    public void move(RemotePath from, RemotePath to) throws ProtocolException {
        root.requireChangeable(from);
        root.requireChangeable(to);
        if (to.startsWith(from)) {
            throw new ProtocolException(
                    to.equals(from) ? ServerReason.MOVED_ONTO_ITSELF : ServerReason.MOVED_INTO_ITSELF, from);
        }
        try (Directory folder = root.descend(from.parent())) {
            root.requireMovable(from, folder.attributes(requireShared(folder, from)));
            publisher.rename(folder, from, to, protections);
        } catch (IOException e) {
            throw FileProblem.atHost(e, from);
        }
    }

    @Override
    public void delete(RemotePath path, boolean recursive) throws ProtocolException {
        root.requireChangeable(path);
        try (Directory folder = root.descend(path.parent())) {
            try {
                new TreeDelete(root, protections, publisher)
                        .forGuest(folder, requireShared(folder, path), path, recursive);
            } finally {
                digests.forget(path);
            }
        } catch (IOException e) {
            throw FileProblem.atHost(e, path);
        }
    }

    private Path requireShared(Directory folder, RemotePath path) throws IOException {
        Path name = root.name(path);
        if (root.entry(path.name(), folder.attributes(name)) == null) {
            throw new NoSuchFileException(path.name());
        }
        return name;
    }

    @Override
    public Condition condition() {
        return root.condition();
    }

    @Override
    public OptionalLong free() {
        return space.left();
    }

    @Override
    public void sweep() {
        staging.sweep(clock.instant().minus(LEFTOVERS_KEPT));
        publisher.sweep();
        tidy();
    }

    private void tidy() {
        try {
            protections.tidy();
        } catch (IOException e) {
            LOG.warn("The list of protected files could not be updated", e);
        }
    }

    @Override
    public void close() {
        tidy();
        shareLock.close();
        staging.removeIfEmpty();
    }
}
