package quayside.protocol.files;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import quayside.protocol.message.Mode;
import quayside.protocol.message.Names;

/**
 * A directory known by its path, for systems that have no descriptors of directories. Checks every directory on the
 * path before each operation, and again after opening something. If a directory is replaced and put back in between,
 * this is not noticed.
 */
final class CheckedDirectory implements Directory {
    private final List<Step> trail;
    private final Path place;
    private final boolean posix;
    private final boolean trueNames;
    private @Nullable DirectoryStream<Path> stream;
    private @Nullable Iterator<Path> names;

    private record Step(Path place, @Nullable Object key) {}

    private CheckedDirectory(List<Step> trail, boolean trueNames) {
        this.trail = trail;
        this.place = trail.getLast().place();
        this.posix = Disk.isPosix(place);
        this.trueNames = trueNames;
    }

    /** @param trueNames whether the short forms that the disk has made up for other names are treated as missing */
    static CheckedDirectory root(Path root, boolean trueNames) throws IOException {
        return new CheckedDirectory(List.of(new Step(root, key(root))), trueNames);
    }

    @Override
    public BasicFileAttributes attributes() throws IOException {
        check();
        return Files.readAttributes(place, BasicFileAttributes.class, NOFOLLOW_LINKS);
    }

    @Override
    public BasicFileAttributes attributes(Path name) throws IOException {
        check();
        Path entry = place.resolve(name);
        Class<? extends BasicFileAttributes> kind = posix ? PosixFileAttributes.class : BasicFileAttributes.class;
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(entry, kind, NOFOLLOW_LINKS);
        } catch (FileSystemException e) {
            throw FileProblem.missingIfNoName(e);
        }
        if (trueNames && !attributes.isSymbolicLink()) {
            String trueName = String.valueOf(entry.toRealPath(NOFOLLOW_LINKS).getFileName());
            if (isShortForm(name.toString(), trueName)) {
                throw new NoSuchFileException(name.toString());
            }
        }
        return attributes;
    }

    /**
     * Returns whether {@code asked} may be a short form (GIT~1) of {@code trueName}, and not just another spelling of
     * it. A short form must not reach a file that is hidden or protected under its true name. If the true name is
     * reserved or hidden, every other spelling counts as a short form.
     */
    static boolean isShortForm(String asked, String trueName) {
        boolean held = Names.isReserved(trueName) || Names.isHidden(trueName);
        return held ? !trueName.equals(asked) : !Names.folded(trueName).equals(Names.folded(asked));
    }

    @Override
    public @Nullable FileTime changed(Path name, BasicFileAttributes attributes) throws IOException {
        return SecureDirectory.changed(checked(name), attributes.fileKey());
    }

    @Override
    public NativeFile.Writers writers(Path name, BasicFileAttributes attributes) {
        return NativeFile.Writers.UNKNOWN;
    }

    @Override
    public Optional<Mode> mode(Path name, BasicFileAttributes attributes) {
        return Mode.of(attributes);
    }

    @Override
    public boolean hasOneName(Path name, BasicFileAttributes attributes) throws IOException {
        return hasOneName(checked(name), attributes.fileKey());
    }

    @Override
    public boolean seemsFree(Path name) {
        return false;
    }

    @Override
    public Directory open(Path name) throws IOException {
        BasicFileAttributes attributes = attributes(name);
        if (!attributes.isDirectory() || attributes.isOther()) {
            throw new NotDirectoryException(name.toString());
        }
        List<Step> longer = new ArrayList<>(trail);
        longer.add(new Step(place.resolve(name), attributes.fileKey()));
        CheckedDirectory directory = new CheckedDirectory(List.copyOf(longer), trueNames);
        directory.check();
        return directory;
    }

    @Override
    public SeekableByteChannel openFile(Path name, Opening opening) throws IOException {
        SeekableByteChannel channel = Files.newByteChannel(checked(name), opening.options(), Metadata.ofOwnFile(posix));
        try {
            check();
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public void makeDirectory(Path name, FileAttribute<?>... attributes) throws IOException {
        Files.createDirectory(checked(name), attributes);
        check();
    }

    @Override
    public boolean makesDirectories() {
        return true;
    }

    @Override
    public void deleteFile(Path name) throws IOException {
        Files.delete(checked(name));
    }

    @Override
    public void deleteDirectory(Path name) throws IOException {
        Files.delete(checked(name));
    }

    @Override
    public void setModified(Path name, FileTime modified) throws IOException {
        boolean windows = place.getFileSystem().getSeparator().equals("\\");
        Files.getFileAttributeView(checked(name), BasicFileAttributeView.class, NOFOLLOW_LINKS)
                .setTimes(windows ? modified : FileTimes.nearest(modified), null, null);
    }

    @Override
    public Set<Unkept> giveMetadata(Path name, Directory target, @Nullable Path replaced, Optional<Mode> source)
            throws IOException {
        PosixFileAttributeView file =
                Files.getFileAttributeView(checked(name), PosixFileAttributeView.class, NOFOLLOW_LINKS);
        if (!posix || file == null) {
            return Set.of();
        }
        return replaced != null && target.attributes(replaced) instanceof PosixFileAttributes old
                ? Metadata.ofReplacing(file, old, source)
                : Metadata.ofNew(file, granted(name), source);
    }

    private Mode granted(Path name) throws IOException {
        Path trial = place.resolve(name + ".trial");
        Files.createFile(trial, Metadata.ALL);
        try {
            return Mode.of(Files.getPosixFilePermissions(trial, NOFOLLOW_LINKS));
        } finally {
            Files.deleteIfExists(trial);
        }
    }

    @Override
    public void move(Path name, Directory target, Path newName, boolean replace) throws IOException {
        if (!(target instanceof CheckedDirectory there)) {
            throw new IllegalArgumentException("the directories are of different kinds");
        }
        Path from = checked(name);
        Path to = there.checked(newName);
        if (replace) {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } else {
            Files.move(from, to);
        }
    }

    @Override
    public void publish(Path name, Path newName) throws IOException {
        new LinkOrMove(Files::createLink).publish(checked(name), place.resolve(newName));
    }

    @Override
    @SuppressWarnings("StreamResourceLeak") // One pass outlives this call; close() ends it.
    public @Nullable Path next() throws IOException {
        try {
            if (names == null) {
                check();
                stream = Files.newDirectoryStream(place);
                check();
                names = stream.iterator();
            }
            return names.hasNext() ? names.next().getFileName() : null;
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    @Override
    public List<Path> names(Predicate<Path> wanted) throws IOException {
        check();
        try (DirectoryStream<Path> once = Files.newDirectoryStream(place)) {
            check();
            return SecureDirectory.names(once, wanted);
        }
    }

    @Override
    public void sync() throws IOException {
        check();
        try (SeekableByteChannel channel = Files.newByteChannel(place, StandardOpenOption.READ)) {
            if (channel instanceof FileChannel file) {
                file.force(true);
            }
        } catch (FileSystemException e) {
            // Windows cannot open a directory as a file; its journal covers the rename.
            if (posix) {
                throw e;
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (stream != null) {
            stream.close();
        }
    }

    /**
     * Returns whether {@code file} is the file of {@code key}, and has no other name. Returns true if the system does
     * not report the number of names.
     */
    static boolean hasOneName(Path file, @Nullable Object key) throws IOException {
        if (!Objects.equals(
                key,
                Files.readAttributes(file, BasicFileAttributes.class, NOFOLLOW_LINKS)
                        .fileKey())) {
            return false;
        }
        try {
            return (int) Files.getAttribute(file, "unix:nlink", NOFOLLOW_LINKS) == 1;
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            return true;
        }
    }

    private Path checked(Path name) throws IOException {
        check();
        return place.resolve(name);
    }

    private void check() throws IOException {
        for (Step step : trail) {
            if (!Objects.equals(key(step.place()), step.key())) {
                throw new NotDirectoryException(step.place().toString());
            }
        }
    }

    /**
     * Returns the identifier that distinguishes this directory from another under the same path; null if the system has
     * none. Throws if there is no directory.
     */
    private static @Nullable Object key(Path place) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(place, BasicFileAttributes.class, NOFOLLOW_LINKS);
        if (!attributes.isDirectory() || attributes.isOther()) {
            throw new NotDirectoryException(place.toString());
        }
        return attributes.fileKey();
    }
}
