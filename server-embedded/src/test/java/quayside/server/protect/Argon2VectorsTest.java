package quayside.server.protect;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests Argon2id with the vectors of RFC 9106 in {@code argon2id.json}. */
class Argon2VectorsTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final Vectors VECTORS = load();

    record Vectors(
            int memoryKib,
            int iterations,
            int lanes,
            String password,
            String salt,
            String secret,
            String associatedData,
            String tag,
            List<Reference> reference) {}

    record Reference(int memoryKib, int iterations, int lanes, String password, String salt, String hash) {}

    private static Vectors load() {
        try (Reader json = new InputStreamReader(
                Objects.requireNonNull(Argon2VectorsTest.class.getResourceAsStream("argon2id.json")), UTF_8)) {
            return new Gson().fromJson(json, Vectors.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Reference> reference() {
        return VECTORS.reference();
    }

    @ParameterizedTest
    @MethodSource("reference")
    void aPasscodeIsHashedAsTheReferenceHashesIt(Reference vector) {
        byte[] hash = Hashing.argon2id(
                new Hashing.Cost(vector.memoryKib(), vector.iterations(), vector.lanes()),
                vector.salt().getBytes(US_ASCII),
                vector.password().getBytes(US_ASCII));

        assertThat(HEX.formatHex(hash)).isEqualTo(vector.hash());
    }

    /**
     * The RFC's example has a secret and associated data, which a passcode does not have. So the test uses the
     * generator that hashes passcodes directly.
     */
    @Test
    void theGeneratorGivesTheTagOfTheRfc() {
        Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
        argon2.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(VECTORS.memoryKib())
                .withIterations(VECTORS.iterations())
                .withParallelism(VECTORS.lanes())
                .withSalt(HEX.parseHex(VECTORS.salt()))
                .withSecret(HEX.parseHex(VECTORS.secret()))
                .withAdditional(HEX.parseHex(VECTORS.associatedData()))
                .build());
        byte[] tag = new byte[VECTORS.tag().length() / 2];
        argon2.generateBytes(HEX.parseHex(VECTORS.password()), tag);

        assertThat(HEX.formatHex(tag)).isEqualTo(VECTORS.tag());
    }
}
