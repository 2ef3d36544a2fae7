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
    private final RequestContext session;
    private final ActiveUploads activeUploads;
    private final UploadReports reports;

    UploadFlow(RequestContext session, ActiveUploads activeUploads) {
        this.session = session;
        this.activeUploads = activeUploads;
        this.reports = new UploadReports(session);
    }

    void run(Request.Post post, ShareInfo share) throws IOException {
        try (ActiveUploads.Sending _ = begin(post);
                Storage.Batch batch = session.storage().batch()) {
            Storage.Upload upload;
            Storage.StageResult arrival;
            try {
                upload = reports.allowed(post, share);
                arrival = session.keepAlive().runInterruptibly(() -> batch.stage(upload));
            } catch (ProtocolException e) {
                reports.failed(post, e);
                session.channel().send(session.failed(e));
                return;
            }
            switch (arrival) {
                case Storage.StageResult.Declined declined ->
                    session.channel().send(reports.skipped(post, upload, declined.existing()));
                case Storage.Staged staged -> receive(post, upload, batch, staged);
            }
        }
    }

    /** Begins once no earlier sending of the same upload is under way. */
    private ActiveUploads.Sending begin(Request.Post post) throws ProtocolException {
        return session.keepAlive().runInterruptibly(() -> {
            try {
                return activeUploads.begin(post, session.door()::cut);
            } catch (InterruptedException e) {
                throw new ProtocolException(ServerReason.UPLOAD_NOT_AWAITED, e);
            }
        });
    }

    private void receive(Request.Post post, Storage.Upload upload, Storage.Batch batch, Storage.Staged staged)
            throws IOException {
        session.activity().uploading(post.path(), staged.offset(), post.size());
        BodyReceiver body = new BodyReceiver(session, post, staged);
        @Nullable ProtocolException failure;
        try (BodyDoor.Held _ = session.door().enter(Channel.bodyMemory(post.size()))) {
            session.channel().send(new Response.Proceed(staged.offset(), staged.prefix()));
            session.channel().flush();
            failure = body.receive();
        } catch (ProtocolException e) {
            // A guest that is told of a failure ends the connection in the middle.
            ProtocolException first = body.failure();
            reports.failed(post, first == null ? e : first);
            throw e;
        }
        if (failure != null) {
            reports.failed(post, failure, body.words());
            if (!body.isAnswered()) {
                session.channel().send(session.failed(failure));
            }
            return;
        }
        session.channel()
                .send(reports.answer(
                        post,
                        upload,
                        session.keepAlive().runToEnd(batch::commit).getFirst()));
    }
}
