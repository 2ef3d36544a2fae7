package quayside.protocol.crypto;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * Test vectors of standards and public collections from {@code vectors/}, each file with its source; bytes are
 * hexadecimal.
 */
final class OfficialVectors {
    private OfficialVectors() {}

    record Gcm(List<GcmCase> vectors) {}

    record GcmCase(
            String name,
            String key,
            String nonce,
            String associatedData,
            String plaintext,
            String ciphertext,
            String tag) {}

    record Hkdf(List<HkdfCase> vectors) {}

    record HkdfCase(String name, String ikm, String salt, String info, String okm) {}

    record Ed25519(List<Signed> vectors, List<Refused> refused) {}

    record Signed(String name, String seed, String publicKey, String message, String signature) {}

    record Refused(String name, String publicKey, String message, String signature) {}

    record Kem(
            List<KemKey> keys,
            List<KemEncapsulation> encapsulations,
            List<KemRefused> refusedKeys,
            KemAccumulated accumulated) {}

    record KemKey(String name, String seed, String encapsulationKey, String ciphertext, String secret) {}

    record KemEncapsulation(
            String name, String randomness, String encapsulationKey, String ciphertext, String secret) {}

    record KemRefused(String name, String encapsulationKey) {}

    record KemAccumulated(int count, String digest) {}

    static <T> T load(String file, Class<T> form) {
        try (Reader json = new InputStreamReader(
                Objects.requireNonNull(OfficialVectors.class.getResourceAsStream("vectors/" + file)),
                StandardCharsets.UTF_8)) {
            return new Gson().fromJson(json, form);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
