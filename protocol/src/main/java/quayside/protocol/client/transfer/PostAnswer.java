package quayside.protocol.client.transfer;

import java.io.IOException;
import java.util.Optional;
import quayside.protocol.client.connection.Connection;
import quayside.protocol.client.unlock.Unlocker;
import quayside.protocol.files.incoming.FreeName;
import quayside.protocol.message.Entry;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.message.SeenFile;
import quayside.protocol.text.Phrase;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

/**
 * Compares the last answer to a {@code POST} with the request (PROTOCOL.md section 5.3). An answer about another file
 * is not a success. Stateless.
 */
final class PostAnswer {
    private PostAnswer() {}

    /** Gets the last answer. */
    @FunctionalInterface
    interface Source {
        Response get() throws IOException;
    }

    /**
     * Returns the answer of {@code source}.
     *
     * @param seen the only file that the server may replace; empty if it may replace any
     * @throws ProtocolException {@link Reason#CHANGED_ON_SHARE} if the server refused the upload because something else than
     *     the file that was seen has the name now
     */
    static Response of(RemotePath target, Optional<SeenFile> seen, Source source) throws IOException {
        try {
            return source.get();
        } catch (ProtocolException e) {
            boolean isOther = seen.isPresent()
                    && e.fault() == Fault.EXISTS
                    && e.retryAfter().isZero();
            throw isOther ? new ProtocolException(Reason.CHANGED_ON_SHARE, e, target.name()) : e;
        }
    }

    /**
     * Returns the result of an upload.
     *
     * @param post the request as it was sent last
     * @param found the file that was sent
     * @param repeated whether the request may have reached the server before. The existing file may then be the one
     *     that the lost answer was about
     * @throws ProtocolException {@link Fault#BROKEN_PROTOCOL} if the answer does not fit; and the faults of {@link
     *     Unlocker#requireProtected}
     */
    static TransferResult result(
            Response answer, Request.Post post, LocalFile found, Unlocker unlocker, boolean repeated)
            throws ProtocolException {
        return switch (answer) {
            case Response.Stored stored -> stored(stored.entry(), post);
            case Response.Skipped skipped -> skipped(skipped.existing(), post, found, unlocker, repeated);
            case Response other -> throw Connection.unexpected(other);
        };
    }

    private static TransferResult stored(Entry entry, Request.Post post) throws ProtocolException {
        require(isNamed(entry, post), Phrase.UPLOAD_RENAMED);
        require(!entry.isFolder() && entry.size() == post.size(), Phrase.UPLOAD_RESIZED);
        // An entry shows one of its locks, which may be an older one.
        require(post.lock().isEmpty() || entry.lock().isPresent(), Phrase.UPLOAD_UNPROTECTED);
        return new TransferResult.Stored(entry.name(), entry.size());
    }

    private static TransferResult skipped(
            Entry existing, Request.Post post, LocalFile found, Unlocker unlocker, boolean repeated)
            throws ProtocolException {
        require(
                isNamed(existing, post) && (!existing.isFolder() || post.onConflict() == OnConflict.SKIP),
                Phrase.UPLOAD_OTHER_FILE);
        boolean byRule = post.onConflict() == OnConflict.SKIP || post.onConflict() == OnConflict.NEWER;
        require(byRule || (repeated && existing.size() == post.size()), Phrase.UPLOAD_LEFT);
        unlocker.requireProtected(existing.name(), existing.lock());
        return repeated && QuickCheck.same(existing, found)
                ? new TransferResult.Stored(existing.name(), existing.size())
                : new TransferResult.Skipped(existing.name());
    }

    private static boolean isNamed(Entry entry, Request.Post post) {
        String asked = post.path().name();
        if (entry.name().equals(asked) || post.onConflict() != OnConflict.RENAME) {
            return entry.name().equals(asked);
        }
        for (int attempt = 2; attempt <= FreeName.MAX_TRIES; attempt++) {
            if (entry.name().equals(FreeName.of(asked, attempt))) {
                return true;
            }
        }
        return false;
    }

    private static void require(boolean fits, Phrase how) throws ProtocolException {
        if (!fits) {
            throw new ProtocolException(Reason.UPLOAD_ANSWER_WRONG, how);
        }
    }
}
