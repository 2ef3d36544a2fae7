package quayside.server.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import quayside.protocol.files.NativeFile;
import quayside.protocol.files.Unkept;
import quayside.protocol.message.Mode;

/** The system's own disk, on which every operation is told to a watch before it is done; the watch may keep it from being done. */
public final class WatchedDisk implements Disk {
    private final Watch watch;

    WatchedDisk(Watch watch) {
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

        /** How many of {@code bytes} a write that was let through takes. */
        default int taken(int bytes) {
            return bytes;
        }
    }

    @Override
    public Folder open(Path place) throws IOException {
        watch.before(Operation.OPEN_FOLDER, "");
        return new WatchedFolder(Disk.ofSystem(Disk.isPosix(place)).open(place));
    }

    private final class WatchedFolder implements Folder {
        private final Folder real;

        WatchedFolder(Folder real) {
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
        public boolean seemsFree(Path name) {
            return real.seemsFree(name);
        }

        @Override
        public Folder open(Path name) throws IOException {
            watch.before(Operation.OPEN_FOLDER, name.toString());
            return new WatchedFolder(real.open(name));
        }

        @Override
        public SeekableByteChannel openFile(Path name, Opening opening) throws IOException {
            watch.before(Operation.OPEN_FILE, name.toString());
            return new WatchedFile((FileChannel) real.openFile(name, opening), name.toString(), watch);
        }

        @Override
        public void makeFolder(Path name, FileAttribute<?>... attributes) throws IOException {
            watch.before(Operation.MAKE_FOLDER, name.toString());
            real.makeFolder(name, attributes);
        }

        @Override
        public boolean makesFolders() throws IOException {
            return real.makesFolders();
        }

        @Override
        public void deleteFile(Path name) throws IOException {
            watch.before(Operation.DELETE, name.toString());
            real.deleteFile(name);
        }

        @Override
        public void deleteFolder(Path name) throws IOException {
            watch.before(Operation.DELETE, name.toString());
            real.deleteFolder(name);
        }

        @Override
        public void setModified(Path name, FileTime modified) throws IOException {
            watch.before(Operation.SET_MODIFIED, name.toString());
            real.setModified(name, watch.modified(modified));
        }

        @Override
        public Set<Unkept> dress(Path name, Folder target, @Nullable Path replaced, Optional<Mode> source)
                throws IOException {
            watch.before(Operation.DRESS, name.toString());
            return real.dress(name, ((WatchedFolder) target).real, replaced, source);
        }

        @Override
        public void move(Path name, Folder target, Path newName, boolean replace) throws IOException {
            watch.before(Operation.MOVE, newName.toString());
            real.move(name, ((WatchedFolder) target).real, newName, replace);
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
