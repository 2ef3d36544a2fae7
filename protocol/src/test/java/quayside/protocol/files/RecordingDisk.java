package quayside.protocol.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** This computer's disk, whose operations are written down in their order, and of which one may fail. Public for the tests of the client. */
public final class RecordingDisk implements Disk, WatchedDisk.Watch {
    private final Disk disk = new WatchedDisk(this);
    private final List<String> operations = new ArrayList<>();
    private int failing = -1;
    private Supplier<IOException> failure = () -> new IOException("Input/output error");
    private String awaited = "";
    private Meanwhile meanwhile = _ -> {};
    private volatile long freeBytes = Long.MAX_VALUE;
    private boolean syncs = true;

    /** What another program does to a file. */
    @FunctionalInterface
    public interface Meanwhile {
        void with(String name) throws IOException;
    }

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

    /** Lets the operation with this number, counted from 0, fail, once. */
    public synchronized RecordingDisk failing(int number, Supplier<IOException> with) {
        failing = number;
        failure = with;
        return this;
    }

    /** Does {@code what} right before the first {@code operation}. */
    public synchronized RecordingDisk meanwhile(String operation, Meanwhile what) {
        awaited = operation;
        meanwhile = what;
        return this;
    }

    public RecordingDisk free(long bytes) {
        freeBytes = bytes;
        return this;
    }

    @Override
    public Directory open(Path directory) throws IOException {
        return disk.open(directory);
    }

    @Override
    public long freeBytes(Path directory) {
        return disk.freeBytes(directory);
    }

    @Override
    public synchronized void before(WatchedDisk.Operation operation, String name) throws IOException {
        String did = said(operation, name);
        if (did.equals(awaited)) {
            awaited = "";
            meanwhile.with(name);
        }
        operations.add(did);
        if (operations.size() - 1 == failing) {
            throw failure.get();
        }
    }

    private static String said(WatchedDisk.Operation operation, String name) {
        String kind = name.endsWith(".part")
                ? "part"
                : name.endsWith(".resume") ? "record" : name.isEmpty() || name.equals(".") ? "folder" : "target";
        return switch (operation) {
            case SYNC_FILE -> "sync " + kind;
            case SYNC_FOLDER -> "sync folder";
            case OPEN_FOLDER -> "open folder";
            case PUBLISH -> "publish";
            case LOOK, OPEN_FILE, MAKE_FOLDER, DELETE, SET_MODIFIED, DRESS, MOVE, LIST, READ, WRITE, TRUNCATE ->
                operation.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " " + kind;
        };
    }

    @Override
    public synchronized boolean syncs() {
        return syncs;
    }

    @Override
    public boolean tears() {
        return true;
    }

    @Override
    public long freeBytes(long real) {
        // A disk in memory tells no room.
        return real < 0 ? freeBytes : Math.min(freeBytes, real);
    }
}
