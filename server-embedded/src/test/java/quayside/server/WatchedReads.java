package quayside.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import quayside.protocol.files.WatchedDisk.Operation;
import quayside.server.storage.WatchedShares;

/** Counts what a host reads of its files, and can rewrite a file during a read. Thread-safe. */
final class WatchedReads {
    private final AtomicInteger count = new AtomicInteger();
    private volatile Runnable atFirst = () -> {};

    /** Of a host that is not started yet. */
    WatchedReads(TestHost host) {
        host.opening = () -> WatchedShares.open(host.folder, (operation, _) -> {
            if (operation == Operation.READ && count.incrementAndGet() == 1) {
                atFirst.run();
            }
        });
    }

    int count() {
        return count.get();
    }

    /** At the first read of all, {@code file} becomes {@code newSize} zero bytes. */
    void rewriteAtFirst(Path file, int newSize) {
        atFirst = () -> {
            try {
                Files.write(file, new byte[newSize]);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }
}
