package quayside.protocol.client.transfer;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import quayside.protocol.channel.Channel;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.Connection;
import quayside.protocol.client.connection.Deadline;
import quayside.protocol.client.connection.SentBytes;
import quayside.protocol.client.unlock.Unlocker;
import quayside.protocol.crypto.ClientSecret;
import quayside.protocol.files.Prefix;
import quayside.protocol.files.Settling;
import quayside.protocol.files.incoming.ConflictPolicy;
import quayside.protocol.message.Entry;
import quayside.protocol.message.From;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.message.SeenFile;
import quayside.protocol.message.Spoiled;
import quayside.protocol.text.Phrase;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Checksum;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

/**
 * One file of this disk that is uploaded by {@code POST} (PROTOCOL.md section 5.3). After a failure it can be
 * {@link #over tried} again, also over another connection. It then resumes at the server's offset, and content that the
 * server has already stored is not sent twice. It keeps its source open until it is closed, so that an unchanged file
 * is not read twice either. For one thread at a time.
 */
public final class FileUpload implements LargeFiles.Move {
    private static final long NOT_WHOLE = Long.MAX_VALUE;

    private final ClientSecret secret;
    private final Path file;
    private final RemotePath target;
    private final OnConflict onConflict;
    private final Optional<SeenFile> seen;
    private final boolean serverChecksSeen;
    private final boolean repeated;
    private final Unlocker unlocker;
    private final FileWatch watch;
    private final Cancellation cancellation;
    private @Nullable LocalFile announced;
    private @Nullable UploadSource opened;
    private boolean hasSameReading;
    private String id = "";
    private boolean answerLost;
    private long wholeAt = NOT_WHOLE;
    private long furthest;
    private long reached;

    /**
     * @param secret the secret from which the version of the source is derived
     * @param repeated whether an earlier try may have stored the file
     */
    public FileUpload(
            ClientSecret secret,
            Path file,
            RemotePath target,
            OnConflict onConflict,
            boolean repeated,
            Unlocker unlocker,
            FileWatch watch,
            Cancellation cancellation) {
        this(secret, file, target, onConflict, Optional.empty(), false, repeated, unlocker, watch, cancellation);
    }

    /**
     * @param seen the only file that is replaced, under a rule that replaces
     * @param serverChecksSeen whether the server knows {@link Request.Post#seen}; if not, each try looks for the file first
     */
    FileUpload(
            ClientSecret secret,
            Path file,
            RemotePath target,
            OnConflict onConflict,
            Optional<SeenFile> seen,
            boolean serverChecksSeen,
            boolean repeated,
            Unlocker unlocker,
            FileWatch watch,
            Cancellation cancellation) {
        this.secret = secret;
        this.file = file.toAbsolutePath();
        this.target = target;
        this.onConflict = onConflict;
        this.seen = seen;
        this.serverChecksSeen = serverChecksSeen;
        this.repeated = repeated;
        this.answerLost = repeated;
        this.unlocker = unlocker;
        this.watch = watch;
        this.cancellation = cancellation;
    }

    @Override
    public void close() {
        if (opened != null) {
            opened.close();
            opened = null;
        }
        reached = 0;
        hasSameReading = false;
    }

