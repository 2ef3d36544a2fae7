package quayside.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.protocol.crypto.HandshakeProbe.Answer;
import quayside.protocol.crypto.HandshakeProbe.Offer;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

class HandshakeProbeTest {
    private static Answer ask(byte[] answer, Offer offer) throws IOException {
        return HandshakeProbe.ask(
                new ByteArrayInputStream(answer), new ByteArrayOutputStream(), offer, Handshakes.RANDOM);
    }

    private static byte[] frame(int length, byte[] payload) {
        return ByteBuffer.allocate(4 + payload.length)
                .putInt(length)
                .put(payload)
                .array();
    }

    private static byte[] alert(int status) {
        byte[] payload = new HandshakeMessage.Alert(status, 9).encode();
        return frame(payload.length, payload);
    }

    @ParameterizedTest
    @EnumSource
    void aServerTellsItsIdentityAndNoGuessIsCounted(Offer offer) throws IOException {
        AtomicInteger guesses = new AtomicInteger();
        HandshakeGate counting = new HandshakeGate() {
            @Override
            public void begin() {}

            @Override
            public <T> T compute(Computation<T> work) throws ProtocolException {
                return work.run();
            }

            @Override
            public void confirm(AccessKey key, Confirmation guess) {
                guesses.incrementAndGet();
            }
        };
        Handshakes.Side<Answer> probe = (in, out) -> HandshakeProbe.ask(in, out, offer, Handshakes.RANDOM);
        Handshakes.Side<SessionSecrets> server = (in, out) -> ServerHandshake.run(
                in,
                out,
                new ServerHandshake.Keys(AccessKey.of("abcd-efgh")),
                Handshakes.IDENTITY,
                Handshakes.RANDOM,
                counting);
        Handshakes.Endings<Answer, SessionSecrets> endings = Handshakes.run(probe, server);
        assertThat(endings.client().get())
                .isEqualTo(new Answer.Server(2, Optional.of(Handshakes.IDENTITY.fingerprint())));
        assertThat(endings.server().failure())
                .isInstanceOfSatisfying(
                        ProtocolException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CONNECTION_LOST));
        assertThat(guesses).hasValue(0);
    }

    @Test
    void aRefusalIsWhatAClientWouldReport() throws IOException {
        assertThat(ask(alert(403), Offer.OURS))
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        refused -> assertThat(refused.why().sentence().key()).isEqualTo(Reason.NOT_LET_IN));
        assertThat(ask(alert(505), Offer.OURS))
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        refused -> assertThat(refused.why().sentence().key()).isEqualTo(Reason.NO_COMMON_VERSION));
    }

    @Test
    void aVersionOfTheFutureIsToldWithoutItsFields() throws IOException {
        byte[] payload = {2, 0, 9, 1, 2, 3};
        assertThat(ask(frame(payload.length, payload), Offer.ALL)).isEqualTo(new Answer.Server(9, Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 400 Bad Request", "SSH-2.0-OpenSSH", "220 mail", "x", ""})
    void anotherProgramIsToldByItsBeginning(String said) throws IOException {
        assertThat(ask(said.getBytes(StandardCharsets.ISO_8859_1), Offer.OURS)).isEqualTo(new Answer.Other(said));
    }

    @Test
    void noMoreThanTheBeginningIsRead() throws IOException {
        ByteArrayInputStream endless =
                new ByteArrayInputStream("y".repeat(100_000).getBytes(StandardCharsets.US_ASCII));
        assertThat(HandshakeProbe.ask(endless, OutputStream.nullOutputStream(), Offer.OURS, Handshakes.RANDOM))
                .isEqualTo(new Answer.Other("y".repeat(64)));
        assertThat(endless.available()).isEqualTo(100_000 - 64);
    }

    @Test
    void framesThatAreNoAnswerAreAnotherPrograms() throws IOException {
        for (byte[] answer : new byte[][] {
            frame(8189, new byte[8189]),
            frame(0, new byte[0]),
            frame(-1, new byte[4]),
            frame(40, new byte[3]),
            frame(3, new byte[] {2, 0, 1}),
            frame(1, new byte[] {127}),
            frame(2, new byte[] {9, 9})
        }) {
            assertThat(ask(answer, Offer.OURS)).isInstanceOf(Answer.Other.class);
        }
    }

    @Test
    void whoSaysNothingIsSilent() throws IOException {
        InputStream silent = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new SocketTimeoutException();
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                throw new SocketTimeoutException();
            }
        };
        assertThat(HandshakeProbe.ask(silent, OutputStream.nullOutputStream(), Offer.OURS, Handshakes.RANDOM))
                .isEqualTo(new Answer.Silent());
    }
}
