package quayside.protocol.files.incoming;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import quayside.protocol.crypto.MovedBytes;
import quayside.protocol.crypto.Sha256;

/**
 * The work of the receiver of a large file apart from the cipher, in MB/s ({@code bytes}): writes 64 MiB into a part
 * file with its record, in the folder for temporary files, without a sync. For comparison it measures the plain file,
 * and the checksums alone.
 */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PartFileBenchmark {
    private static final int PIECES = 256;

    private final byte[] piece = new byte[256 * 1024];
    private final Path folder;

    public PartFileBenchmark() {
        try {
            folder = Files.createTempDirectory("quayside-bench");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Setup
    public void prepare() {
        new Random(1).nextBytes(piece);
    }

    @TearDown
    public void clear() throws IOException {
        Files.deleteIfExists(folder.resolve("part"));
        Files.deleteIfExists(folder.resolve("record"));
        Files.delete(folder);
    }

    private FileChannel fresh(String name) throws IOException {
        return FileChannel.open(
                folder.resolve(name),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
    }

    @Benchmark
    public long partWithRecord(MovedBytes moved) throws IOException {
        long size = (long) PIECES * piece.length;
        try (FileChannel part = fresh("part");
                FileChannel record = fresh("record")) {
            PartFile file = PartFile.open(part, record, "version", size);
            return written(file, moved);
        }
    }

    @Benchmark
    public long bareFile(MovedBytes moved) throws IOException {
        try (FileChannel part = fresh("part")) {
            return written(PartFile.withoutRecord(part, (long) PIECES * piece.length), moved);
        }
    }

    private long written(PartFile file, MovedBytes moved) throws IOException {
        for (int i = 0; i < PIECES; i++) {
            file.write(piece, piece.length);
        }
        moved.bytes += file.offset();
        return file.offset();
    }

    @Benchmark
    public long crc32c(MovedBytes moved) {
        CRC32C crc = new CRC32C();
        crc.update(piece);
        moved.bytes += piece.length;
        return crc.getValue();
    }

    @Benchmark
    public byte[] sha256(MovedBytes moved) {
        MessageDigest digest = Sha256.start();
        moved.bytes += piece.length;
        return digest.digest(piece);
    }
}
