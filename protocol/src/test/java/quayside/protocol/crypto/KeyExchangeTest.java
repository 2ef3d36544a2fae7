package quayside.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static quayside.protocol.crypto.Handshakes.RANDOM;
import static quayside.protocol.crypto.Handshakes.assertFault;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bouncycastle.crypto.agreement.jpake.JPAKEPrimeOrderGroups;
import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.protocol.wire.Fault;

class KeyExchangeTest {
    private static final BigInteger P = JPAKEPrimeOrderGroups.NIST_3072.getP();
    private static final BigInteger G = JPAKEPrimeOrderGroups.NIST_3072.getG();
    private static final BigInteger Q = JPAKEPrimeOrderGroups.NIST_3072.getQ();
    private static final int[] ELEMENTS_OF_ROUND_1 = {0, 384, 768, 768 + 416};
    private static final int[] RESPONSES_OF_ROUND_1 = {768 + 384, 768 + 416 + 384};
    private static final int[] ELEMENTS_OF_ROUND_2 = {0, 384};
    private static final int[] RESPONSES_OF_ROUND_2 = {768};

    private static final AccessKey KEY = AccessKey.of("key");

    private final KeyExchange client = KeyExchange.ofClient(RANDOM);
    private final KeyExchange server = KeyExchange.ofServer(RANDOM);

    /** Numbers outside the range, or at its end but not in the subgroup. */
    static Stream<BigInteger> noElements() {
        return Stream.of(
                BigInteger.ZERO,
                BigInteger.ONE,
                P.subtract(BigInteger.TWO),
                P.subtract(BigInteger.ONE),
                P,
                P.add(BigInteger.ONE),
                BigInteger.ONE.shiftLeft(3072).subtract(BigInteger.ONE));
    }

    static Stream<Arguments> noResponses() {
        return Stream.of(
                Arguments.of(Q), Arguments.of(BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE)));
    }

    @ParameterizedTest
    @MethodSource("noElements")
    void anElementOutsideTheGroupIsABrokenProtocol(BigInteger element) throws Exception {
        byte[] round1 = client.round1();
        server.round1();
        for (int at : ELEMENTS_OF_ROUND_1) {
            byte[] changed = with(round1, at, element, KeyExchange.ELEMENT_BYTES);
            assertFault(() -> KeyExchange.ofServer(RANDOM).acceptRound1(changed), Fault.BROKEN_PROTOCOL);
        }
        client.acceptRound1(KeyExchange.ofServer(RANDOM).round1());
        byte[] round2 = client.round2(KEY);
        server.acceptRound1(round1);
        for (int at : ELEMENTS_OF_ROUND_2) {
            byte[] changed = with(round2, at, element, KeyExchange.ELEMENT_BYTES);
            assertFault(() -> server.acceptRound2(changed), Fault.BROKEN_PROTOCOL);
        }
    }

    @ParameterizedTest
    @MethodSource("noResponses")
    void aResponseThatIsNotBelowQIsABrokenProtocol(BigInteger response) throws Exception {
        byte[] round1 = client.round1();
        byte[] serverRound1 = server.round1();
        for (int at : RESPONSES_OF_ROUND_1) {
            byte[] changed = with(round1, at, response, 32);
            assertFault(() -> server.acceptRound1(changed), Fault.BROKEN_PROTOCOL);
        }
        server.acceptRound1(round1);
        client.acceptRound1(serverRound1);
        byte[] round2 = client.round2(KEY);
        for (int at : RESPONSES_OF_ROUND_2) {
            byte[] changed = with(round2, at, response, 32);
            assertFault(() -> server.acceptRound2(changed), Fault.BROKEN_PROTOCOL);
        }
    }

    @Test
    void anElementOfOneIsRefusedEvenWithAProofThatHolds() {
        BigInteger v = BigInteger.TEN;
        byte[] one = with(client.round1(), 0, BigInteger.ONE, KeyExchange.ELEMENT_BYTES);
        byte[] committed = with(one, 768, G.modPow(v, P), KeyExchange.ELEMENT_BYTES);
        byte[] proven = with(committed, 768 + 384, v, 32);

        assertFault(() -> server.acceptRound1(proven), Fault.BROKEN_PROTOCOL);
    }

    @Test
    void aResponseHasOneSpellingOnly() {
        // Adding q leaves the proof valid; in one of five responses the sum is still below 2^256.
        byte[] round1;
        BigInteger again;
        do {
            round1 = KeyExchange.ofClient(RANDOM).round1();
            again = new BigInteger(1, Arrays.copyOfRange(round1, 768 + 384, 768 + 416)).add(Q);
        } while (again.bitLength() > 256);
        byte[] respelled = with(round1, 768 + 384, again, 32);

        assertFault(() -> server.acceptRound1(respelled), Fault.BROKEN_PROTOCOL);
    }

    @Test
    void aPeerThatReflectsOurOwnMessagesProvesNothing() {
        byte[] ours = server.round1();

        assertFault(() -> server.acceptRound1(ours), Fault.BROKEN_PROTOCOL);
    }

    @Test
    void aReflectedTagIsNotAccepted() throws Exception {
        meet();

        assertThat(client.accepts(client.tag())).isFalse();
    }

    @Test
    void eachSideAcceptsTheOthersTag() throws Exception {
        meet();

        assertThat(server.accepts(client.tag())).isTrue();
        assertThat(client.accepts(server.tag())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "01", "7f", "80", "ff", "ff7f", "0080"})
    void aTagIsAlwaysThirtyTwoBytes(String start) {
        byte[] tag = new byte[KeyExchange.TAG_BYTES];
        byte[] first = HexFormat.of().parseHex(start);
        System.arraycopy(first, 0, tag, 0, first.length);

        assertThat(KeyExchange.tagBytes(new BigInteger(tag))).isEqualTo(tag);
        Arrays.fill(tag, tag[0]);
        assertThat(KeyExchange.tagBytes(new BigInteger(tag))).isEqualTo(tag);
    }

    /** Section 3.3: an implementation without Bouncy Castle takes the group from the text. */
    @Test
    void theGroupIsTheOneThatTheSpecificationPrints() throws Exception {
        String text = Files.readString(Path.of("PROTOCOL.md"));

        assertThat(printed(text, "p")).isEqualTo(P);
        assertThat(printed(text, "q")).isEqualTo(Q);
        assertThat(printed(text, "g")).isEqualTo(G);
    }

    private static BigInteger printed(String text, String name) {
        Matcher number = Pattern.compile("(?m)^ {4}" + name + " = ((?:[0-9a-f]+\\n {8})*[0-9a-f]+)$")
                .matcher(text);
        assertThat(number.find()).as("%s is printed", name).isTrue();
        return new BigInteger(number.group(1).replaceAll("\\s", ""), 16);
    }

    private void meet() throws Exception {
        byte[] c1 = client.round1();
        byte[] s1 = server.round1();
        client.acceptRound1(s1);
        server.acceptRound1(c1);
        byte[] c2 = client.round2(KEY);
        byte[] s2 = server.round2(KEY);
        client.acceptRound2(s2);
        server.acceptRound2(c2);
        assertThat(client.agree()).isEqualTo(server.agree());
    }

    private static byte[] with(byte[] round, int at, BigInteger number, int bytes) {
        byte[] changed = round.clone();
        System.arraycopy(BigIntegers.asUnsignedByteArray(bytes, number), 0, changed, at, bytes);
        return changed;
    }
}
