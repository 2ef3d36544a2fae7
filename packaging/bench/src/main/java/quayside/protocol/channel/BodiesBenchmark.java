package quayside.protocol.channel;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import quayside.protocol.crypto.MovedBytes;
import quayside.protocol.crypto.SessionPairs;
import quayside.protocol.crypto.SessionSecrets;
import quayside.protocol.message.Request.Ping;
import quayside.protocol.wire.Limits;

/**
 * Bodies through a channel in memory, in MB/s ({@code bytes}). They are sealed into a discarding output, or opened from
 * bytes that were sealed before. The figure includes everything that a side does with the bytes between file and
 * socket, also CRC-32C, frames and trailers, but no file, socket or header. {@code BodyBenchmark} measures the cipher
 * alone; the difference is the cost of the channel.
 *
 * <p>Each call moves 64 MiB in bodies of {@code length} bytes, one after the other. Bodies of 4 KiB take one frame
 * each, the others are streams.
 */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class BodiesBenchmark {
    private static final int BYTES = 64 * 1024 * 1024;

    @Param({"4096", "65536", "1048576", "67108864"})
    public int length;

    private final SessionPairs pairs = new SessionPairs();
    private final byte[] plain = new byte[BYTES];
    private byte[] sealed = new byte[0];

    @Setup
    public void prepare() throws IOException {
        new Random(1).nextBytes(plain);
        ByteArrayOutputStream out = new ByteArrayOutputStream(BYTES + BYTES / 16);
        send(out);
        sealed = out.toByteArray();
    }

    private static Channel channel(InputStream in, OutputStream out, SessionSecrets secrets) {
        return new Channel(
                new Socket(),
                new BufferedInputStream(in, Limits.MAX_FRAME_BYTES),
                new BufferedOutputStream(out, Limits.MAX_FRAME_BYTES),
                secrets);
    }

    private void send(OutputStream out) throws IOException {
        try (Channel client = channel(InputStream.nullInputStream(), out, pairs.client())) {
            client.send(new Ping()); // a body is bound to the frame before it
            for (int at = 0; at < BYTES; at += length) {
                client.sendBody(new ByteArrayInputStream(plain, at, length), length, _ -> {});
            }
            client.flush();
        }
    }

    @Benchmark
    public void seal(MovedBytes moved) throws IOException {
        send(OutputStream.nullOutputStream());
        moved.bytes += BYTES;
    }

    @Benchmark
    public void open(MovedBytes moved, Blackhole hole) throws IOException {
        InputStream in = new ByteArrayInputStream(sealed);
        try (Channel server = channel(in, OutputStream.nullOutputStream(), pairs.server())) {
            server.receive();
            for (int at = 0; at < BYTES; at += length) {
                server.receiveBody(length, (buffer, _) -> hole.consume(buffer), count -> moved.bytes += count);
            }
        }
    }
}
