package quayside.protocol.crypto;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Objects;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.agreement.jpake.JPAKEParticipant;
import org.bouncycastle.crypto.agreement.jpake.JPAKEPrimeOrderGroup;
import org.bouncycastle.crypto.agreement.jpake.JPAKEPrimeOrderGroups;
import org.bouncycastle.crypto.agreement.jpake.JPAKERound1Payload;
import org.bouncycastle.crypto.agreement.jpake.JPAKERound2Payload;
import org.bouncycastle.crypto.agreement.jpake.JPAKERound3Payload;
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
    private static final JPAKEPrimeOrderGroup GROUP = JPAKEPrimeOrderGroups.NIST_3072;

    private final String peerId;
    private final JPAKEParticipant participant;
    private @Nullable BigInteger agreed;
    private byte[] tag = {};

    /** Takes over {@code password} and wipes it. */
    KeyExchange(String ownId, String peerId, char[] password, SecureRandom random) {
        this.peerId = peerId;
        this.participant = new JPAKEParticipant(ownId, password, GROUP, SHA256Digest.newInstance(), random);
        Arrays.fill(password, '\0');
    }

    static KeyExchange ofClient(AccessKey key, SecureRandom random) {
        return new KeyExchange(CLIENT_ID, SERVER_ID, key.exchangePassword(), random);
    }

    static KeyExchange ofServer(AccessKey key, SecureRandom random) {
        return new KeyExchange(SERVER_ID, CLIENT_ID, key.exchangePassword(), random);
    }

    byte[] round1() {
        JPAKERound1Payload payload = participant.createRound1PayloadToSend();
        ByteBuffer out = ByteBuffer.allocate(ROUND_1_BYTES);
        putElement(out, payload.getGx1());
        putElement(out, payload.getGx2());
        putProof(out, payload.getKnowledgeProofForX1());
        putProof(out, payload.getKnowledgeProofForX2());
        return out.array();
    }

    /**
     * Accepts {@link #ROUND_1_BYTES} bytes of the peer; fails with {@link Fault#BROKEN_PROTOCOL} if a range or a proof
     * is wrong.
     */
    void acceptRound1(byte[] round1) throws ProtocolException {
        ByteBuffer in = ByteBuffer.wrap(round1);
        BigInteger gx1 = element(in);
        BigInteger gx2 = element(in);
        JPAKERound1Payload payload = new JPAKERound1Payload(peerId, gx1, gx2, proof(in), proof(in));
        try {
            participant.validateRound1PayloadReceived(payload);
        } catch (CryptoException e) {
            throw unproven(e);
        }
    }

    byte[] round2() {
        JPAKERound2Payload payload = participant.createRound2PayloadToSend();
        ByteBuffer out = ByteBuffer.allocate(ROUND_2_BYTES);
        putElement(out, payload.getA());
        putProof(out, payload.getKnowledgeProofForX2s());
        return out.array();
    }

    /**
     * Accepts {@link #ROUND_2_BYTES} bytes of the peer; fails with {@link Fault#BROKEN_PROTOCOL} if a range or a proof
     * is wrong.
     */
    void acceptRound2(byte[] round2) throws ProtocolException {
        ByteBuffer in = ByteBuffer.wrap(round2);
        JPAKERound2Payload payload = new JPAKERound2Payload(peerId, element(in), proof(in));
        try {
            participant.validateRound2PayloadReceived(payload);
        } catch (CryptoException e) {
            throw unproven(e);
        }
    }

    /**
     * Returns the agreed element in {@link #ELEMENT_BYTES} bytes. It is the same on both sides if, and only if, their
     * access keys are the same.
     */
    byte[] agree() {
        agreed = participant.calculateKeyingMaterial();
        // Computed here, because Bouncy Castle cannot compute its tag after it has validated the peer's.
        tag = tagBytes(participant.createRound3PayloadToSend(agreed).getMacTag());
        return BigIntegers.asUnsignedByteArray(ELEMENT_BYTES, agreed);
    }

    /** Returns the proof for the peer that this side agreed on the same element; only after {@link #agree}. */
    byte[] tag() {
        return tag.clone();
    }

    /** Returns whether the peer's tag proves that it knows the access key. */
    boolean accepts(byte[] peerTag) {
        try {
            participant.validateRound3PayloadReceived(
                    new JPAKERound3Payload(peerId, new BigInteger(peerTag)), Objects.requireNonNull(agreed, "agreed"));
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
        if (element.compareTo(BigInteger.TWO) < 0
                || element.compareTo(GROUP.getP().subtract(BigInteger.TWO)) > 0) {
            throw unproven(null);
        }
        return element;
    }

    private static BigInteger[] proof(ByteBuffer in) throws ProtocolException {
        BigInteger commitment = element(in);
        BigInteger response = unsigned(in, RESPONSE_BYTES);
        if (response.compareTo(GROUP.getQ()) >= 0) {
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
