package quayside.protocol.files;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
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
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import quayside.protocol.message.Mode;

/**
 * A directory held by its descriptor. Operations stay in this directory, whatever happens to the names above it.
 * Operations that Java does not offer by descriptor use system calls ({@link NativeFile}), or the path.
 *
 * <p>One race with other processes of this computer remains. Some microseconds pass between the caller's check and the
 * move, and {@link #move} replaces a file that appears under the new name in between. So does {@link #publish} below
 * the trusted directory, because Java has no hard links by descriptor.
 */
final class SecureDirectory implements Directory {
    /** The message of Linux and macOS for ENOTDIR, for which Java has no exception here. */
    private static final String NOT_A_DIRECTORY = "Not a directory";

    /** Makes the check and the move of {@link #publish} one step, for this whole program. */
    private static final ReentrantLock PUBLISHING = new ReentrantLock();

    private final SecureDirectoryStream<Path> stream;
    private final Path trusted;
    private final Path place;
    private final boolean posix;
    private final Class<? extends BasicFileAttributeView> kindOfView;
    private @Nullable Iterator<Path> names;
    private @Nullable NativeFile itself;
    private Metadata.@Nullable Inherited given;
    private boolean nativeFileLookedUp;

    /**
     * @param trusted a directory whose path is trusted
     * @param place the path of this directory, at or below {@code trusted}; used if Java offers nothing else
     */
    SecureDirectory(SecureDirectoryStream<Path> stream, Path trusted, Path place) {
        this.stream = stream;
        this.trusted = trusted;
        this.place = place;
        this.posix = Disk.isPosix(place);
        this.kindOfView = posix ? PosixFileAttributeView.class : BasicFileAttributeView.class;
    }

