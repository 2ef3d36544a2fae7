package quayside.protocol.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static quayside.protocol.crypto.ExampleHandshake.hex;
import static quayside.protocol.crypto.ExampleHandshake.number;
import static quayside.protocol.crypto.JdkCrypto.ascii;
import static quayside.protocol.crypto.JdkCrypto.associatedData;
import static quayside.protocol.crypto.JdkCrypto.concat;
import static quayside.protocol.crypto.JdkCrypto.gcm;
import static quayside.protocol.crypto.JdkCrypto.hkdf;
import static quayside.protocol.crypto.JdkCrypto.sha256;
import static quayside.protocol.crypto.JdkCrypto.sized;
import static quayside.protocol.crypto.JdkCrypto.unsigned;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.KEM;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import quayside.protocol.crypto.ExampleHandshake.SealedBody;
import quayside.protocol.crypto.ExampleHandshake.SealedFrame;

/**
 * Computes the example of PROTOCOL.md section 3.10 from its secrets according to the specification, with the JDK alone:
 * without this module's code, Tink or Bouncy Castle. An independent implementation has to do what passes here.
 */
class ExampleArithmeticTest {
    private final ExampleHandshake example = ExampleHandshake.load();
    private final BigInteger p = number(example.group().p());
    private final BigInteger q = number(example.group().q());
    private final BigInteger g = number(example.group().g());
    private final BigInteger x1 = number(example.client().x1());
    private final BigInteger x2 = number(example.client().x2());
    private final BigInteger x3 = number(example.server().x1());
    private final BigInteger x4 = number(example.server().x2());
    private final BigInteger s = new BigInteger(1, example.password().getBytes(US_ASCII)).mod(q);
    private final byte[] secret = concat(hex(example.agreed()), hex(example.kemSecret()));

    @Test
    void thePasswordIsAHashOfTheNormalisedKey() throws Exception {
        assertThat(example.normalizedKey())
                .isEqualTo(example.accessKey().replace("-", "").toLowerCase(Locale.ROOT));
        assertThat(sha256(
                        ascii("quayside/1 access key\0"),
                        example.normalizedKey().getBytes(UTF_8)))
                .asHexString()
                .isEqualToIgnoringCase(example.password());
    }

    @Test
    void roundsOneAndTwoCarryWhatTheSecretsGive() {
        byte[] serverHello = payload(1);
        byte[] clientExchange = payload(2);
        byte[] serverExchange = payload(3);

        assertThat(element(clientExchange, 1)).isEqualTo(g.modPow(x1, p));
        assertThat(element(clientExchange, 1 + 384)).isEqualTo(g.modPow(x2, p));
        assertThat(element(serverHello, 67)).isEqualTo(g.modPow(x3, p));
        assertThat(element(serverHello, 67 + 384)).isEqualTo(g.modPow(x4, p));
        assertThat(element(clientExchange, 1601))
                .isEqualTo(g.modPow(x1.add(x3).add(x4), p).modPow(x2.multiply(s), p));
        assertThat(element(serverExchange, 1))
                .isEqualTo(g.modPow(x1.add(x2).add(x3), p).modPow(x4.multiply(s), p));
        assertThat(number(example.agreed()))
                .isEqualTo(g.modPow(
                        x1.add(x3).multiply(x2).multiply(x4).multiply(s).mod(q), p));
    }

    @Test
    void everyProofHolds() throws Exception {
        byte[] serverHello = payload(1);
        byte[] clientExchange = payload(2);
        byte[] serverExchange = payload(3);

        assertProof(g, serverHello, 67, 67 + 768, "quayside/1 server");
        assertProof(g, serverHello, 67 + 384, 67 + 768 + 416, "quayside/1 server");
        assertProof(g, clientExchange, 1, 1 + 768, "quayside/1 client");
        assertProof(g, clientExchange, 1 + 384, 1 + 768 + 416, "quayside/1 client");
        assertProof(g.modPow(x1.add(x3).add(x4), p), clientExchange, 1601, 1601 + 384, "quayside/1 client");
        assertProof(g.modPow(x1.add(x2).add(x3), p), serverExchange, 1, 1 + 384, "quayside/1 server");
    }

