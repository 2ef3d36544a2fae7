package quayside.protocol.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import quayside.protocol.message.Mode;

/** The system's own disk, on which every operation is told to a watch before it is done; the watch may keep it from being done. */
public final class WatchedDisk implements Disk {
    private final Watch watch;

    public WatchedDisk(Watch watch) {
        this.watch = watch;
    }

    /** What can be done to a disk. */
    public enum Operation {
        LOOK,
        OPEN_FOLDER,
        OPEN_FILE,
        MAKE_FOLDER,
        DELETE,
        SET_MODIFIED,
        DRESS,
        MOVE,
        PUBLISH,
        LIST,
        READ,
        WRITE,
        TRUNCATE,
        SYNC_FILE,
        SYNC_FOLDER
    }

    /** Hears of each operation; from any thread. */
    @FunctionalInterface
    public interface Watch {
        /** @param name what the operation is about; "." for the folder itself */
        void before(Operation operation, String name) throws IOException;

        /** What the disk makes of a file's modified time. */
        default FileTime modified(FileTime asked) {
            return asked;
        }

        /** What the disk tells of the last change of a file of {@code attributes}, which in truth was {@code real}. */
        default @Nullable FileTime changed(@Nullable FileTime real, BasicFileAttributes attributes) {
            return real;
        }

        /** Whether to wait until the disk itself has what it is told to keep, which no test can see. */
        default boolean syncs() {
            return true;
        }

        /** Whether half of a write that is kept from being done is done all the same. */
        default boolean tears() {
            return false;
        }

        /** The room that the disk tells, which in truth is {@code real}. */
        default long freeBytes(long real) {
            return real;
        }

        /** Returns whether a write of zeros alone leaves a hole, so that a huge sparse file stays sparse. */
        default boolean leavesHoles() {
            return false;
        }

        /** How many of {@code bytes} a write that was let through takes. */
        default int taken(int bytes) {
            return bytes;
        }
    }

    @Override
    public Directory open(Path place) throws IOException {
        watch.before(Operation.OPEN_FOLDER, "");
        return new WatchedDirectory(Disk.ofSystem().open(place));
    }

    @Override
    public long freeBytes(Path directory) {
        return watch.freeBytes(Disk.super.freeBytes(directory));
    }

    private final class WatchedDirectory implements Directory {
        private final Directory real;

        WatchedDirectory(Directory real) {
            this.real = real;
        }

        @Override
        public BasicFileAttributes attributes() throws IOException {
            watch.before(Operation.LOOK, ".");
            return real.attributes();
        }

        @Override
        public BasicFileAttributes attributes(Path name) throws IOException {
            watch.before(Operation.LOOK, name.toString());
            return real.attributes(name);
        }

        @Override
        public @Nullable FileTime changed(Path name, BasicFileAttributes attributes) throws IOException {
            return watch.changed(real.changed(name, attributes), attributes);
        }

        @Override
        public NativeFile.Writers writers(Path name, BasicFileAttributes attributes) throws IOException {
            return real.writers(name, attributes);
        }

        @Override
        public Optional<Mode> mode(Path name, BasicFileAttributes attributes) throws IOException {
            return real.mode(name, attributes);
        }

        @Override
        public boolean seemsFree(Path name) {
            return real.seemsFree(name);
        }

        @Override
        public Directory open(Path name) throws IOException {
            watch.before(Operation.OPEN_FOLDER, name.toString());
            return new WatchedDirectory(real.open(name));
        }

        @Override
        public SeekableByteChannel openFile(Path name, Opening opening) throws IOException {
            watch.before(Operation.OPEN_FILE, name.toString());
            return new WatchedFile((FileChannel) real.openFile(name, opening), name.toString(), watch);
        }

        @Override
        public void makeDirectory(Path name, FileAttribute<?>... attributes) throws IOException {
            watch.before(Operation.MAKE_FOLDER, name.toString());
            real.makeDirectory(name, attributes);
        }

        @Override
        public boolean makesDirectories() throws IOException {
            return real.makesDirectories();
        }

        @Override
        public void deleteFile(Path name) throws IOException {
            watch.before(Operation.DELETE, name.toString());
            real.deleteFile(name);
        }

        @Override
        public void deleteDirectory(Path name) throws IOException {
            watch.before(Operation.DELETE, name.toString());
            real.deleteDirectory(name);
        }

        @Override
        public void setModified(Path name, FileTime modified) throws IOException {
            watch.before(Operation.SET_MODIFIED, name.toString());
            real.setModified(name, watch.modified(modified));
        }

        @Override
        public Set<Unkept> giveMetadata(Path name, Directory target, @Nullable Path replaced, Optional<Mode> source)
                throws IOException {
            watch.before(Operation.DRESS, name.toString());
            return real.giveMetadata(name, ((WatchedDirectory) target).real, replaced, source);
        }

        @Override
        public void move(Path name, Directory target, Path newName, boolean replace) throws IOException {
            watch.before(Operation.MOVE, newName.toString());
            real.move(name, ((WatchedDirectory) target).real, newName, replace);
        }

        @Override
        public boolean hasOneName(Path name, BasicFileAttributes attributes) throws IOException {
            watch.before(Operation.LOOK, name.toString());
            return real.hasOneName(name, attributes);
        }

        @Override
        public void publish(Path name, Path newName) throws IOException {
            watch.before(Operation.PUBLISH, newName.toString());
            real.publish(name, newName);
        }

        @Override
        public List<Path> names(Predicate<Path> wanted) throws IOException {
            watch.before(Operation.LIST, ".");
            return real.names(wanted);
        }

        @Override
        public @Nullable Path next() throws IOException {
            watch.before(Operation.LIST, ".");
            return real.next();
        }

        @Override
        public void sync() throws IOException {
            watch.before(Operation.SYNC_FOLDER, ".");
            if (watch.syncs()) {
                real.sync();
            }
        }

        @Override
        public void close() throws IOException {
            real.close();
        }
    }
}
