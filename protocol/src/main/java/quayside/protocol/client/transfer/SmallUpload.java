package quayside.protocol.client.transfer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import quayside.protocol.client.connection.Connection;
import quayside.protocol.client.connection.FaultPolicy;
import quayside.protocol.client.connection.RetryingConnection;
import quayside.protocol.client.unlock.Pipeline;
import quayside.protocol.client.unlock.Unlocker;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.wire.ProtocolException;

/** One small file of a folder by a {@code POST} that waits for nothing (PROTOCOL.md section 5.3): its bytes are in memory until it is answered. */
final class SmallUpload implements RetryingConnection.Exchange<TransferResult>, Pipeline.Outcome<TransferResult> {
    /** What sentences call the disk that files are uploaded to. */
    static final String SHARES_DISK = "The disk of the share";

    private final RemoteFolder folder;
    private final RemotePath target;
    private final LocalFile found;
    private final byte[] content;
    private final OnConflict onConflict;
    private final Unlocker unlocker;
    private final TransferProgress.Item item;
    private final String id = UUID.randomUUID().toString();
    private boolean repeated;
    private volatile Request.@Nullable Post sent;

    SmallUpload(
            RemoteFolder folder,
            RemotePath target,
            LocalFile found,
            byte[] content,
            OnConflict onConflict,
            Unlocker unlocker,
            TransferProgress.Item item) {
        this.folder = folder;
        this.target = target;
        this.found = found;
        this.content = content;
        this.onConflict = onConflict;
        this.unlocker = unlocker;
        this.item = item;
    }

    @Override
    public void send(Connection connection, boolean repeated) throws IOException {
        this.repeated |= repeated;
        Request.Post post = new Request.Post(
                target,
                content.length,
                found.modified().toInstant(),
                onConflict,
                false,
                found.mode(),
                this.repeated,
                Optional.empty(),
                unlocker.ownLock(),
                Optional.of(id),
                Optional.empty());
        sent = post;
        connection.channel().send(post);
        connection
                .channel()
                .sendBody(
                        new ByteArrayInputStream(content),
                        content.length,
                        _ -> connection.sent().moved());
    }

    @Override
    public TransferResult receive(Connection connection) throws IOException {
        Response answer = connection.answer();
        TransferResult result = PostAnswer.result(answer, Objects.requireNonNull(sent), found, unlocker, repeated);
        if (answer instanceof Response.Stored stored) {
            item.unkept(found.unkept(stored.entry()), SHARES_DISK);
        }
        return result;
    }

    @Override
    public void answered(TransferResult result) {
        item.finished(result);
    }

    @Override
    public void refused(ProtocolException why) {
        ProtocolException ofFolder = folder.failure();
        if (ofFolder != null) {
            item.failedWithFolder(ofFolder);
        } else {
            item.failed(why);
        }
    }

    /** What is in its place may be under more locks than its entry tells, or one could not be opened on this connection. */
    @Override
    public boolean repeats(FaultPolicy policy) {
        return policy == FaultPolicy.ASK;
    }
}
