package quayside.app.core.files;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import quayside.app.core.text.AppReason;
import quayside.protocol.client.Change;
import quayside.protocol.client.ChangeSession;
import quayside.protocol.message.Entry;
import quayside.protocol.message.Omitted;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

/**
 * Copies what is in folders, one folder after the other, the deepest first. In memory are the entries of one folder,
 * and the names of the folders that follow. For one thread.
 */
final class FolderCopies {
    /** The maximum memory for entries. A million usual names fit, the most that a listing may have. */
    static final long MAX_HELD_BYTES = 256L << 20;

    /** The number of changes in one call, whose whole paths are in memory. */
    static final int MAX_CHANGES = 1000;

    /** The number of folders whose times are set in one call. */
    private static final int MAX_TIMES = 100;

    private static final int ENTRY_BYTES = 200;

    private final CopyRun run;
    private final long maxHeldBytes;
    private final Deque<Folder> pending = new ArrayDeque<>();
    private final List<Change> times = new ArrayList<>();
    private long held;
    private long omitted;

    /** A folder that is to be copied. Its paths are made when they are needed, because they may be long. */
    static final class Folder {
        private final ShareCopies.Top top;
        private final @Nullable Folder above;
        private final Entry entry;
        private boolean isNew;
        private long counted;

        /** @param isNew whether its copy was made just now, so that it is empty */
        Folder(ShareCopies.Top top, @Nullable Folder above, Entry entry, boolean isNew) {
            this.top = top;
            this.above = above;
            this.entry = entry;
            this.isNew = isNew;
        }

        RemotePath from() throws ProtocolException {
            return above == null ? top.path() : above.from().child(entry.name());
        }

        RemotePath to() throws ProtocolException {
            return above == null ? top.target() : above.to().child(entry.name());
        }
    }

    /** One try to copy what is in a folder. */
    private static final class Try {
        private final Folder folder;
        private final RemotePath from;
        private final RemotePath to;
        private final boolean isNew;
        private final Map<String, Entry> entries = new LinkedHashMap<>();
        private final List<Folder> below = new ArrayList<>();
        private final CopyRun.Failures failures = new CopyRun.Failures();
        private long weight;

        Try(Folder folder) throws ProtocolException {
            this.folder = folder;
            this.from = folder.from();
            this.to = folder.to();
            this.isNew = folder.isNew;
            // What another try finds may be from this one.
            folder.isNew = false;
        }
    }

    FolderCopies(CopyRun run, long maxHeldBytes) {
        this.run = run;
        this.maxHeldBytes = maxHeldBytes;
    }

    /** Returns the memory that an entry takes, in bytes. */
    static long weight(Entry entry) {
        return ENTRY_BYTES + 2L * entry.name().length();
    }

    /** Returns the number of entries that the share does not list. */
    long omitted() {
        return omitted;
    }

    /** Adds a folder, whose copy exists. It comes before those that were added earlier. */
    void add(Folder folder) {
        pending.push(folder);
        held += weight(folder.entry);
    }

    /** Copies what is in the added folders, and below. Those that are not complete in the end are marked so. */
    void copy() throws IOException {
        try {
            while (!pending.isEmpty()) {
                Folder next = pending.getFirst();
                run.patiently(() -> copy(next));
                if (times.size() >= MAX_TIMES) {
                    run.patiently(this::setTimes);
                }
            }
            run.patiently(this::setTimes);
        } finally {
            pending.forEach(folder -> folder.top.incomplete());
        }
    }

    private void copy(Folder folder) throws IOException {
        Try now = new Try(folder);
        long notServed = 0;
        try {
            notServed = list(now).notServed();
        } catch (ProtocolException e) {
            if (ChangeSession.endsAll(e)) {
                throw e;
            }
            now.failures.add(now.from, e);
            now.entries.clear();
        }
        List<Entry> part = new ArrayList<>();
        for (Entry entry : now.entries.values()) {
            part.add(entry);
            if (part.size() == MAX_CHANGES) {
                copy(now, part);
                part.clear();
            }
        }
        copy(now, part);
        // New entries in the folders below do not change its time.
        times.add(new Change.SetModified(now.to, folder.entry.modified()));
        Folder _ = pending.pop();
        held -= weight(folder.entry);
        now.below.reversed().forEach(this::add);
        omitted += notServed;
        run.failures.addAll(now.failures);
        if (now.failures.count() > 0) {
            folder.top.incomplete();
        }
    }

    /** Lists what is to be copied, without what is there. */
    private Omitted list(Try now) throws IOException {
        Omitted omittedHere = run.share.list(
                now.from,
                page -> {
                    for (Entry entry : page) {
                        if (held + now.weight <= maxHeldBytes) {
                            now.weight += weight(entry);
                            now.entries.put(entry.name(), entry);
                        }
                    }
                },
                run.cancellation);
        if (held + now.weight > maxHeldBytes) {
            now.failures.add(now.from, new ProtocolException(AppReason.TOO_LARGE_TO_COPY, now.from));
        }
        run.found += now.entries.size() - now.folder.counted;
        now.folder.counted = now.entries.size();
        if (!now.isNew) {
            Map<String, Entry> there = new LinkedHashMap<>();
            Omitted _ = run.share.list(
                    now.to,
                    page -> {
                        for (Entry entry : page) {
                            if (now.entries.containsKey(entry.name())) {
                                there.put(entry.name(), entry);
                            }
                        }
                    },
                    run.cancellation);
            for (Entry entry : there.values()) {
                sift(now, entry);
            }
        }
        return omittedHere;
    }

    /** Leaves out what is there already. What somebody else has put there stays, and is a failure. */
    private void sift(Try now, Entry there) throws ProtocolException {
        Entry source = now.entries.remove(there.name());
        RemotePath to = now.to.child(there.name());
        if (source == null) {
            return;
        }
        if (CopyRun.isCopy(source, there)) {
            run.made.add(to, there);
            if (source.isFolder()) {
                now.below.add(new Folder(now.folder.top, now.folder, source, false));
            }
        } else if (!run.made.has(to, there)) {
            now.failures.add(now.from.child(there.name()), new ProtocolException(Reason.EXISTS, there.name()));
        }
    }

    private void copy(Try now, List<Entry> part) throws IOException {
        List<Entry> sent = new ArrayList<>();
        List<Change> changes = new ArrayList<>();
        for (Entry entry : part) {
            try {
                changes.add(CopyRun.copyOf(now.from.child(entry.name()), entry, now.to.child(entry.name())));
                sent.add(entry);
            } catch (ProtocolException e) {
                // The copy would be too deep.
                now.failures.add(now.from, e);
            }
        }
        Map<Integer, ProtocolException> missed = run.change(changes, sent, index -> {});
        for (int i = 0; i < sent.size(); i++) {
            Entry entry = sent.get(i);
            ProtocolException why = missed.get(i);
            if (why != null) {
                Optional<Entry> there =
                        now.isNew ? Optional.empty() : run.lookAt(CopyRun.target(changes.get(i)), entry, why);
                if (there.isEmpty()) {
                    now.failures.add(now.from.child(entry.name()), why);
                    continue;
                }
                run.made.add(CopyRun.target(changes.get(i)), there.get());
            }
            if (entry.isFolder()) {
                now.below.add(new Folder(now.folder.top, now.folder, entry, why == null));
            }
        }
    }

    private void setTimes() throws IOException {
        run.setTimes(times);
        times.clear();
    }
}
