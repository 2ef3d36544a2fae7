package quayside.app.ui.browse;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import quayside.app.core.text.Texts;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.transfer.ProgressListener;
import quayside.protocol.message.Entry;
import quayside.protocol.message.Omitted;
import quayside.protocol.message.Passcode;

/**
 * Where a pane's files come from. What throws {@link IOException} blocks and is called on worker threads, with a {@link
 * quayside.protocol.wire.ProtocolException} whose sentence is shown; the rest returns at once.
 *
 * @param <P> how a folder or file is addressed; compared with equals
 */
public interface FileSource<P> {
    /** A file or folder: where it is, and what its listing said of it. */
    record Item<P>(P path, Entry entry) {}

    /** What the user may be allowed to do with a source's files. */
    enum Right {
        TAKE,
        ADD,
        DELETE,
        RENAME,
        PROTECT,
        UNPROTECT
    }

    /** What the user may do here; a button for anything else is disabled. */
    record Rights(boolean take, boolean add, boolean delete) {
        public static final Rights ALL = new Rights(true, true, true);

        /** Returns why {@code right} is not given, a sentence; empty if it is. */
        String refusal(Right right) {
            return switch (right) {
                case TAKE -> take ? "" : Texts.get("browse.mayNot.take");
                case ADD -> add ? "" : Texts.get("browse.mayNot.add");
                case DELETE -> delete ? "" : Texts.get("browse.mayNot.delete");
                // Renaming clears a name that another file could then take, so it needs both.
                case RENAME -> add && delete ? "" : Texts.get("browse.mayNot.rename");
                // Who closes a file to all others does what deleting it would.
                case PROTECT -> take && add && delete ? "" : Texts.get("browse.mayNot.protect");
                case UNPROTECT -> add ? "" : Texts.get("browse.mayNot.unprotect");
            };
        }
    }

    /**
     * Hands over the entries page by page, in no order, on the calling thread.
     *
     * @return what is left out of them
     */
    Omitted list(P folder, Consumer<List<Entry>> pages, Cancellation cancellation) throws IOException;

    void makeFolder(P folder, String name) throws IOException;

    void rename(P folder, Entry entry, String newName) throws IOException;

    /**
     * What became of several changes.
     *
     * @param made how many
     * @param failed how many were not
     * @param sentence why the first of these was not; null where all were made
     */
    record Changed(int made, int failed, @Nullable String sentence) {}

    /**
     * Deletes each, a folder with all it holds; what cannot be deleted does not keep the others from their turn.
     *
     * @param before told with each name, escaped
     */
    Changed delete(P folder, List<Entry> entries, Consumer<String> before) throws IOException;

    /**
     * Puts files, and the files in folders, under one new lock; as {@link #delete}. Only where {@link Side#REMOTE files are protected}.
     *
     * @param passcode stays the caller's
     */
    default Changed protect(P folder, List<Entry> entries, Passcode passcode, Consumer<String> before)
            throws IOException {
        throw new IllegalStateException("files are protected on shares alone");
    }

    /** Takes the protection from files, and from the files in folders; as {@link #protect}. */
    default Changed unprotect(P folder, List<Entry> entries, Consumer<String> before) throws IOException {
        throw new IllegalStateException("files are protected on shares alone");
    }

    /**
     * The SHA-256 of a whole file in 64 hexadecimal characters, computed where the file is.
     *
     * @param progress told where this side reads the file itself
     */
    String sha256(P folder, String name, ProgressListener progress, Cancellation cancellation) throws IOException;

    /** Bytes free where {@code folder} lies; empty where that is not known. */
    OptionalLong freeBytes(P folder) throws IOException;

    /** The folders that the chooser offers first. */
    List<P> places() throws IOException;

    P child(P folder, String name) throws IOException;

    Optional<P> parent(P folder);

    /** A folder's name as its parent lists it; empty for the top. */
    String name(P folder);

    /** A folder's name as shown, escaped. */
    String title(P folder);

    Rights rights();
}
