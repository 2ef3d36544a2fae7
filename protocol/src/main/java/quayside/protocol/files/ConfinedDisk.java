package quayside.protocol.files;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import quayside.protocol.message.Mode;

/**
 * This computer's file system below a trusted folder, by descriptors: see {@link Disk.Within}. What lies in the trusted folder itself is reached by its path.
 *
 * <p>Java has no hard links by descriptor. So below the trusted folder a file takes a free name by a look and a renaming, one after the other for this whole
 * program; a file that another program puts there in those microseconds is replaced.
 */
final class ConfinedDisk implements Disk.Within {
    private static final ReentrantLock PUBLISHING = new ReentrantLock();

    private final LocalDisk disk;
    private final Path top;
    private final FolderDescent descent;
    private final SecureRandom random = new SecureRandom();

    ConfinedDisk(LocalDisk disk, Path top, FolderDescent descent) {
        this.disk = disk;
        this.top = top;
        this.descent = descent;
    }

    private boolean isTrusted(Path folder) {
        return folder.equals(top) || !folder.startsWith(top);
    }

    /** What is done to an entry of an open folder. */
    @FunctionalInterface
    private interface Work<T> {
        T with(SecureDirectoryStream<Path> folder, Path name) throws IOException;
    }

    private interface ByPath<T> {
        T run() throws IOException;
    }

    private <T> T at(Path entry, ByPath<T> byPath, Work<T> work) throws IOException {
        Path folder = Objects.requireNonNull(entry.getParent());
        return isTrusted(folder)
                ? byPath.run()
                : descent.in(folder, open -> work.with(open, Objects.requireNonNull(entry.getFileName())));
    }

    private interface Change {
        void with(SecureDirectoryStream<Path> folder, Path name) throws IOException;
    }

    private interface ChangeByPath {
        void run() throws IOException;
    }

    private void change(Path entry, ChangeByPath byPath, Change change) throws IOException {
        boolean _ = at(
                entry,
                () -> {
                    byPath.run();
                    return true;
                },
                (folder, name) -> {
                    change.with(folder, name);
                    return true;
                });
    }

    private static BasicFileAttributeView view(SecureDirectoryStream<Path> folder, Path name) {
        return folder.getFileAttributeView(name, BasicFileAttributeView.class, NOFOLLOW_LINKS);
    }

    private static FileChannel open(
            SecureDirectoryStream<Path> folder, Path name, Set<OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        if (folder.newByteChannel(name, options, attributes) instanceof FileChannel file) {
            return file;
        }
        throw new FileSystemException(name.toString(), null, "this file system has no files that can be locked");
    }

    @Override
    public boolean makeFolder(Path folder, Optional<Mode> source) throws IOException {
        Path name = folder.getFileName();
        Path above = Objects.requireNonNull(folder.getParent());
        if (!above.startsWith(top)) {
            return disk.makeFolderByPath(folder, source);
        }
        return descent.natively(above, (parent, itself) -> {
            if (exists(parent, name)) {
                if (!view(parent, name).readAttributes().isDirectory()) {
                    throw new FileAlreadyExistsException(folder.toString());
                }
                return true;
            }
            if (itself != null) {
                itself.makeFolder(name, source.orElse(new Mode(Mode.MOST)).withOwner());
            } else if (above.equals(top)) {
                return disk.makeFolderByPath(folder, source);
            } else {
                makeAndMove(folder, parent, source);
            }
            return false;
        });
    }

    /** Java makes folders by path only: there where the path is trusted, and then it is moved. */
    private void makeAndMove(Path folder, SecureDirectoryStream<Path> parent, Optional<Mode> source)
            throws IOException {
        Path made = PartName.random(random).part(top);
        Files.createDirectory(made, Metadata.ofFolder(LocalDisk.isPosix(made), source));
        boolean moved = false;
        try {
            descent.in(top, above -> {
                above.move(made.getFileName(), parent, folder.getFileName());
                return true;
            });
            moved = true;
        } catch (AtomicMoveNotSupportedException e) {
            throw new FileSystemException(folder.toString(), null, "it lies on another disk than the folder above");
        } finally {
            if (!moved) {
                Files.deleteIfExists(made);
            }
        }
    }

