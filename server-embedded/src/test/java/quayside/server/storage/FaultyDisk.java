package quayside.server.storage;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import quayside.protocol.files.WatchedDisk;
import quayside.protocol.files.WatchedDisk.Operation;

/** Fails the operation of a given number, once; and counts which syncs and moves it let through since. */
public final class FaultyDisk implements WatchedDisk.Watch {
    private static final int NEVER = -1;

    private final AtomicInteger countdown = new AtomicInteger(NEVER);
    private final AtomicReference<@Nullable Operation> failed = new AtomicReference<>();
    private final AtomicInteger fileSyncs = new AtomicInteger();
    private final AtomicInteger folderSyncs = new AtomicInteger();
    private volatile Kind kind = Kind.IO_ERROR;

    /** How an operation fails. */
    public enum Kind {
        NO_SPACE,
        IO_ERROR,
        DENIED;

        IOException failure(String name) {
            return switch (this) {
                case NO_SPACE -> new IOException("No space left on device");
                case IO_ERROR -> new IOException("Input/output error");
                case DENIED -> new AccessDeniedException(name);
            };
        }
    }

    /** The {@code number}-th operation from now on, counted from 1, fails. */
    public void fail(int number, Kind how) {
        kind = how;
        failed.set(null);
        fileSyncs.set(0);
        folderSyncs.set(0);
        countdown.set(number);
    }

    /** All goes well from now on; returns what has failed, or null where it had not come to that. */
    public @Nullable Operation heal() {
        countdown.set(NEVER);
        return failed.get();
    }

    public int fileSyncs() {
        return fileSyncs.get();
    }

    public int folderSyncs() {
        return folderSyncs.get();
    }

    @Override
    public void before(Operation operation, String name) throws IOException {
        if (countdown.get() > 0 && countdown.decrementAndGet() == 0) {
            failed.set(operation);
            throw kind.failure(name);
        }
        switch (operation) {
            case SYNC_FILE -> fileSyncs.incrementAndGet();
            case SYNC_FOLDER -> folderSyncs.incrementAndGet();
            case LOOK,
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
                    TRUNCATE -> {}
        }
    }
}
