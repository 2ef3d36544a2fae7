package quayside.app.ui.browse;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import quayside.app.core.files.Tree;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.Background;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.transfer.ProgressListener;
import quayside.protocol.message.Entry;
import quayside.protocol.message.Omitted;
import quayside.protocol.message.Passcode;

/**
 * The source of a pane's files. Methods that throw {@link IOException} block and are called on worker threads. They
 * throw a {@link quayside.protocol.wire.ProtocolException} whose message is shown. The other methods return at once.
 *
 * @param <P> the type by which a folder or file is addressed; compared with equals
 */
public interface FileSource<P> {
    /** A file or folder: its path and its entry in the listing. */
    record Item<P>(P path, Entry entry) {}

    /** The rights that a user may have on a source's files. */
    enum Right {
        TAKE,
        EDIT,
        ADD,
        DELETE,
        RENAME,
        PROTECT,
        UNPROTECT
    }

    /**
     * The user's rights on these files. A button for an action without its right is disabled.
     *
     * @param see whether the user sees them. One who does not can only add some
     * @param isTop whether they are the folders that a host shares, which only the host changes
     */
    record Rights(boolean take, boolean add, boolean delete, boolean see, boolean isTop) {
        public static final Rights ALL = new Rights(true, true, true);

        /** Makes the rights on files that are not at the top of several folders. */
        public Rights(boolean take, boolean add, boolean delete, boolean see) {
            this(take, add, delete, see, false);
        }

        /** Returns the rights on the folders that the host shares, of a user who has these rights in them. */
        public Rights atTop() {
            return new Rights(take, false, false, see, true);
        }

        /** Makes the rights of a user who sees the files. */
        public Rights(boolean take, boolean add, boolean delete) {
            this(take, add, delete, true);
        }

        /** Returns in words what the user may do. */
        String inWords() {
            if (isTop) {
                return Texts.get("browse.rights.top");
            }
            if (take) {
                return Texts.get(
                        add
                                ? delete ? "browse.rights.may.all" : "browse.rights.may.takeAdd"
                                : delete ? "browse.rights.may.takeDelete" : "browse.rights.may.take");
            }
            return Texts.get(
                    add
                            ? delete ? "browse.rights.may.addDelete" : "browse.rights.may.add"
                            : delete ? "browse.rights.may.delete" : "browse.rights.may.look");
        }

        /** Returns in a few words what is not granted; empty if nothing is missing. */
        String inShort() {
            if (isTop || (take && add && delete)) {
                return "";
            }
            String missing;
            if (take) {
                missing = add
                        ? "browse.rights.noDeleting"
                        : delete ? "browse.rights.noUploading" : "browse.rights.readOnly";
            } else if (add) {
                missing = delete ? "browse.rights.noDownloading" : "browse.rights.uploadOnly";
            } else {
                missing = delete ? "browse.rights.deleteOnly" : "browse.rights.viewOnly";
            }
            return Texts.get(missing);
        }

        /** Returns the reason, as a sentence, why {@code right} is not granted; empty if it is. */
        String refusal(Right right) {
            if (isTop && right != Right.TAKE) {
                return Texts.get("browse.mayNot.top");
            }
            return switch (right) {
                case TAKE -> take ? "" : Texts.get("browse.mayNot.take");
                // The changed copy replaces the file.
                case EDIT -> take ? add && delete ? "" : Texts.get("browse.mayNot.edit") : refusal(Right.TAKE);
                case ADD -> add ? "" : Texts.get("browse.mayNot.add");
                case DELETE -> delete ? "" : Texts.get("browse.mayNot.delete");
                // Renaming clears a name that another file could then take, so it needs both.
                case RENAME -> add && delete ? "" : Texts.get("browse.mayNot.rename");
                // A protected file is locked for all other guests. For them, that is as if it were deleted.
                case PROTECT -> take && add && delete ? "" : Texts.get("browse.mayNot.protect");
                case UNPROTECT -> add ? "" : Texts.get("browse.mayNot.unprotect");
            };
        }
    }

    /**
     * Lists the entries page by page, in no order, on the calling thread.
     *
     * @return the counts of the entries that are left out
     */
    Omitted list(P folder, Consumer<List<Entry>> pages, Cancellation cancellation) throws IOException;

    /** Returns whether the user wants to see an entry that was listed; any thread. */
    default boolean shows(Entry entry) {
        return true;
    }

    /** Returns the files as a tree, to be counted; empty if they cannot be. */
    default Optional<Tree<P>> tree() {
        return Optional.empty();
    }

