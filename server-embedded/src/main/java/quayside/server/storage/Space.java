package quayside.server.storage;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.ProtocolException;

/** The room left on the share's disk, less what running uploads have been promised. */
final class Space {
    private final FileStore store;
    private final AtomicLong promised = new AtomicLong();

    Space(Path place) throws IOException {
        this.store = Files.getFileStore(place);
    }

    /** Fails with {@link quayside.protocol.wire.Fault#DISK_FULL} where {@code bytes} more do not fit. */
    void check(RemotePath target, long bytes) throws ProtocolException {
        if (!fits(promised.get() + bytes)) {
            throw DiskFaults.diskFull(target, null);
        }
    }

    /** Sets {@code bytes} aside until they are {@link #release released}, as they are written or given up. */
    void promise(RemotePath target, long bytes) throws ProtocolException {
        if (!fits(promised.addAndGet(bytes))) {
            promised.addAndGet(-bytes);
            throw DiskFaults.diskFull(target, null);
        }
    }

    void release(long bytes) {
        promised.addAndGet(-bytes);
    }

    private boolean fits(long bytes) {
        try {
            long usable = store.getUsableSpace();
            // Some file systems over a network do not know their size; there a write says itself when it does not fit.
            boolean known = usable > 0 || (usable == 0 && store.getTotalSpace() > 0);
            return !known || bytes <= usable;
        } catch (IOException e) {
            return true;
        }
    }
}
