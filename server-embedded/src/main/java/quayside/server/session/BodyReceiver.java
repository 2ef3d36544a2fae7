package quayside.server.session;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import quayside.protocol.channel.Channel;
import quayside.protocol.message.From;
import quayside.protocol.message.Message;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.message.Spoiled;
import quayside.protocol.text.DisplayText;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.storage.Storage;
import quayside.server.text.ServerPhrase;
import quayside.server.text.ServerReason;

/**
 * Receives the body of one upload. The body is stored until the disk fails; the rest is then read and dropped, so that
 * the connection stays in step. If the body is an awaited one, the guest is sent the failure at once and need not send
 * the rest.
 */
final class BodyReceiver implements Channel.Sink {
    private final RequestContext session;
    private final Channel channel;
    private final Request.Post post;
    private final Storage.Staged staged;
    private @Nullable ProtocolException failure;
    private boolean answered;
    private String words = "";

    BodyReceiver(RequestContext session, Request.Post post, Storage.Staged staged) {
        this.session = session;
        this.channel = session.channel();
        this.post = post;
        this.staged = staged;
    }

    /**
     * Receives the body. Returns the failure, after discarding what was staged, or null if all of it is staged.
     *
     * @throws IOException if the connection is at its end
     */
    @Nullable
    ProtocolException receive() throws IOException {
        try {
            long from = post.await() ? agreeOnOffset() : 0;
            channel.receiveBody(post.size() - from, staged.whole(), this, _ -> {});
        } catch (ProtocolException e) {
            if (endsConnection(e)) {
                throw e;
            }
            // Any other fault with a status was reported by the guest instead of a checksum, in its own words.
            ProtocolException reported = e.fault() == Fault.CORRUPTED ? e : reportedByGuest(e);
            if (post.await() && e.fault() == Fault.SERVER_ERROR) {
                // The guest's disk failed. The bytes that it had read before are from its file, and a later try can
                // resume after them.
                failure = failure == null ? reported : failure;
            } else {
                fail(reported);
            }
        }
        return failure;
    }

    private ProtocolException reportedByGuest(ProtocolException e) {
        words = DisplayText.quote(e.getMessage());
        return new ProtocolException(e.fault(), Sentence.of(ServerPhrase.GUEST_GAVE_UP, words), e);
    }

    /**
     * Receives the offset at which the guest begins, and drops the staged bytes if it begins at 0 (PROTOCOL.md section
     * 5.3).
     */
    private long agreeOnOffset() throws IOException {
        return switch (receiveOffset()) {
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
            case Spoiled spoiled -> throw new ProtocolException(spoiled.fault(), Sentence.said(spoiled.sentence()));
            case Message _ -> throw outOfStep(null);
        };
    }

    private Message receiveOffset() throws IOException {
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
        return new ProtocolException(ServerReason.BEGINNING_UNKNOWN, cause);
    }

    /** Returns the reason that the guest's program gave for not sending the rest, quoted; empty if it gave none. */
    String words() {
        return words;
    }

    /** Returns the failure so far; null if there is none. */
    @Nullable
    ProtocolException failure() {
        return failure;
    }

    /** Returns whether the guest was sent the failure. */
    boolean isAnswered() {
        return answered;
    }

    /** Reads and drops a body. */
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

    /**
     * Returns whether the fault ends the connection. A damaged or spoiled body has a status, which is sent to the
     * guest; a connection that is lost or broken has none.
     */
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
            channel.send(session.failed(e));
            channel.flush();
        }
    }

    /** Discards the upload. Only the first failure counts. */
    private void fail(ProtocolException e) {
        if (failure == null) {
            failure = e;
            staged.discard();
        }
    }
}
