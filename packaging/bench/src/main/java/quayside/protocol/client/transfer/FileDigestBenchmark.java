package quayside.protocol.client.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.crypto.MovedBytes;
import quayside.protocol.wire.ProtocolException;

/**
 * The checksum that users compare, in MB/s ({@code bytes}): 64 MiB read from the folder for temporary files. The
 * difference to {@code sha256} of {@code PartFileBenchmark} is the cost of reading.
 */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class FileDigestBenchmark {
    private static final int BYTES = 64 * 1024 * 1024;

    private Path file = Path.of("");

    @Setup
    public void prepare() throws IOException {
        byte[] content = new byte[BYTES];
        new Random(1).nextBytes(content);
        file = Files.write(Files.createTempFile("quayside-bench", null), content);
    }

    @TearDown
    public void clear() throws IOException {
        Files.delete(file);
    }

    @Benchmark
    public String fileDigest(MovedBytes moved) throws ProtocolException {
        String digest = FileDigest.sha256(file, ProgressListener.NONE, new Cancellation());
        moved.bytes += BYTES;
        return digest;
    }
}
