package quayside.protocol.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import quayside.protocol.message.Mode;

/** This computer's disk, whose operations are written down in their order, and of which one may fail. Public for the tests of the client. */
public final class RecordingDisk implements Disk.Within {
    private volatile Disk disk = new LocalDisk();
    private final List<String> operations = new ArrayList<>();
    private int failing = -1;
    private Supplier<IOException> failure = () -> new IOException("Input/output error");
    private volatile long freeBytes = Long.MAX_VALUE;
    private boolean syncs = true;

    /** What was done, as "verb kind": the kind is part, record, target or folder. */
    public synchronized List<String> operations() {
        return List.copyOf(operations);
    }

    /** Writes down what is not an operation of the disk, in its place among them. */
    public synchronized void note(String event) {
        operations.add(event);
    }

    /** From now on nobody waits until the disk itself has what it is told to keep, which no test can see. */
    public synchronized RecordingDisk unsynced() {
        syncs = false;
        return this;
    }

    synchronized boolean syncs() {
        return syncs;
    }

    /** Lets the operation with this number, counted from 0, fail, once. */
    public synchronized RecordingDisk failing(int number, Supplier<IOException> with) {
        failing = number;
        failure = with;
        return this;
    }

    public RecordingDisk free(long bytes) {
        freeBytes = bytes;
        return this;
    }

    synchronized void did(String operation) throws IOException {
        operations.add(operation);
        if (operations.size() - 1 == failing) {
            throw failure.get();
        }
    }

    static String kind(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".part") ? "part" : name.endsWith(".resume") ? "record" : "target";
    }

    @Override
    public FileChannel createPart(Path part) throws IOException {
        did("create part");
        return new RecordingChannel(disk.createPart(part), "part", this);
    }

    @Override
    public Optional<FileChannel> openPart(Path part) throws IOException {
        did("open part");
        return disk.openPart(part).map(file -> new RecordingChannel(file, "part", this));
    }

    @Override
    public void renamePart(Path part, Path other) throws IOException {
        did("rename part");
        disk.renamePart(part, other);
    }

    @Override
    public Optional<FileChannel> lockRecord(Path record, boolean create) throws IOException {
        did("lock record");
        return disk.lockRecord(record, create).map(file -> new RecordingChannel(file, "record", this));
    }

    @Override
    public BasicFileAttributes attributes(Path file) throws IOException {
        did("ask about " + kind(file));
        return disk.attributes(file);
    }

    @Override
    public Instant touched(Path file) throws IOException {
        did("look at " + kind(file));
        return disk.touched(file);
    }

    @Override
    public void setModified(Path file, FileTime modified) throws IOException {
        did("set time of " + kind(file));
        disk.setModified(file, modified);
    }

    @Override
    public Set<Unkept> dress(Path part, Optional<Path> replaced, Optional<Mode> source) throws IOException {
        did("dress " + kind(part));
        return disk.dress(part, replaced, source);
    }

    @Override
    public void publish(Path part, Path place) throws IOException {
        did("publish");
        disk.publish(part, place);
    }

    @Override
    public void publishReplacing(Path part, Path place) throws IOException {
        did("replace");
        disk.publishReplacing(part, place);
    }

    @Override
    public void delete(Path file) throws IOException {
        did("delete " + kind(file));
        disk.delete(file);
    }

    @Override
    public void syncFolder(Path folder) throws IOException {
        did("sync folder");
        if (syncs()) {
            disk.syncFolder(folder);
        }
    }

    @Override
    public long freeBytes(Path folder) {
        // A disk in memory has no room that could be asked for this way.
        return folder.getFileSystem().equals(FileSystems.getDefault())
                ? Math.min(freeBytes, disk.freeBytes(folder))
                : freeBytes;
    }

    @Override
    public NameFolding folding(Path folder, PartName name) throws IOException {
        return disk.folding(folder, name);
    }

    @Override
    public List<Path> leftovers(Path folder) throws IOException {
        did("list leftovers");
        return disk.leftovers(folder);
    }

    /** This one, which is confined from now on. */
    @Override
    public Within within(Path folder) throws IOException {
        disk = new LocalDisk().within(folder);
        return this;
    }

    @Override
    public boolean makeFolder(Path folder, Optional<Mode> source) throws IOException {
        return ((Within) disk).makeFolder(folder, source);
    }

    @Override
    public void close() throws IOException {
        if (disk instanceof Within within) {
            within.close();
        }
    }
}
