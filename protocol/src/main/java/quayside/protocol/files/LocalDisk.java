package quayside.protocol.files;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import quayside.protocol.message.Mode;

/** The file system of this computer. */
public final class LocalDisk implements Disk {
    /** Of the whole program, as the system's locks are. */
    static final HeldRecords HELD = new HeldRecords();

    static final Set<OpenOption> NEW = Set.of(
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS);
    static final Set<OpenOption> THERE =
            Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    static final Set<OpenOption> FOLDER = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

    @Override
    public Within within(Path folder) throws IOException {
        Optional<FolderDescent> descent = FolderDescent.below(folder);
        return descent.isPresent() ? new ConfinedDisk(this, folder, descent.get()) : new CheckedDisk(this, folder);
    }

    /** As {@link Disk.Within#makeFolder}, where the path is trusted. */
    boolean makeFolderByPath(Path folder, Optional<Mode> source) throws IOException {
        try {
            Files.createDirectory(folder, Metadata.ofFolder(isPosix(folder), source));
            return false;
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                throw e;
            }
            return true;
        }
    }

    @Override
    public FileChannel createPart(Path part) throws IOException {
        return FileChannel.open(part, NEW, ownerOnly(part));
    }

    static FileAttribute<?>[] ownerOnly(Path part) {
        return isPosix(part) ? new FileAttribute<?>[] {Metadata.OWNER_ONLY} : new FileAttribute<?>[0];
    }

    static boolean isPosix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    @Override
    public Optional<FileChannel> openPart(Path part) throws IOException {
        try {
            return Files.isRegularFile(part, LinkOption.NOFOLLOW_LINKS) && names(part) == 1
                    ? Optional.of(FileChannel.open(part, THERE))
                    : Optional.empty();
        } catch (NoSuchFileException | AccessDeniedException e) {
            // What was about to take its name may be one that even its owner is not to write to.
            return Optional.empty();
        }
    }

    /** How many names the file has; 1 where the system does not tell. */
    private static int names(Path file) throws IOException {
        try {
            return (int) Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS);
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            return 1;
        }
    }

    /** Whether {@code file} still leads to the file of {@code key}, and that has no other name; true where the system does not tell. */
    static boolean hasOneName(Path file, @Nullable Object key) throws IOException {
        return Objects.equals(
                        key,
                        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                                .fileKey())
                && names(file) == 1;
    }

    @Override
    public Optional<FileChannel> lockRecord(Path record, boolean create) throws IOException {
        return HELD.lock(record, create);
    }

    @Override
    public BasicFileAttributes attributes(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public Instant touched(Path file) throws IOException {
        return TouchedTime.of(file, Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
    }

    @Override
    public void setModified(Path file, FileTime modified) throws IOException {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
        try (NativeFolder itself = itself(folder)) {
            if (itself != null) {
                itself.setModified(file.getFileName(), modified.toInstant());
            } else {
                Files.setLastModifiedTime(file, StoredTime.nearest(modified));
            }
        }
    }

    /** Null where the system has no such calls. */
    private static @Nullable NativeFolder itself(Path folder) throws IOException {
        Object key = Files.readAttributes(folder, BasicFileAttributes.class).fileKey();
        return NativeFolder.of(folder, folder, key).orElse(null);
    }

    @Override
    public Set<Unkept> dress(Path part, Optional<Path> replaced, Optional<Mode> source) throws IOException {
        try (NativeFolder itself =
                itself(Objects.requireNonNull(part.toAbsolutePath().getParent()))) {
            if (itself != null) {
                return itself.dress(
                        part.getFileName(), itself, replaced.map(Path::getFileName), source, () -> granted(part));
            }
        }
        PosixFileAttributeView view = view(part);
        if (view == null) {
            return Set.of();
        }
        return replaced.isPresent()
                ? Metadata.ofReplacing(
                        view, Objects.requireNonNull(view(replaced.get())).readAttributes(), source)
                : Metadata.ofNew(view, granted(part), source);
    }

    /** Null where the file system has no modes. */
    private static @Nullable PosixFileAttributeView view(Path file) {
        return Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }

    /** What the folder of {@code part} grants to new files at most. */
    Mode granted(Path part) throws IOException {
        Path trial = PartName.trial(part);
        Files.createFile(trial, Metadata.ALL);
        try {
            return Mode.of(Files.getPosixFilePermissions(trial, LinkOption.NOFOLLOW_LINKS));
        } finally {
            Files.deleteIfExists(trial);
        }
    }

    @Override
    public void publish(Path part, Path place) throws IOException {
        new LinkOrMove(Files::createLink).publish(part, place);
    }

    @Override
    public void renamePart(Path part, Path other) throws IOException {
        Files.move(part, other, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void publishReplacing(Path part, Path place) throws IOException {
        Files.move(part, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
    }

    @Override
    public void syncFolder(Path folder) throws IOException {
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        } catch (FileSystemException e) {
            // Windows opens no folder as a file; it journals the rename itself.
            if (Files.getFileAttributeView(folder, PosixFileAttributeView.class) != null) {
                throw e;
            }
        }
    }

    @Override
    public long freeBytes(Path folder) {
        // Asking for the folder's FileStore would read the table of all mounts each time.
        return freeBytes(folder.toFile());
    }

    /** 0 stands for a full disk and for one that does not tell; only the latter has no size either. */
    static long freeBytes(File folder) {
        long free = folder.getUsableSpace();
        return free > 0 || folder.getTotalSpace() > 0 ? free : -1;
    }

    @Override
    public NameFolding folding(Path folder, PartName name) throws IOException {
        return folding(folder, name, LocalDisk::isOne);
    }

    /** Whether a file made as the first is found as the second. */
    @FunctionalInterface
    interface Trial {
        boolean isOne(Path made, Path other) throws IOException;
    }

    static NameFolding folding(Path folder, PartName name, Trial trial) throws IOException {
        return new NameFolding(
                trial.isOne(name.part(folder), name.inUpperCase(folder)),
                canStoreAccents(folder, name)
                        && trial.isOne(name.withAccent(folder, false), name.withAccent(folder, true)));
    }

    private static boolean isOne(Path made, Path other) throws IOException {
        Files.createFile(made);
        try {
            return Files.exists(other, LinkOption.NOFOLLOW_LINKS);
        } finally {
            Files.delete(made);
        }
    }

    /** Where the encoding of the system has none, no name has any. */
    private static boolean canStoreAccents(Path folder, PartName name) {
        try {
            Path _ = name.withAccent(folder, true);
            return true;
        } catch (InvalidPathException e) {
            return false;
        }
    }

    @Override
    public List<Path> leftovers(Path folder) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, PartName::isLeftover)) {
            files.forEach(found::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return found;
    }
}
