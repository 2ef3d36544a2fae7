package quayside.server.session;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import quayside.protocol.channel.Channel;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.message.ShareInfo;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.storage.Storage;

/** Answers a {@code POST} that waits for its {@code 100} (PROTOCOL.md section 5.3). */
final class UploadFlow {
    private final Storage storage;
    private final Sendings sendings;
    private final Channel channel;
    private final LongWork work;
    private final BodyDoor door;
    private final Activity activity;
    private final UploadReports reports;

    UploadFlow(
            Storage storage,
            Sendings sendings,
            Channel channel,
            LongWork work,
            BodyDoor door,
            Activity activity,
            UploadReports reports) {
        this.storage = storage;
        this.sendings = sendings;
        this.channel = channel;
        this.work = work;
        this.door = door;
        this.activity = activity;
        this.reports = reports;
    }

    void run(Request.Post post, ShareInfo share) throws IOException {
        try (Sendings.Sending _ = begin(post);
                Storage.Batch batch = storage.batch()) {
            Storage.Arrival arrival;
            try {
                Storage.Upload upload = reports.allowed(post, share);
                arrival = work.whileTheGuestWaits(() -> batch.stage(upload));
            } catch (ProtocolException e) {
                reports.failed(post, e);
                channel.send(Verbs.failed(e));
                return;
            }
            switch (arrival) {
                case Storage.Arrival.Declined declined -> channel.send(new Response.Skipped(declined.existing()));
                case Storage.Staged staged -> receive(post, batch, staged);
            }
        }
    }

    /** Begins once nothing is under way of an earlier sending, whose guest is this one. */
    private Sendings.Sending begin(Request.Post post) throws ProtocolException {
        return work.whileTheGuestWaits(() -> {
            try {
                return sendings.begin(post, door::cut);
            } catch (InterruptedException e) {
                throw new ProtocolException(Fault.CONNECTION_LOST, "Nobody waits for this upload any more.", e);
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
                channel.send(Verbs.failed(failure));
            }
            return;
        }
        channel.send(reports.answer(post, work.toItsEnd(batch::commit).getFirst()));
    }
}
