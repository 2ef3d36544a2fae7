package quayside.server.session;

import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;
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

    private final Storage storage;
    private final Channel channel;
    private final KeepAlive keepAlive;
    private final BodyDoor door;
    private final Activity activity;
    private final SessionListener listener;
    private final LongSupplier nanos;
    private Storage.@Nullable Reader reader;
    private long begun;

    DownloadFlow(
            Storage storage,
            Channel channel,
            KeepAlive keepAlive,
            BodyDoor door,
            Activity activity,
            SessionListener listener,
            LongSupplier nanos) {
        this.storage = storage;
        this.channel = channel;
        this.keepAlive = keepAlive;
        this.door = door;
        this.activity = activity;
        this.listener = listener;
        this.nanos = nanos;
    }

    /** Returns whether {@link #finish} must be called once no further request follows. */
    boolean isOpen() {
        return reader != null;
    }

    /** Answers without flushing. */
    void run(Request.Get get, ShareInfo share) throws IOException {
        Storage.Content content;
        try {
            RequestHandler.require(share.mayDownload(), ServerPhrase.TO_DOWNLOAD);
            // A resumed download first has its beginning compared, which may take long.
            content = get.from().isPresent()
                    ? keepAlive.runInterruptibly(() -> open().open(get.path(), get.from()))
                    : open().open(get.path(), get.from());
        } catch (ProtocolException e) {
            channel.send(RequestHandler.failed(e));
            return;
        }
        activity.downloading(get.path());
        long length = content.entry().size() - content.offset();
        try (content;
                BodyDoor.Held _ = door.enter(Channel.bodyMemory(length))) {
            channel.send(new Response.Content(
                    content.entry(),
                    content.version(),
                    content.offset(),
                    content.reading().map(Storage.Reading::word)));
            channel.sendBody(content.bytes(), length, content.whole(), marking(content));
        } catch (ProtocolException e) {
            listener.transferFailed(RequestHandler.shown(get.path()), e.sentence());
            // If a file could not be read to its end, the guest received a message instead of the trailer, provided
            // that was possible.
            if (e.fault().status() == 0 || channel.isClosed()) {
                channel.close();
                throw e;
            }
            return;
        }
        listener.downloaded(RequestHandler.shown(get.path()), length);
        if (nanos.getAsLong() - begun > MAX_AGE.toNanos()) {
            finish();
        }
    }

    /** Returns a listener that records checkpoints for a guest that loses the connection and resumes. */
    private static Channel.Progress marking(Storage.Content content) {
        if (content.reading().isEmpty()) {
            return _ -> {};
        }
        Trail trail = content.reading().get().trail();
        long[] at = {content.offset()};
        return count -> {
            at[0] += count;
            trail.passed(at[0], content.whole());
        };
    }

    private Storage.Reader open() {
        if (reader == null) {
            reader = storage.reader();
            begun = nanos.getAsLong();
        }
        return reader;
    }

    /** Closes what is held open; the caller flushes. */
    void finish() {
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }
}
