package quayside.protocol.crypto;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.StreamingAead;
import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import com.google.crypto.tink.subtle.AesGcmJce;
import com.google.crypto.tink.subtle.Ed25519Sign;
import com.google.crypto.tink.subtle.Ed25519Verify;
import com.google.crypto.tink.subtle.Hkdf;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Every symmetric primitive and signature of the protocol, each with the reason why its use is safe.
 *
 * <p>Nonces: {@link #frameAead} draws 96 random bits for each frame. Its key lives for one direction of one connection,
 * and {@link FrameCipher} stops at 2^32 frames. Up to there, two nonces are equal with a probability below 2^-32.
 * {@link #bodyAead} derives a separate key for each body from a random 256-bit salt. Inside a body the nonce holds the
 * segment's number, of which fewer than 2^25 are used. Ed25519 signs deterministically. No method takes a nonce from
 * its caller.
 *
 * <p>The methods take raw keys because HKDF made them for this one connection; there is no key set to manage or rotate.
 * The checked exceptions of these constructors mean a key of the wrong length or a JDK without AES, which is our own
 * bug.
 */
final class Primitives {
    static final int KEY_BYTES = 32;
    static final int HASH_BYTES = 32;
    static final int SEED_BYTES = 32;
    static final int PUBLIC_KEY_BYTES = 32;
    static final int SIGNATURE_BYTES = 64;

    /** The bytes of nonce and tag that {@link #frameAead} adds. */
    static final int FRAME_OVERHEAD_BYTES = 12 + 16;

    /** The bytes that {@link #bodyAead} puts before the first segment: its length, a salt and a nonce prefix. */
    static final int BODY_HEADER_BYTES = 1 + 32 + 7;

    static final int TAG_BYTES = 16;

    private static final String HMAC = "HmacSha256";

    private Primitives() {}

    /** Returns AES-256-GCM; its ciphertexts are nonce, sealed bytes, tag. Thread-safe. */
    static Aead frameAead(byte[] key) {
        try {
            return new AesGcmJce(requireKey(key));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns AES-256-GCM in segments of {@code segmentBytes}, tag included, under keys derived for each stream. */
    static StreamingAead bodyAead(byte[] key, int segmentBytes) {
        try {
            return new AesGcmHkdfStreaming(requireKey(key), HMAC, KEY_BYTES, segmentBytes, 0);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** Derives 32 bytes with HKDF-SHA256: independent keys for independent labels. */
    static byte[] hkdf(byte[] secret, byte[] salt, String label) {
        try {
            return Hkdf.computeHkdf(HMAC, secret, salt, label.getBytes(StandardCharsets.US_ASCII), KEY_BYTES);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns a new Ed25519 seed from Tink's own generator. */
    static byte[] newSigningSeed() {
        try {
            return Ed25519Sign.KeyPair.newKeyPair().getPrivateKey();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static byte[] signingPublicKey(byte[] seed) {
        try {
            return Ed25519Sign.KeyPair.newKeyPairFromSeed(seed).getPublicKey();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static byte[] sign(byte[] seed, byte[] message) {
        try {
            return new Ed25519Sign(seed).sign(message);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * Returns whether {@code signature} is valid for {@code message}. Also returns false if {@code publicKey} is not a
     * key, or is one of small order. Tink accepts such keys, and under one of them an attacker can make up a signature
     * that fits every message.
     */
    static boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
        if (!Ed25519.validatePublicKeyFull(publicKey, 0)) {
            return false;
        }
        try {
            new Ed25519Verify(publicKey).verify(signature, message);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static byte[] requireKey(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("a key has " + KEY_BYTES + " bytes");
        }
        return key;
    }
}
