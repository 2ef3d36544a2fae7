package quayside.protocol.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import quayside.protocol.channel.Channel;
import quayside.protocol.message.DisplayText;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.transfer.StorageFaults;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;

/** One {@code POST} (PROTOCOL.md section 5.3) of a file of this disk. */
record Upload(
        Path file, RemotePath target, OnConflict onConflict, ProgressListener progress, Cancellation cancellation) {

    TransferResult run(Connection connection) throws IOException {
        BasicFileAttributes attributes = attributes();
        try (InputStream source = open()) {
            return send(connection, attributes, source);
        }
    }

    private TransferResult send(Connection connection, BasicFileAttributes attributes, InputStream source)
            throws IOException {
        long size = attributes.size();
        boolean await = size > Limits.EAGER_POST_BYTES;
        Channel channel = connection.channel();
        Request post =
                new Request.Post(target, size, attributes.lastModifiedTime().toInstant(), onConflict, await);
        channel.send(post);
        if (await) {
            channel.flush();
            Response answer = connection.answer();
            if (!(answer instanceof Response.Proceed)) {
                return result(answer);
            }
        }
        progress.progressed(0, size);
        checkUnchanged(connection, attributes, size == 0);
        long[] done = {0};
        try (Deadline stall = new Deadline(Limits.STALL_TIMEOUT, channel::close)) {
            channel.sendBody(new LocalSource(source), size, bytes -> {
                cancellation.check();
                done[0] += bytes;
                stall.restart();
                progress.progressed(done[0], size);
                checkUnchanged(connection, attributes, done[0] == size);
                if (await && done[0] < size && channel.answerWaiting()) {
                    throw new EarlyAnswerException();
                }
            });
            channel.flush();
        } catch (EarlyAnswerException e) {
            // The server gave the body up: its disk is full, say. Its reason is worth more than the rest of the file.
            throw failedEarly(connection);
        } catch (ProtocolException e) {
            if (e.fault() == Fault.CONNECTION_LOST && channel.answerWaiting()) {
                throw failedEarly(connection);
            }
            throw e;
        }
        return result(connection.answer());
    }

    /**
     * Looked at once more when all was read: what changed in between may be half the old file and half the new one, so its trailer
     * is never sent.
     */
    private void checkUnchanged(Connection connection, BasicFileAttributes before, boolean readToItsEnd)
            throws ProtocolException {
        if (!readToItsEnd) {
            return;
        }
        BasicFileAttributes now = attributes();
        if (now.size() != before.size()
                || !now.lastModifiedTime().equals(before.lastModifiedTime())
                || !Objects.equals(now.fileKey(), before.fileKey())) {
            connection.close();
            throw new ProtocolException(
                    Fault.CHANGED,
                    "\"" + DisplayText.escape(String.valueOf(file.getFileName()))
                            + "\" was changed while it was being sent; try again.");
        }
    }

    /** The connection stands in the middle of a body, so it is of no further use. */
    private static ProtocolException failedEarly(Connection connection) throws IOException {
        try {
            Response answer = connection.answer();
            return Connection.unexpected(answer);
        } finally {
            connection.close();
        }
    }

    private static TransferResult result(Response answer) throws ProtocolException {
        return switch (answer) {
            case Response.Stored stored ->
                new TransferResult.Stored(stored.entry().name(), stored.entry().size());
            case Response.Skipped skipped ->
                new TransferResult.Skipped(skipped.existing().name());
            case Response other -> throw Connection.unexpected(other);
        };
    }

    private BasicFileAttributes attributes() throws ProtocolException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (attributes.isRegularFile()) {
                return attributes;
            }
        } catch (IOException e) {
            throw StorageFaults.of(e);
        }
        throw new ProtocolException(
                Fault.LOCAL_STORAGE,
                "\"" + DisplayText.escape(String.valueOf(file.getFileName())) + "\" is neither a file nor a folder.");
    }

    private InputStream open() throws ProtocolException {
        try {
            return Files.newInputStream(file);
        } catch (IOException e) {
            throw StorageFaults.of(e);
        }
    }

    /** Thrown through {@link Channel#sendBody} once an answer came before the body's end. */
    private static final class EarlyAnswerException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** Reads the source, naming its disk's errors as this computer's and not as the connection's. */
    private static final class LocalSource extends InputStream {
        private final InputStream source;

        LocalSource(InputStream source) {
            this.source = source;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                return source.read(buffer, offset, length);
            } catch (IOException e) {
                throw StorageFaults.of(e);
            }
        }
    }
}
