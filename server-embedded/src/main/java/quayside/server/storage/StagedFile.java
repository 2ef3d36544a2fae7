package quayside.server.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.protocol.wire.ProtocolException;

/** A file in the staging area that grows until it is whole. */
final class StagedFile implements Storage.Staged {
    private static final Logger LOG = LoggerFactory.getLogger(StagedFile.class);

    /** What every common file system stores; a source's time outside is brought to the nearer end. */
    private static final Instant EARLIEST = Instant.parse("1901-12-14T00:00:00Z");

    private static final Instant LATEST = Instant.parse("2262-04-11T00:00:00Z");

    private final Storage.Upload upload;
    private final Folder area;
    private final Path name;
    private final SeekableByteChannel channel;
    private final Publisher publisher;
    private final Space space;
    private long written;
    private boolean moved;
    private boolean closed;

    StagedFile(
            Storage.Upload upload,
            Folder area,
            Path name,
            SeekableByteChannel channel,
            Publisher publisher,
            Space space) {
        this.upload = upload;
        this.area = area;
        this.name = name;
        this.channel = channel;
        this.publisher = publisher;
        this.space = space;
    }

    @Override
    public void write(byte[] buffer, int count) throws ProtocolException {
        if (count > upload.size() - written) {
            throw new IllegalStateException("more bytes than announced");
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count);
            while (bytes.hasRemaining()) {
                int step = channel.write(bytes);
                written += step;
                space.release(step);
            }
        } catch (IOException e) {
            throw DiskFaults.of(e, upload.target());
        }
    }

    @Override
    public Storage.Landed commit() throws ProtocolException {
        if (written != upload.size()) {
            throw new IllegalStateException("fewer bytes than announced");
        }
        try {
            area.setModified(name, FileTime.from(storable(upload.modified())));
            if (channel instanceof FileChannel file) {
                file.force(true);
            }
            channel.close();
            Storage.Landed landed = publisher.publish(area, name, upload);
            moved = landed instanceof Storage.Landed.Stored;
            return landed;
        } catch (IOException e) {
            throw DiskFaults.of(e, upload.target());
        }
    }

    private static Instant storable(Instant time) {
        return time.isBefore(EARLIEST) ? EARLIEST : time.isAfter(LATEST) ? LATEST : time;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        space.release(upload.size() - written);
        try (Folder last = area) {
            channel.close();
            if (!moved) {
                StagingArea.discard(last, name);
            }
        } catch (IOException e) {
            LOG.warn("The staging area could not be closed", e);
        }
    }
}
