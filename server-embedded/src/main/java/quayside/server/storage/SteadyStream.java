package quayside.server.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** A file's bytes, whose last are withheld where the file was changed since it was opened. */
final class SteadyStream extends InputStream {
    private final ShareRoot root;
    private final RemotePath path;
    private final SeekableByteChannel channel;
    private final BasicFileAttributes opened;
    private final long size;
    private long delivered;

    SteadyStream(ShareRoot root, RemotePath path, SeekableByteChannel channel, BasicFileAttributes opened, long size) {
        this.root = root;
        this.path = path;
        this.channel = channel;
        this.opened = opened;
        this.size = size;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (delivered == size) {
            return -1;
        }
        int most = (int) Math.min(length, size - delivered);
        int count = channel.read(ByteBuffer.wrap(buffer, offset, most));
        if (count > 0) {
            delivered += count;
        }
        if (count < 0 || delivered == size) {
            checkUnchanged();
        }
        return count;
    }

    private void checkUnchanged() throws IOException {
        if (channel.size() != size || wasRewritten()) {
            throw new ProtocolException(
                    Fault.CHANGED, DiskFaults.quoted(path) + " changed while it was being read; try again.");
        }
    }

    /** A file that another one has replaced, or that was moved away or deleted, is still the one that was opened. */
    private boolean wasRewritten() throws IOException {
        try (Folder folder = root.descend(path.parent())) {
            Path name = root.name(path);
            BasicFileAttributes now = folder.attributes(name);
            return Objects.equals(now.fileKey(), opened.fileKey())
                    && !now.lastModifiedTime().equals(opened.lastModifiedTime());
        } catch (NoSuchFileException e) {
            return false;
        } catch (ProtocolException e) {
            if (e.fault() == Fault.NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
