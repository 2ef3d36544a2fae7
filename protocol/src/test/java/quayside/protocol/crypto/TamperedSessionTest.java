package quayside.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import quayside.protocol.crypto.RecordedSession.Reading;
import quayside.protocol.crypto.RecordedSession.Sent;
import quayside.protocol.wire.ProtocolException;

/**
 * Tests a whole session in both directions, in which a man in the middle changes, repeats, moves, drops, cuts or
 * exchanges data at every place. The reader is told and given exactly what came before that place. It accepts nothing
 * after it as complete, and never takes the end of the stream for a goodbye.
 */
@Timeout(600)
class TamperedSessionTest {
    /** A build skips most bytes in the middle of the handshake's fields and of a body's segment. */
    private static final boolean ALL = Boolean.getBoolean("quayside.tampering.all");

    private final RecordedSession session = new RecordedSession(1, 2);

    @ParameterizedTest
    @EnumSource
    void theRecordedSessionIsUnderstoodToItsEnd(Direction direction) throws IOException {
        Reading reading = session.read(direction, session.record(direction).bytes());
        assertThat(reading.failed()).isFalse();
        assertThat(reading.events()).endsWith("end").doesNotContain("whole: false");
        assertThat(reading.events()).filteredOn("whole: true"::equals).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void aBitThatIsFlippedInAnyByteEndsItThere(Direction direction) throws IOException {
        Sent sent = session.record(direction);
        int tried = 0;
        for (int part = 0, begin = 0; part < sent.parts().size(); part++) {
            int length = sent.parts().get(part).length;
            Reading before = before(sent, part);
            for (int at = 0; at < length; at += step(at, length)) {
                byte[] flipped = sent.bytes();
                flipped[begin + at] ^= (byte) (1 << (begin + at) % 8);
                assertEnds(before, sent, flipped, begin + at);
                tried++;
            }
            begin += length;
        }
        assertThat(tried).isGreaterThan(1_000);
    }

    @ParameterizedTest
    @EnumSource
    void aStreamThatEndsAfterAnyByteIsNoSuccess(Direction direction) throws IOException {
        Sent sent = session.record(direction);
        for (int part = 0, begin = 0; part < sent.parts().size(); part++) {
            int length = sent.parts().get(part).length;
            Reading before = before(sent, part);
            for (int at = 0; at < length; at += step(at, length)) {
                assertEnds(before, sent, Arrays.copyOf(sent.bytes(), begin + at), begin + at);
            }
            begin += length;
        }
    }

    /**
     * Returns the step to the next byte: every byte of short parts, and of a body's long segment its beginning, its end
     * and some of its middle.
     */
    private static int step(int at, int length) {
        return ALL || at < 200 || at > length - 200 ? 1 : 61;
    }

    @ParameterizedTest
    @EnumSource
    void aPartThatIsDroppedRepeatedMovedOrReplacedEndsItThere(Direction direction) throws IOException {
        Sent sent = session.record(direction);
        Direction back =
                direction == Direction.CLIENT_TO_SERVER ? Direction.SERVER_TO_CLIENT : Direction.CLIENT_TO_SERVER;
        // Another session, the peer's own output, the peer's output if both keys were equal, and this output with the
        // keys exchanged.
        List<List<byte[]>> others = List.of(
                new RecordedSession(3, 4).record(direction).parts(),
                session.record(back).parts(),
                new RecordedSession(1, 1).record(back).parts(),
                new RecordedSession(2, 1).record(direction).parts());
        int last = sent.parts().size() - 1;
        for (int i = 0; i <= last; i++) {
            int part = i;
            if (part < last) {
                assertEndsIn(sent, part, sent.with(parts -> without(parts, part)), part);
                assertEndsIn(
                        sent,
                        part,
                        sent.with(parts -> {
                            Collections.swap(parts, part, part + 1);
                            return parts;
                        }),
                        part);
                assertEndsIn(
                        sent,
                        part + 1,
                        sent.with(parts -> {
                            parts.add(part + 1, parts.get(part));
                            return parts;
                        }),
                        part);
            }
            for (int earlier = 0; earlier < part; earlier++) {
                byte[] old = sent.parts().get(earlier);
                assertEndsIn(sent, part, sent.with(parts -> with(parts, part, old)), part);
            }
            for (List<byte[]> other : others) {
                assertEndsIn(sent, part, sent.with(parts -> with(parts, part, other.get(part))), part);
                assertEndsIn(
                        sent,
                        part,
                        sent.with(parts -> {
                            parts.subList(part, parts.size()).clear();
                            parts.addAll(other.subList(part, other.size()));
                            return parts;
                        }),
                        part);
            }
        }
    }

    /**
     * None of its frames opens in the next session of the same two sides with the same access key, which has other
     * session keys.
     */
    @ParameterizedTest
    @EnumSource
    void aWholeSessionThatIsReplayedIsNotUnderstoodAtAll(Direction direction) throws IOException {
        Sent sent = session.record(direction);
        Reading reading = new RecordedSession(3, 4).read(direction, sent.bytes());
        assertThat(reading.events()).isEmpty();
        assertThat(reading.failed()).isTrue();
        // Frames cannot be replayed within their own session either.
        byte[] twice = Arrays.copyOf(sent.bytes(), sent.bytes().length * 2);
        System.arraycopy(sent.bytes(), 0, twice, sent.bytes().length, sent.bytes().length);
        assertThat(session.read(direction, twice).events())
                .isEqualTo(session.read(direction, sent.bytes()).events());
    }

    private static List<byte[]> without(List<byte[]> parts, int part) {
        parts.remove(part);
        return parts;
    }

    private static List<byte[]> with(List<byte[]> parts, int part, byte[] other) {
        parts.set(part, other);
        return parts;
    }

    private void assertEndsIn(Sent sent, int part, byte[] stream, int place) throws IOException {
        assertEnds(before(sent, part), sent, stream, place);
    }

    private void assertEnds(Reading before, Sent sent, byte[] stream, int place) throws IOException {
        Reading reading = session.read(sent.direction(), stream);
        assertThat(reading.failed()).as("at %s", place).isTrue();
        assertThat(reading.events())
                .as("at %s", place)
                .isEqualTo(before.events())
                .doesNotContain("end");
        assertThat(reading.released()).as("at %s", place).isEqualTo(before.released());
    }

    /** Returns the reader's result for all that precedes a part. */
    private Reading before(Sent sent, int part) throws IOException {
        int length = sent.parts().subList(0, part).stream()
                .mapToInt(each -> each.length)
                .sum();
        return session.read(sent.direction(), Arrays.copyOf(sent.bytes(), length));
    }

    /**
     * One side of the recorded handshake with the same random bytes, so that it meets the changed byte at the place
     * where it expects an answer.
     */
    private interface Side {
        SessionSecrets run(byte[] received) throws IOException;
    }

    private final ExampleHandshake example = ExampleHandshake.load();

    private SessionSecrets client(byte[] received) throws IOException {
        return ClientHandshake.run(
                new ByteArrayInputStream(received),
                new ByteArrayOutputStream(),
                AccessKey.of(example.accessKey()),
                new short[] {1},
                Fingerprint.parse(example.fingerprint()),
                new SeededRandom(example.client().randomness()));
    }

    private SessionSecrets server(byte[] received) throws IOException {
        return ServerHandshake.run(
                new ByteArrayInputStream(received),
                new ByteArrayOutputStream(),
                AccessKey.of(example.accessKey()),
                ServerIdentity.fromSeed(ExampleHandshake.hex(example.identitySeed())),
                new SeededRandom(example.server().randomness()));
    }

    @ParameterizedTest
    @EnumSource
    void noByteOfTheHandshakeCanBeFlippedAndNoneIsTheLastThatIsNeeded(Direction direction) throws IOException {
        boolean fromClient = direction == Direction.CLIENT_TO_SERVER;
        Side reader = fromClient ? this::server : this::client;
        byte[] sent = example.sentBy(fromClient ? "client" : "server");
        assertThat(reader.run(sent)).isNotNull();
        for (int at = 0; at < sent.length; at += ALL ? 1 : 101) {
            byte[] flipped = sent.clone();
            flipped[at] ^= (byte) (1 << at % 8);
            assertFails(reader, flipped, at);
            assertFails(reader, Arrays.copyOf(sent, at), at);
        }
    }

    private static void assertFails(Side reader, byte[] received, int at) throws IOException {
        try {
            reader.run(received);
        } catch (ProtocolException e) {
            return;
        }
        throw new AssertionError("the handshake went through, changed at " + at);
    }
}