    /** Watches a folder until the result is closed. */
    interface Watch extends AutoCloseable {
        /** Begins the watch; blocks. */
        void start() throws IOException;

        @Override
        void close();
    }

    /**
     * Returns a watch of {@code folder}, to be started; empty if this source notices no changes by others.
     *
     * @param changed called on a worker thread after entries came, went or changed
     */
    default Optional<Watch> watch(P folder, Runnable changed) {
        return Optional.empty();
    }

    /** Who may use a file, as the system writes it: {@code mara}, {@code rw-r--r--}; empty if that is not known. */
    record Access(String owner, String permissions) {
        public static final Access UNKNOWN = new Access("", "");
    }

    /** Returns the owner and the permissions of an entry, if this source knows them; blocks. */
    default Access access(P folder, Entry entry) {
        return Access.UNKNOWN;
    }

    void makeFolder(P folder, String name) throws IOException;

    void rename(P folder, Entry entry, String newName) throws IOException;

    /**
     * The result of several changes.
     *
     * @param made the number of changes that were made
     * @param failed the number of changes that failed
     * @param sentence the reason of the first failure; null if all were made
     */
    record Changed(int made, int failed, @Nullable String sentence) {}

    /**
     * Deletes each entry, and a folder with all it holds. After a failure it continues with the next entry.
     *
     * @param before called with each name, escaped, before its deletion
     */
    Changed delete(P folder, List<Entry> entries, Consumer<String> before) throws IOException;

    /** Returns whether entries of {@code folder} can be moved to a trash. Blocks. */
    default boolean hasTrash(P folder) {
        return false;
    }

    /**
     * Moves each entry to the trash; see {@link #delete}. Only if there is {@link #hasTrash one}.
     *
     * @param back gets what takes all of it out of the trash again
     */
    default Changed trash(P folder, List<Entry> entries, Consumer<String> before, Consumer<Background.Action> back)
            throws IOException {
        throw new IllegalStateException("there is no trash here");
    }

    /**
     * Puts files, and the files in folders, under one new lock. A failure is handled as in {@link #delete}. Only for
     * {@link Side#REMOTE a share}.
     *
     * @param passcode stays owned by the caller
     */
    default Changed protect(P folder, List<Entry> entries, Passcode passcode, Consumer<String> before)
            throws IOException {
        throw new IllegalStateException("files are protected on shares alone");
    }

    /** Removes the protection of files, and of the files in folders; see {@link #protect}. */
    default Changed unprotect(P folder, List<Entry> entries, Consumer<String> before) throws IOException {
        throw new IllegalStateException("files are protected on shares alone");
    }

    /**
     * Computes the SHA-256 of a whole file, as 64 hexadecimal characters, on the computer that has the file.
     *
     * @param progress notified if this computer reads the file itself
     */
    String sha256(P folder, String name, ProgressListener progress, Cancellation cancellation) throws IOException;

    /** Returns the free bytes on the disk of {@code folder}; empty if that is not known. */
    OptionalLong freeBytes(P folder) throws IOException;

    /** Returns the folders that the chooser offers first. */
    List<P> places() throws IOException;

    P child(P folder, String name) throws IOException;

    Optional<P> parent(P folder);

    /** Returns a folder's name as its parent lists it; empty for the top. */
    String name(P folder);

    /** Returns a folder's name as shown, escaped. */
    String title(P folder);

    /** Returns the whole path of a folder, as {@link #locate} accepts it. */
    String path(P folder);

    /**
     * A place in the files.
     *
     * @param name the file in the folder that is meant, if one is
     */
    record Place<P>(P folder, Optional<String> name) {}

    /**
     * Finds the folder or file with the path {@code typed}; blocks.
     *
     * @param here the folder in which a path that does not begin at the top begins
     */
    Place<P> locate(String typed, P here) throws IOException;

    /** Returns the separators of names in a typed path. */
    default String separators() {
        return "/";
    }

    /** Returns the name under which {@link quayside.app.core.settings.Bookmarks} keeps the bookmarks of this source. */
    String owner();

    /** Removes a folder, if it is empty; blocks. */
    void removeEmptyFolder(P folder, String name) throws IOException;

    Rights rights();

    /** Returns what the user may do in {@code folder}. */
    default Rights rights(P folder) {
        return rights();
    }

    /**
     * Returns the fingerprint of the computer whose files these are, grouped for people who compare it; empty for this
     * computer.
     */
    default Optional<String> fingerprint() {
        return Optional.empty();
    }
}
