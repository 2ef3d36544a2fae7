package quayside.protocol.crypto;

import static quayside.protocol.crypto.ExampleHandshake.hex;
import static quayside.protocol.crypto.JdkCrypto.associatedData;
import static quayside.protocol.crypto.JdkCrypto.concat;
import static quayside.protocol.crypto.JdkCrypto.hkdf;
import static quayside.protocol.crypto.JdkCrypto.sealGcm;

import com.google.gson.Gson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The vectors of PROTOCOL.md section 6.4 from {@code sealed.json}, and their computation with the JDK alone. */
record SealedVectors(List<Frame> frames, List<Body> bodies) {
    private static final Map<String, String> KEYS = ExampleHandshake.load().keys();
    private static final int HEADER_BYTES = 40;
    private static final int TAG_BYTES = 16;

    static SealedVectors load() {
        try (Reader json = new InputStreamReader(
                Objects.requireNonNull(SealedVectors.class.getResourceAsStream("sealed.json")),
                StandardCharsets.UTF_8)) {
            return new Gson().fromJson(json, SealedVectors.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] key(String use, String direction) {
        return hex(Objects.requireNonNull(KEYS.get("quayside/1 " + use + " " + direction)));
    }

    /** Returns a plaintext, whose byte {@code i} is {@code i} modulo 251. */
    static byte[] plaintext(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i % 251);
        }
        return bytes;
    }

    record Frame(
            String direction,
            long sequence,
            int length,
            String nonce,
            String tag,
            String sha256,
            @Nullable String sealed) {
        byte[] seal() throws Exception {
            byte[] key = key("frames", direction);
            return concat(hex(nonce), sealGcm(key, hex(nonce), associatedData(direction, sequence), plaintext(length)));
        }
    }

    record Body(
            String direction,
            long headerSequence,
            int length,
            String salt,
            String noncePrefix,
            int segmentBytes,
            List<String> tags,
            int sealedLength,
            String sha256,
            long crc32c,
            @Nullable String sealed) {
        byte[] seal() throws Exception {
            byte[] key = hkdf(key("bodies", direction), hex(salt), associatedData(direction, headerSequence));
            byte[] plaintext = plaintext(length);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(HEADER_BYTES);
            out.writeBytes(hex(salt));
            out.writeBytes(hex(noncePrefix));
            int at = 0;
            for (int i = 0; i < tags.size(); i++) {
                boolean last = i == tags.size() - 1;
                int room = segmentBytes - TAG_BYTES - (i == 0 ? HEADER_BYTES : 0);
                int end = last ? length : at + room;
                byte[] nonce = ByteBuffer.allocate(12)
                        .put(hex(noncePrefix))
                        .putInt(i)
                        .put((byte) (last ? 1 : 0))
                        .array();
                out.writeBytes(sealGcm(key, nonce, new byte[0], Arrays.copyOfRange(plaintext, at, end)));
                at = end;
            }
            return out.toByteArray();
        }
    }
}
