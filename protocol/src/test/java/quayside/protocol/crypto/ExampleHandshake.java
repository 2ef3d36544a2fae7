package quayside.protocol.crypto;

import com.google.gson.Gson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The examples of PROTOCOL.md sections 3.10 and 3.11 in JSON, where bytes are hexadecimal. */
record ExampleHandshake(
        Group group,
        String accessKey,
        String normalizedKey,
        String password,
        String identitySeed,
        String identityPublicKey,
        String fingerprint,
        Side client,
        Side server,
        List<Frame> frames,
        String agreed,
        String kemSecret,
        String T4,
        String T6,
        Map<String, String> keys,
        List<SealedFrame> sealedFrames,
        List<SealedBody> sealedBodies,
        String ownKey,
        String invitation,
        String invitationBytes,
        String selector) {
    record Group(String p, String q, String g) {}

    record Side(String randomness, String kemSeed, String x1, String x2) {}

    record Frame(String from, String message, String bytes) {
        byte[] payload() {
            byte[] frame = hex(bytes);
            return Arrays.copyOfRange(frame, Integer.BYTES, frame.length);
        }
    }

    record SealedFrame(String direction, long sequence, String text, String sealed) {}

    record SealedBody(String direction, long headerSequence, String text, String sealed) {}

    static ExampleHandshake load() {
        return load("handshake.json");
    }

    /** Returns the example in version 2, with the key of an invitation. Its JSON has only the fields that differ. */
    static ExampleHandshake loadInvited() {
        return load("invited.json");
    }

    private static ExampleHandshake load(String name) {
        try (Reader json = new InputStreamReader(
                Objects.requireNonNull(ExampleHandshake.class.getResourceAsStream(name)), StandardCharsets.UTF_8)) {
            return new Gson().fromJson(json, ExampleHandshake.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns all frames that {@code side} sent, one after another. */
    byte[] sentBy(String side) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        frames.stream().filter(frame -> frame.from().equals(side)).forEach(frame -> all.writeBytes(hex(frame.bytes())));
        return all.toByteArray();
    }

    static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    static BigInteger number(String text) {
        return new BigInteger(text, 16);
    }
}
