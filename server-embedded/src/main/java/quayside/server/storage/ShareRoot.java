package quayside.server.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import quayside.protocol.files.Directory;
import quayside.protocol.files.Disk;
import quayside.protocol.files.FileProblem;
import quayside.protocol.message.Entry;
import quayside.protocol.message.Mode;
import quayside.protocol.message.Names;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;
import quayside.server.text.ServerReason;

/** The shared folder: opens what is inside, and decides what guests may see. */
final class ShareRoot {
    private final Path place;
    private final @Nullable Object key;
    private final boolean showHidden;
    private final SystemNames names;
    private final boolean syncsFolders;
    private final ExcludedFolders excluded;
    private final Disk disk;
    private final int bytesAbove;

    /**
     * Opens the shared folder.
     *
     * @param folder may be reached through links, because the owner chose it; they are resolved once, here
     * @param neverShared folders that no guest reaches; they need not exist or be in the share
     */
    ShareRoot(Path folder, boolean showHidden, List<Path> neverShared, Disk disk) throws IOException {
        this(folder, showHidden, neverShared, disk, 0);
    }

    /** @param bytesAbove the most bytes of the name that guests' paths have before those here; 0 if they have none */
    ShareRoot(Path folder, boolean showHidden, List<Path> neverShared, Disk disk, int bytesAbove) throws IOException {
        this.bytesAbove = bytesAbove;
        this.place = folder.toRealPath();
        this.disk = disk;
        BasicFileAttributes attributes = Files.readAttributes(place, BasicFileAttributes.class);
        if (!attributes.isDirectory()) {
            throw new NotDirectoryException(folder.toString());
        }
        this.key = attributes.fileKey();
        this.excluded = ExcludedFolders.of(place, neverShared);
        this.showHidden = showHidden;
        this.names = new SystemNames(place.getFileSystem());
        try (Directory root = disk.open(place)) {
            this.syncsFolders = canSync(root);
        }
    }

    /**
     * Returns whether a file of these attributes is on the same disk as the share itself, if the system reports that.
     * Another disk may be mounted below.
     */
    boolean isOnOwnDisk(BasicFileAttributes attributes) {
        Object other = attributes.fileKey();
        return key != null && other != null && device(key).equals(device(other));
    }

    /**
     * Returns the device part of a file key. Java writes a key as {@code (dev=fd01,ino=12)}; keys in any other form
     * never count as on one disk.
     */
    private static String device(Object key) {
        return key.toString().replaceFirst(",ino=\\d+\\)$", "");
    }

    /** Returns whether a guest can name an entry so many names and bytes below this folder (PROTOCOL.md section 2.2). */
    boolean isReachable(int names, int bytes) {
        boolean named = bytesAbove > 0;
        return names + (named ? 1 : 0) <= Limits.MAX_PATH_DEPTH
                && bytes + (named ? bytesAbove + 1 : 0) <= Limits.MAX_PATH_BYTES;
    }

    Path place() {
        return place;
    }

    SystemNames names() {
        return names;
    }

    /** Opens the shared folder; throws if another folder has taken its place. */
    Directory open() throws IOException {
        Directory root = openPlace();
        try {
            if (!Objects.equals(root.attributes().fileKey(), key)) {
                throw FileProblem.shareAway(null);
            }
            return root;
        } catch (IOException e) {
            root.close();
            throw e;
        }
    }

    /** Returns the present condition of the shared folder, without changing anything. */
    Storage.Condition condition() {
        try {
            if (!Objects.equals(
                    Files.readAttributes(place, BasicFileAttributes.class).fileKey(), key)) {
                return Storage.Condition.AWAY;
            }
        } catch (IOException e) {
            return Storage.Condition.AWAY;
        }
        Path reserved = place.resolve(Names.RESERVED);
        Path staging = reserved.resolve(StagingArea.FOLDER);
        boolean writable = Files.isWritable(place)
                && (!Files.exists(reserved) || Files.isWritable(reserved))
                && (!Files.exists(staging) || Files.isWritable(staging));
        return writable ? Storage.Condition.WELL : Storage.Condition.READ_ONLY;
    }

    private Directory openPlace() throws IOException {
        try {
            return disk.open(place);
        } catch (IOException e) {
            throw FileProblem.atHost(e, RemotePath.root());
        }
    }

