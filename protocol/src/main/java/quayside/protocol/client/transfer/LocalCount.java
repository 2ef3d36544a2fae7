package quayside.protocol.client.transfer;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.Monitor;
import quayside.protocol.wire.ProtocolException;

/** Counts what local files and folders hold, beside the upload that goes through them: one thread counts, another may wait for the result. */
final class LocalCount {
    /** Files between two reports. */
    private static final int FILES_BETWEEN_NEWS = 5000;

    private final List<Path> sources;
    private final TransferProgress tally;
    private final Cancellation cancellation;
    private final Monitor monitor;

    /** Of each source that is counted. */
    private final List<Long> counted = new ArrayList<>();

    private long files;
    private long bytes;

    LocalCount(List<Path> sources, TransferProgress tally, Cancellation cancellation) {
        this.sources = sources;
        this.tally = tally;
        this.cancellation = cancellation;
        this.monitor = new Monitor(this, cancellation);
    }

    /** Counts. What cannot be looked at is left out; it is named when its turn comes. */
    void run() throws IOException {
        for (Path source : sources) {
            cancellation.check();
            long before = bytes;
            try {
                Files.walkFileTree(source.toRealPath(), new Visitor());
            } catch (ProtocolException e) {
                throw e;
            } catch (IOException e) {
                // As said above.
            }
            synchronized (this) {
                counted.add(bytes - before);
                notifyAll();
            }
        }
        tally.counted(files, bytes);
    }

    /** The bytes of the source at {@code index}; blocks until they are counted. */
    synchronized long bytes(int index) throws ProtocolException {
        monitor.await(() -> counted.size() > index);
        return counted.get(index);
    }

    private final class Visitor extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            if (attributes.isRegularFile()) {
                files++;
                bytes += attributes.size();
                if (files % FILES_BETWEEN_NEWS == 0) {
                    cancellation.check();
                    tally.counted(files, bytes);
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
