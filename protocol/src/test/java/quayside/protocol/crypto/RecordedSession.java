package quayside.protocol.crypto;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import quayside.protocol.channel.Channel;
import quayside.protocol.message.Entry;
import quayside.protocol.message.Goodbye;
import quayside.protocol.message.Message;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.wire.ProtocolException;

/**
 * The output of both sides of a small session after its handshake, under known keys, and its reading by the other side:
 * the messages, the bytes of bodies, and what it accepted as complete.
 */
final class RecordedSession {
    static final Instant TIME = Instant.parse("2026-11-22T10:00:00Z");
    private static final int FRAMED = 40;
    private static final int STREAMED = 33 * 1024;
    private static final Fingerprint NOBODY = ServerIdentity.generate().fingerprint();

    private final byte[] clientKey;
    private final byte[] serverKey;

    /** The output of one side; each part is a frame with its length, or the stream of a body without its trailer. */
    record Sent(Direction direction, List<byte[]> parts) {
        byte[] bytes() {
            return join(parts);
        }

        /** Returns the stream with its parts changed. */
        byte[] with(UnaryOperator<List<byte[]>> change) {
            return join(change.apply(new ArrayList<>(parts)));
        }

        private static byte[] join(List<byte[]> parts) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            parts.forEach(all::writeBytes);
            return all.toByteArray();
        }
    }

    /**
     * The result of reading a stream.
     *
     * @param events the messages that the program received, in order; the last is "end" if the other side said goodbye
     * @param released how many bytes of bodies the program received
     */
    record Reading(List<String> events, long released, boolean failed) {}

    RecordedSession(int client, int server) {
        clientKey = key(client);
        serverKey = key(server);
    }

    private static byte[] key(int fill) {
        byte[] key = new byte[Primitives.KEY_BYTES];
        Arrays.fill(key, (byte) fill);
        return key;
    }

    private static byte[] body(int length) {
        byte[] body = new byte[length];
        new Random(length).nextBytes(body);
        return body;
    }

    private SessionSecrets secrets(Direction sends) {
        byte[] out = sends == Direction.CLIENT_TO_SERVER ? clientKey : serverKey;
        byte[] in = sends == Direction.CLIENT_TO_SERVER ? serverKey : clientKey;
        return new SessionSecrets(NOBODY, new FrameCipher(sends, out, in), new BodyCipher(sends, out, in));
    }

    /** Records a list, a small and a larger download, a small and a larger upload, and the close. */
    Sent record(Direction direction) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<byte[]> parts = new ArrayList<>();
        try (Channel channel =
                new Channel(new Socket(), new ByteArrayInputStream(new byte[0]), out, secrets(direction))) {
            for (Step step : direction == Direction.CLIENT_TO_SERVER ? client() : server()) {
                step.take(channel);
                channel.flush();
                byte[] said = out.toByteArray();
                int stream = (int) BodyCipher.sealedLength(STREAMED);
                if (said.length > stream) {
                    parts.add(Arrays.copyOf(said, stream));
                    said = Arrays.copyOfRange(said, stream, said.length);
                }
                parts.add(said);
                out.reset();
            }
        }
        return new Sent(direction, parts);
    }

    private interface Step {
        void take(Channel channel) throws IOException;
    }

    private static Step say(Message message) {
        return channel -> channel.send(message);
    }

    private static Step send(int length) {
        return channel -> channel.sendBody(new ByteArrayInputStream(body(length)), length, _ -> {});
    }

    private static List<Step> client() throws IOException {
        RemotePath path = RemotePath.parse("hello.txt");
        return List.of(
                say(new Request.ListFolder(RemotePath.root())),
                say(new Request.Get(path)),
                say(new Request.Get(path)),
                say(new Request.Post(path, FRAMED, TIME, OnConflict.FAIL, false)),
                send(FRAMED),
                say(new Request.Post(path, STREAMED, TIME, OnConflict.FAIL, false)),
                send(STREAMED),
                say(new Request.Bye()));
    }

    private static List<Step> server() {
        Entry small = new Entry("hello.txt", Entry.Kind.FILE, FRAMED, TIME);
        Entry large = new Entry("large.bin", Entry.Kind.FILE, STREAMED, TIME);
        return List.of(
                say(new Response.Listing(List.of(small, large), false)),
                say(new Response.Content(small, "v", 0)),
                send(FRAMED),
                say(new Response.Content(large, "v", 0)),
                send(STREAMED),
                say(new Response.Stored(small)),
                say(new Response.Stored(large)),
                say(new Goodbye("")));
    }

    /** Reads {@code stream} as its receiver does, up to its end or to the first fault. */
    Reading read(Direction sentAs, byte[] stream) throws IOException {
        Direction reader =
                sentAs == Direction.CLIENT_TO_SERVER ? Direction.SERVER_TO_CLIENT : Direction.CLIENT_TO_SERVER;
        List<String> events = new ArrayList<>();
        long[] released = {0};
        try (Channel channel = new Channel(
                new Socket(), new ByteArrayInputStream(stream), new ByteArrayOutputStream(), secrets(reader))) {
            while (true) {
                Message message = channel.receive();
                if (message instanceof Goodbye || message instanceof Request.Bye) {
                    events.add("end");
                    return new Reading(events, released[0], false);
                }
                events.add(message.toString());
                int length = (int) lengthOfBody(message);
                if (length > 0) {
                    ByteArrayOutputStream file = new ByteArrayOutputStream();
                    channel.receiveBody(
                            length,
                            (buffer, count) -> {
                                file.write(buffer, 0, count);
                                released[0] += count;
                            },
                            _ -> {});
                    events.add("whole: " + Arrays.equals(file.toByteArray(), body(length)));
                }
            }
        } catch (ProtocolException e) {
            return new Reading(events, released[0], true);
        }
    }

    private static long lengthOfBody(Message message) {
        return switch (message) {
            case Request.Post post -> post.size();
            case Response.Content content -> content.entry().size();
            default -> 0;
        };
    }
}
