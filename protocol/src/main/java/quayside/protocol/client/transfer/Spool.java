package quayside.protocol.client.transfer;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

/**
 * An unbounded queue with bounded memory. Beyond some thousands, items are stored in a temporary file, which is deleted
 * when the spool is closed. One thread puts, another takes.
 *
 * <p>Items can be taken only after {@link #commit}; {@link #rollback} discards those put since.
 */
final class Spool<T> implements AutoCloseable {
    /** The number of items in memory, at each of the three places where they are kept. */
    static final int MAX_IN_MEMORY = 4096;

    /** The maximum size of the temporary file, in bytes. */
    static final long MAX_BYTES = 2L * 1024 * 1024 * 1024;

    private final Form<T> form;
    private final long maxBytes;
    private final Deque<T> head = new ArrayDeque<>();
    private final List<T> staged = new ArrayList<>();
    private @Nullable FileChannel file;
    private long readAt;
    private long committedAt;
    private long writtenAt;

    /** Writes an item to the file and reads it back. */
    interface Form<T> {
        void write(DataOutputStream out, T item) throws IOException;

        T read(DataInputStream in) throws IOException;
    }

    Spool(Form<T> form) {
        this(form, MAX_BYTES);
    }

    /** Creates a spool with another limit on its temporary file. */
    Spool(Form<T> form, long maxBytes) {
        this.form = form;
        this.maxBytes = maxBytes;
    }

    synchronized void put(T item) throws IOException {
        staged.add(item);
        if (staged.size() == MAX_IN_MEMORY) {
            writeStaged();
        }
    }

    synchronized void commit() throws IOException {
        if (readAt == writtenAt && head.size() + staged.size() <= MAX_IN_MEMORY) {
            head.addAll(staged);
            staged.clear();
        } else {
            writeStaged();
        }
        committedAt = writtenAt;
    }

    /** Discards the items put since the last commit. */
    synchronized void rollback() {
        staged.clear();
        writtenAt = committedAt;
    }

    /** Returns the next item; null if none is committed. */
    synchronized @Nullable T poll() throws IOException {
        if (head.isEmpty() && readAt < committedAt) {
            readChunks();
        }
        return head.poll();
    }

    /** Returns whether {@link #poll} would return an item. */
    synchronized boolean hasNext() {
        return !head.isEmpty() || readAt < committedAt;
    }

    /** Writes the staged items as one chunk: {@code u32 items | u32 bytes | items}. */
    private void writeStaged() throws IOException {
        if (staged.isEmpty()) {
            return;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (T item : staged) {
            form.write(out, item);
        }
        ByteBuffer chunk = ByteBuffer.allocate(2 * Integer.BYTES + bytes.size());
        chunk.putInt(staged.size())
                .putInt(bytes.size())
                .put(bytes.toByteArray())
                .flip();
        if (writtenAt + chunk.remaining() > maxBytes) {
            throw new ProtocolException(Reason.LIST_TOO_LONG);
        }
        FileChannel channel = open();
        while (chunk.hasRemaining()) {
            writtenAt += channel.write(chunk, writtenAt);
        }
        staged.clear();
    }

    private void readChunks() throws IOException {
        while (readAt < committedAt && head.size() < MAX_IN_MEMORY / 2) {
            ByteBuffer sizes = read(2 * Integer.BYTES);
            int items = sizes.getInt();
            DataInputStream in = new DataInputStream(
                    new ByteArrayInputStream(read(sizes.getInt()).array()));
            for (int i = 0; i < items; i++) {
                head.add(form.read(in));
            }
        }
        if (readAt == writtenAt) {
            readAt = 0;
            committedAt = 0;
            writtenAt = 0;
        }
    }

    private ByteBuffer read(int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        FileChannel channel = open();
        while (bytes.hasRemaining()) {
            int got = channel.read(bytes, readAt);
            if (got < 0) {
                throw new EOFException("a temporary file became shorter");
            }
            readAt += got;
        }
        return bytes.flip();
    }

    private FileChannel open() throws IOException {
        FileChannel opened = file;
        if (opened == null) {
            Path path = Files.createTempFile("quayside-", ".spool");
            opened = FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
            file = opened;
        }
        return opened;
    }

    @Override
    public synchronized void close() throws IOException {
        head.clear();
        staged.clear();
        if (file != null) {
            file.close();
        }
    }
}
