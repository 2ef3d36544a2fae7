package quayside.server.session;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import quayside.protocol.channel.Channel;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.message.ShareInfo;
import quayside.protocol.wire.ProtocolException;
import quayside.server.storage.Storage;

/**
 * Answers each {@code POST} whose body follows at once (PROTOCOL.md section 5.3). Uploads that come one after another
 * are stored together. They are then answered in order, each only after it is on the disk.
 */
final class UploadBatch implements AutoCloseable {
    /**
     * The maximum age of a batch, so that a guest on a slow line gets answers this often even if further files keep
     * coming.
     */
    private static final Duration MAX_AGE = Duration.ofMillis(250);

    /** The memory that a batch holds besides a body. */
    private static final long BATCH_BYTES = 256 * 1024;

    private static final int MAX_PENDING = 64;
    private static final int MAX_PATH_CHARACTERS = 32 * 1024;

    private final RequestContext session;
    private final UploadReports reports;
    private final List<Pending> pending = new ArrayList<>();
    private Storage.@Nullable Batch batch;
    private BodyDoor.@Nullable Held held;
    private long begun;
    private long pathCharacters;

    /**
     * @param answer the answer that is sent when it is this upload's turn; null for an upload that is still to be
     *     committed
     */
    private record Pending(Request.Post post, @Nullable Response answer) {}

    UploadBatch(RequestContext session) {
        this.session = session;
        this.reports = new UploadReports(session);
    }

    /** Returns whether there are uploads without an answer. */
    boolean isOpen() {
        return !pending.isEmpty();
    }

    /**
     * Receives {@code post}. Its answer waits for {@link #finish}, which this method calls once the batch is large or
     * old.
     */
    void take(Request.Post post, ShareInfo share) throws IOException {
        Optional<BodyDoor.Held> more = makeRoom(post);
        if (pending.isEmpty()) {
            begun = session.nanos().getAsLong();
        }
        if (batch == null) {
            batch = session.storage().batch();
        }
        try {
            pending.add(new Pending(post, receive(batch, post, share)));
        } finally {
            more.ifPresent(BodyDoor.Held::close);
        }
        pathCharacters += post.path().toString().length();
        if (batch.isFull() || isLong() || session.nanos().getAsLong() - begun > MAX_AGE.toNanos()) {
            finish();
        }
    }

    /**
     * Returns whether the batch is large enough. Uploads that were refused count as well, and the length of the paths
     * is limited too.
     */
    private boolean isLong() {
        return pending.size() >= MAX_PENDING || pathCharacters > MAX_PATH_CHARACTERS;
    }

    /**
     * Obtains the memory for {@code post}. The first upload of a batch waits for it. If there is no free memory for a
     * later one, the earlier ones are first stored and answered, so that a batch never waits while it holds memory.
     *
     * @return the memory held for its body alone
     */
    private Optional<BodyDoor.Held> makeRoom(Request.Post post) throws IOException {
        long body = Channel.bodyMemory(post.size());
        if (held != null) {
            Optional<BodyDoor.Held> more = session.door().tryEnter(body);
            if (more.isPresent()) {
                return more;
            }
            finish();
        }
        held = session.door().enter(BATCH_BYTES + body);
        return Optional.empty();
    }

    /** Returns the answer, or null if the upload is staged and waits for the others. */
    private @Nullable Response receive(Storage.Batch open, Request.Post post, ShareInfo share) throws IOException {
        Storage.StageResult arrival;
        try {
            arrival = open.stage(reports.allowed(post, share));
        } catch (ProtocolException e) {
            reports.failed(post, e);
            BodyReceiver.drop(session.channel(), post.size());
            return RequestContext.failed(e);
        }
        return switch (arrival) {
            case Storage.StageResult.Declined declined -> {
                BodyReceiver.drop(session.channel(), post.size());
                yield new Response.Skipped(declined.existing());
            }
            case Storage.Staged staged -> {
                session.activity().uploading(post.path(), 0, post.size());
                yield receive(post, staged);
            }
        };
    }

    private @Nullable Response receive(Request.Post post, Storage.Staged staged) throws IOException {
        BodyReceiver body = new BodyReceiver(session.channel(), post, staged);
        @Nullable ProtocolException failure;
        try {
            failure = body.receive();
        } catch (ProtocolException e) {
            reports.failed(post, e);
            throw e;
        }
        if (failure != null) {
            reports.failed(post, failure, body.words());
            return RequestContext.failed(failure);
        }
        return null;
    }

    /** Stores the received uploads, and answers all of them; the caller flushes. */
    void finish() throws IOException {
        if (pending.isEmpty() || batch == null) {
            return;
        }
        Storage.Batch whole = batch;
        boolean stores = pending.stream().anyMatch(each -> each.answer() == null);
        Iterator<Storage.UploadResult> results =
                (stores ? session.keepAlive().runToEnd(whole::commit) : List.<Storage.UploadResult>of()).iterator();
        for (Pending each : pending) {
            Response answer = each.answer();
            session.channel().send(answer == null ? reports.answer(each.post(), results.next()) : answer);
        }
        pending.clear();
        pathCharacters = 0;
        close();
    }

    /** Drops uploads that were not stored. */
    @Override
    public void close() throws IOException {
        if (held != null) {
            held.close();
            held = null;
        }
        if (batch != null) {
            batch.close();
            batch = null;
        }
    }
}
