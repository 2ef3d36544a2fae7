package quayside.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static quayside.protocol.crypto.ExampleHandshake.hex;
import static quayside.protocol.crypto.Handshakes.assertFault;
import static quayside.protocol.crypto.JdkCrypto.concat;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.Hkdf;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.bouncycastle.crypto.agreement.jpake.JPAKEPrimeOrderGroup;
import org.bouncycastle.crypto.agreement.jpake.JPAKEPrimeOrderGroups;
import org.bouncycastle.crypto.digests.SHAKEDigest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import quayside.protocol.crypto.OfficialVectors.GcmCase;
import quayside.protocol.crypto.OfficialVectors.HkdfCase;
import quayside.protocol.crypto.OfficialVectors.KemAccumulated;
import quayside.protocol.crypto.OfficialVectors.KemEncapsulation;
import quayside.protocol.crypto.OfficialVectors.KemKey;
import quayside.protocol.crypto.OfficialVectors.KemRefused;
import quayside.protocol.crypto.OfficialVectors.Refused;
import quayside.protocol.crypto.OfficialVectors.Signed;
import quayside.protocol.wire.Fault;

/**
 * Tests the vectors of standards through the very calls that the program makes: the ciphers of Tink, ML-KEM of the JDK.
 *
 * <p>J-PAKE has no official vectors (RFC 8236 gives none). {@link ExampleArithmeticTest} computes it from the text of
 * the specification instead, and this class checks that its group meets FIPS 186.
 */
class OfficialVectorsTest {
    private static final OfficialVectors.Kem KEM = OfficialVectors.load("ml-kem-768.json", OfficialVectors.Kem.class);
    private static final OfficialVectors.Ed25519 ED25519 =
            OfficialVectors.load("ed25519.json", OfficialVectors.Ed25519.class);

    static List<GcmCase> gcm() {
        return OfficialVectors.load("aes-256-gcm.json", OfficialVectors.Gcm.class)
                .vectors();
    }

