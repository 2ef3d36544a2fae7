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

    /** As {@link Verbs#answer}: a body that cannot be completed ends the connection, for nothing else would be understood. */
    boolean run(Request.Get get, ShareInfo share) throws IOException {
        Storage.Content content;
        try {
            Verbs.require(share.mayDownload(), "download");
            content = storage.open(get.path());
        } catch (ProtocolException e) {
            channel.send(Verbs.failed(e));
            return true;
        }
        String shown = Verbs.shown(get.path());
        activity.downloading(get.path());
        long size = content.entry().size();
        try (content) {
            channel.send(new Response.Content(content.entry(), "0", 0));
            channel.sendBody(content.bytes(), size, _ -> {});
        } catch (IOException e) {
            channel.close();
            listener.transferFailed(
                    shown, e instanceof ProtocolException named ? named.sentence() : "The file could not be read.");
            throw e;
        }
        listener.downloaded(shown, size);
        return true;
    }
}
