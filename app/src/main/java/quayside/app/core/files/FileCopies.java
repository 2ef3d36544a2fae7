package quayside.app.core.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.app.core.text.AppReason;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.files.Directory;
import quayside.protocol.files.Disk;
import quayside.protocol.files.FileProblem;
import quayside.protocol.files.FileTimes;
import quayside.protocol.files.PartNames;
import quayside.protocol.text.Phrase;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

/**
 * Copies and moves files and folders within this computer. Nothing is replaced: what comes under a taken name gets a
 * number. A copy gets its name once it is whole; until then it has a name of the program's own. Every method blocks on
 * the disk.
 */
public final class FileCopies {
    private static final int MAX_TRIES = 10_000;
    private static final Logger LOG = LoggerFactory.getLogger(FileCopies.class);
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private final Cancellation cancellation;
    private final Disk disk;

    /** Whether everything is to be on the disk before the copy gets its name. */
    private boolean sync;

    /** Whether the times of the copied files are exactly those of their sources. */
    private boolean exact = true;

    /** @param disk names what is copied */
    FileCopies(Cancellation cancellation, Disk disk) {
        this.cancellation = cancellation;
        this.disk = disk;
    }

    /**
     * Copies a file, a link, or a folder with its content into {@code folder}. If that fails or is cancelled, nothing
     * is left there.
     *
     * @return the path of the copy
     */
    public static Path copy(Path source, Path folder, Cancellation cancellation) throws IOException {
        return new FileCopies(cancellation, Disk.ofSystem()).copy(source, folder);
    }

    /**
     * Moves in the same way. Between two disks it copies, and deletes what it has copied once the copy is on the disk;
     * what was added or changed meanwhile stays.
     */
    public static Path move(Path source, Path folder, Cancellation cancellation) throws IOException {
        return new FileCopies(cancellation, Disk.ofSystem()).move(source, folder);
    }

    Path copy(Path source, Path folder) throws IOException {
        try {
            return copied(source, folder, nameOf(source, folder));
        } catch (IOException e) {
            throw FileProblem.named(e);
        }
    }

    private Path move(Path source, Path folder) throws IOException {
        if (folder.toAbsolutePath().equals(source.toAbsolutePath().getParent())) {
            return source;
        }
        try {
            String name = nameOf(source, folder);
            try {
                return moved(source, folder, name);
            } catch (AtomicMoveNotSupportedException e) {
                return moveToOtherDisk(source, folder, name);
            }
        } catch (IOException e) {
            throw FileProblem.named(e);
        }
    }

    /** Moves on one disk. */
    private static Path moved(Path source, Path folder, String name) throws IOException {
        boolean isFolder = Files.isDirectory(source, LinkOption.NOFOLLOW_LINKS);
        for (int i = 1; ; i++) {
            Path target = free(folder, name, isFolder, i);
            try {
                moveTo(target, source);
                return target;
            } catch (FileAlreadyExistsException e) {
                LOG.debug("A name was taken meanwhile", e);
            }
        }
    }

    /**
     * Moves on one disk to a name that was free a moment ago.
     *
     * @throws FileAlreadyExistsException if the name is taken; only an empty folder may be replaced by a folder
     */
    static void moveTo(Path target, Path source) throws IOException {
        if (Files.isDirectory(source, LinkOption.NOFOLLOW_LINKS) || !isNamedToo(source, target)) {
            Path _ = Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
            return;
        }
        try {
            Files.delete(source);
        } catch (IOException e) {
            Files.deleteIfExists(target);
            throw e;
        }
    }

