package quayside.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static quayside.protocol.crypto.ExampleHandshake.hex;
import static quayside.protocol.crypto.JdkCrypto.associatedData;
import static quayside.protocol.crypto.JdkCrypto.concat;
import static quayside.protocol.crypto.JdkCrypto.hkdf;
import static quayside.protocol.crypto.JdkCrypto.sealGcm;

import com.google.gson.Gson;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import quayside.protocol.message.From;
import quayside.protocol.message.Message;
import quayside.protocol.message.MessageCodec;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.message.Spoiled;
import quayside.protocol.wire.Checksum;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Frames;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;

/** Tests the vectors of {@code resumed.json}, which another program made (PROTOCOL.md section 6.4). */
final class ResumedVectorsTest {
    private static final String DIRECTION = "server to client";

    private final Vectors vectors = load();

    private record Vectors(Resumed resumed, Broken spoiled) {}

    private record Resumed(int size, int offset, String prefix, long crc32c, String get, String proceed, String from) {}

    private record Broken(
            long headerSequence,
            int length,
            int readBytes,
            String salt,
            String noncePrefix,
            int segmentBytes,
            int openedBytes,
            String message,
            int streamBytes,
            String streamSha256,
            String frame) {}

    private static Vectors load() {
        try (Reader json = new InputStreamReader(
                Objects.requireNonNull(ResumedVectorsTest.class.getResourceAsStream("resumed.json")),
                StandardCharsets.UTF_8)) {
            return new Gson().fromJson(json, Vectors.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(Sha256.start().digest(bytes));
    }

    private static Message decode(String json) throws IOException {
        return MessageCodec.decode(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whoGoesOnProvesTheBeginningAndChecksTheWhole() throws IOException {
        Resumed resumed = vectors.resumed();
        byte[] file = SealedVectors.plaintext(resumed.size());
        assertThat(sha256(Arrays.copyOf(file, resumed.offset()))).isEqualTo(resumed.prefix());
        CRC32C beginning = new CRC32C();
        beginning.update(file, 0, resumed.offset());
        Checksum whole = new Checksum((int) beginning.getValue());
        whole.update(file, resumed.offset(), resumed.size() - resumed.offset());
        assertThat(Integer.toUnsignedLong(whole.value())).isEqualTo(resumed.crc32c());

        assertThat(decode(resumed.get()))
                .isEqualTo(new Request.Get(
                        RemotePath.parse("a"),
                        Optional.of(new Request.Resume(resumed.offset(), "v", new Request.Prefix(resumed.prefix())))));
        assertThat(decode(resumed.proceed()))
                .isEqualTo(new Response.Proceed(resumed.offset(), Optional.of(resumed.prefix())));
        assertThat(decode(resumed.from())).isEqualTo(new From(resumed.offset()));
    }

    @Test
    void aSpoiledBodyGivesWhatWasReadAndThenSaysWhy() throws Exception {
        Broken broken = vectors.spoiled();
        byte[] key = hkdf(
                SealedVectors.key("bodies", DIRECTION),
                hex(broken.salt()),
                associatedData(DIRECTION, broken.headerSequence()));
        byte[] good = SealedVectors.plaintext(broken.openedBytes());
        byte[] stream = concat(
                new byte[] {40},
                hex(broken.salt()),
                hex(broken.noncePrefix()),
                sealGcm(key, concat(hex(broken.noncePrefix()), new byte[5]), new byte[0], good),
                new byte[broken.segmentBytes()]);
        assertThat(stream).hasSize(broken.streamBytes());
        assertThat(sha256(stream)).isEqualTo(broken.streamSha256());

        FrameCipher frames = new FrameCipher(
                Direction.CLIENT_TO_SERVER,
                SealedVectors.key("frames", "client to server"),
                SealedVectors.key("frames", DIRECTION));
        BodyCipher bodies = new BodyCipher(
                Direction.CLIENT_TO_SERVER,
                SealedVectors.key("bodies", "client to server"),
                SealedVectors.key("bodies", DIRECTION));
        FrameCipher server = new FrameCipher(
                Direction.SERVER_TO_CLIENT,
                SealedVectors.key("frames", DIRECTION),
                SealedVectors.key("frames", "client to server"));
        for (long sequence = 0; sequence <= broken.headerSequence(); sequence++) {
            frames.open(server.seal(new byte[0]));
        }
        InputStream wire = new SequenceInputStream(
                new ByteArrayInputStream(stream), new ByteArrayInputStream(hex(broken.frame())));
        OpeningStream body = bodies.decrypt(wire, broken.length(), frames.lastOpened());
        ByteArrayOutputStream opened = new ByteArrayOutputStream();
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> {
            byte[] buffer = new byte[8];
            for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
                opened.write(buffer, 0, count);
            }
        });
        assertThat(opened.toByteArray()).isEqualTo(good);
        byte[] said = frames.open(Frames.read(body.behindUnopened().orElseThrow(), Limits.MAX_FRAME_BYTES));
        assertThat(new String(said, StandardCharsets.UTF_8)).isEqualTo(broken.message());
        assertThat(MessageCodec.decode(said)).isEqualTo(new Spoiled(Fault.SERVER_ERROR, "The disk failed."));
        assertThat(wire.read()).as("nothing is left over").isEqualTo(-1);

        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        BodyCipher sender = new BodyCipher(
                Direction.SERVER_TO_CLIENT,
                SealedVectors.key("bodies", DIRECTION),
                SealedVectors.key("bodies", "client to server"));
        SealingStream sealing = sender.encrypt(sent, broken.length(), broken.headerSequence());
        sealing.write(SealedVectors.plaintext(broken.readBytes()));
        sealing.spoil();
        assertThat(sent.size()).isEqualTo(broken.streamBytes());
        assertThat(Arrays.copyOfRange(sent.toByteArray(), broken.segmentBytes(), sent.size()))
                .containsOnly((byte) 0);
    }
}
