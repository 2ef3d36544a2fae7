package quayside.server.session;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import quayside.protocol.channel.Channel;
import quayside.protocol.message.DisplayText;
import quayside.protocol.message.Request;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.storage.Storage;

/**
 * Receives the body of one upload. It is kept until the disk fails, and from then on only read away: the connection stays in step. Who was
 * asked to send an awaited body is told at once, and need not send the rest.
 */
final class BodyReceiver implements Channel.Sink {
    private final Channel channel;
    private final Request.Post post;
    private final Storage.Staged staged;
    private @Nullable ProtocolException failure;
    private boolean answered;

    BodyReceiver(Channel channel, Request.Post post, Storage.Staged staged) {
        this.channel = channel;
        this.post = post;
        this.staged = staged;
    }

    /**
     * Returns what failed, or null where all of it is staged; what failed is discarded.
     *
     * @throws IOException where the connection is at its end
     */
    @Nullable
    ProtocolException receive() throws IOException {
        try {
            channel.receiveBody(post.size() - staged.offset(), this, _ -> {});
        } catch (ProtocolException e) {
            if (endsConnection(e)) {
                throw e;
            }
            // What else has a status stands in the place of a checksum, in the guest's words.
            fail(e.fault() == Fault.CORRUPTED ? e : saidByGuest(e));
        }
        return failure;
    }

    private static ProtocolException saidByGuest(ProtocolException e) {
        return new ProtocolException(
                e.fault(), "The guest gave up sending it, and says: " + DisplayText.quote(e.sentence()), e);
    }

    /** Whether the guest knows of the failure. */
    boolean isAnswered() {
        return answered;
    }

    /** Reads a body away that nobody keeps. */
    static void drop(Channel channel, long size) throws IOException {
        try {
            channel.receiveBody(size, (_, _) -> {}, _ -> {});
        } catch (ProtocolException e) {
            // Damaged, spoiled or not: it is dropped.
            if (endsConnection(e)) {
                throw e;
            }
        }
    }

    /** A damaged or spoiled body has a status, by which its guest is told; a connection that is lost or broken has none. */
    private static boolean endsConnection(ProtocolException e) {
        return e.fault().status() == 0;
    }

    @Override
    public void write(byte[] buffer, int count) throws IOException {
        if (failure != null) {
            return;
        }
        try {
            staged.write(buffer, count);
        } catch (ProtocolException e) {
            fail(e);
            if (post.await()) {
                answered = true;
                channel.send(Verbs.failed(e));
                channel.flush();
            }
        }
    }

    /** What failed first counts. */
    private void fail(ProtocolException e) {
        if (failure == null) {
            failure = e;
            staged.discard();
        }
    }
}
