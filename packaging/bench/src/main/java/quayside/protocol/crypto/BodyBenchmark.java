package quayside.protocol.crypto;

import com.google.crypto.tink.StreamingAead;
import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import quayside.protocol.wire.Limits;

/**
 * The cipher of file bodies, from memory to memory, in MB/s ({@code bytes}): {@code seal} and {@code open} as a
 * transfer calls them. For comparison it measures Tink's stream alone, and the JDK's AES-256-GCM without a stream,
 * which is the limit of the processor.
 */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class BodyBenchmark {
    private static final int COPY_BYTES = 256 * 1024;
    private static final byte[] KEY = new byte[Primitives.KEY_BYTES];

    @Param({"65536", "1048576", "67108864"})
    public int length;

    private final BodyCipher client = new BodyCipher(Direction.CLIENT_TO_SERVER, KEY, KEY);
    private final BodyCipher server = new BodyCipher(Direction.SERVER_TO_CLIENT, KEY, KEY);
    private final SecretKeySpec key = new SecretKeySpec(KEY, "AES");
    private byte[] piece = new byte[0];
    private byte[] sealed = new byte[0];
    private byte[] segment = new byte[0];
    private byte[] sealedByTink = new byte[0];
    private byte[] sealedByTheJdk = new byte[0];
    private long nonce;

    @Setup
    public void prepare() throws GeneralSecurityException, IOException {
        piece = new byte[Math.min(length, COPY_BYTES)];
        new Random(1).nextBytes(piece);
        segment = new byte[Math.min(length, Limits.BODY_SEGMENT_BYTES)];
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        write(client.encrypt(out, length, 0));
        sealed = out.toByteArray();
        out.reset();
        write(tink().newEncryptingStream(out, new byte[0]));
        sealedByTink = out.toByteArray();
        sealedByTheJdk = cipher(Cipher.ENCRYPT_MODE, 0).doFinal(segment);
    }

    private void write(OutputStream body) throws IOException {
        for (int left = length; left > 0; left -= piece.length) {
            body.write(piece, 0, Math.min(left, piece.length));
        }
        body.close();
    }

    private int read(InputStream body) throws IOException {
        int bytes = 0;
        for (int count = 0; count >= 0; count = body.read(piece)) {
            bytes += count;
        }
        return bytes;
    }

    @Benchmark
    public void seal(MovedBytes moved) throws IOException {
        write(client.encrypt(OutputStream.nullOutputStream(), length, 0));
        moved.bytes += length;
    }

    @Benchmark
    public void open(MovedBytes moved) throws IOException {
        moved.bytes += read(server.decrypt(new ByteArrayInputStream(sealed), length, 0));
    }

    @Benchmark
    public void sealByTinkAlone(MovedBytes moved) throws GeneralSecurityException, IOException {
        write(tink().newEncryptingStream(OutputStream.nullOutputStream(), new byte[0]));
        moved.bytes += length;
    }

    @Benchmark
    public void openByTinkAlone(MovedBytes moved) throws GeneralSecurityException, IOException {
        moved.bytes += read(tink().newDecryptingStream(new ByteArrayInputStream(sealedByTink), new byte[0]));
    }

    private StreamingAead tink() throws GeneralSecurityException {
        return new AesGcmHkdfStreaming(KEY, "HmacSha256", KEY.length, BodyCipher.segmentBytes(length), 0);
    }

    @Benchmark
    public byte[] sealByTheJdkAlone(MovedBytes moved) throws GeneralSecurityException {
        byte[] out = new byte[segment.length + Primitives.TAG_BYTES];
        for (int left = length; left > 0; left -= segment.length) {
            cipher(Cipher.ENCRYPT_MODE, ++nonce).doFinal(segment, 0, Math.min(left, segment.length), out, 0);
        }
        moved.bytes += length;
        return out;
    }

    @Benchmark
    public byte[] openByTheJdkAlone(MovedBytes moved) throws GeneralSecurityException {
        byte[] out = new byte[segment.length];
        for (int left = length; left > 0; left -= segment.length) {
            cipher(Cipher.DECRYPT_MODE, 0).doFinal(sealedByTheJdk, 0, sealedByTheJdk.length, out, 0);
        }
        moved.bytes += length;
        return out;
    }

    private Cipher cipher(int mode, long number) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        byte[] iv = ByteBuffer.allocate(12).putLong(number).array();
        cipher.init(mode, key, new GCMParameterSpec(8 * Primitives.TAG_BYTES, iv));
        return cipher;
    }
}
