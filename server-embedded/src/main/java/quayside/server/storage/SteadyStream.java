package quayside.server.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import quayside.protocol.files.Directory;
import quayside.protocol.files.FileProblem;
import quayside.protocol.files.SecondReading;
import quayside.protocol.files.incoming.PartFile;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Checksum;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.text.ServerReason;

/** The bytes of a file up to its end. The last ones are withheld if the file was changed since it was opened. */
final class SteadyStream extends InputStream {
    private final RemotePath path;
    private final Directory folder;
    private final Path name;
    private final SeekableByteChannel channel;
    private final BasicFileAttributes opened;
    private final @Nullable FileTime changed;
    private final long size;
    private @Nullable SecondReading secondReading;
    private long delivered;

    /**
     * Makes the stream of a file that has just been opened.
     *
     * @param folder holds the file under {@code name}; stays owned by the caller
     * @param opened the attributes of the file, right after it was opened
     * @param changed the time of its last change of any kind then; null if that is not known
     */
    SteadyStream(
            RemotePath path,
            Directory folder,
            Path name,
            SeekableByteChannel channel,
            BasicFileAttributes opened,
            @Nullable FileTime changed,
            long size) {
        this.path = path;
        this.folder = folder;
        this.name = name;
        this.channel = channel;
        this.opened = opened;
        this.changed = changed;
        this.size = size;
    }

    /** Returns the attributes of the open file, as they were when it was opened. */
    BasicFileAttributes opened() {
        return opened;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (delivered == size || length == 0) {
            return length == 0 ? 0 : -1;
        }
        int max = (int) Math.min(length, size - delivered);
        try {
            int count = channel.read(ByteBuffer.wrap(buffer, offset, max));
            if (count > 0) {
                delivered += count;
                if (secondReading != null) {
                    secondReading.update(buffer, offset, count);
                }
            }
            if (count < 0 || delivered == size) {
                requireEnd();
            }
            return count;
        } catch (IOException e) {
            throw FileProblem.atHost(e, path);
        }
    }

    /**
     * Copies bytes to {@code part}, by the disk's own means if it can and nothing has to look at the bytes. Throws at
     * the end as {@link #read(byte[], int, int)} does. A failure of this file is a {@link ProtocolException} that names
     * it; one of {@code part} is not.
     *
     * @param buffer for bytes that the disk does not copy by itself
     * @param max the maximum number of bytes
     */
    void copyTo(PartFile part, byte[] buffer, long max) throws IOException {
        if (secondReading != null || !part.takesFrom(channel)) {
            copyThrough(part, buffer, max);
            return;
        }
        long count;
        try {
            count = part.transferFrom(channel, Math.min(max, size - delivered));
        } catch (ClosedChannelException | InterruptedIOException e) {
            // Nobody waits for the copy any more.
            throw e;
        } catch (IOException e) {
            // It does not say which of the two files failed. Reading and writing apart does, or succeeds.
            copyThrough(part, buffer, max);
            return;
        }
        delivered += count;
        if (count == 0 || delivered == size) {
            requireOwnEnd();
        }
    }

    private void copyThrough(PartFile part, byte[] buffer, long max) throws IOException {
        int count = read(buffer, 0, (int) Math.min(buffer.length, max));
        if (count < 0) {
            requireOwnEnd();
        }
        part.write(buffer, Math.max(count, 0));
    }

    /** Does the same as {@link #requireEnd}, and names this file in every failure. */
    private void requireOwnEnd() throws ProtocolException {
        try {
            requireEnd();
        } catch (IOException e) {
            throw FileProblem.atHost(e, path);
        }
    }

    /** Skips the bytes before {@code offset}, which are known. */
    void skipTo(long offset) throws IOException {
        channel.position(offset);
        delivered = offset;
    }

    /**
     * Starts again from the beginning, for a {@link SecondReading}; {@code before} is the checksum of the whole file.
     */
    void readAgain(Checksum before) throws IOException {
        skipTo(0);
        secondReading = new SecondReading(before, new Checksum());
    }

    /**
     * Throws unless the file ends here and is the one that was opened. Some file systems, {@code /proc} among them,
     * report a size that differs from their content.
     *
     * @throws ProtocolException {@link Fault#CHANGED}, or {@link Fault#SERVER_ERROR} if the size is wrong although
     *     nothing was changed
     */
    void requireEnd() throws IOException {
        checkUnchanged();
        if (delivered != size || channel.read(ByteBuffer.allocate(1)) > 0) {
            throw new ProtocolException(ServerReason.SIZE_FALSE, path);
        }
    }

    private void checkUnchanged() throws IOException {
        boolean isAsReadBefore = secondReading == null || secondReading.isSame();
        if (channel.size() != size || !isAsOpened() || !isAsReadBefore) {
            throw new ProtocolException(ServerReason.CHANGED_WHILE_READ, path);
        }
    }

    /**
     * Returns whether the name still leads to the unchanged file. A file that was replaced, moved or deleted may have
     * been rewritten as well, which cannot be detected.
     */
    private boolean isAsOpened() throws IOException {
        try {
            BasicFileAttributes now = folder.attributes(name);
            return Objects.equals(now.fileKey(), opened.fileKey())
                    && now.lastModifiedTime().equals(opened.lastModifiedTime())
                    && Objects.equals(folder.changed(name, now), changed);
        } catch (NoSuchFileException | NotDirectoryException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
