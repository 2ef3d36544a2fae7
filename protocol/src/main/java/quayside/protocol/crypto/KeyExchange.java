package quayside.protocol.crypto;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Objects;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.agreement.jpake.JPAKEPrimeOrderGroups;
import org.bouncycastle.crypto.agreement.jpake.JPAKEUtil;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.util.BigIntegers;
import org.jspecify.annotations.Nullable;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

/**
 * One side of one J-PAKE exchange, in the bytes of the wire (PROTOCOL.md section 3.3).
 *
 * <p>The methods are called in the order of the rounds: {@link #round1}, {@link #acceptRound1}, {@link #round2}, {@link
 * #acceptRound2}, {@link #agree}, then {@link #tag} and {@link #accepts} in any order. Each round costs about five
 * milliseconds. Not thread-safe.
 *
 * <p>Bouncy Castle's {@code JPAKEParticipant} does the same, but wants the password before round 1. A server that has
 * several keys does not know then which of them the guest will use.
 */
final class KeyExchange {
    static final int ELEMENT_BYTES = 384;
    static final int TAG_BYTES = 32;

    private static final int RESPONSE_BYTES = 32;
    private static final int PROOF_BYTES = ELEMENT_BYTES + RESPONSE_BYTES;
    static final int ROUND_1_BYTES = 2 * ELEMENT_BYTES + 2 * PROOF_BYTES;
    static final int ROUND_2_BYTES = ELEMENT_BYTES + PROOF_BYTES;

    private static final String CLIENT_ID = "quayside/1 client";
    private static final String SERVER_ID = "quayside/1 server";
    private static final BigInteger P = JPAKEPrimeOrderGroups.NIST_3072.getP();
    private static final BigInteger Q = JPAKEPrimeOrderGroups.NIST_3072.getQ();
    private static final BigInteger G = JPAKEPrimeOrderGroups.NIST_3072.getG();

    private final String ownId;
    private final String peerId;
    private final SecureRandom random;
    private final Digest digest = SHA256Digest.newInstance();
    private @Nullable Secrets own;
    private @Nullable Elements peer;
    private @Nullable BigInteger peerRound2;
    private @Nullable BigInteger password;
    private @Nullable BigInteger agreed;
    private byte[] tag = {};

    /** The secrets of this side, and the elements that follow from them. */
    private record Secrets(BigInteger x1, BigInteger x2, BigInteger gx1, BigInteger gx2) {}

    /** The elements of the peer's round 1. */
    private record Elements(BigInteger gx3, BigInteger gx4) {}

    private KeyExchange(String ownId, String peerId, SecureRandom random) {
        this.ownId = ownId;
        this.peerId = peerId;
        this.random = random;
    }

    static KeyExchange ofClient(SecureRandom random) {
        return new KeyExchange(CLIENT_ID, SERVER_ID, random);
    }

    static KeyExchange ofServer(SecureRandom random) {
        return new KeyExchange(SERVER_ID, CLIENT_ID, random);
    }

    byte[] round1() {
        BigInteger x1 = JPAKEUtil.generateX1(Q, random);
        BigInteger x2 = JPAKEUtil.generateX2(Q, random);
        BigInteger gx1 = JPAKEUtil.calculateGx(P, Q, G, x1, random);
        BigInteger gx2 = JPAKEUtil.calculateGx(P, Q, G, x2, random);
        own = new Secrets(x1, x2, gx1, gx2);
        ByteBuffer out = ByteBuffer.allocate(ROUND_1_BYTES);
        putElement(out, gx1);
        putElement(out, gx2);
        putProof(out, JPAKEUtil.calculateZeroKnowledgeProof(P, Q, G, gx1, x1, ownId, digest, random));
        putProof(out, JPAKEUtil.calculateZeroKnowledgeProof(P, Q, G, gx2, x2, ownId, digest, random));
        return out.array();
    }

    /**
     * Accepts {@link #ROUND_1_BYTES} bytes of the peer; fails with {@link Fault#BROKEN_PROTOCOL} if a range or a proof
     * is wrong.
     */
    void acceptRound1(byte[] round1) throws ProtocolException {
        ByteBuffer in = ByteBuffer.wrap(round1);
        Elements theirs = new Elements(element(in), element(in));
        BigInteger[] proof3 = proof(in);
        BigInteger[] proof4 = proof(in);
        try {
            JPAKEUtil.validateGx4(theirs.gx4());
            JPAKEUtil.validateZeroKnowledgeProof(P, Q, G, theirs.gx3(), proof3, peerId, digest);
            JPAKEUtil.validateZeroKnowledgeProof(P, Q, G, theirs.gx4(), proof4, peerId, digest);
        } catch (CryptoException e) {
            throw unproven(e);
        }
        peer = theirs;
    }

    /** Returns round 2 for {@code key}, which is not needed before: a server learns only now which key a guest means. */
    byte[] round2(AccessKey key) {
        Secrets ours = Objects.requireNonNull(own, "own");
        Elements theirs = Objects.requireNonNull(peer, "peer");
        BigInteger s = number(key.exchangePassword());
        password = s;
        BigInteger base = JPAKEUtil.calculateGA(P, ours.gx1(), theirs.gx3(), theirs.gx4());
        BigInteger x2s = JPAKEUtil.calculateX2s(Q, ours.x2(), s);
        BigInteger a = JPAKEUtil.calculateA(P, Q, base, x2s, random);
        ByteBuffer out = ByteBuffer.allocate(ROUND_2_BYTES);
        putElement(out, a);
        putProof(out, JPAKEUtil.calculateZeroKnowledgeProof(P, Q, base, a, x2s, ownId, digest, random));
        return out.array();
    }

