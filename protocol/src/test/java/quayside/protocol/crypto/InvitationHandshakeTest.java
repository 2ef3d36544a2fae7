package quayside.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static quayside.protocol.crypto.Handshakes.IDENTITY;
import static quayside.protocol.crypto.Handshakes.RANDOM;
import static quayside.protocol.crypto.Handshakes.assertFault;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.protocol.crypto.HandshakeMessage.Alert;
import quayside.protocol.crypto.HandshakeMessage.ClientExchange;
import quayside.protocol.crypto.HandshakeMessage.ClientHello;
import quayside.protocol.crypto.Handshakes.Endings;
import quayside.protocol.crypto.Handshakes.Side;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Frames;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

/** Tests how a guest names an invitation, and that nobody else can (PROTOCOL.md section 3.11). */
class InvitationHandshakeTest {
    private static final AccessKey OWN = AccessKey.of("own key");
    private static final AccessKey FIRST = invited("first");
    private static final AccessKey SECOND = invited("second");

    private final List<AccessKey> guessedAt = new CopyOnWriteArrayList<>();
    private final List<String> steps = new CopyOnWriteArrayList<>();

    private static AccessKey invited(String key) {
        return AccessKey.of(key).through(InvitationId.generate(RANDOM));
    }

    private final class Noting implements HandshakeGate {
        @Override
        public void begin() {
            steps.add("begin");
        }

        @Override
        public <T> T compute(Computation<T> work) throws ProtocolException {
            steps.add("compute");
            return work.run();
        }

        @Override
        public void confirm(AccessKey key, Confirmation guess) throws ProtocolException {
            steps.add("confirm");
            guessedAt.add(key);
            guess.check();
        }
    }

    private Side<SessionSecrets> server(AccessKey... invited) {
        return (in, out) -> ServerHandshake.run(
                in, out, new ServerHandshake.Keys(OWN, () -> List.of(invited)), IDENTITY, RANDOM, new Noting());
    }

    private static Side<SessionSecrets> client(AccessKey key) {
        return (in, out) -> ClientHandshake.run(in, out, key, IDENTITY.fingerprint(), RANDOM);
    }

    private Endings<SessionSecrets, SessionSecrets> meet(AccessKey key) throws IOException {
        return Handshakes.run(client(key), server(FIRST, SECOND));
    }

    @Test
    void whoIsInvitedComesInByTheKeyOfTheInvitation() throws Exception {
        for (AccessKey each : List.of(FIRST, SECOND, OWN)) {
            meet(each).server().get();
        }

        assertThat(guessedAt).containsExactly(FIRST, SECOND, OWN);
    }

    @Test
    void aWrongKeyOfAnInvitationIsAGuessAtItAlone() throws Exception {
        AccessKey wrong = OWN.through(FIRST.invitation().orElseThrow());

        Endings<SessionSecrets, SessionSecrets> ends = meet(wrong);

        assertFault(ends.client(), Fault.WRONG_KEY);
        assertFault(ends.server(), Fault.WRONG_KEY);
        assertThat(guessedAt).containsExactly(FIRST);
    }

    @Test
    void whoNamesAnUnknownInvitationGuessesAtTheOwnKey() throws Exception {
        assertFault(meet(invited("first")).server(), Fault.WRONG_KEY);
        meet(OWN.through(InvitationId.generate(RANDOM))).server().get();

        assertThat(guessedAt).containsExactly(OWN, OWN);
    }

    @Test
    void theKeyOfAnInvitationIsNoKeyOfTheShare() throws Exception {
        assertFault(meet(AccessKey.of("first")).server(), Fault.WRONG_KEY);
    }

    @Test
    void aStrangerSeesAndCausesTheSameWhetherAnInvitationExistsOrNot() throws Exception {
        AccessKey stranger = invited("guess");
        List<List<Integer>> answers = new ArrayList<>();
        List<List<String>> work = new ArrayList<>();
        for (AccessKey[] existing : List.of(new AccessKey[0], new AccessKey[] {FIRST, SECOND}, new AccessKey[] {
            FIRST, AccessKey.of("another").through(stranger.invitation().orElseThrow())
        })) {
            steps.clear();
            List<Integer> sizes = new CopyOnWriteArrayList<>();
            Endings<SessionSecrets, SessionSecrets> ends = Handshakes.run(
                    (in, out) -> ClientHandshake.run(noting(in, sizes), out, stranger, IDENTITY.fingerprint(), RANDOM),
                    server(existing));
            assertThat(assertFault(ends.client(), Fault.WRONG_KEY).sentence().key())
                    .isEqualTo(Reason.WRONG_KEY);
            answers.add(sizes);
            work.add(List.copyOf(steps));
        }

        assertThat(answers).hasSize(3).containsOnly(answers.getFirst());
        assertThat(work).hasSize(3).containsOnly(work.getFirst());
    }

