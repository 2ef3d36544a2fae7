package quayside.protocol.files;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import quayside.protocol.message.Mode;

/**
 * The directories at and below a trusted one. Each is reached one name at a time and never through a link, even if
 * somebody swaps directories meanwhile. The last few stay open. A directory that {@link #open} returns is opened only
 * when it is used.
 */
public final class DirectoryTree implements Disk, AutoCloseable {
    private static final int MAX_OPEN = 8;

    private final Disk disk;
    private final Path top;
    private final DirectoryCache<Path> open = new DirectoryCache<>(MAX_OPEN, this::descend);
    private final SecureRandom random = new SecureRandom();

    /** @param top an existing directory */
    public DirectoryTree(Disk disk, Path top) {
        this.disk = disk;
        this.top = top;
    }

    private Directory descend(Path directory) throws IOException {
        Directory at = disk.open(top);
        if (!directory.equals(top)) {
            for (Path name : top.relativize(directory)) {
                try (Directory above = at) {
                    at = above.open(name);
                }
            }
        }
        return at;
    }

    @Override
    public Directory open(Path directory) {
        if (!directory.startsWith(top)) {
            throw new IllegalArgumentException("not below the trusted directory");
        }
        return new Within(directory);
    }

    @Override
    public long freeBytes(Path directory) {
        return disk.freeBytes(directory);
    }

    /**
     * Makes {@code directory} if it is missing. Returns whether it existed.
     *
     * @param source the mode of its source, which limits the permissions of everybody but the owner on a new directory
     * @throws FileAlreadyExistsException if something else has its name, including a link
     */
    public boolean makeDirectory(Path directory, Optional<Mode> source) throws IOException {
        Path name = directory.getFileName();
        Path parent = Objects.requireNonNull(directory.getParent());
        FileAttribute<?>[] attributes = Metadata.ofFolder(Disk.isPosix(directory), source);
        return open.in(parent, above -> {
            BasicFileAttributes there = above.find(name);
            if (there != null && !there.isDirectory()) {
                throw new FileAlreadyExistsException(directory.toString());
            }
            if (there != null) {
                return true;
            }
            if (parent.equals(top) || above.makesDirectories()) {
                above.makeDirectory(name, attributes);
            } else {
                makeAndMove(directory, above, attributes);
            }
            return false;
        });
    }

    /** Makes the directory in the trusted directory and then moves it, because Java makes directories by path only. */
    private void makeAndMove(Path directory, Directory parent, FileAttribute<?>... attributes) throws IOException {
        Path made = PartNames.random(random).part(top).getFileName();
        open.in(top, above -> {
            above.makeDirectory(made, attributes);
            boolean moved = false;
            try {
                above.move(made, parent, directory.getFileName(), false);
                moved = true;
            } catch (AtomicMoveNotSupportedException e) {
                throw new FileSystemException(
                        directory.toString(), null, "it is not on the same disk as the folder above");
            } finally {
                if (!moved) {
                    above.deleteDirectory(made);
                }
            }
            return moved;
        });
    }

    /** Closes the open directories. Each use afterwards opens its directory again. */
    @Override
    public void close() {
        open.close();
    }

    /** A directory of this tree, which is opened whenever it is used. */
    private final class Within implements Directory {
        private final Path place;
        private @Nullable Iterator<Path> rest;

        Within(Path place) {
            this.place = place;
        }

        private <T> T in(DirectoryCache.Work<T> work) throws IOException {
            return open.in(place, work);
        }

        private interface Change {
            void in(Directory directory) throws IOException;
        }

        private void change(Change change) throws IOException {
            boolean _ = in(directory -> {
                change.in(directory);
                return true;
            });
        }

        @Override
        public BasicFileAttributes attributes() throws IOException {
            return in(Directory::attributes);
        }

        @Override
        public BasicFileAttributes attributes(Path name) throws IOException {
            return in(directory -> directory.attributes(name));
        }

        @Override
        public @Nullable FileTime changed(Path name, BasicFileAttributes attributes) throws IOException {
            return in(directory -> Optional.ofNullable(directory.changed(name, attributes)))
                    .orElse(null);
        }

        @Override
        public NativeFile.Writers writers(Path name, BasicFileAttributes attributes) throws IOException {
            return in(directory -> directory.writers(name, attributes));
        }

        @Override
        public Optional<Mode> mode(Path name, BasicFileAttributes attributes) throws IOException {
            return in(directory -> directory.mode(name, attributes));
        }

        @Override
        public boolean hasOneName(Path name, BasicFileAttributes attributes) throws IOException {
            return in(directory -> directory.hasOneName(name, attributes));
        }

        @Override
        public boolean seemsFree(Path name) {
            return false;
        }

        @Override
        public Directory open(Path name) throws IOException {
            return in(directory -> directory.open(name));
        }

        @Override
        public SeekableByteChannel openFile(Path name, Opening opening) throws IOException {
            return in(directory -> directory.openFile(name, opening));
        }

        @Override
        public void makeDirectory(Path name, FileAttribute<?>... attributes) throws IOException {
            change(directory -> directory.makeDirectory(name, attributes));
        }

        @Override
        public boolean makesDirectories() throws IOException {
            return in(Directory::makesDirectories);
        }

        @Override
        public void deleteFile(Path name) throws IOException {
            change(directory -> directory.deleteFile(name));
        }

        @Override
        public void deleteDirectory(Path name) throws IOException {
            change(directory -> directory.deleteDirectory(name));
        }

        @Override
        public void setModified(Path name, FileTime modified) throws IOException {
            change(directory -> directory.setModified(name, modified));
        }

        @Override
        public Set<Unkept> giveMetadata(Path name, Directory target, @Nullable Path replaced, Optional<Mode> source)
                throws IOException {
            requireSame(target);
            return in(directory -> directory.giveMetadata(name, directory, replaced, source));
        }

        @Override
        public void move(Path name, Directory target, Path newName, boolean replace) throws IOException {
            requireSame(target);
            change(directory -> directory.move(name, directory, newName, replace));
        }

        private void requireSame(Directory target) {
            if (target != this) {
                throw new IllegalArgumentException("the target is not this directory");
            }
        }

        @Override
        public void publish(Path name, Path newName) throws IOException {
            change(directory -> directory.publish(name, newName));
        }

        @Override
        public @Nullable Path next() throws IOException {
            if (rest == null) {
                rest = names(_ -> true).iterator();
            }
            return rest.hasNext() ? rest.next() : null;
        }

        @Override
        public List<Path> names(Predicate<Path> wanted) throws IOException {
            return in(directory -> directory.names(wanted));
        }

        @Override
        public void sync() throws IOException {
            change(Directory::sync);
        }

        @Override
        public void close() {
            // It has no open resources of its own.
        }
    }
}