    @Override
    public TransferResult over(Connection connection) throws IOException {
        // Once the file has settled, it also has a version by which to resume.
        LocalFile.at(file).settle(Settling.OF_SYSTEM);
        Instant looked = Instant.now();
        LocalFile found = LocalFile.at(file);
        if (!found.equals(announced)) {
            // Other content is another upload.
            id = UUID.randomUUID().toString();
            answerLost = repeated;
            announced = found;
            close();
        }
        boolean await = found.size() > Limits.EAGER_POST_BYTES;
        Request.Post plain = new Request.Post(
                target,
                found.size(),
                found.modified().toInstant(),
                seen.isPresent() && !serverChecksSeen ? careful(connection, found, seen.get()) : onConflict,
                await,
                found.mode(),
                answerLost,
                await ? found.version(secret, file, looked) : Optional.empty());
        wholeAt = NOT_WHOLE;
        // Opened before anything is sent: if that fails, the connection is still unused.
        UploadSource source = open(found);
        boolean certain = plain.source().isPresent() && found.detectsChanges(file) && source.isSteady();
        Request.Post post = plain.under(unlocker.ownLock())
                .as(id)
                .replacing(serverChecksSeen ? seen : Optional.empty())
                .reading(certain ? Optional.of(source.reading()) : Optional.empty());
        try {
            Response answer = PostAnswer.of(
                    target,
                    post.seen(),
                    () -> await ? awaited(connection, post, found, source) : eager(connection, post, found, source));
            watch.moved();
            TransferResult result = PostAnswer.result(answer, post, found, unlocker, answerLost);
            if (seen.isPresent()
                    && answer instanceof Response.Skipped kept
                    && !QuickCheck.same(kept.existing(), found)) {
                throw new ProtocolException(Reason.CHANGED_ON_SHARE, target.name());
            }
            if (answer instanceof Response.Stored stored) {
                watch.unkept(found.unkept(stored.entry()), Phrase.SHARES_DISK);
            }
            return result;
        } catch (ProtocolException e) {
            answerLost |= e.fault().status() == 0 && connection.sent().mayHaveLeft(wholeAt);
            throw e;
        } finally {
            hasSameReading = certain;
            if (!certain) {
                close();
            }
        }
    }

    /**
     * Returns the rule under which this try replaces the file that was seen, for a server that does not check that itself.
     * A change that comes after this look stays if it is newer than what is uploaded.
     *
     * @throws ProtocolException {@link Reason#CHANGED_ON_SHARE} if another file has the name now
     */
    private OnConflict careful(Connection connection, LocalFile found, SeenFile replaced) throws IOException {
        try {
            Entry there = EntryReader.described(target, connection.ask(new Request.Stat(target)));
            // The same file may have arrived in an earlier try, whose answer was lost.
            boolean isSeen = !there.isFolder() && ConflictPolicy.isSeen(replaced, there.size(), there.modified());
            if (!isSeen && !QuickCheck.same(there, found)) {
                throw new ProtocolException(Reason.CHANGED_ON_SHARE, target.name());
            }
            return there.modified().isBefore(found.modified().toInstant()) ? OnConflict.NEWER : onConflict;
        } catch (ProtocolException e) {
            if (e.fault() == Fault.NOT_FOUND) {
                return OnConflict.FAIL;
            }
            throw e;
        }
    }

    /** Returns the source that an earlier try opened, if the file is still the same; otherwise opens it. */
    private UploadSource open(LocalFile found) throws ProtocolException {
        UploadSource source = opened;
        if (source == null) {
            source = new UploadSource(file, found);
            opened = source;
        }
        source.restart();
        return source;
    }

    private Response eager(Connection connection, Request.Post post, LocalFile found, UploadSource source)
            throws IOException {
        connection.channel().send(post);
        body(connection, found, source, 0, new Checksum());
        return connection.answer();
    }

    private Response awaited(Connection connection, Request.Post post, LocalFile found, UploadSource source)
            throws IOException {
        // The server may have to read all that it has of the file.
        Response first = connection.ask(post);
        if (first instanceof Response.Skipped) {
            return first;
        }
        if (!(first instanceof Response.Proceed proceed)) {
            // Nothing was sent yet, so nothing can have been stored.
            throw Connection.unexpected(first);
        }
        long offset = proceed.offset();
        if (offset > found.size()) {
            throw new ProtocolException(Reason.BEYOND_END);
        }
        if (offset > 0) {
            watch.present(offset, found.size());
        }
        Checksum whole = offset > 0 ? beginning(connection, source, proceed) : new Checksum();
        if (whole == null) {
            watch.noted(Sentence.of(Phrase.STARTS_AGAIN));
            source.restart();
            offset = 0;
            whole = new Checksum();
        }
        long begin = offset;
        Checksum own = whole;
        Checksum _ = reading(connection, source, pause -> {
            source.readAgain(begin, own, pause);
            return own;
        });
        source.trail().passed(offset, whole);
        reached = Math.max(reached, offset);
        if (offset > furthest) {
            furthest = offset;
            watch.moved();
        }
        connection.channel().send(new From(offset));
        body(connection, found, source, offset, whole);
        return connection.answer();
    }

