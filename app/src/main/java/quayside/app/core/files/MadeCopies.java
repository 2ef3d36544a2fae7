package quayside.app.core.files;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import quayside.app.core.text.AppReason;
import quayside.protocol.client.Change;
import quayside.protocol.client.ChangeSession;
import quayside.protocol.client.Changes;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.transfer.HashedNames;
import quayside.protocol.message.Entry;
import quayside.protocol.message.Omitted;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** The copies that were made, by their path, size and time. It keeps 64 bits of each. Thread-safe. */
final class MadeCopies {
    private final HashedNames all = new HashedNames();

    /** The sources of the copies that were requested without an answer, by their paths. They may have been made. */
    private final Map<RemotePath, Entry> unanswered = new HashMap<>();

    private long count;

    private static String key(RemotePath path, Entry entry) {
        // No path ends with a slash.
        return entry.isFolder() ? path + "/" : path + "/" + entry.size() + " " + entry.modified();
    }

    /** Notes that a copy is requested. */
    synchronized void requested(RemotePath path, Entry source) {
        unanswered.put(path, source);
    }

    /** Notes that the request for a copy has failed. */
    synchronized void failed(RemotePath path) {
        unanswered.remove(path);
    }

    /** Adds the copy at {@code path}, unless it was added. */
    synchronized void add(RemotePath path, Entry copy) {
        unanswered.remove(path);
        count += all.add(key(path, copy)) ? 1 : 0;
    }

    /** Returns whether {@code entry} is the copy that was made at {@code path}, as it was made. */
    synchronized boolean has(RemotePath path, Entry entry) {
        Entry source = unanswered.get(path);
        return all.contains(key(path, entry)) || (source != null && CopyRun.isCopy(source, entry));
    }

    synchronized long count() {
        return count;
    }

    /**
     * Deletes the copies with these names in {@code into}, with everything in them. Leaves what is not as it was made.
     * Blocks.
     *
     * @throws ProtocolException {@link AppReason#COPIES_STAY}, or why something could not be deleted
     */
    void takeBack(ShareClient share, RemotePath into, Set<String> names, Cancellation cancellation) throws IOException {
        try (ChangeSession session = share.changes(why -> {}, cancellation)) {
            TakingBack taking = new TakingBack(share, session, cancellation);
            taking.empty(into, names::contains);
            taking.report();
        }
    }

    private final class TakingBack {
        private final ShareClient share;
        private final ChangeSession session;
        private final Cancellation cancellation;
        private long held;
        private long stay;
        private @Nullable ProtocolException first;

        TakingBack(ShareClient share, ChangeSession session, Cancellation cancellation) {
            this.share = share;
            this.session = session;
            this.cancellation = cancellation;
        }

        void report() throws ProtocolException {
            if (first != null) {
                throw first;
            }
            if (stay > 0) {
                throw new ProtocolException(AppReason.COPIES_STAY, stay);
            }
        }

        /** Deletes the copies among the entries of a folder, and what is in them. */
        void empty(RemotePath folder, Predicate<String> wanted) throws IOException {
            List<Entry> entries = new ArrayList<>();
            long before = held;
            try {
                Omitted _ = share.list(
                        folder,
                        page -> page.stream()
                                .filter(entry -> wanted.test(entry.name()) && held <= FolderCopies.MAX_HELD_BYTES)
                                .forEach(entry -> {
                                    held += FolderCopies.weight(entry);
                                    entries.add(entry);
                                }),
                        cancellation);
            } catch (ProtocolException e) {
                failed(e);
                return;
            }
            if (held > FolderCopies.MAX_HELD_BYTES) {
                throw new ProtocolException(AppReason.TOO_LARGE_TO_COPY, folder);
            }
            List<RemotePath> below = delete(folder, entries);
            entries.clear();
            for (RemotePath each : below) {
                long stayed = stay;
                empty(each, name -> true);
                if (stay == stayed) {
                    delete(List.of(new Change.Delete(each, false)));
                }
            }
            held = before;
        }

        /** Deletes the files among {@code entries}, and returns the folders. */
        private List<RemotePath> delete(RemotePath folder, List<Entry> entries) throws IOException {
            List<RemotePath> folders = new ArrayList<>();
            List<Change.Delete> files = new ArrayList<>();
            for (Entry entry : entries) {
                RemotePath path = folder.child(entry.name());
                if (!has(path, entry)) {
                    stay++;
                } else if (entry.isFolder()) {
                    folders.add(path);
                } else {
                    files.add(new Change.Delete(path, false));
                }
                if (files.size() == FolderCopies.MAX_CHANGES) {
                    delete(files);
                    files.clear();
                }
            }
            delete(files);
            return folders;
        }

        private void delete(List<Change.Delete> changes) throws IOException {
            List<ProtocolException> failures = new ArrayList<>();
            Changes.Listener listener = new Changes.Listener() {
                @Override
                public void failed(int index, ProtocolException why) {
                    failures.add(why);
                }
            };
            Changes.Result _ = session.change(changes, listener);
            for (ProtocolException why : failures) {
                failed(why);
            }
        }

        private void failed(ProtocolException why) throws ProtocolException {
            if (ChangeSession.endsAll(why)) {
                throw why;
            }
            if (why.fault() == Fault.EXISTS) {
                // Something was put into a folder just now.
                stay++;
            } else if (why.fault() != Fault.NOT_FOUND && first == null) {
                first = why;
            }
        }
    }
}