    private static boolean exists(SecureDirectoryStream<Path> folder, Path name) throws IOException {
        try {
            view(folder, name).readAttributes();
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    @Override
    public FileChannel createPart(Path part) throws IOException {
        return at(
                part,
                () -> disk.createPart(part),
                (folder, name) -> open(folder, name, LocalDisk.NEW, LocalDisk.ownerOnly(part)));
    }

    @Override
    public Optional<FileChannel> openPart(Path part) throws IOException {
        return at(part, () -> disk.openPart(part), (folder, name) -> {
            try {
                BasicFileAttributes found = view(folder, name).readAttributes();
                return found.isRegularFile() && LocalDisk.hasOneName(part, found.fileKey())
                        ? Optional.of(open(folder, name, LocalDisk.THERE))
                        : Optional.empty();
            } catch (NoSuchFileException | AccessDeniedException e) {
                return Optional.empty();
            }
        });
    }

    @Override
    public Optional<FileChannel> lockRecord(Path record, boolean create) throws IOException {
        return at(
                record,
                () -> disk.lockRecord(record, create),
                (folder, name) -> LocalDisk.HELD.lock(
                        new HeldRecords.Place() {
                            @Override
                            public void create() throws IOException {
                                ConfinedDisk.open(folder, name, LocalDisk.NEW, LocalDisk.ownerOnly(record))
                                        .close();
                            }

                            @Override
                            public @Nullable Object key() throws IOException {
                                return view(folder, name).readAttributes().fileKey();
                            }

                            @Override
                            public FileChannel open() throws IOException {
                                return ConfinedDisk.open(folder, name, LocalDisk.THERE);
                            }
                        },
                        create));
    }

    @Override
    public BasicFileAttributes attributes(Path file) throws IOException {
        return at(
                file,
                () -> disk.attributes(file),
                (folder, name) -> view(folder, name).readAttributes());
    }

    @Override
    public Instant touched(Path file) throws IOException {
        return at(
                file,
                () -> disk.touched(file),
                (folder, name) -> TouchedTime.of(file, view(folder, name).readAttributes()));
    }

    @Override
    public void setModified(Path file, FileTime modified) throws IOException {
        Path folder = Objects.requireNonNull(file.getParent());
        if (!folder.startsWith(top)) {
            disk.setModified(file, modified);
            return;
        }
        boolean _ = descent.natively(folder, (open, itself) -> {
            if (itself != null) {
                itself.setModified(file.getFileName(), modified.toInstant());
            } else {
                view(open, file.getFileName()).setTimes(StoredTime.nearest(modified), null, null);
            }
            return true;
        });
    }

    @Override
    public Set<Unkept> dress(Path part, Optional<Path> replaced, Optional<Mode> source) throws IOException {
        Path parent = Objects.requireNonNull(part.getParent());
        if (!parent.startsWith(top)) {
            return disk.dress(part, replaced, source);
        }
        Path name = part.getFileName();
        return descent.natively(parent, (folder, itself) -> {
            if (itself != null) {
                return itself.dress(name, itself, replaced.map(Path::getFileName), source, () -> granted(folder, part));
            }
            PosixFileAttributeView view = posixView(folder, name);
            if (view == null) {
                return Set.of();
            }
            return replaced.isPresent()
                    ? Metadata.ofReplacing(
                            view,
                            Objects.requireNonNull(
                                            posixView(folder, replaced.get().getFileName()))
                                    .readAttributes(),
                            source)
                    : Metadata.ofNew(view, granted(folder, part), source);
        });
    }

    /** Null where the file system has no modes. */
    private static @Nullable PosixFileAttributeView posixView(SecureDirectoryStream<Path> folder, Path name) {
        return folder.getFileAttributeView(name, PosixFileAttributeView.class, NOFOLLOW_LINKS);
    }

    private static Mode granted(SecureDirectoryStream<Path> folder, Path part) throws IOException {
        Path trial = PartName.trial(part).getFileName();
        open(folder, trial, LocalDisk.NEW, Metadata.ALL).close();
        try {
            return Mode.of(Objects.requireNonNull(posixView(folder, trial))
                    .readAttributes()
                    .permissions());
        } finally {
            delete(folder, trial);
        }
    }

    @Override
    public void publish(Path part, Path place) throws IOException {
        change(part, () -> disk.publish(part, place), (folder, name) -> {
            PUBLISHING.lock();
            try {
                if (exists(folder, place.getFileName())) {
                    throw new FileAlreadyExistsException(place.toString());
                }
                folder.move(name, folder, place.getFileName());
            } finally {
                PUBLISHING.unlock();
            }
        });
    }

    @Override
    public void renamePart(Path part, Path other) throws IOException {
        change(
                part,
                () -> disk.renamePart(part, other),
                (folder, name) -> folder.move(name, folder, other.getFileName()));
    }

    @Override
    public void publishReplacing(Path part, Path place) throws IOException {
        change(
                part,
                () -> disk.publishReplacing(part, place),
                (folder, name) -> folder.move(name, folder, place.getFileName()));
    }

    @Override
    public void delete(Path file) throws IOException {
        change(file, () -> disk.delete(file), ConfinedDisk::delete);
    }

    private static void delete(SecureDirectoryStream<Path> folder, Path name) throws IOException {
        try {
            folder.deleteFile(name);
        } catch (NoSuchFileException e) {
            // Nothing to do.
        }
    }

    @Override
    public void syncFolder(Path folder) throws IOException {
        if (isTrusted(folder)) {
            disk.syncFolder(folder);
            return;
        }
        boolean _ = descent.in(folder, open -> {
            try (FileChannel itself = open(open, folder.getFileSystem().getPath("."), LocalDisk.FOLDER)) {
                itself.force(true);
            } catch (FileSystemException e) {
                // As LocalDisk has it.
                if (open.getFileAttributeView(PosixFileAttributeView.class) != null) {
                    throw e;
                }
            }
            return true;
        });
    }

    @Override
    public long freeBytes(Path folder) {
        return disk.freeBytes(folder);
    }

    @Override
    public NameFolding folding(Path folder, PartName name) throws IOException {
        return isTrusted(folder)
                ? disk.folding(folder, name)
                : descent.in(
                        folder,
                        open -> LocalDisk.folding(folder, name, (made, other) -> {
                            open(open, made.getFileName(), LocalDisk.NEW).close();
                            try {
                                return exists(open, other.getFileName());
                            } finally {
                                delete(open, made.getFileName());
                            }
                        }));
    }

    @Override
    public List<Path> leftovers(Path folder) throws IOException {
        if (isTrusted(folder)) {
            return disk.leftovers(folder);
        }
        return descent.in(folder, open -> {
            List<Path> found = new ArrayList<>();
            // A stream can be read once only.
            try (SecureDirectoryStream<Path> again =
                    open.newDirectoryStream(folder.getFileSystem().getPath("."), NOFOLLOW_LINKS)) {
                for (Path file : again) {
                    if (PartName.isLeftover(file)) {
                        found.add(folder.resolve(file.getFileName()));
                    }
                }
            } catch (DirectoryIteratorException e) {
                throw e.getCause();
            }
            return found;
        });
    }

    @Override
    public Disk.Within within(Path folder) throws IOException {
        return disk.within(folder);
    }

    @Override
    public void close() throws IOException {
        descent.close();
    }
}
