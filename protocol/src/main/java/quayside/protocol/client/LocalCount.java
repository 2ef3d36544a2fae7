package quayside.protocol.client;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.CountDownLatch;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** Counts what a local folder holds, beside the upload that goes through it: one thread counts, another may wait for the result. */
final class LocalCount {
    /** Told again after so many files. */
    private static final int FILES_BETWEEN_NEWS = 5000;

    private final Path folder;
    private final Tally tally;
    private final Cancellation cancellation;
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile long bytes;
    private long files;

    LocalCount(Path folder, Tally tally, Cancellation cancellation) {
        this.folder = folder;
        this.tally = tally;
        this.cancellation = cancellation;
    }

    /** Counts. What cannot be looked at is left out; it is named when its turn comes. */
    void run() throws IOException {
        try (Cancellation.Registration _ = cancellation.onCancel(done::countDown)) {
            Files.walkFileTree(folder.toRealPath(), new Visitor());
            tally.counted(files, bytes);
        } finally {
            done.countDown();
        }
    }

    /** The bytes in all; blocks until they are counted. */
    long bytes() throws ProtocolException {
        try {
            done.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProtocolException(Fault.CANCELLED, "Cancelled.", e);
        }
        cancellation.check();
        return bytes;
    }

    private final class Visitor extends SimpleFileVisitor<Path> {
        private long total;

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            if (attributes.isRegularFile()) {
                files++;
                total += attributes.size();
                bytes = total;
                if (files % FILES_BETWEEN_NEWS == 0) {
                    cancellation.check();
                    tally.counted(files, total);
                }
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @org.jspecify.annotations.Nullable IOException e) {
            return FileVisitResult.CONTINUE;
        }
    }
}
