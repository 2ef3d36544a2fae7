package quayside.protocol.crypto;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.DecapsulateException;
import javax.crypto.KEM;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

/**
 * ML-KEM-768 of the JDK with raw keys (PROTOCOL.md section 3.4).
 *
 * <p>The JDK supports only X.509 encodings; for this algorithm that is a constant prefix before the raw bytes.
 */
final class MlKem {
    static final int PUBLIC_KEY_BYTES = 1184;
    static final int CIPHERTEXT_BYTES = 1088;
    static final int SECRET_BYTES = 32;

    private static final String ALGORITHM = "ML-KEM";

    /** SEQUENCE of the algorithm identifier 2.16.840.1.101.3.4.4.2 and a BIT STRING of 1184 bytes. */
    private static final byte[] X509_PREFIX = HexFormat.of().parseHex("308204b2300b0609608648016503040402038204a100");

    private MlKem() {}

    /** The result on the encapsulating side: {@code ciphertext} for the other side, {@code secret} for both. */
    @SuppressWarnings("ArrayRecordComponent") // a pair of return values; never compared
    record Encapsulated(byte[] ciphertext, byte[] secret) {}

    static KeyPair generate(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
            generator.initialize(NamedParameterSpec.ML_KEM_768, random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static byte[] encode(PublicKey key) {
        byte[] x509 = key.getEncoded();
        return Arrays.copyOfRange(x509, X509_PREFIX.length, x509.length);
    }

    /**
     * Returns a new secret for the owner of {@code publicKey}.
     *
     * @throws ProtocolException with {@link Fault#BROKEN_PROTOCOL} if FIPS 203 does not accept the key
     */
    static Encapsulated encapsulate(byte[] publicKey, SecureRandom random) throws ProtocolException {
        byte[] x509 = Arrays.copyOf(X509_PREFIX, X509_PREFIX.length + publicKey.length);
        System.arraycopy(publicKey, 0, x509, X509_PREFIX.length, publicKey.length);
        try {
            PublicKey key = KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(x509));
            KEM.Encapsulated result =
                    KEM.getInstance(ALGORITHM).newEncapsulator(key, random).encapsulate();
            return new Encapsulated(result.encapsulation(), result.key().getEncoded());
        } catch (InvalidKeySpecException | InvalidKeyException e) {
            throw new ProtocolException(Reason.ENCRYPTION_KEY_INVALID, e);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * Returns the secret in {@code ciphertext}. If the ciphertext was damaged on the way, the result differs from the
     * sender's secret.
     *
     * @throws ProtocolException with {@link Fault#BROKEN_PROTOCOL} for a wrong length
     */
    static byte[] decapsulate(PrivateKey key, byte[] ciphertext) throws ProtocolException {
        try {
            return KEM.getInstance(ALGORITHM)
                    .newDecapsulator(key)
                    .decapsulate(ciphertext)
                    .getEncoded();
        } catch (DecapsulateException e) {
            throw new ProtocolException(Reason.KEY_DAMAGED, e);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
