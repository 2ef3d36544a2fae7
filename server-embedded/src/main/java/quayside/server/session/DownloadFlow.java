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

/**
 * Answers {@code GET} (PROTOCOL.md section 5.2). Of files that are asked for one right after another the way to their folder is found once, and
 * what is sent is flushed together.
 */
final class DownloadFlow {
    /** A folder that is moved out of the share is looked for again this soon. */
    private static final Duration LONGEST = Duration.ofMillis(250);

    private final Storage storage;
    private final Channel channel;
    private final LongWork work;
    private final BodyDoor door;
    private final Activity activity;
    private final SessionListener listener;
    private final LongSupplier nanos;
    private Storage.@Nullable Reader reader;
    private long begun;

    DownloadFlow(
            Storage storage,
            Channel channel,
            LongWork work,
            BodyDoor door,
            Activity activity,
            SessionListener listener,
            LongSupplier nanos) {
        this.storage = storage;
        this.channel = channel;
        this.work = work;
        this.door = door;
        this.activity = activity;
        this.listener = listener;
        this.nanos = nanos;
    }

    /** Whether {@link #finish} is due once nothing more is asked for. */
    boolean isOpen() {
        return reader != null;
    }

    /** Answers without flushing. */
    void run(Request.Get get, ShareInfo share) throws IOException {
        Storage.Content content;
        try {
            Verbs.require(share.mayDownload(), "download");
            // What goes on has its beginning compared first, which takes its time.
            content = get.from().isPresent()
                    ? work.whileTheGuestWaits(() -> open().open(get.path(), get.from()))
                    : open().open(get.path(), get.from());
        } catch (ProtocolException e) {
            channel.send(Verbs.failed(e));
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
            listener.transferFailed(Verbs.shown(get.path()), e.sentence());
            // Of a file that could not be read to its end the guest was told in the trailer's place, if that was
            // possible.
            if (e.fault().status() == 0 || channel.isClosed()) {
                channel.close();
                throw e;
            }
            return;
        }
        listener.downloaded(Verbs.shown(get.path()), length);
        if (nanos.getAsLong() - begun > LONGEST.toNanos()) {
            finish();
        }
    }

    /** For who loses the connection and goes on. */
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

    /** Holds nothing open any more; the caller flushes. */
    void finish() {
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }
}
