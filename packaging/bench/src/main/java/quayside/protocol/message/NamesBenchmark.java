package quayside.protocol.message;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import quayside.protocol.wire.ProtocolException;

/**
 * The checks of a path from a peer, in nanoseconds: {@code parse} of the whole path, {@code fault} and {@code
 * isReserved} of its last name alone. A name is folded before it is compared with the reserved name only if its first
 * character makes that necessary, such as a dot or a character beyond ASCII. So there are three paths.
 */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class NamesBenchmark {
    @Param({"Pictures/2026 summer/IMG_20260703_184512.jpg", "src/main/.editorconfig", "Fotos/Überlingen/Öhningen.jpg"})
    public String path = "";

    private String name = "";

    @Setup
    public void prepare() throws ProtocolException {
        name = RemotePath.parse(path).name();
    }

    @Benchmark
    public RemotePath parse() throws ProtocolException {
        return RemotePath.parse(path);
    }

    @Benchmark
    public @Nullable String fault() {
        return Names.fault(name);
    }

    @Benchmark
    public boolean isReserved() {
        return Names.isReserved(name);
    }
}
