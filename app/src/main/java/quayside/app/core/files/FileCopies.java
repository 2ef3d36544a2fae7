package quayside.app.core.files;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;
import quayside.app.core.text.AppReason;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.files.FileProblem;
import quayside.protocol.wire.ProtocolException;

/**
 * Copies and moves files and folders within this computer. Nothing is replaced: what comes under a taken name gets a
 * number. Every method blocks on the disk.
 */
public final class FileCopies {
    private static final int MAX_TRIES = 10_000;

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

    /** Moves in the same way. Between two disks it copies, and then deletes the source. */
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
                new LocalFiles().delete(source);
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
        try {
            Files.walkFileTree(source, new Copying(source, target, cancellation));
            complete = true;
        } finally {
            if (!complete && Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                new LocalFiles().delete(target);
            }
        }
    }

    private static final class Copying extends SimpleFileVisitor<Path> {
        private final Path source;
        private final Path target;
        private final Cancellation cancellation;

        Copying(Path source, Path target, Cancellation cancellation) {
            this.source = source;
            this.target = target;
            this.cancellation = cancellation;
        }

        private Path placeOf(Path path) {
            return target.resolve(source.relativize(path).toString());
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
            Files.createDirectory(placeOf(folder));
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            cancellation.check();
            Files.copy(
                    file,
                    file.equals(source) ? target : placeOf(file),
                    StandardCopyOption.COPY_ATTRIBUTES,
                    LinkOption.NOFOLLOW_LINKS);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
            if (failure != null) {
                throw failure;
            }
            FileTime modified = Files.getLastModifiedTime(folder);
            Files.setLastModifiedTime(placeOf(folder), modified);
            return FileVisitResult.CONTINUE;
        }
    }
}
