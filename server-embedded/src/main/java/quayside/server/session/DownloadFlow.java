package quayside.server.session;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import quayside.protocol.channel.Channel;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.message.ShareInfo;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Trail;
import quayside.server.storage.Storage;
import quayside.server.text.ServerPhrase;

/**
 * Answers {@code GET} (PROTOCOL.md section 5.2). For files that are requested one right after another, the path to
 * their folder is resolved once, and the answers are flushed together.
 */
final class DownloadFlow {
    /** The time after which the folder is resolved again, so that a folder moved out of the share is soon noticed. */
    private static final Duration MAX_AGE = Duration.ofMillis(250);

    private final RequestContext session;
    private Storage.@Nullable Reader reader;
    private long begun;

    DownloadFlow(RequestContext session) {
        this.session = session;
    }

    /** Returns whether {@link #finish} must be called once no further request follows. */
    boolean isOpen() {
        return reader != null;
    }

    /** Answers without flushing, unless the host counts the downloads. */
    void run(Request.Get get, ShareInfo share) throws IOException {
        answer(get, share);
        if (reader != null && session.nanos().getAsLong() - begun > MAX_AGE.toNanos()) {
            finish();
        }
    }

    private void answer(Request.Get get, ShareInfo share) throws IOException {
        Storage.Content content;
        Invitations.Download download;
        try {
            RequestContext.require(share.mayDownload(), ServerPhrase.TO_DOWNLOAD);
            // If a download is resumed, its beginning is compared first, which may take long.
            content = get.from().isPresent()
                    ? session.keepAlive().runInterruptibly(() -> open().open(get.path(), get.from()))
                    : open().open(get.path(), get.from());
            download = begin(get, content);
        } catch (ProtocolException e) {
            session.channel().send(session.failed(e));
            return;
        }
        try (download) {
            if (send(get, content, download) && download.isCounted()) {
                // What waits in a buffer may be lost with the connection.
                session.channel().flush();
                download.complete();
            }
        }
    }

    private Invitations.Download begin(Request.Get get, Storage.Content content) throws IOException {
        try {
            return session.grant()
                    .beginDownload(
                            get.path(), content.version(), content.entry().size());
        } catch (ProtocolException e) {
            content.close();
            throw e;
        }
    }

    /** Returns whether the guest was sent all that it asked for. */
    private boolean send(Request.Get get, Storage.Content content, Invitations.Download download) throws IOException {
        session.activity()
                .downloading(get.path(), content.offset(), content.entry().size());
        long length = content.entry().size() - content.offset();
        try (content;
                BodyDoor.Held _ = session.door().enter(Channel.bodyMemory(length))) {
            session.channel()
                    .send(new Response.Content(
                            content.entry(),
                            content.version(),
                            content.offset(),
                            content.reading().map(Storage.Reading::word)));
            session.channel().sendBody(seen(content.bytes()), length, content.whole(), marking(content, download));
        } catch (ProtocolException e) {
            session.listener().transferFailed(RequestContext.shown(get.path()), e.fault(), "");
            // If a file could not be read to its end, the guest received a message instead of the trailer, provided
            // that was possible.
            if (e.fault().status() == 0 || session.channel().isClosed()) {
                session.channel().close();
                throw e;
            }
            return false;
        }
        session.listener().downloaded(RequestContext.shown(get.path()), length);
        return true;
    }

    /** Returns a listener that counts, and records checkpoints for a guest that loses the connection and resumes. */
    private static Channel.Progress marking(Storage.Content content, Invitations.Download download) {
        Optional<Trail> trail = content.reading().map(Storage.Reading::trail);
        long[] at = {content.offset()};
        return count -> {
            at[0] += count;
            download.sent(count, at[0]);
            trail.ifPresent(each -> each.passed(at[0], content.whole()));
        };
    }

    /** Returns the bytes with failures as the guest may read them: their sentence is sent instead of the rest. */
    private InputStream seen(InputStream bytes) {
        return new FilterInputStream(bytes) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                try {
                    return super.read(buffer, offset, length);
                } catch (ProtocolException e) {
                    throw session.grant().seen(e);
                }
            }
        };
    }

    private Storage.Reader open() {
        if (reader == null) {
            reader = session.storage().reader();
            begun = session.nanos().getAsLong();
        }
        return reader;
    }

    /** Closes the folder that is held open; the caller flushes. */
    void finish() {
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }
}
