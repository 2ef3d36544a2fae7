package quayside.protocol.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** One small file of a folder by a {@code POST} that waits for nothing (PROTOCOL.md section 5.3): its bytes are in memory until it is answered. */
final class SmallUpload implements Pipeline.Exchange {
    /** What sentences call the disk that files are uploaded to. */
    static final String SHARES_DISK = "The disk of the share";

    private final RemoteFolder folder;
    private final RemotePath target;
    private final LocalFile found;
    private final byte[] content;
    private final OnConflict onConflict;
    private final Keys keys;
    private final PipelineDoor door;
    private final Tally.Item item;
    private final String id = UUID.randomUUID().toString();
    private int locks;
    private boolean repeated;
    private volatile Request.@Nullable Post sent;

    SmallUpload(
            RemoteFolder folder,
            RemotePath target,
            LocalFile found,
            byte[] content,
            OnConflict onConflict,
            Keys keys,
            PipelineDoor door,
            Tally.Item item) {
        this.folder = folder;
        this.target = target;
        this.found = found;
        this.content = content;
        this.onConflict = onConflict;
        this.keys = keys;
        this.door = door;
        this.item = item;
    }

    @Override
    public long bytes() {
        return content.length;
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
                keys.ownLock(),
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
    public void receive(Connection connection) throws IOException {
        try {
            Response answer = connection.answer();
            TransferResult result = PostAnswer.result(answer, Objects.requireNonNull(sent), found, keys, repeated);
            if (answer instanceof Response.Stored stored) {
                item.unkept(found.unkept(stored.entry()), SHARES_DISK);
            }
            item.finished(result);
        } catch (ProtocolException e) {
            ProtocolException ofFolder = folder.failure();
            if (Tally.endsAll(e)) {
                throw e;
            } else if (ofFolder != null) {
                item.failedWithFolder(ofFolder);
            } else if (e.fault() == Fault.PASSCODE_NEEDED) {
                // What is in its place is under more locks than its entry tells, or one could not be opened on this
                // connection.
                door.again(this, e, locks++, item::failed);
            } else {
                item.failed(e);
            }
        }
    }
}
