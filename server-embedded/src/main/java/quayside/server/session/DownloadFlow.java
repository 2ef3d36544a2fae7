package quayside.server.session;

import java.io.IOException;
import quayside.protocol.channel.Channel;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.message.ShareInfo;
import quayside.protocol.wire.ProtocolException;
import quayside.server.storage.Storage;

/** Answers {@code GET} (PROTOCOL.md section 5.2). */
final class DownloadFlow {
    private final Storage storage;
    private final Channel channel;
    private final Activity activity;
    private final SessionListener listener;

    DownloadFlow(Storage storage, Channel channel, Activity activity, SessionListener listener) {
        this.storage = storage;
        this.channel = channel;
        this.activity = activity;
        this.listener = listener;
    }

    void run(Request.Get get, ShareInfo share) throws IOException {
        Storage.Content content;
        try {
            Verbs.require(share.mayDownload(), "download");
            content = storage.open(get.path(), get.from());
        } catch (ProtocolException e) {
            channel.send(Verbs.failed(e));
            return;
        }
        activity.downloading(get.path());
        long length = content.entry().size() - content.offset();
        try (content) {
            channel.send(new Response.Content(content.entry(), content.version(), content.offset()));
            channel.sendBody(content.bytes(), length, _ -> {});
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
    }
}