    /** Notes the length of each frame that is read. */
    private static InputStream noting(InputStream in, List<Integer> sizes) {
        return new FilterInputStream(in) {
            @Override
            public byte[] readNBytes(int length) throws IOException {
                sizes.add(length);
                return super.readNBytes(length);
            }

            @Override
            public int readNBytes(byte[] buffer, int offset, int length) throws IOException {
                sizes.add(length);
                return super.readNBytes(buffer, offset, length);
            }
        };
    }

    @Test
    void noTwoHandshakesOfAnInvitationNameItAlike() throws Exception {
        byte[] first = selectorOf(FIRST);
        byte[] second = selectorOf(FIRST);

        assertThat(first).hasSize(InvitationId.SELECTOR_BYTES).isNotEqualTo(second);
        assertThat(selectorOf(OWN)).hasSize(InvitationId.SELECTOR_BYTES).isNotEqualTo(selectorOf(OWN));
    }

    private byte[] selectorOf(AccessKey key) throws IOException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        Endings<SessionSecrets, SessionSecrets> ends = Handshakes.run(
                (in, out) -> ClientHandshake.run(in, copying(out, said), key, null, RANDOM), server(FIRST));
        ends.server().get();
        ByteArrayInputStream frames = new ByteArrayInputStream(said.toByteArray());
        Frames.read(frames, 8192);
        return ClientExchange.decode(Frames.read(frames, 8192), (short) 2).selector();
    }

    private static OutputStream copying(OutputStream out, OutputStream copy) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                copy.write(bytes, offset, length);
                out.write(bytes, offset, length);
            }

            @Override
            public void flush() throws IOException {
                out.flush();
            }
        };
    }

    @Test
    void aServerWithoutInvitationsTellsAnInvitedGuestThatOneSideIsTooOld() throws Exception {
        Endings<SessionSecrets, short[]> ends = Handshakes.run(client(FIRST), (in, out) -> {
            short[] versions = ClientHello.decode(Frames.read(in, 8192)).versions();
            HandshakeWire.send(out, new Alert(505, 0));
            return versions;
        });

        assertThat(ends.server().get()).containsExactly((short) 2);
        assertThat(assertFault(ends.client(), Fault.NOT_QUAYSIDE).sentence().key())
                .isEqualTo(Reason.NO_COMMON_VERSION);
    }

    @Test
    void anOlderClientComesInByTheOwnKey() throws Exception {
        Endings<SessionSecrets, SessionSecrets> ends = Handshakes.run(
                (in, out) -> ClientHandshake.run(in, out, OWN, new short[] {1}, IDENTITY.fingerprint(), RANDOM),
                server(FIRST, SECOND));

        ends.client().get();
        ends.server().get();
        assertThat(guessedAt).containsExactly(OWN);
    }

    @Test
    void anOlderServerIsGreetedByTheOwnKey() throws Exception {
        Endings<SessionSecrets, SessionSecrets> ends =
                Handshakes.run(client(AccessKey.of("key")), (in, out) -> new FakeServer("key", IDENTITY).run(in, out));

        assertThat(ends.client().get().server()).isEqualTo(IDENTITY.fingerprint());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "AAECAwQFBgcICQoLDA0ODx", "AAECAwQFBgcICQoLDA0ODw==", "AAECAwQFBgcICQoLDA0+Dw", "AAECAw"})
    void anIdHasOneSpelling(String text) {
        assertThat(InvitationId.parse("AAECAwQFBgcICQoLDA0ODw").reveal()).isEqualTo("AAECAwQFBgcICQoLDA0ODw");
        assertThat(Handshakes.failure(() -> InvitationId.parse(text))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aKeyOfAnInvitationIsKeptAsOneText() {
        AccessKey again = AccessKey.of(FIRST.reveal());

        assertThat(again).isEqualTo(FIRST);
        assertThat(again.invitation()).isEqualTo(FIRST.invitation());
        assertThat(again.revealAlone()).isEqualTo("first");
        assertThat(AccessKey.weakness(invited("correct horse battery staple").reveal()))
                .as("nobody chooses such a text as the key of a share")
                .isNotNull();
    }
}
