package quayside.protocol.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.protocol.message.Goodbye;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.message.Trailer;
import quayside.protocol.wire.Checksum;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;

final class ChannelTest {
    private static final Channel.Progress NOBODY = bytes -> {};

    private SecuredPair pair;
    private ExecutorService other;

    @BeforeEach
    void open() throws IOException {
        pair = SecuredPair.open();
        other = Executors.newVirtualThreadPerTaskExecutor();
        pair.server().readTimeout(Duration.ofSeconds(20));
        pair.client().readTimeout(Duration.ofSeconds(20));
    }

    @AfterEach
    void close() {
        pair.close();
        other.close();
    }

    private static byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private Future<?> sendFile(byte[] bytes) {
        return other.submit(() -> {
            pair.client().send(new Request.Ping());
            pair.client().sendBody(new ByteArrayInputStream(bytes), bytes.length, NOBODY);
            pair.client().flush();
            return null;
        });
    }

    private byte[] receiveFile(int length) throws IOException {
        assertThat(pair.server().receive()).isEqualTo(new Request.Ping());
        ByteArrayOutputStream sink = new ByteArrayOutputStream();
        pair.server().receiveBody(length, (buffer, count) -> sink.write(buffer, 0, count), NOBODY);
        return sink.toByteArray();
    }

