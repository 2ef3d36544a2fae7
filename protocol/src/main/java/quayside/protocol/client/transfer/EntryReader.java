package quayside.protocol.client.transfer;

import java.io.IOException;
import java.util.List;
import quayside.protocol.client.connection.AnswerDeadline;
import quayside.protocol.client.connection.Connection;
import quayside.protocol.message.Entry;
import quayside.protocol.message.Omitted;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Response;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

/**
 * Reads the entries in a server's answers, and checks that they are those that were asked for (PROTOCOL.md section
 * 5.1). Stateless.
 */
public final class EntryReader {
    private EntryReader() {}

    /** Handles one page of a listing. */
    @FunctionalInterface
    public interface Pages {
        void take(List<Entry> entries) throws IOException;
    }

    /**
     * Reads a listing to its end, starting with its first page {@code first}. Returns the numbers of omitted entries.
     */
    public static Omitted listing(Connection connection, Response first, Pages pages) throws IOException {
        Response answer = first;
        long entries = 0;
        HashedNames seen = new HashedNames();
        AnswerDeadline deadline = AnswerDeadline.standard();
        while (answer instanceof Response.Listing page) {
            entries += page.entries().size();
            if (entries > Limits.MAX_LISTING_ENTRIES
                    || (page.more() && page.entries().isEmpty())) {
                throw new ProtocolException(Reason.LISTING_ENDLESS);
            }
            // A folder that changes meanwhile may list a name twice. The first entry counts.
            pages.take(page.entries().stream()
                    .filter(entry -> seen.add(entry.name()))
                    .toList());
            if (!page.more()) {
                return page.omitted();
            }
            answer = connection.answer(deadline);
        }
        throw Connection.unexpected(answer);
    }

    /** Returns the entry at {@code path} from {@code answer}, the answer to a {@code STAT}. */
    public static Entry described(RemotePath path, Response answer) throws ProtocolException {
        if (!(answer instanceof Response.Described described)) {
            throw Connection.unexpected(answer);
        }
        Entry entry = described.entry();
        if (!entry.name().equals(path.name()) || (path.isRoot() && !entry.isFolder())) {
            throw new ProtocolException(Reason.OTHER_ENTRY);
        }
        return entry;
    }

    /** Returns the entry of the copy {@code to} from {@code answer}, the answer to a {@code COPY} (section 5.5). */
    public static Entry copied(RemotePath to, Response answer) throws ProtocolException {
        if (!(answer instanceof Response.Stored stored)) {
            throw Connection.unexpected(answer);
        }
        Entry entry = stored.entry();
        if (!entry.name().equals(to.name()) || entry.isFolder()) {
            throw new ProtocolException(Reason.OTHER_COPY);
        }
        return entry;
    }
}
