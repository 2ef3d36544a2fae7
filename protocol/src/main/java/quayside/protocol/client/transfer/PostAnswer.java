package quayside.protocol.client.transfer;

import quayside.protocol.client.connection.Connection;
import quayside.protocol.client.unlock.Unlocker;
import quayside.protocol.files.incoming.FreeName;
import quayside.protocol.message.Entry;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/**
 * Compares the last answer to a {@code POST} with the request (PROTOCOL.md section 5.3). An answer about another file
 * is not a success. Stateless.
 */
final class PostAnswer {
    /** The name of the disk that files are uploaded to, for sentences. */
    static final String SHARES_DISK = "The disk of the share";

    private PostAnswer() {}

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
        require(isNamed(entry, post), "under another name than was asked for");
        require(!entry.isFolder() && entry.size() == post.size(), "with another size than was sent");
        // An entry shows one of its locks, which may be an older one.
        require(post.lock().isEmpty() || entry.lock().isPresent(), "without the protection that was asked for");
        return new TransferResult.Stored(entry.name(), entry.size());
    }

    private static TransferResult skipped(
            Entry existing, Request.Post post, LocalFile found, Unlocker unlocker, boolean repeated)
            throws ProtocolException {
        require(
                isNamed(existing, post) && (!existing.isFolder() || post.onConflict() == OnConflict.SKIP),
                "as another file than was sent");
        boolean byRule = post.onConflict() == OnConflict.SKIP || post.onConflict() == OnConflict.NEWER;
        require(byRule || (repeated && existing.size() == post.size()), "as there already, though it was to be stored");
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

    private static void require(boolean fits, String how) throws ProtocolException {
        if (!fits) {
            throw new ProtocolException(
                    Fault.BROKEN_PROTOCOL, "The server tells of the upload " + how + "; do not take it for done.");
        }
    }
}