    /**
     * Returns the checksum of the bytes that the server has, and positions {@code source} after them. Returns null if
     * this file begins with other bytes.
     */
    private @Nullable Checksum beginning(Connection connection, UploadSource source, Response.Proceed proceed)
            throws IOException {
        if (proceed.prefix().isEmpty() && !hasSameReading) {
            throw new ProtocolException(Reason.UPLOAD_UNPROVEN);
        }
        if (proceed.prefix().isEmpty() && proceed.offset() > reached) {
            throw new ProtocolException(Reason.MORE_THAN_SENT);
        }
        return reading(connection, source, pause -> {
            if (proceed.prefix().isEmpty()) {
                return source.follow(proceed.offset(), pause);
            }
            Prefix own = source.prefix(proceed.offset(), pause);
            return own.is(proceed.prefix().get()) ? own.checksum() : null;
        });
    }

    private interface Reading {
        @Nullable
        Checksum run(UploadSource.Pause pause) throws IOException;
    }

    /**
     * Reads this file while the server waits. Reports to the server that this side is busy. If the file cannot be read,
     * reports why.
     */
    private @Nullable Checksum reading(Connection connection, UploadSource source, Reading reading) throws IOException {
        try {
            return reading.run(() -> {
                cancellation.check();
                connection.reportBusy();
            });
        } catch (ProtocolException e) {
            if (source.failed() || e.fault() == Fault.CHANGED) {
                connection.channel().send(new Spoiled(e.fault(), e.getMessage()));
                connection.channel().flush();
                refused(connection);
            }
            throw e;
        }
    }

    private void body(Connection connection, LocalFile found, UploadSource source, long offset, Checksum whole)
            throws IOException {
        Channel channel = connection.channel();
        long size = found.size();
        watch.present(offset, size);
        long[] done = {offset};
        SentBytes sent = connection.sent();
        wholeAt = offset == size ? sent.position() : NOT_WHOLE;
        sent.moved();
        try (Deadline _ = new Deadline(Limits.STALL_TIMEOUT, sent::movedNanos, channel::close)) {
            channel.sendBody(source, size - offset, whole, bytes -> {
                cancellation.check();
                done[0] += bytes;
                source.trail().passed(done[0], whole);
                if (done[0] == size) {
                    // Once the bytes written so far have been sent, the server may have the whole file, and its answer
                    // may be lost.
                    wholeAt = sent.position();
                }
                sent.moved();
                watch.progressed(done[0], size);
                if (size > Limits.EAGER_POST_BYTES && done[0] < size && channel.answerWaiting()) {
                    throw new EarlyAnswerException();
                }
            });
            channel.flush();
        } catch (EarlyAnswerException e) {
            // The server stopped reading the body, for example because its disk is full. Its reason matters more than
            // sending the rest.
            throw answeredEarly(connection);
        } catch (ProtocolException e) {
            if (e.fault() == Fault.CONNECTION_LOST && channel.answerWaiting()) {
                throw answeredEarly(connection);
            }
            if (source.failed() && !channel.isClosed()) {
                refused(connection);
            }
            throw e;
        } finally {
            // When a connection is lost, the server may have all bytes that were on their way.
            reached = Math.max(reached, source.position());
        }
    }

    /** Reads the server's answer to a spoiled body. Its reason is known already. */
    private static void refused(Connection connection) throws IOException {
        try {
            Response _ = connection.answer();
        } catch (ProtocolException e) {
            if (e.fault().status() == 0) {
                throw e;
            }
        }
    }

    /**
     * Returns the early answer as an exception. The connection is in the middle of a body, so it cannot be used
     * further.
     */
    private static ProtocolException answeredEarly(Connection connection) throws IOException {
        try {
            return Connection.unexpected(connection.answer());
        } finally {
            connection.close();
        }
    }

    /** Thrown through {@link Channel#sendBody} when an answer comes before the end of the body. */
    private static final class EarlyAnswerException extends IOException {
        private static final long serialVersionUID = 1L;
    }
}
