package quayside.server.session;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import quayside.protocol.channel.Channel;
import quayside.protocol.message.DisplayText;
import quayside.protocol.message.From;
import quayside.protocol.message.Message;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.message.Spoiled;
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
            long from = post.await() ? agreed() : 0;
            channel.receiveBody(post.size() - from, staged.whole(), this, _ -> {});
        } catch (ProtocolException e) {
            if (endsConnection(e)) {
                throw e;
            }
            // What else has a status stands in the place of a checksum, in the guest's words.
            ProtocolException said = e.fault() == Fault.CORRUPTED ? e : saidByGuest(e);
            if (post.await() && e.fault() == Fault.SERVER_ERROR) {
                // The guest's disk failed. What it had read before is of its file, for a later try to go on with.
                failure = failure == null ? said : failure;
            } else {
                fail(said);
            }
        }
        return failure;
    }

    private static ProtocolException saidByGuest(ProtocolException e) {
        return new ProtocolException(
                e.fault(), "The guest gave up sending it, and says: " + DisplayText.quote(e.sentence()), e);
    }

    /** Waits to hear where the guest begins, and drops what is there where that is at the beginning (PROTOCOL.md section 5.3). */
    private long agreed() throws IOException {
        return switch (said()) {
            case From from when from.offset() == staged.offset() -> from.offset();
            case From from
            when from.offset() == 0 -> {
                try {
                    staged.restart();
                } catch (ProtocolException e) {
                    failEarly(e);
                }
                yield 0;
            }
            case Spoiled spoiled ->
                throw new ProtocolException(spoiled.fault(), DisplayText.escape(spoiled.sentence()));
            case Message _ -> throw outOfStep(null);
        };
    }

    private Message said() throws IOException {
        while (true) {
            try {
                Message message = channel.receive();
                if (!(message instanceof Response.Processing)) {
                    return message;
                }
            } catch (ProtocolException e) {
                throw e.fault() == Fault.MALFORMED ? outOfStep(e) : e;
            }
        }
    }

    private static ProtocolException outOfStep(@Nullable ProtocolException cause) {
        return new ProtocolException(
                Fault.BROKEN_PROTOCOL, "The guest did not say where the file that it sends begins.", cause);
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
            failEarly(e);
        }
    }

    private void failEarly(ProtocolException e) throws IOException {
        fail(e);
        if (post.await()) {
            answered = true;
            channel.send(Verbs.failed(e));
            channel.flush();
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