    @ParameterizedTest
    @MethodSource("gcm")
    void theCipherOfFramesIsAes256Gcm(GcmCase vector) throws GeneralSecurityException {
        Aead aead = Primitives.frameAead(hex(vector.key()));
        byte[] associatedData = hex(vector.associatedData());
        byte[] sealed = concat(hex(vector.nonce()), hex(vector.ciphertext()), hex(vector.tag()));

        assertThat(aead.decrypt(sealed, associatedData)).isEqualTo(hex(vector.plaintext()));
        for (int bit = 0; bit < sealed.length * Byte.SIZE; bit++) {
            byte[] changed = sealed.clone();
            changed[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertThatThrownBy(() -> aead.decrypt(changed, associatedData))
                    .isInstanceOf(GeneralSecurityException.class);
        }
    }

    static List<HkdfCase> hkdf() {
        return OfficialVectors.load("hkdf-sha256.json", OfficialVectors.Hkdf.class)
                .vectors();
    }

    @ParameterizedTest
    @MethodSource("hkdf")
    void keysAreDerivedByHkdf(HkdfCase vector) throws GeneralSecurityException {
        byte[] okm = hex(vector.okm());
        assertThat(Hkdf.computeHkdf(
                        "HmacSha256", hex(vector.ikm()), hex(vector.salt()), hex(vector.info()), okm.length))
                .isEqualTo(okm);
        if (vector.info().isEmpty()) {
            assertThat(Primitives.hkdf(hex(vector.ikm()), hex(vector.salt()), ""))
                    .isEqualTo(Arrays.copyOf(okm, Primitives.KEY_BYTES));
        }
    }

    static List<Signed> signed() {
        return ED25519.vectors();
    }

    @ParameterizedTest
    @MethodSource("signed")
    void anIdentitySignsAsEd25519Does(Signed vector) {
        ServerIdentity identity = ServerIdentity.fromSeed(hex(vector.seed()));

        assertThat(identity.publicKey()).isEqualTo(hex(vector.publicKey()));
        assertThat(identity.sign(hex(vector.message()))).isEqualTo(hex(vector.signature()));
        assertThat(Primitives.verify(hex(vector.publicKey()), hex(vector.message()), hex(vector.signature())))
                .isTrue();
    }

    static List<Refused> refused() {
        return ED25519.refused();
    }

    @ParameterizedTest
    @MethodSource("refused")
    void aMalformedOrMalleableSignatureIsNone(Refused vector) {
        assertThat(Primitives.verify(hex(vector.publicKey()), hex(vector.message()), hex(vector.signature())))
                .isFalse();
    }

    static List<KemKey> kemKeys() {
        return KEM.keys();
    }

    @ParameterizedTest
    @MethodSource("kemKeys")
    void aKeyPairFollowsFromItsSeedAndOpensItsCiphertext(KemKey vector) throws Exception {
        KeyPair keys = MlKem.generate(new FixedRandom(hex(vector.seed())));

        assertThat(MlKem.encode(keys.getPublic())).isEqualTo(hex(vector.encapsulationKey()));
        assertThat(MlKem.decapsulate(keys.getPrivate(), hex(vector.ciphertext())))
                .isEqualTo(hex(vector.secret()));
    }

    static List<KemEncapsulation> kemEncapsulations() {
        return KEM.encapsulations();
    }

    @ParameterizedTest
    @MethodSource("kemEncapsulations")
    void aSecretIsEncapsulatedAsFips203Says(KemEncapsulation vector) throws Exception {
        MlKem.Encapsulated made =
                MlKem.encapsulate(hex(vector.encapsulationKey()), new FixedRandom(hex(vector.randomness())));

        assertThat(made.ciphertext()).isEqualTo(hex(vector.ciphertext()));
        assertThat(made.secret()).isEqualTo(hex(vector.secret()));
    }

    static List<KemRefused> kemRefusedKeys() {
        return KEM.refusedKeys();
    }

    @ParameterizedTest
    @MethodSource("kemRefusedKeys")
    void anEncapsulationKeyOverTheModulusIsNone(KemRefused vector) {
        assertFault(() -> MlKem.encapsulate(hex(vector.encapsulationKey()), Handshakes.RANDOM), Fault.BROKEN_PROTOCOL);
    }

    /** Keys, secrets and also rejections, a hundred of each. */
    @Test
    void aHundredKemExchangesGiveThePublishedDigest() throws Exception {
        KemAccumulated expected = KEM.accumulated();
        SHAKEDigest source = new SHAKEDigest(128);
        SHAKEDigest results = new SHAKEDigest(128);
        for (int i = 0; i < expected.count(); i++) {
            KeyPair keys = MlKem.generate(new FixedRandom(next(source, 64)));
            byte[] publicKey = MlKem.encode(keys.getPublic());
            update(results, publicKey);
            MlKem.Encapsulated made = MlKem.encapsulate(publicKey, new FixedRandom(next(source, 32)));
            update(results, made.ciphertext());
            update(results, made.secret());
            assertThat(MlKem.decapsulate(keys.getPrivate(), made.ciphertext())).isEqualTo(made.secret());
            update(results, MlKem.decapsulate(keys.getPrivate(), next(source, MlKem.CIPHERTEXT_BYTES)));
        }
        assertThat(next(results, 32)).isEqualTo(hex(expected.digest()));
    }

    private static void update(SHAKEDigest digest, byte[] bytes) {
        digest.update(bytes, 0, bytes.length);
    }

    private static byte[] next(SHAKEDigest stream, int count) {
        byte[] bytes = new byte[count];
        stream.doOutput(bytes, 0, count);
        return bytes;
    }

    @Test
    void theGroupOfTheKeyExchangeIsOneOfPrimeOrder() {
        JPAKEPrimeOrderGroup group = JPAKEPrimeOrderGroups.NIST_3072;

        assertThat(group.getP().bitLength()).isEqualTo(3072);
        assertThat(group.getQ().bitLength()).isEqualTo(256);
        assertThat(group.getP().isProbablePrime(100)).isTrue();
        assertThat(group.getQ().isProbablePrime(100)).isTrue();
        assertThat(group.getP().subtract(BigInteger.ONE).mod(group.getQ())).isZero();
        assertThat(group.getG()).isNotEqualTo(BigInteger.ONE);
        assertThat(group.getG().modPow(group.getQ(), group.getP())).isOne();
    }

    /** RFC 3720, appendix B.4. */
    @Test
    void theChecksumOfBodiesIsCrc32c() {
        byte[] rising = new byte[32];
        for (int i = 0; i < rising.length; i++) {
            rising[i] = (byte) i;
        }
        byte[] ones = new byte[32];
        Arrays.fill(ones, (byte) 0xFF);

        assertThat(crc32c(new byte[32])).isEqualTo(0x8A9136AA);
        assertThat(crc32c(ones)).isEqualTo(0x62A8AB43);
        assertThat(crc32c(rising)).isEqualTo(0x46DD794E);
    }

    private static int crc32c(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
