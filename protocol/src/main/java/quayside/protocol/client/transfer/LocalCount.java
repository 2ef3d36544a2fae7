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

/**
 * Counts the files and bytes of local files and folders, in parallel with the upload. One thread counts; another may
 * wait for the result.
 */
final class LocalCount {
    /** The number of files between two reports. */
    private static final int FILES_BETWEEN_REPORTS = 5000;

    private final List<Path> sources;
    private final TransferProgress progress;
    private final Cancellation cancellation;
    private final Monitor monitor;

    /** The bytes of each source that has been counted. */
    private final List<Long> counted = new ArrayList<>();

    private long files;
    private long bytes;

    LocalCount(List<Path> sources, TransferProgress progress, Cancellation cancellation) {
        this.sources = sources;
        this.progress = progress;
        this.cancellation = cancellation;
        this.monitor = new Monitor(this, cancellation);
    }

    /** Counts. Omits entries that cannot be read, which the upload reports later. */
    void run() throws IOException {
        for (Path source : sources) {
            cancellation.check();
            long before = bytes;
            try {
                Files.walkFileTree(source.toRealPath(), new Visitor());
            } catch (ProtocolException e) {
                throw e;
            } catch (IOException e) {
                // The upload reports it later.
            }
            synchronized (this) {
                counted.add(bytes - before);
                notifyAll();
            }
        }
        progress.counted(files, bytes);
    }

    /** Returns the bytes of the source at {@code index}. Blocks until they are counted. */
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
                if (files % FILES_BETWEEN_REPORTS == 0) {
                    cancellation.check();
                    progress.counted(files, bytes);
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