    /** Returns the password as a number of the group, and wipes it. */
    static BigInteger number(char[] password) {
        try {
            return JPAKEUtil.calculateS(Q, password);
        } catch (CryptoException e) {
            throw new AssertionError("a hash that is a multiple of q", e);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    /**
     * Accepts {@link #ROUND_2_BYTES} bytes of the peer; fails with {@link Fault#BROKEN_PROTOCOL} if a range or a proof
     * is wrong.
     */
    void acceptRound2(byte[] round2) throws ProtocolException {
        Secrets ours = Objects.requireNonNull(own, "own");
        Elements theirs = Objects.requireNonNull(peer, "peer");
        ByteBuffer in = ByteBuffer.wrap(round2);
        BigInteger b = element(in);
        BigInteger[] proof = proof(in);
        BigInteger base = JPAKEUtil.calculateGA(P, theirs.gx3(), ours.gx1(), ours.gx2());
        try {
            JPAKEUtil.validateGa(base);
            JPAKEUtil.validateZeroKnowledgeProof(P, Q, base, b, proof, peerId, digest);
        } catch (CryptoException e) {
            throw unproven(e);
        }
        peerRound2 = b;
    }

    /**
     * Returns the agreed element in {@link #ELEMENT_BYTES} bytes. It is the same on both sides if, and only if, their
     * access keys are the same. Forgets the secrets, so it is called once.
     */
    byte[] agree() {
        Secrets ours = Objects.requireNonNull(own, "own");
        Elements theirs = Objects.requireNonNull(peer, "peer");
        BigInteger element = JPAKEUtil.calculateKeyingMaterial(
                P,
                Q,
                theirs.gx4(),
                ours.x2(),
                Objects.requireNonNull(password, "password"),
                Objects.requireNonNull(peerRound2, "peerRound2"),
                random);
        tag = tagBytes(JPAKEUtil.calculateMacTag(
                ownId, peerId, ours.gx1(), ours.gx2(), theirs.gx3(), theirs.gx4(), element, digest));
        own = new Secrets(BigInteger.ZERO, BigInteger.ZERO, ours.gx1(), ours.gx2());
        password = null;
        agreed = element;
        return BigIntegers.asUnsignedByteArray(ELEMENT_BYTES, element);
    }

    /** Returns the proof for the peer that this side agreed on the same element; only after {@link #agree}. */
    byte[] tag() {
        return tag.clone();
    }

    /** Returns whether the peer's tag proves that it knows the access key. */
    boolean accepts(byte[] peerTag) {
        Secrets ours = Objects.requireNonNull(own, "own");
        Elements theirs = Objects.requireNonNull(peer, "peer");
        try {
            JPAKEUtil.validateMacTag(
                    ownId,
                    peerId,
                    ours.gx1(),
                    ours.gx2(),
                    theirs.gx3(),
                    theirs.gx4(),
                    Objects.requireNonNull(agreed, "agreed"),
                    digest,
                    new BigInteger(peerTag));
            return true;
        } catch (CryptoException e) {
            return false;
        }
    }

    /** Returns the bytes of a tag that Bouncy Castle has read as a signed number. */
    static byte[] tagBytes(BigInteger tag) {
        byte[] shortest = tag.toByteArray();
        byte[] bytes = new byte[TAG_BYTES];
        Arrays.fill(bytes, (byte) (tag.signum() < 0 ? -1 : 0));
        System.arraycopy(shortest, 0, bytes, TAG_BYTES - shortest.length, shortest.length);
        return bytes;
    }

    private static void putElement(ByteBuffer out, BigInteger element) {
        out.put(BigIntegers.asUnsignedByteArray(ELEMENT_BYTES, element));
    }

    private static void putProof(ByteBuffer out, BigInteger[] proof) {
        putElement(out, proof[0]);
        out.put(BigIntegers.asUnsignedByteArray(RESPONSE_BYTES, proof[1]));
    }

    private static BigInteger element(ByteBuffer in) throws ProtocolException {
        BigInteger element = unsigned(in, ELEMENT_BYTES);
        if (element.compareTo(BigInteger.TWO) < 0 || element.compareTo(P.subtract(BigInteger.TWO)) > 0) {
            throw unproven(null);
        }
        return element;
    }

    private static BigInteger[] proof(ByteBuffer in) throws ProtocolException {
        BigInteger commitment = element(in);
        BigInteger response = unsigned(in, RESPONSE_BYTES);
        if (response.compareTo(Q) >= 0) {
            throw unproven(null);
        }
        return new BigInteger[] {commitment, response};
    }

    private static BigInteger unsigned(ByteBuffer in, int bytes) {
        byte[] magnitude = new byte[bytes];
        in.get(magnitude);
        return new BigInteger(1, magnitude);
    }

    private static ProtocolException unproven(@Nullable CryptoException cause) {
        return new ProtocolException(Reason.PROOF_INVALID, cause);
    }
}
