package quayside.server.storage;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import quayside.protocol.files.Metadata;
import quayside.protocol.files.NativeFile;
import quayside.protocol.files.NativeFolder;
import quayside.protocol.files.StoredTime;
import quayside.protocol.files.TouchedTime;
import quayside.protocol.files.Unkept;
import quayside.protocol.message.Mode;

/**
 * A folder held by its descriptor: whatever happens to the names above it, operations stay in this very folder.
 *
 * <p>Not closed to other processes of the host's computer is one thing: {@link #move} replaces what appears under the new name
 * between the caller's look and the move, some microseconds later, for the system call beneath offers nothing else.
 */
final class SecureFolder implements Folder {
    /** What Linux and macOS say of ENOTDIR, for which Java has no exception here. */
    private static final String NOT_A_FOLDER = "Not a directory";

    private final SecureDirectoryStream<Path> stream;
    private final Path place;
    private final boolean posix;
    private final Class<? extends BasicFileAttributeView> kindOfView;
    private final Path root;
    private @Nullable Iterator<Path> names;
    private @Nullable NativeFolder natively;
    private boolean lookedNatively;

    /**
     * @param root the shared folder, whose path is trusted
     * @param place where the folder was reached from there; used where Java offers nothing else
     * @param posix whether the system knows who may run a file
     */
    SecureFolder(SecureDirectoryStream<Path> stream, Path root, Path place, boolean posix) {
        this.stream = stream;
        this.root = root;
        this.place = place;
        this.posix = posix;
        this.kindOfView = posix ? PosixFileAttributeView.class : BasicFileAttributeView.class;
    }

    @Override
    public BasicFileAttributes attributes() throws IOException {
        return stream.getFileAttributeView(BasicFileAttributeView.class).readAttributes();
    }

    @Override
    public BasicFileAttributes attributes(Path name) throws IOException {
        try {
            return view(name).readAttributes();
        } catch (FileSystemException e) {
            throw DiskFaults.missingWhereNoName(e);
        }
    }

    @Override
    public @Nullable FileTime changed(Path name, BasicFileAttributes attributes) {
        return changed(place.resolve(name), attributes.fileKey());
    }

    /** As {@link #changed(Path, BasicFileAttributes)}, of what is at {@code entry}. */
    static @Nullable FileTime changed(Path entry, @Nullable Object key) {
        try {
            return TouchedTime.change(entry, NOFOLLOW_LINKS)
                    .filter(change -> change.fileKey().equals(key))
                    .map(TouchedTime.Change::time)
                    .orElse(null);
        } catch (IOException e) {
            // The way there was moved.
            return null;
        }
    }

    @Override
    public boolean seemsFree(Path name) {
        Path entry = place.resolve(name);
        try {
            // By path, as Java has it; the other ways to ask cost an exception each time.
            return entry.getFileSystem()
                            .provider()
                            .readAttributesIfExists(entry, BasicFileAttributes.class, NOFOLLOW_LINKS)
                    == null;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public Folder open(Path name) throws IOException {
        // Asked before opening: opening a pipe would wait for its other end. A link put here since fails to open.
        if (!attributes(name).isDirectory()) {
            throw new NotDirectoryException(name.toString());
        }
        return new SecureFolder(stream.newDirectoryStream(name, NOFOLLOW_LINKS), root, place.resolve(name), posix);
    }

    @Override
    public SeekableByteChannel openFile(Path name, Opening opening) throws IOException {
        return stream.newByteChannel(name, opening.options(), Permissions.forOwnFile(posix));
    }

    @Override
    public void makeFolder(Path name, FileAttribute<?>... attributes) throws IOException {
        NativeFolder itself = natively();
        if (itself != null) {
            itself.makeFolder(name, Metadata.modeOf(attributes));
            return;
        }
        Files.createDirectory(place.resolve(name), attributes);
        if (!attributes(name).isDirectory()) {
            throw new NoSuchFileException(name.toString());
        }
    }

    @Override
    public NativeFile.Writers writers(Path name, BasicFileAttributes attributes) throws IOException {
        NativeFolder itself = natively();
        return itself == null ? NativeFile.Writers.UNKNOWN : itself.writers(name, attributes.fileKey());
    }

    @Override
    public boolean makesFolders() throws IOException {
        return natively() != null;
    }

    /** For calls of the system; null where it has none, or this folder is no longer where it was. */
    private @Nullable NativeFolder natively() throws IOException {
        if (!lookedNatively) {
            lookedNatively = true;
            natively = NativeFolder.of(root, place, attributes().fileKey()).orElse(null);
        }
        return natively;
    }

    @Override
    public void deleteFile(Path name) throws IOException {
        stream.deleteFile(name);
    }

    @Override
    public void deleteFolder(Path name) throws IOException {
        try {
            stream.deleteDirectory(name);
        } catch (FileSystemException e) {
            throw NOT_A_FOLDER.equals(e.getReason()) ? notFolder(name, e) : e;
        }
    }

    /** Somebody has put something else in the place of the folder that was there just now. */
    private static NotDirectoryException notFolder(Path name, FileSystemException why) {
        NotDirectoryException other = new NotDirectoryException(name.toString());
        other.initCause(why);
        return other;
    }

    @Override
    public void setModified(Path name, FileTime modified) throws IOException {
        NativeFolder itself = natively();
        if (itself != null) {
            itself.setModified(name, modified.toInstant());
        } else {
            view(name).setTimes(StoredTime.nearest(modified), null, null);
        }
    }

    @Override
    public Set<Unkept> dress(Path name, Folder target, @Nullable Path replaced, Optional<Mode> source)
            throws IOException {
        NativeFolder here = natively();
        NativeFolder there = target instanceof SecureFolder folder ? folder.natively() : null;
        if (here != null && there != null) {
            return here.dress(name, there, Optional.ofNullable(replaced), source, () -> granted(name));
        }
        if (!(view(name) instanceof PosixFileAttributeView file)) {
            return Set.of();
        }
        return replaced != null && target.attributes(replaced) instanceof PosixFileAttributes old
                ? Metadata.ofReplacing(file, old, source)
                : Metadata.ofNew(file, granted(name), source);
    }

    private Mode granted(Path name) throws IOException {
        Path trial = name.resolveSibling(name + ".trial");
        stream.newByteChannel(trial, Opening.NEW.options(), Metadata.ALL).close();
        try {
            return Mode.of(attributes(trial)).orElseThrow();
        } finally {
            deleteFile(trial);
        }
    }

    @Override
    public void move(Path name, Folder target, Path newName, boolean replace) throws IOException {
        if (!(target instanceof SecureFolder folder)) {
            throw new IllegalArgumentException("folders of two kinds");
        }
        stream.move(name, folder.stream, newName);
    }

    @Override
    public @Nullable Path next() throws IOException {
        try {
            if (names == null) {
                names = stream.iterator();
            }
            return names.hasNext() ? names.next().getFileName() : null;
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    @Override
    public void sync() throws IOException {
        Path itself = place.getFileSystem().getPath(".");
        try (SeekableByteChannel channel = stream.newByteChannel(itself, Opening.READ.options())) {
            if (channel instanceof FileChannel file) {
                file.force(true);
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (natively != null) {
            natively.close();
        }
        stream.close();
    }

    private BasicFileAttributeView view(Path name) {
        return stream.getFileAttributeView(name, kindOfView, NOFOLLOW_LINKS);
    }
}
