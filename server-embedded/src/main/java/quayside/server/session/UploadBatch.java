package quayside.server.session;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import quayside.protocol.channel.Channel;
import quayside.protocol.message.Entry;
import quayside.protocol.message.Names;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.message.ShareInfo;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;
import quayside.server.storage.Storage;
import quayside.server.text.ServerPhrase;

/**
 * Answers each {@code POST} whose body follows at once (PROTOCOL.md section 5.3), and each {@code COPY} (section 5.5).
 * Uploads and copies of small files that come one after another are stored together. They are then answered in order,
 * each only after it is on the disk.
 */
final class UploadBatch implements AutoCloseable {
    /**
     * The maximum age of a batch, so that a guest on a slow line gets answers this often even if further files keep
     * coming.
     */
    private static final Duration MAX_AGE = Duration.ofMillis(250);

    /** The memory that a batch holds besides a body. */
    private static final long BATCH_BYTES = 256 * 1024;

    /** The memory that the copying of a small file takes besides. */
    private static final long COPY_BYTES = Limits.EAGER_POST_BYTES;

    private static final int MAX_PENDING = 64;
    private static final int MAX_PATH_CHARACTERS = 32 * 1024;

    private final RequestContext session;
    private final UploadReports reports;
    private final List<Pending> pending = new ArrayList<>();
    private Storage.@Nullable Batch batch;
    private BodyDoor.@Nullable Held held;
    private long begun;
    private long pathCharacters;
    private boolean hasUploads;

    /**
     * An upload or a copy.
     *
     * @param later returns the answer to its result
     * @param answer the answer that is sent when it is its turn; null if it is still to be committed
     */
    private record Pending(
            RemotePath target,
            Function<Storage.UploadResult, Response> later,
            @Nullable Response answer) {}

    UploadBatch(RequestContext session) {
        this.session = session;
        this.reports = new UploadReports(session);
    }

    /** Returns whether there are uploads or copies without an answer. */
    boolean isOpen() {
        return !pending.isEmpty();
    }

    /**
     * Receives {@code post}. Its answer waits for {@link #finish}, which this method calls once the batch is large or
     * old.
     */
    void take(Request.Post post, ShareInfo share) throws IOException {
        Optional<BodyDoor.Held> more = makeRoom(post);
        Storage.Batch open = open();
        hasUploads = true;
        try {
            take(open, post, share);
        } finally {
            more.ifPresent(BodyDoor.Held::close);
        }
        finishIfDue(open);
    }

    /**
     * Makes the copy that {@code copy} requests. Its answer waits for {@link #finish}, as that of an upload does. A large
     * file is a batch of one, because the answers to others must not wait for it.
     */
    void take(Request.Copy copy, ShareInfo share) throws IOException {
        if (hasUploads || isPending(copy.from())) {
            // The file to copy may still have to be stored, and an upload may get a number.
            finish();
        }
        boolean small = isSmall(copy.from());
        Optional<BodyDoor.Held> more = small && held != null ? session.door().tryEnter(COPY_BYTES) : Optional.empty();
        if (more.isEmpty()) {
            finish();
            held = small ? session.door().tryEnter(BATCH_BYTES + COPY_BYTES).orElse(null) : null;
        }
        boolean alone = held == null;
        Storage.Batch open = open();
        try {
            add(copy.to(), result -> reports.answer(copy, result), copy(open, copy, share));
        } finally {
            more.ifPresent(BodyDoor.Held::close);
        }
        if (alone) {
            finish();
        } else {
            finishIfDue(open);
        }
    }

    private boolean isPending(RemotePath file) {
        String folded = Names.folded(file.toString());
        return pending.stream()
                .anyMatch(each -> Names.folded(each.target().toString()).equals(folded));
    }

    private boolean isSmall(RemotePath file) {
        try {
            Entry found = session.storage().stat(file);
            return !found.isFolder() && found.size() <= Limits.EAGER_POST_BYTES;
        } catch (ProtocolException e) {
            // The copy finds out the reason.
            return false;
        }
    }

    private Storage.Batch open() {
        if (pending.isEmpty()) {
            begun = session.nanos().getAsLong();
        }
        if (batch == null) {
            batch = session.storage().batch();
        }
        return batch;
    }

    private void add(RemotePath target, Function<Storage.UploadResult, Response> later, @Nullable Response answer) {
        pending.add(new Pending(target, later, answer));
        pathCharacters += target.toString().length();
    }

    private void finishIfDue(Storage.Batch open) throws IOException {
        if (open.isFull() || isLong() || session.nanos().getAsLong() - begun > MAX_AGE.toNanos()) {
            finish();
        }
    }

    /** Returns the answer, or null if the copy is staged and waits for the others. */
    private @Nullable Response copy(Storage.Batch open, Request.Copy copy, ShareInfo share) {
        try {
            RequestContext.require(share.mayDownload() && share.mayUpload(), ServerPhrase.TO_COPY);
            session.activity().copying(copy.from());
            boolean _ = session.keepAlive().runInterruptibly(() -> {
                open.copy(copy.from(), copy.to());
                return true;
            });
            return null;
        } catch (ProtocolException e) {
            return reports.refused(copy, e);
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

    private void take(Storage.Batch open, Request.Post post, ShareInfo share) throws IOException {
        Storage.Upload upload;
        Storage.StageResult arrival;
        try {
            upload = reports.allowed(post, share);
            arrival = open.stage(upload);
        } catch (ProtocolException e) {
            reports.failed(post, e);
            BodyReceiver.drop(session.channel(), post.size());
            add(post.path(), _ -> session.failed(e), session.failed(e));
            return;
        }
        add(post.path(), result -> reports.answer(post, upload, result), receive(post, upload, arrival));
    }

    /** Returns the answer, or null if the upload is staged and waits for the others. */
    private @Nullable Response receive(Request.Post post, Storage.Upload upload, Storage.StageResult arrival)
            throws IOException {
        return switch (arrival) {
            case Storage.StageResult.Declined declined -> {
                BodyReceiver.drop(session.channel(), post.size());
                yield reports.skipped(post, upload, declined.existing());
            }
            case Storage.Staged staged -> {
                session.activity().uploading(post.path(), 0, post.size());
                yield receive(post, staged);
            }
        };
    }

    private @Nullable Response receive(Request.Post post, Storage.Staged staged) throws IOException {
        BodyReceiver body = new BodyReceiver(session, post, staged);
        @Nullable ProtocolException failure;
        try {
            failure = body.receive();
        } catch (ProtocolException e) {
            reports.failed(post, e);
            throw e;
        }
        if (failure != null) {
            reports.failed(post, failure, body.words());
            return session.failed(failure);
        }
        return null;
    }

    /** Stores the received uploads and the copies, and answers all of them; the caller flushes. */
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
            session.channel().send(answer == null ? each.later().apply(results.next()) : answer);
        }
        pending.clear();
        hasUploads = false;
        pathCharacters = 0;
        close();
    }

    /** Drops uploads and copies that were not stored. */
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