    /**
     * Gives a file or a link a second name, because a move would replace what took that name just now. Returns whether
     * the disk can do that.
     */
    private static boolean isNamedToo(Path source, Path target) throws IOException {
        try {
            if (Files.isSymbolicLink(source)) {
                Files.createSymbolicLink(target, Files.readSymbolicLink(source));
            } else {
                Files.createLink(target, source);
            }
            return true;
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (FileSystemException | UnsupportedOperationException e) {
            LOG.debug("The disk gives no second name", e);
            return false;
        }
    }

    /** Moves as between two disks. */
    Path moveToOtherDisk(Path source, Path folder, String name) throws IOException {
        sync = true;
        Path copy = copied(source, folder, name);
        deleteCopied(source, copy, exact);
        return copy;
    }

    private static String nameOf(Path source, Path folder) throws IOException {
        Path name = source.getFileName();
        if (name == null || folder.toRealPath().startsWith(source.toRealPath(LinkOption.NOFOLLOW_LINKS))) {
            throw new ProtocolException(AppReason.INTO_ITSELF, name == null ? source : name);
        }
        return name.toString();
    }

    private Path copied(Path source, Path folder, String name) throws IOException {
        Path part = PartNames.random(new SecureRandom()).part(folder);
        try {
            Files.walkFileTree(source, new Copying(source, part));
            return named(part, folder, name);
        } catch (FileSystemException e) {
            if (!part.toString().equals(e.getFile())) {
                throw e;
            }
            ProtocolException problem = FileProblem.local(e);
            throw new ProtocolException(problem.fault(), Sentence.of(Phrase.ABOUT, name, problem.sentence()), e);
        } finally {
            if (Files.exists(part, LinkOption.NOFOLLOW_LINKS)) {
                new LocalFiles().delete(part);
            }
        }
    }

    /** Gives a whole copy its name, or the first free one with a number. */
    private Path named(Path part, Path folder, String name) throws IOException {
        boolean isFolder = Files.isDirectory(part, LinkOption.NOFOLLOW_LINKS);
        try (Directory directory = disk.open(folder)) {
            for (int i = 1; ; i++) {
                Path target = free(folder, name, isFolder, i);
                try {
                    if (Files.isRegularFile(part, LinkOption.NOFOLLOW_LINKS)) {
                        directory.publish(part.getFileName(), target.getFileName());
                    } else {
                        directory.move(part.getFileName(), directory, target.getFileName(), false);
                    }
                    if (sync) {
                        directory.sync();
                    }
                    return target;
                } catch (FileAlreadyExistsException e) {
                    // Somebody else took it just now.
                    LOG.debug("A name was taken meanwhile", e);
                }
            }
        }
    }

    private static Path free(Path folder, String name, boolean isFolder, int from) throws IOException {
        int dot = isFolder ? -1 : name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        String ending = dot > 0 ? name.substring(dot) : "";
        for (int i = from; i <= MAX_TRIES; i++) {
            Path target = folder.resolve(i == 1 ? name : stem + " (" + i + ")" + ending);
            if (Files.notExists(target, LinkOption.NOFOLLOW_LINKS)) {
                return target;
            }
        }
        throw new ProtocolException(AppReason.NO_NAME_LEFT, name);
    }

    /**
     * Deletes the tree {@code source}, whose copy is {@code target}. Stops at what has no equal copy.
     *
     * @param exact whether the disk of the copy keeps times exactly
     */
    static void deleteCopied(Path source, Path target, boolean exact) throws IOException {
        Files.walkFileTree(source, new LocalFiles.Deleting() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes now) throws IOException {
                BasicFileAttributes copy = Files.readAttributes(
                        target.resolve(source.relativize(file).toString()),
                        BasicFileAttributes.class,
                        LinkOption.NOFOLLOW_LINKS);
                FileTime stored = copy.lastModifiedTime();
                boolean same = now.size() == copy.size()
                        && (exact
                                ? stored.equals(now.lastModifiedTime())
                                : FileTimes.isOf(
                                        stored.toInstant(),
                                        now.lastModifiedTime().toInstant()));
                if (now.isRegularFile() && !same) {
                    throw new ProtocolException(Reason.CHANGED_WHILE_READ, String.valueOf(file.getFileName()));
                }
                return super.visitFile(file, now);
            }
        });
    }

    private final class Copying extends SimpleFileVisitor<Path> {
        private final Path source;
        private final Path part;

        Copying(Path source, Path part) {
            this.source = source;
            this.part = part;
        }

        private static boolean isPosix(Path path) throws IOException {
            return Files.getFileStore(path).supportsFileAttributeView(PosixFileAttributeView.class);
        }

        private Path placeOf(Path path) {
            return path.equals(source)
                    ? part
                    : part.resolve(source.relativize(path).toString());
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
            Path made = placeOf(folder);
            Path parent = made.getParent();
            if (parent != null && isPosix(folder) && isPosix(parent)) {
                // Nobody else reads it while it is filled; then it is as private as its source.
                Files.createDirectory(made, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            } else {
                Files.createDirectory(made);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            cancellation.check();
            Path copy = placeOf(file);
            Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
            if (sync && attributes.isRegularFile()) {
                OpenOption way = Disk.isPosix(copy) ? StandardOpenOption.READ : StandardOpenOption.WRITE;
                try (FileChannel channel = FileChannel.open(copy, way)) {
                    channel.force(true);
                }
                exact &= Files.getLastModifiedTime(copy).equals(attributes.lastModifiedTime());
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
            if (failure != null) {
                throw failure;
            }
            Path made = placeOf(folder);
            if (sync) {
                try (Directory directory = disk.open(made)) {
                    directory.sync();
                }
            }
            if (isPosix(folder) && isPosix(made)) {
                Files.setPosixFilePermissions(made, Files.getPosixFilePermissions(folder));
            }
            Files.setLastModifiedTime(made, Files.getLastModifiedTime(folder));
            return FileVisitResult.CONTINUE;
        }
    }
}
