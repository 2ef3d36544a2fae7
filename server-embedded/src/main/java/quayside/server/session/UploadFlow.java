package quayside.server.session;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import quayside.protocol.channel.Channel;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.message.ShareInfo;
import quayside.protocol.wire.ProtocolException;
import quayside.server.storage.Storage;
import quayside.server.text.ServerReason;

/** Answers a {@code POST} that waits for its {@code 100} (PROTOCOL.md section 5.3). */
final class UploadFlow {
    private final Storage storage;
    private final ActiveUploads activeUploads;
    private final Channel channel;
    private final KeepAlive keepAlive;
    private final BodyDoor door;
    private final Activity activity;
    private final UploadReports reports;

    UploadFlow(
            Storage storage,
            ActiveUploads activeUploads,
            Channel channel,
            KeepAlive keepAlive,
            BodyDoor door,
            Activity activity,
            UploadReports reports) {
        this.storage = storage;
        this.activeUploads = activeUploads;
        this.channel = channel;
        this.keepAlive = keepAlive;
        this.door = door;
        this.activity = activity;
        this.reports = reports;
    }

    void run(Request.Post post, ShareInfo share) throws IOException {
        try (ActiveUploads.Sending _ = begin(post);
                Storage.Batch batch = storage.batch()) {
            Storage.StageResult arrival;
            try {
                Storage.Upload upload = reports.allowed(post, share);
                arrival = keepAlive.runInterruptibly(() -> batch.stage(upload));
            } catch (ProtocolException e) {
                reports.failed(post, e);
                channel.send(RequestHandler.failed(e));
                return;
            }
            switch (arrival) {
                case Storage.StageResult.Declined declined -> channel.send(new Response.Skipped(declined.existing()));
                case Storage.Staged staged -> receive(post, batch, staged);
            }
        }
    }

    /** Begins once no earlier sending of the same guest is under way. */
    private ActiveUploads.Sending begin(Request.Post post) throws ProtocolException {
        return keepAlive.runInterruptibly(() -> {
            try {
                return activeUploads.begin(post, door::cut);
            } catch (InterruptedException e) {
                throw new ProtocolException(ServerReason.UPLOAD_NOT_AWAITED, e);
            }
        });
    }

    private void receive(Request.Post post, Storage.Batch batch, Storage.Staged staged) throws IOException {
        activity.uploading(post.path());
        BodyReceiver body = new BodyReceiver(channel, post, staged);
        @Nullable ProtocolException failure;
        try (BodyDoor.Held _ = door.enter(Channel.bodyMemory(post.size()))) {
            channel.send(new Response.Proceed(staged.offset(), staged.prefix()));
            channel.flush();
            failure = body.receive();
        } catch (ProtocolException e) {
            reports.failed(post, e);
            throw e;
        }
        if (failure != null) {
            reports.failed(post, failure);
            if (!body.isAnswered()) {
                channel.send(RequestHandler.failed(failure));
            }
            return;
        }
        channel.send(reports.answer(post, keepAlive.runToEnd(batch::commit).getFirst()));
    }
}