    @Test
    void theSelectorFollowsFromTheInvitation() throws Exception {
        ExampleHandshake invited = ExampleHandshake.loadInvited();
        byte[] clientHello = invited.frames().get(0).payload();
        byte[] serverHello = invited.frames().get(1).payload();
        Mac hmac = Mac.getInstance("HmacSHA256");
        hmac.init(new SecretKeySpec(hex(invited.invitationBytes()), "HmacSHA256"));
        byte[] whole = hmac.doFinal(concat(
                ascii("quayside/2 invitation\0"),
                Arrays.copyOfRange(clientHello, 12, 44),
                Arrays.copyOfRange(serverHello, 3, 35),
                Arrays.copyOfRange(serverHello, 35, 67)));

        assertThat(Base64.getUrlDecoder().decode(invited.invitation())).isEqualTo(hex(invited.invitationBytes()));
        assertThat(Arrays.copyOf(whole, 16)).isEqualTo(hex(invited.selector()));
        assertThat(Arrays.copyOfRange(invited.frames().get(2).payload(), 1, 17)).isEqualTo(hex(invited.selector()));
    }

    @Test
    void theTagsFollowFromTheAgreedElement() throws Exception {
        byte[] macKey = sha256(unsigned(number(example.agreed())), ascii("JPAKE_KC"));
        byte[] client = concat(
                ascii("quayside/1 client"),
                ascii("quayside/1 server"),
                unsigned(g.modPow(x1, p)),
                unsigned(g.modPow(x2, p)),
                unsigned(g.modPow(x3, p)),
                unsigned(g.modPow(x4, p)));
        byte[] server = concat(
                ascii("quayside/1 server"),
                ascii("quayside/1 client"),
                unsigned(g.modPow(x3, p)),
                unsigned(g.modPow(x4, p)),
                unsigned(g.modPow(x1, p)),
                unsigned(g.modPow(x2, p)));
        Mac hmac = Mac.getInstance("HmacSHA256");
        hmac.init(new SecretKeySpec(macKey, "HmacSHA256"));

        assertThat(hmac.doFinal(concat(ascii("KC_1_U"), client))).isEqualTo(Arrays.copyOfRange(payload(4), 1, 33));
        assertThat(hmac.doFinal(concat(ascii("KC_1_U"), server))).isEqualTo(Arrays.copyOfRange(payload(5), 1, 33));
    }

    @Test
    void theKemSecretIsInTheCiphertext() throws Exception {
        ByteBuffer seed = ByteBuffer.wrap(hex(example.client().kemSeed()));
        SecureRandom handingOutTheSeed = new SecureRandom() {
            @Override
            public void nextBytes(byte[] bytes) {
                seed.get(bytes);
            }
        };
        KeyPairGenerator generator = KeyPairGenerator.getInstance("ML-KEM");
        generator.initialize(NamedParameterSpec.ML_KEM_768, handingOutTheSeed);
        KeyPair keys = generator.generateKeyPair();

        byte[] hello = payload(0);
        assertThat(keys.getPublic().getEncoded()).endsWith(Arrays.copyOfRange(hello, 44, 44 + 1184));
        byte[] exchange = payload(3);
        assertThat(KEM.getInstance("ML-KEM")
                        .newDecapsulator(keys.getPrivate())
                        .decapsulate(Arrays.copyOfRange(exchange, 801, 801 + 1088))
                        .getEncoded())
                .isEqualTo(hex(example.kemSecret()));
    }

    @Test
    void transcriptConfirmationAndKeysFollow() throws Exception {
        MessageDigest transcript = MessageDigest.getInstance("SHA-256");
        for (int i = 0; i < 4; i++) {
            transcript.update(frame(i));
        }
        assertThat(((MessageDigest) transcript.clone()).digest()).isEqualTo(hex(example.T4()));
        transcript.update(frame(4));
        byte[] last = frame(5);
        transcript.update(last, 0, last.length - 64);
        assertThat(transcript.digest()).isEqualTo(hex(example.T6()));

        assertThat(Arrays.copyOfRange(payload(4), 33, 65))
                .isEqualTo(hkdf(secret, hex(example.T4()), ascii("quayside/1 client confirmation")));
        assertThat(example.keys()).hasSize(4);
        example.keys()
                .forEach((label, key) -> assertThat(hkdf(secret, hex(example.T6()), ascii(label)))
                        .isEqualTo(hex(key)));
    }

