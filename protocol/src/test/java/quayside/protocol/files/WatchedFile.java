package quayside.protocol.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import org.jspecify.annotations.Nullable;
import quayside.protocol.files.WatchedDisk.Operation;
import quayside.protocol.files.WatchedDisk.Watch;

/** An open file of a {@link WatchedDisk}. What nobody has a use for is not there. */
final class WatchedFile extends FileChannel {
    private static final int MOST_TRANSFERRED = 256 * 1024;

    private final FileChannel real;
    private final String name;
    private final Watch watch;

    WatchedFile(FileChannel real, String name, Watch watch) {
        this.real = real;
        this.name = name;
        this.watch = watch;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        watch.before(Operation.READ, name);
        return real.read(target);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        try {
            watch.before(Operation.WRITE, name);
        } catch (IOException e) {
            if (watch.tears()) {
                real.write(source.slice().limit(source.remaining() / 2));
            }
            throw e;
        }
        int taken = watch.taken(source.remaining());
        if (watch.leavesHoles() && taken > 1 && isZeros(source.slice(source.position(), taken))) {
            // Its last byte is written, so that the file grows as it would.
            real.position(real.position() + taken - 1);
            source.position(source.position() + taken - 1);
            return taken - 1 + real.write(source);
        }
        int written = real.write(source.slice(source.position(), taken));
        source.position(source.position() + written);
        return written;
    }

    private static boolean isZeros(ByteBuffer bytes) {
        return bytes.mismatch(ByteBuffer.allocate(bytes.remaining())) < 0;
    }

    @Override
    public void force(boolean metaData) throws IOException {
        watch.before(Operation.SYNC_FILE, name);
        if (watch.syncs()) {
            real.force(metaData);
        }
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        watch.before(Operation.TRUNCATE, name);
        real.truncate(size);
        return this;
    }

    @Override
    public long position() throws IOException {
        return real.position();
    }

    @Override
    public FileChannel position(long position) throws IOException {
        real.position(position);
        return this;
    }

    @Override
    public long size() throws IOException {
        return real.size();
    }

    @Override
    protected void implCloseChannel() throws IOException {
        real.close();
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    /** Copies some of the bytes, by reading them here and writing them there. */
    @Override
    public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
        watch.before(Operation.READ, name);
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(count, MOST_TRANSFERRED));
        int read = real.read(bytes, position);
        bytes.flip();
        while (bytes.hasRemaining()) {
            int _ = target.write(bytes);
        }
        return Math.max(read, 0);
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int read(ByteBuffer target, long position) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int write(ByteBuffer source, long position) {
        throw new UnsupportedOperationException();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) {
        throw new UnsupportedOperationException();
    }

    @Override
    public @Nullable FileLock tryLock(long position, long size, boolean shared) throws IOException {
        return real.tryLock(position, size, shared);
    }
}
