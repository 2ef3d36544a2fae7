package quayside.app.core.files;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import quayside.app.core.text.AppReason;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.files.FileProblem;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

/**
 * Copies and moves files and folders within this computer. Nothing is replaced: what comes under a taken name gets a
 * number. Every method blocks on the disk.
 */
public final class FileCopies {
    private static final int MAX_TRIES = 10_000;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private FileCopies() {}

    /**
     * Copies a file, a link, or a folder with its content into {@code folder}. If that fails or is cancelled, nothing
     * is left there.
     *
     * @return the path of the copy
     */
    public static Path copy(Path source, Path folder, Cancellation cancellation) throws IOException {
        return placed(source, folder, target -> copyTree(source, target, cancellation));
    }

    /**
     * Moves in the same way. Between two disks it copies, and then deletes what it has copied; what was added or changed
     * meanwhile stays.
     */
    public static Path move(Path source, Path folder, Cancellation cancellation) throws IOException {
        if (folder.toAbsolutePath().equals(source.toAbsolutePath().getParent())) {
            return source;
        }
        return placed(source, folder, target -> {
            try {
                Files.move(source, target);
            } catch (DirectoryNotEmptyException e) {
                // A folder does not move from one disk to another.
                copyTree(source, target, cancellation);
                deleteCopied(source, target);
            }
        });
    }

    private interface Placing {
        void at(Path target) throws IOException;
    }

    private static Path placed(Path source, Path folder, Placing placing) throws IOException {
        try {
            Path name = source.getFileName();
            if (name == null || folder.toRealPath().startsWith(source.toRealPath(LinkOption.NOFOLLOW_LINKS))) {
                throw new ProtocolException(AppReason.INTO_ITSELF, name == null ? source : name);
            }
            Path target = free(folder, name.toString(), Files.isDirectory(source, LinkOption.NOFOLLOW_LINKS));
            placing.at(target);
            return target;
        } catch (IOException e) {
            throw FileProblem.named(e);
        }
    }

    private static Path free(Path folder, String name, boolean isFolder) throws IOException {
        int dot = isFolder ? -1 : name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        String ending = dot > 0 ? name.substring(dot) : "";
        for (int i = 1; i <= MAX_TRIES; i++) {
            Path target = folder.resolve(i == 1 ? name : stem + " (" + i + ")" + ending);
            if (Files.notExists(target, LinkOption.NOFOLLOW_LINKS)) {
                return target;
            }
        }
        throw new ProtocolException(AppReason.NO_NAME_LEFT, name);
    }

    private static void copyTree(Path source, Path target, Cancellation cancellation) throws IOException {
        boolean complete = false;
        Copying copying = new Copying(source, target, cancellation);
        try {
            Files.walkFileTree(source, copying);
            complete = true;
        } finally {
            // What somebody else has put there meanwhile stays.
            if (!complete && copying.begun) {
                new LocalFiles().delete(target);
            }
        }
    }

    /** Deletes the tree {@code source}, whose copy is {@code target}. Stops at what has no equal copy. */
    static void deleteCopied(Path source, Path target) throws IOException {
        Files.walkFileTree(source, new LocalFiles.Deleting() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes now) throws IOException {
                BasicFileAttributes copy = Files.readAttributes(
                        target.resolve(source.relativize(file).toString()),
                        BasicFileAttributes.class,
                        LinkOption.NOFOLLOW_LINKS);
                // Another disk may keep times less exactly.
                long apart = Duration.between(
                                now.lastModifiedTime().toInstant(),
                                copy.lastModifiedTime().toInstant())
                        .abs()
                        .toSeconds();
                if (now.isRegularFile() && (now.size() != copy.size() || apart > 2)) {
                    throw new ProtocolException(Reason.CHANGED_WHILE_READ, String.valueOf(file.getFileName()));
                }
                return super.visitFile(file, now);
            }
        });
    }

    private static final class Copying extends SimpleFileVisitor<Path> {
        private final Path source;
        private final Path target;
        private final Cancellation cancellation;

        /** Whether something of the copy may exist. */
        private boolean begun;

        Copying(Path source, Path target, Cancellation cancellation) {
            this.source = source;
            this.target = target;
            this.cancellation = cancellation;
        }

        private static boolean isPosix(Path path) throws IOException {
            return Files.getFileStore(path).supportsFileAttributeView(PosixFileAttributeView.class);
        }

        private Path placeOf(Path path) {
            return target.resolve(source.relativize(path).toString());
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
            begun = true;
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            cancellation.check();
            Path copy = file.equals(source) ? target : placeOf(file);
            try {
                Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
                begun = true;
            } catch (FileAlreadyExistsException e) {
                throw e;
            } catch (IOException e) {
                begun |= Files.exists(copy, LinkOption.NOFOLLOW_LINKS);
                throw e;
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
            if (failure != null) {
                throw failure;
            }
            if (isPosix(folder) && isPosix(placeOf(folder))) {
                Files.setPosixFilePermissions(placeOf(folder), Files.getPosixFilePermissions(folder));
            }
            FileTime modified = Files.getLastModifiedTime(folder);
            Files.setLastModifiedTime(placeOf(folder), modified);
            return FileVisitResult.CONTINUE;
        }
    }
}
