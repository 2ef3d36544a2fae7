package quayside.protocol.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;
import quayside.protocol.crypto.KnownKeys;
import quayside.protocol.crypto.SessionSecrets;
import quayside.protocol.message.Message;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Frames;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;

/**
 * Tests frames and bodies of a peer that may send anything (PROTOCOL.md sections 2.1 and 6), even with the right keys.
 */
class FramesFuzzTest {
    private static final int MOST_MESSAGES = 50;

    /** Records the largest single read, because that amount had been allocated. */
    private static final class WatchedInput extends ByteArrayInputStream {
        private int mostAsked;

        WatchedInput(byte[] bytes) {
            super(bytes);
        }

        @Override
        public synchronized int read(byte[] buffer, int offset, int length) {
            mostAsked = Math.max(mostAsked, length);
            return super.read(buffer, offset, length);
        }
    }

    @FuzzTest
    void reader(byte[] stream) throws IOException {
        WatchedInput in = new WatchedInput(stream);
        ByteArrayOutputStream again = new ByteArrayOutputStream();
        try {
            while (true) {
                byte[] payload = Frames.read(in, Limits.MAX_FRAME_BYTES);
                assertThat(payload.length).isBetween(1, Limits.MAX_FRAME_BYTES);
                Frames.write(again, payload);
            }
        } catch (ProtocolException e) {
            switch (e.fault()) {
                case CONNECTION_LOST -> assertThat(in.available()).isZero();
                case BROKEN_PROTOCOL ->
                    assertThat(stream.length - in.available()).isEqualTo(again.size() + Integer.BYTES);
                default -> throw new AssertionError("no fault of a frame", e);
            }
        }
        assertThat(in.mostAsked).isLessThanOrEqualTo(Limits.MAX_FRAME_BYTES);
        assertThat(again.toByteArray()).as("one form only").isEqualTo(Arrays.copyOf(stream, again.size()));
    }

    /**
     * Tests a server with all that a client may send, or after a first byte {@code S} a client with all that a server
     * may send.
     */
    @FuzzTest
    void sealed(byte[] input) throws IOException {
        if (input.length == 0) {
            return;
        }
        byte[] script = Arrays.copyOfRange(input, 1, input.length);
        if (input[0] == 'S') {
            receive(script, KnownKeys.server(), KnownKeys.client());
        } else {
            receive(script, KnownKeys.client(), KnownKeys.server());
        }
    }

    private static void receive(byte[] script, SessionSecrets peer, SessionSecrets own) throws IOException {
        HostileScript sent = HostileScript.play(script, peer);
        WatchedInput in = new WatchedInput(sent.wire());
        try (Socket unconnected = new Socket()) {
            Channel channel = new Channel(unconnected, in, OutputStream.nullOutputStream(), own);
            for (int i = 0; i < MOST_MESSAGES; i++) {
                try {
                    receiveBody(channel, channel.receive());
                } catch (ProtocolException e) {
                    if (!channelGoesOn(e.fault())) {
                        break;
                    }
                }
            }
        }
        long opened = opened(own);
        assertThat(opened).as("nothing opens after the first damage").isLessThanOrEqualTo(sent.intactFrames());
    }

    /** Returns whether the channel continues, as {@link Channel} documents it. */
    private static boolean channelGoesOn(Fault fault) {
        return switch (fault) {
            case MALFORMED, CORRUPTED, CHANGED, SERVER_ERROR -> true;
            case BROKEN_PROTOCOL, CONNECTION_LOST -> false;
            default -> throw new AssertionError("no fault of a channel: " + fault);
        };
    }

    private static void receiveBody(Channel channel, Message message) throws IOException {
        long length = switch (message) {
            case Request.Post post -> post.size();
            case Response.Content content -> content.entry().size() - content.offset();
            case Message _ -> -1;
        };
        if (length < 0 || length > Limits.MAX_FILE_BYTES) {
            return;
        }
        long[] released = {0};
        channel.receiveBody(
                length,
                (buffer, count) -> {
                    assertThat(count).isBetween(1, buffer.length);
                    released[0] += count;
                    assertThat(released[0]).isLessThanOrEqualTo(length);
                },
                _ -> {});
        assertThat(released[0]).isEqualTo(length);
    }

    private static long opened(SessionSecrets own) {
        try {
            return own.frames().lastOpened() + 1;
        } catch (IllegalStateException e) {
            return 0;
        }
    }
}
