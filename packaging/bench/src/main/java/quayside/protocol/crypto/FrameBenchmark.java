package quayside.protocol.crypto;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;

/**
 * The time to seal one frame on one side and open it on the other: the header of a request, and the body of a small
 * file. A small file costs two frames each way.
 */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class FrameBenchmark {
    private static final byte[] KEY = new byte[Primitives.KEY_BYTES];

    @Param({"200", "4096", "" + Limits.FRAMED_BODY_BYTES})
    public int length;

    private byte[] plaintext = new byte[0];
    private FrameCipher client = new FrameCipher(Direction.CLIENT_TO_SERVER, KEY, KEY);
    private FrameCipher server = new FrameCipher(Direction.SERVER_TO_CLIENT, KEY, KEY);

    @Setup(Level.Iteration)
    public void connect() {
        plaintext = new byte[length];
        client = new FrameCipher(Direction.CLIENT_TO_SERVER, KEY, KEY);
        server = new FrameCipher(Direction.SERVER_TO_CLIENT, KEY, KEY);
    }

    @Benchmark
    public byte[] sealAndOpen(MovedBytes moved) throws ProtocolException {
        moved.bytes += length;
        return server.open(client.seal(plaintext));
    }
}
