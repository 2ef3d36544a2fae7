package quayside.protocol.files;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import quayside.protocol.message.Mode;

/**
 * This computer's file system below a trusted folder, where the system has no descriptors of folders: see {@link Disk.Within}. Every folder on the way is looked at
 * before each operation, and again after something was opened; what changes in between and back again is not seen.
 */
final class CheckedDisk implements Disk.Within {
    private final LocalDisk disk;
    private final Path top;

    CheckedDisk(LocalDisk disk, Path top) {
        this.disk = disk;
        this.top = top;
    }

    private Path checked(Path entry) throws IOException {
        check(Objects.requireNonNull(entry.getParent()));
        return entry;
    }

    private void check(Path folder) throws IOException {
        if (!folder.startsWith(top)) {
            return;
        }
        for (Path at = folder; !at.equals(top); at = Objects.requireNonNull(at.getParent())) {
            if (!Files.isDirectory(at, NOFOLLOW_LINKS)) {
                throw new NotDirectoryException(at.toString());
            }
        }
    }

    private FileChannel stillThere(FileChannel opened, Path entry) throws IOException {
        try {
            checked(entry);
            return opened;
        } catch (IOException e) {
            opened.close();
            throw e;
        }
    }

    @Override
    public boolean makeFolder(Path folder, Optional<Mode> source) throws IOException {
        boolean there = disk.makeFolderByPath(checked(folder), source);
        check(folder);
        return there;
    }

    @Override
    public FileChannel createPart(Path part) throws IOException {
        return stillThere(disk.createPart(checked(part)), part);
    }

    @Override
    public Optional<FileChannel> openPart(Path part) throws IOException {
        Optional<FileChannel> opened = disk.openPart(checked(part));
        return opened.isPresent() ? Optional.of(stillThere(opened.get(), part)) : opened;
    }

    @Override
    public Optional<FileChannel> lockRecord(Path record, boolean create) throws IOException {
        Optional<FileChannel> locked = disk.lockRecord(checked(record), create);
        return locked.isPresent() ? Optional.of(stillThere(locked.get(), record)) : locked;
    }

    @Override
    public BasicFileAttributes attributes(Path file) throws IOException {
        return disk.attributes(checked(file));
    }

    @Override
    public Instant touched(Path file) throws IOException {
        return disk.touched(checked(file));
    }

    @Override
    public void setModified(Path file, FileTime modified) throws IOException {
        disk.setModified(checked(file), modified);
    }

    @Override
    public Set<Unkept> dress(Path part, Optional<Path> replaced, Optional<Mode> source) throws IOException {
        return disk.dress(checked(part), replaced, source);
    }

    @Override
    public void publish(Path part, Path place) throws IOException {
        disk.publish(checked(part), place);
    }

    @Override
    public void renamePart(Path part, Path other) throws IOException {
        disk.renamePart(checked(part), other);
    }

    @Override
    public void publishReplacing(Path part, Path place) throws IOException {
        disk.publishReplacing(checked(part), place);
    }

    @Override
    public void delete(Path file) throws IOException {
        disk.delete(checked(file));
    }

    @Override
    public void syncFolder(Path folder) throws IOException {
        check(folder);
        disk.syncFolder(folder);
    }

    @Override
    public long freeBytes(Path folder) {
        return disk.freeBytes(folder);
    }

    @Override
    public NameFolding folding(Path folder, PartName name) throws IOException {
        check(folder);
        return disk.folding(folder, name);
    }

    @Override
    public List<Path> leftovers(Path folder) throws IOException {
        check(folder);
        return disk.leftovers(folder);
    }

    @Override
    public Disk.Within within(Path folder) throws IOException {
        return disk.within(folder);
    }

    @Override
    public void close() {}
}