    /** Opens a folder of the share, a component at a time. A failure on the way is reported for {@code folder}. */
    Directory descend(RemotePath folder) throws ProtocolException {
        try {
            Directory at = open();
            for (String name : folder.names()) {
                try (Directory above = at) {
                    at = above.open(path(name));
                }
                requireShared(at, name);
            }
            return at;
        } catch (IOException e) {
            throw FileProblem.atHost(e, folder);
        }
    }

    private void requireShared(Directory opened, String name) throws IOException {
        try {
            if (excluded.contains(opened.attributes())) {
                throw new NoSuchFileException(name);
            }
        } catch (IOException e) {
            opened.close();
            throw e;
        }
    }

    /** Returns the last name of {@code path} as a name of the system. */
    Path name(RemotePath path) throws IOException {
        return path(path.name());
    }

    private Path path(String name) throws IOException {
        Path path = names.path(name);
        if (path == null) {
            throw new NoSuchFileException(name);
        }
        return path;
    }

    /**
     * Returns an entry as guests see it. Returns null for an entry that is not shared: a link, a device, a pipe or an
     * excluded folder.
     */
    @Nullable
    Entry entry(String name, BasicFileAttributes attributes) {
        if (attributes.isOther() || attributes.isSymbolicLink() || excluded.contains(attributes)) {
            return null;
        }
        if (attributes.isDirectory()) {
            return new Entry(
                    name, Entry.Kind.FOLDER, 0, attributes.lastModifiedTime().toInstant(), Mode.of(attributes));
        }
        return new Entry(
                name,
                Entry.Kind.FILE,
                attributes.size(),
                attributes.lastModifiedTime().toInstant(),
                Mode.of(attributes));
    }

    /** Why guests do not see an entry. */
    enum Unseen {
        HIDDEN,
        LINK,
        SPECIAL,
        /** No request could name it. */
        NAME
    }

    /** Returns why guests do not see an entry, or null if they see it. */
    @Nullable
    Unseen unseen(Path name, BasicFileAttributes attributes) {
        if (!shows(name.toString())) {
            return Unseen.HIDDEN;
        }
        String text = names.text(name);
        if (text == null) {
            return Unseen.NAME;
        }
        if (entry(text, attributes) != null) {
            return null;
        }
        return attributes.isSymbolicLink() ? Unseen.LINK : Unseen.SPECIAL;
    }

    /** Throws if the entry to be moved or deleted is an excluded folder or holds one. */
    void requireMovable(RemotePath path, BasicFileAttributes attributes) throws ProtocolException {
        if (excluded.areWithin(attributes)) {
            throw new ProtocolException(ServerReason.FOLDER_OF_QUAYSIDE, path);
        }
    }

    /** Returns whether guests see entries of this name. */
    boolean shows(String name) {
        return (showHidden || !Names.isHidden(name)) && !Names.isReserved(name);
    }

    /** Throws {@link Fault#NOT_FOUND} for a path that is not shared: for readers it does not exist. */
    void requireVisible(RemotePath path) throws ProtocolException {
        for (String name : path.names()) {
            if (!shows(name) || names.path(name) == null) {
                throw FileProblem.MISSING.atHost(path, null);
            }
        }
    }

    /**
     * Throws {@link Fault#REFUSED} for a path that guests cannot make, replace, move or delete, whether it exists or
     * not.
     */
    void requireChangeable(RemotePath path) throws ProtocolException {
        if (path.isRoot()) {
            throw new ProtocolException(ServerReason.ROOT_UNCHANGEABLE);
        }
        for (String name : path.names()) {
            if (Names.isReserved(name)) {
                throw new ProtocolException(ServerReason.NAME_KEPT, path);
            }
            if (!shows(name)) {
                throw new ProtocolException(ServerReason.HIDDEN, path);
            }
            if (names.path(name) == null) {
                throw new ProtocolException(ServerReason.NAME_FOREIGN, path);
            }
        }
    }

    /** Waits until the entries of {@code folder} are on the disk, if the system can sync folders. */
    void sync(Directory folder) throws IOException {
        if (syncsFolders) {
            folder.sync();
        }
    }

    private static boolean canSync(Directory folder) {
        try {
            folder.sync();
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