    @Test
    void messagesArriveInTheirOrder() throws IOException {
        pair.client().send(new Request.Ping());
        pair.client().send(new Request.ListFolder(RemotePath.parse("ä")));
        pair.client().flush();
        assertThat(pair.server().receive()).isEqualTo(new Request.Ping());
        assertThat(pair.server().receive()).isEqualTo(new Request.ListFolder(RemotePath.parse("ä")));
        pair.server().send(new Response.Done());
        pair.server().flush();
        assertThat(pair.client().receive()).isEqualTo(new Response.Done());
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0, 1, 4096, 32_767, 32_768, 32_769, 65_535, 262_144, 1_048_519, 1_048_520, 1_048_521, 1_048_576,
                3_000_000
            })
    void aBodyArrivesWholeAndTheChannelGoesOn(int length) throws IOException, InterruptedException, ExecutionException {
        byte[] bytes = randomBytes(length);
        Future<?> sent = sendFile(bytes);
        assertThat(receiveFile(length)).isEqualTo(bytes);
        sent.get();
        Future<?> again = sendFile(bytes);
        assertThat(receiveFile(length)).isEqualTo(bytes);
        again.get();
    }

    @Test
    void aTrailerThatDoesNotFitIsCorruptionAndTheChannelGoesOn() throws IOException {
        byte[] bytes = randomBytes(Limits.FRAMED_BODY_BYTES + 1);
        pair.client().send(new Request.Ping());
        Checksum whole = new Checksum();
        pair.client().bodies().sendStream(new ByteArrayInputStream(bytes), bytes.length, whole, NOBODY);
        pair.client().send(new Trailer(whole.value() + 1));
        pair.client().send(new Request.Bye());
        pair.client().flush();

        ProtocolException fault = catchThrowableOfType(ProtocolException.class, () -> receiveFile(bytes.length));
        assertThat(fault.fault()).isEqualTo(Fault.CORRUPTED);
        assertThat(pair.server().receive()).isEqualTo(new Request.Bye());
    }

    /** It is not a request, so it is not answered as one. */
    @Test
    void whatIsNotUnderstoodInTheTrailersPlaceBreaksTheProtocol() throws IOException {
        byte[] bytes = randomBytes(Limits.FRAMED_BODY_BYTES + 1);
        pair.client().send(new Request.Ping());
        pair.client().bodies().sendStream(new ByteArrayInputStream(bytes), bytes.length, new Checksum(), NOBODY);
        Request.Resume malformed = new Request.Resume(1, "no word", new Request.Prefix("no digits"));
        pair.client().send(new Request.Get(RemotePath.parse("a"), Optional.of(malformed)));
        pair.client().flush();

        ProtocolException fault = catchThrowableOfType(ProtocolException.class, () -> receiveFile(bytes.length));
        assertThat(fault.fault()).isEqualTo(Fault.BROKEN_PROTOCOL);
    }

    @Test
    void aChecksumInAFrameThatDoesNotFitIsCorruptionAndTheChannelGoesOn() throws IOException {
        pair.client().send(new Request.Ping());
        pair.client().bodies().sendFramed(randomBytes(100), 7);
        pair.client().send(new Request.Bye());
        pair.client().flush();

        ProtocolException fault = catchThrowableOfType(ProtocolException.class, () -> receiveFile(100));
        assertThat(fault.fault()).isEqualTo(Fault.CORRUPTED);
        assertThat(pair.server().receive()).isEqualTo(new Request.Bye());
    }

    @Test
    void aFrameOfAnotherLengthThanAnnouncedIsABrokenProtocol() throws IOException {
        pair.client().send(new Request.Ping());
        pair.client().bodies().sendFramed(randomBytes(99), 7);
        pair.client().flush();
        ProtocolException fault = catchThrowableOfType(ProtocolException.class, () -> receiveFile(100));
        assertThat(fault.fault()).isEqualTo(Fault.BROKEN_PROTOCOL);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1",
        "99, 100",
        "0, 32768",
        "32767, 32768",
        "0, 32769",
        "32768, 32769",
        "65479, 65480",
        "1048519, 1048520",
        "1048519, 1048521",
        "1048520, 1048521",
        "1048521, 5000000",
        "2097080, 5000000",
        "2097081, 5000000",
        "0, 5000000",
        "0, 1000000000000"
    })
    void aSourceThatEndsEarlySpoilsTheBodyAndTheChannelGoesOn(int there, long length) throws IOException {
        byte[] bytes = randomBytes(there);
        ByteArrayOutputStream sink = new ByteArrayOutputStream();
        pair.client().send(new Request.Ping());
        Future<Fault> sent = other.submit(() -> {
            Fault fault = faultOfSending(bytes, length);
            pair.client().send(new Request.Bye());
            pair.client().flush();
            return fault;
        });

        assertThat(pair.server().receive()).isEqualTo(new Request.Ping());
        ProtocolException fault = catchThrowableOfType(
                ProtocolException.class,
                () -> pair.server().receiveBody(length, (buffer, count) -> sink.write(buffer, 0, count), NOBODY));
        assertThat(fault.fault()).isEqualTo(Fault.CHANGED);
        assertThat(fault.sentence().toString()).contains("shorter");
        assertThat(sink.toByteArray()).as("what was read, and no filling").isEqualTo(Arrays.copyOf(bytes, sink.size()));
        assertThat(pair.server().receive()).isEqualTo(new Request.Bye());
        assertThat(sent).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(Fault.CHANGED);
    }

    private Fault faultOfSending(byte[] source, long length) {
        return catchThrowableOfType(
                        ProtocolException.class,
                        () -> pair.client().sendBody(new ByteArrayInputStream(source), length, NOBODY))
                .fault();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 3, 4, 30, 60, 100, 150, 1_000, 1_000_000, 1_500_000, 2_000_170})
    void aFlippedBitEndsItAndNothingForgedIsReleased(long at) throws IOException {
        byte[] bytes = randomBytes(2_000_000);
        pair.tamper().flip(at);
        var _ = sendFile(bytes);
        ByteArrayOutputStream sink = new ByteArrayOutputStream();

        ProtocolException fault = catchThrowableOfType(ProtocolException.class, () -> {
            assertThat(pair.server().receive()).isEqualTo(new Request.Ping());
            pair.server().receiveBody(bytes.length, (buffer, count) -> sink.write(buffer, 0, count), NOBODY);
        });
        pair.close();

        assertThat(fault.fault()).as("worth another connection").isEqualTo(Fault.CONNECTION_LOST);
        assertThat(sink.toByteArray()).isEqualTo(Arrays.copyOf(bytes, sink.size()));
    }

    @Test
    void anEndWithoutGoodbyeIsACut() {
        pair.client().close();
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> pair.server().receive())
                .extracting(ProtocolException::fault)
                .isEqualTo(Fault.CONNECTION_LOST);
    }

    @Test
    void aGoodbyeArrivesBeforeTheEnd() throws IOException {
        pair.client().closeWith(new Goodbye("Off to lunch."));
        assertThat(pair.server().receive()).isEqualTo(new Goodbye("Off to lunch."));
    }

    @Test
    void closingFromAnotherThreadEndsABlockedReceive() throws InterruptedException {
        Future<Fault> blocked = other.submit(() -> catchThrowableOfType(
                        ProtocolException.class, () -> pair.server().receive())
                .fault());
        pair.server().close();
        pair.server().close();
        assertThat(blocked).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(Fault.CONNECTION_LOST);
    }

    @Test
    void aSilentPeerIsGivenUp() throws IOException {
        pair.server().readTimeout(Duration.ofMillis(50));
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> pair.server().receive())
                .extracting(ProtocolException::fault)
                .isEqualTo(Fault.CONNECTION_LOST);
    }
}