    @Test
    void theServerSignsTheTranscriptWithTheIdentityOfTheFingerprint() throws Exception {
        byte[] publicKey = Arrays.copyOfRange(payload(1), 35, 67);
        byte[] x509 = concat(HexFormat.of().parseHex("302a300506032b6570032100"), publicKey);
        Signature ed25519 = Signature.getInstance("Ed25519");
        ed25519.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(x509)));
        ed25519.update(ascii("quayside/1 server signature\0"));
        ed25519.update(hex(example.T6()));

        assertThat(ed25519.verify(Arrays.copyOfRange(payload(5), 33, 97))).isTrue();
        assertThat(publicKey).isEqualTo(hex(example.identityPublicKey()));
        BigInteger start = new BigInteger(1, Arrays.copyOf(sha256(publicKey), 20));
        StringBuilder base32 = new StringBuilder();
        for (int shift = 155; shift >= 0; shift -= 5) {
            base32.append("abcdefghijklmnopqrstuvwxyz234567"
                    .charAt(start.shiftRight(shift).intValue() & 31));
        }
        assertThat(base32).hasToString(example.fingerprint());
    }

    @Test
    void framesOpenUnderTheirDirectionAndNumber() throws Exception {
        for (SealedFrame frame : example.sealedFrames()) {
            byte[] sealed = hex(frame.sealed());
            byte[] opened = gcm(
                    hex(example.keys().get("quayside/1 frames " + frame.direction())),
                    Arrays.copyOf(sealed, 12),
                    associatedData(frame.direction(), frame.sequence()),
                    Arrays.copyOfRange(sealed, 12, sealed.length));
            assertThat(opened).asString(UTF_8).isEqualTo(frame.text());
        }
    }

    @Test
    void bodiesOpenUnderAKeyOfTheirOwn() throws Exception {
        for (SealedBody body : example.sealedBodies()) {
            byte[] sealed = hex(body.sealed());
            assertThat(sealed[0]).isEqualTo((byte) 40);
            byte[] key = hkdf(
                    hex(example.keys().get("quayside/1 bodies " + body.direction())),
                    Arrays.copyOfRange(sealed, 1, 33),
                    associatedData(body.direction(), body.headerSequence()));
            byte[] nonce = concat(Arrays.copyOfRange(sealed, 33, 40), new byte[] {0, 0, 0, 0, 1});
            byte[] opened = gcm(key, nonce, new byte[0], Arrays.copyOfRange(sealed, 40, sealed.length));
            assertThat(opened).asString(UTF_8).isEqualTo(body.text());
        }
    }

    private void assertProof(BigInteger base, byte[] payload, int elementAt, int proofAt, String id) throws Exception {
        BigInteger element = element(payload, elementAt);
        BigInteger commitment = element(payload, proofAt);
        BigInteger response = new BigInteger(1, Arrays.copyOfRange(payload, proofAt + 384, proofAt + 416));
        BigInteger h = new BigInteger(
                sha256(sized(unsigned(base)), sized(unsigned(commitment)), sized(unsigned(element)), sized(ascii(id))));

        assertThat(base.modPow(response, p)
                        .multiply(element.modPow(h.mod(q), p))
                        .mod(p))
                .isEqualTo(commitment);
        assertThat(element.modPow(q, p)).isOne();
    }

    private byte[] frame(int index) {
        return hex(example.frames().get(index).bytes());
    }

    private byte[] payload(int index) {
        return example.frames().get(index).payload();
    }

    private static BigInteger element(byte[] payload, int at) {
        return new BigInteger(1, Arrays.copyOfRange(payload, at, at + 384));
    }
}
