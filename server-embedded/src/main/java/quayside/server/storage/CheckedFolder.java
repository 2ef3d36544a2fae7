package quayside.server.storage;

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
import org.jspecify.annotations.Nullable;
import quayside.protocol.files.Metadata;
import quayside.protocol.files.NativeFile;
import quayside.protocol.files.Unkept;
import quayside.protocol.message.Mode;
import quayside.protocol.message.Names;

/**
 * A folder known by its path, where the system has no descriptors of folders. Every folder on the way is checked before each
 * operation, and again after something was opened; what changes in between and back again is not seen.
 */
final class CheckedFolder implements Folder {
    private final List<Step> trail;
    private final Path place;
    private final boolean posix;
    private @Nullable DirectoryStream<Path> stream;
    private @Nullable Iterator<Path> names;

    private record Step(Path place, @Nullable Object key) {}

    private CheckedFolder(List<Step> trail, boolean posix) {
        this.trail = trail;
        this.place = trail.getLast().place();
        this.posix = posix;
    }

    /** @param posix whether the system knows who may run a file */
    static CheckedFolder root(Path root, boolean posix) throws IOException {
        return new CheckedFolder(List.of(new Step(root, folderKey(root))), posix);
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
            throw DiskFaults.missingWhereNoName(e);
        }
        if (!attributes.isSymbolicLink()) {
            String trueName = String.valueOf(entry.toRealPath(NOFOLLOW_LINKS).getFileName());
            if (isShortForm(name.toString(), trueName)) {
                throw new NoSuchFileException(name.toString());
            }
        }
        return attributes;
    }

    /**
     * Whether {@code asked} is more than another spelling of the name that the system knows: a short form (GIT~1) must not reach what the name itself would
     * hide, or what is protected under it.
     */
    static boolean isShortForm(String asked, String trueName) {
        boolean held = Names.isReserved(trueName) || Names.isHidden(trueName);
        return held ? !trueName.equals(asked) : !Names.folded(trueName).equals(Names.folded(asked));
    }

    @Override
    public @Nullable FileTime changed(Path name, BasicFileAttributes attributes) throws IOException {
        check();
        return SecureFolder.changed(place.resolve(name), attributes.fileKey());
    }

    @Override
    public NativeFile.Writers writers(Path name, BasicFileAttributes attributes) {
        return NativeFile.Writers.UNKNOWN;
    }

    @Override
    public boolean seemsFree(Path name) {
        return false;
    }

    @Override
    public Folder open(Path name) throws IOException {
        check();
        BasicFileAttributes attributes = attributes(name);
        if (!attributes.isDirectory() || attributes.isOther()) {
            throw new NotDirectoryException(name.toString());
        }
        List<Step> longer = new ArrayList<>(trail);
        longer.add(new Step(place.resolve(name), attributes.fileKey()));
        CheckedFolder folder = new CheckedFolder(List.copyOf(longer), posix);
        folder.check();
        return folder;
    }

    @Override
    public SeekableByteChannel openFile(Path name, Opening opening) throws IOException {
        check();
        SeekableByteChannel channel =
                Files.newByteChannel(place.resolve(name), opening.options(), Permissions.forOwnFile(posix));
        try {
            check();
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public void makeFolder(Path name, FileAttribute<?>... attributes) throws IOException {
        check();
        Files.createDirectory(place.resolve(name), attributes);
    }

    @Override
    public boolean makesFolders() {
        return false;
    }

    @Override
    public void deleteFile(Path name) throws IOException {
        check();
        Files.delete(place.resolve(name));
    }

    @Override
    public void deleteFolder(Path name) throws IOException {
        check();
        Files.delete(place.resolve(name));
    }

    @Override
    public void setModified(Path name, FileTime modified) throws IOException {
        check();
        Files.getFileAttributeView(place.resolve(name), BasicFileAttributeView.class, NOFOLLOW_LINKS)
                .setTimes(modified, null, null);
    }

    @Override
    public Set<Unkept> dress(Path name, Folder target, @Nullable Path replaced, Optional<Mode> source)
            throws IOException {
        check();
        PosixFileAttributeView file = posix
                ? Files.getFileAttributeView(place.resolve(name), PosixFileAttributeView.class, NOFOLLOW_LINKS)
                : null;
        if (file == null) {
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
    public void move(Path name, Folder target, Path newName, boolean replace) throws IOException {
        if (!(target instanceof CheckedFolder folder)) {
            throw new IllegalArgumentException("folders of two kinds");
        }
        check();
        folder.check();
        Path to = folder.place.resolve(newName);
        if (replace) {
            Files.move(place.resolve(name), to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } else {
            Files.move(place.resolve(name), to);
        }
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
    public void sync() throws IOException {
        check();
        try (SeekableByteChannel channel = Files.newByteChannel(place, StandardOpenOption.READ)) {
            if (channel instanceof FileChannel file) {
                file.force(true);
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (stream != null) {
            stream.close();
        }
    }

    private void check() throws IOException {
        for (Step step : trail) {
            if (!Objects.equals(folderKey(step.place()), step.key())) {
                throw new NotDirectoryException(step.place().toString());
            }
        }
    }

    /** What tells a folder from another one under the same path, as far as the system knows such a thing. */
    private static @Nullable Object folderKey(Path place) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(place, BasicFileAttributes.class, NOFOLLOW_LINKS);
        if (!attributes.isDirectory() || attributes.isOther()) {
            throw new NotDirectoryException(place.toString());
        }
        return attributes.fileKey();
    }
}