    private BasicFileAttributeView view(Path name) {
        return stream.getFileAttributeView(name, kindOfView, NOFOLLOW_LINKS);
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
            throw FileProblem.missingIfNoName(e);
        }
    }

    @Override
    public @Nullable FileTime changed(Path name, BasicFileAttributes attributes) {
        return changed(place.resolve(name), attributes.fileKey());
    }

    /** Returns the same as {@link #changed(Path, BasicFileAttributes)}, for the file at {@code entry}. */
    static @Nullable FileTime changed(Path entry, @Nullable Object key) {
        try {
            return FileTimes.change(entry, NOFOLLOW_LINKS)
                    .filter(change -> change.fileKey().equals(key))
                    .map(FileTimes.Change::time)
                    .orElse(null);
        } catch (IOException e) {
            // The path was moved.
            return null;
        }
    }

    @Override
    public boolean hasOneName(Path name, BasicFileAttributes attributes) throws IOException {
        return CheckedDirectory.hasOneName(place.resolve(name), attributes.fileKey());
    }

    @Override
    public boolean seemsFree(Path name) {
        Path entry = place.resolve(name);
        try {
            // By path, since the other ways to ask cost an exception each time.
            return entry.getFileSystem()
                            .provider()
                            .readAttributesIfExists(entry, BasicFileAttributes.class, NOFOLLOW_LINKS)
                    == null;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public Directory open(Path name) throws IOException {
        // Checked before opening, because opening a pipe would wait for its other end. Opening fails if somebody puts a
        // link there meanwhile.
        if (!attributes(name).isDirectory()) {
            throw new NotDirectoryException(name.toString());
        }
        return new SecureDirectory(stream.newDirectoryStream(name, NOFOLLOW_LINKS), trusted, place.resolve(name));
    }

    @Override
    public SeekableByteChannel openFile(Path name, Opening opening) throws IOException {
        return stream.newByteChannel(name, opening.options(), Metadata.ofOwnFile(posix));
    }

    /** Returns this directory for system calls; null if there are none, or if this directory was moved. */
    private synchronized @Nullable NativeFile nativeFile() throws IOException {
        if (!nativeFileLookedUp) {
            nativeFileLookedUp = true;
            itself = NativeFile.directory(
                            trusted, trusted.relativize(place), attributes().fileKey())
                    .orElse(null);
        }
        return itself;
    }

    @Override
    public void makeDirectory(Path name, FileAttribute<?>... attributes) throws IOException {
        NativeFile here = nativeFile();
        if (here != null) {
            here.makeDirectory(name, Metadata.modeOf(attributes));
            return;
        }
        Files.createDirectory(place.resolve(name), attributes);
        if (!attributes(name).isDirectory()) {
            throw new NoSuchFileException(name.toString());
        }
    }

    @Override
    public boolean makesDirectories() throws IOException {
        return nativeFile() != null;
    }

    @Override
    public NativeFile.Writers writers(Path name, BasicFileAttributes attributes) throws IOException {
        NativeFile here = nativeFile();
        if (here == null) {
            return NativeFile.Writers.UNKNOWN;
        }
        try (NativeFile file = here.file(name)) {
            return file.is(attributes.fileKey()) ? file.writers() : NativeFile.Writers.UNKNOWN;
        } catch (IOException e) {
            return NativeFile.Writers.UNKNOWN;
        }
    }

    @Override
    public Optional<Mode> mode(Path name, BasicFileAttributes attributes) throws IOException {
        NativeFile here = nativeFile();
        return here == null ? Mode.of(attributes) : NativeFile.mode(() -> here.file(name), attributes);
    }

    @Override
    public void deleteFile(Path name) throws IOException {
        stream.deleteFile(name);
    }

    @Override
    public void deleteDirectory(Path name) throws IOException {
        try {
            stream.deleteDirectory(name);
        } catch (FileSystemException e) {
            throw NOT_A_DIRECTORY.equals(e.getReason()) ? notDirectory(name, e) : e;
        }
    }

    /** Returns the exception for a directory that existed just now and was replaced by something else. */
    private static NotDirectoryException notDirectory(Path name, FileSystemException why) {
        NotDirectoryException other = new NotDirectoryException(name.toString());
        other.initCause(why);
        return other;
    }

    @Override
    public void setModified(Path name, FileTime modified) throws IOException {
        NativeFile here = nativeFile();
        if (here != null) {
            here.setModified(name, modified.toInstant());
        } else {
            view(name).setTimes(FileTimes.nearest(modified), null, null);
        }
    }

    @Override
    public Set<Unkept> giveMetadata(Path name, Directory target, @Nullable Path replaced, Optional<Mode> source)
            throws IOException {
        if (nativeFile() != null && target instanceof SecureDirectory there && there.nativeFile() != null) {
            return giveMetadata(name, there, replaced, source);
        }
        if (!(view(name) instanceof PosixFileAttributeView file)) {
            return Set.of();
        }
        return replaced != null && target.attributes(replaced) instanceof PosixFileAttributes old
                ? Metadata.ofReplacing(file, old, source)
                : Metadata.ofNew(file, granted(name), source);
    }

    private Set<Unkept> giveMetadata(Path name, SecureDirectory target, @Nullable Path replaced, Optional<Mode> source)
            throws IOException {
        try (NativeFile file = known(nativeFile()).file(name)) {
            if (replaced == null) {
                Metadata.Granted trial = () -> granted(name);
                return Metadata.ofNew(file, given(trial), target.given(trial), source);
            }
            try (NativeFile old = known(target.nativeFile()).file(replaced)) {
                return Metadata.ofReplacing(file, old, source);
            } catch (AccessDeniedException e) {
                return Metadata.ofUnreadable(file, source);
            }
        }
    }

    private static NativeFile known(@Nullable NativeFile directory) {
        if (directory == null) {
            throw new IllegalStateException("system calls are not available");
        }
        return directory;
    }

    /** Returns the metadata that this directory gives to new files, as it was at the first call. */
    private synchronized Metadata.Inherited given(Metadata.Granted otherwise) throws IOException {
        Metadata.Inherited known = given;
        if (known == null) {
            known = Metadata.Inherited.by(known(itself), otherwise);
            given = known;
        }
        return known;
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
    public void move(Path name, Directory target, Path newName, boolean replace) throws IOException {
        if (!(target instanceof SecureDirectory there)) {
            throw new IllegalArgumentException("the directories are of different kinds");
        }
        stream.move(name, there.stream, newName);
    }

    @Override
    public void publish(Path name, Path newName) throws IOException {
        if (place.equals(trusted)) {
            new LinkOrMove(Files::createLink).publish(place.resolve(name), place.resolve(newName));
            return;
        }
        PUBLISHING.lock();
        try {
            if (find(newName) != null) {
                throw new FileAlreadyExistsException(newName.toString());
            }
            move(name, this, newName, false);
        } finally {
            PUBLISHING.unlock();
        }
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
    public List<Path> names(Predicate<Path> wanted) throws IOException {
        // A stream can be read only once.
        try (DirectoryStream<Path> again = stream.newDirectoryStream(dot(), NOFOLLOW_LINKS)) {
            return names(again, wanted);
        }
    }

    static List<Path> names(DirectoryStream<Path> stream, Predicate<Path> wanted) throws IOException {
        List<Path> names = new ArrayList<>();
        try {
            for (Path entry : stream) {
                if (wanted.test(entry.getFileName())) {
                    names.add(entry.getFileName());
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return names;
    }

    private Path dot() {
        return place.getFileSystem().getPath(".");
    }

    @Override
    public void sync() throws IOException {
        try (SeekableByteChannel channel = stream.newByteChannel(dot(), Opening.READ.options())) {
            if (channel instanceof FileChannel file) {
                file.force(true);
            }
        } catch (FileSystemException e) {
            if (posix) {
                throw e;
            }
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (itself != null) {
            itself.close();
        }
        stream.close();
    }
}
