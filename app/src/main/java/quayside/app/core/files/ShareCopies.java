package quayside.app.core.files;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import quayside.app.core.text.AppReason;
import quayside.protocol.client.Change;
import quayside.protocol.client.Changes;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.files.incoming.FreeName;
import quayside.protocol.message.Entry;
import quayside.protocol.message.Omitted;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/**
 * Copies files and folders within one share, on the host's disk. Nothing is replaced: what comes under a taken name
 * gets a number. One use, by one thread; it blocks.
 */
public final class ShareCopies {
    /** The maximum number of files and folders in the copied folders; a server may list without end. */
    static final int MAX_ITEMS = 1_000_000;

    private static final int MAX_FAILURES = 100;

    private final ShareClient share;
    private final RemotePath into;
    private final Progress progress;
    private final Cancellation cancellation;
    private final List<Change.Delete> made = new ArrayList<>();
    private final List<Folder> folders = new ArrayList<>();
    private final List<Failure> failures = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private int failed;
    private long omitted;

    /** A file or folder that is to be copied. */
    public record Source(RemotePath path, Entry entry) {}

    /** Is notified before each copy; on any thread. Must return at once. */
    @FunctionalInterface
    public interface Progress {
        /**
         * Reports what is copied next.
         *
         * @param number its number, counted from 1. A request that met a lock or a taken name is reported again
         * @param all the number of files and folders known so far
         */
        void next(RemotePath path, int number, int all);
    }

    /** A file or folder that could not be copied. */
    public record Failure(RemotePath path, ProtocolException why) {}

    /**
     * The result.
     *
     * @param names the names of the copies in the target folder
     * @param made what has to be deleted, in this order, to take all of it back; folders only if they are empty then
     * @param failed the number of files and folders that could not be copied
     * @param failures the first of them
     * @param omitted the number of entries of copied folders that the share does not list, such as links
     */
    public record Result(
            Set<String> names, List<Change.Delete> made, int failed, List<Failure> failures, long omitted) {}

    private record Folder(RemotePath from, RemotePath to, Entry entry) {}

    /**
     * Makes the copying of something.
     *
     * @param into the folder that gets the copies
     */
    public ShareCopies(ShareClient share, RemotePath into, Progress progress, Cancellation cancellation) {
        this.share = share;
        this.into = into;
        this.progress = progress;
        this.cancellation = cancellation;
    }

    /**
     * Copies {@code sources}. A failure of one does not stop the others.
     *
     * @throws ProtocolException if nothing more can be copied: {@link Fault#CANCELLED} after a cancellation, {@link
     *     Fault#MALFORMED} if the server is too old for that, and the faults of a lost connection. What was copied
     *     before stays
     */
    public Result run(List<Source> sources) throws IOException {
        share.requireCopying(cancellation);
        copyTops(sources);
        List<Change> content = new ArrayList<>();
        for (Folder top : List.copyOf(folders)) {
            plan(top, content);
        }
        copyContent(content);
        // Last, because every new entry changes the time of its folder.
        change(folders.stream()
                .<Change>map(folder ->
                        new Change.SetModified(folder.to(), folder.entry().modified()))
                .toList());
        return new Result(Set.copyOf(names), List.copyOf(made.reversed()), failed, List.copyOf(failures), omitted);
    }

    /** A chosen file or folder, and the path of its copy, which may turn out to be taken. */
    private record Top(Source source, RemotePath to, int attempt) {}

    private void addTop(Source source, int attempt, List<Top> tops) {
        String name = source.entry().name();
        try {
            if (into.startsWith(source.path())) {
                throw new ProtocolException(AppReason.INTO_ITSELF, name);
            }
            String numbered = source.entry().isFolder() ? FreeName.ofFolder(name, attempt) : FreeName.of(name, attempt);
            tops.add(new Top(source, into.child(numbered), attempt));
        } catch (ProtocolException e) {
            failed(new Failure(source.path(), e));
        }
    }

    /** Copies the chosen files, and makes the chosen folders. If a name turns out to be taken, tries the next number. */
    private void copyTops(List<Source> sources) throws IOException {
        List<Top> pending = new ArrayList<>();
        for (Source source : sources) {
            addTop(source, source.path().parent().equals(into) ? 2 : 1, pending);
        }
        while (!pending.isEmpty()) {
            List<Top> sent = pending;
            List<Top> again = new ArrayList<>();
            Map<Integer, ProtocolException> missed = change(sent.stream()
                    .map(top -> copyOf(top.source().path(), top.source().entry(), top.to()))
                    .toList());
            for (int i = 0; i < sent.size(); i++) {
                Top top = sent.get(i);
                ProtocolException why = missed.get(i);
                if (why == null) {
                    copied(top);
                } else if (why.fault() == Fault.EXISTS && top.attempt() < FreeName.MAX_TRIES) {
                    addTop(top.source(), top.attempt() + 1, again);
                } else {
                    failed(new Failure(top.source().path(), why));
                }
            }
            pending = again;
        }
    }

    private void copied(Top top) {
        names.add(top.to().name());
        made.add(new Change.Delete(top.to(), false));
        if (top.source().entry().isFolder()) {
            folders.add(new Folder(top.source().path(), top.to(), top.source().entry()));
        }
    }

    private static Change copyOf(RemotePath from, Entry entry, RemotePath to) {
        return entry.isFolder() ? new Change.MakeFolder(to, entry.mode()) : new Change.Copy(from, to);
    }

    /** Adds the changes that copy what is in {@code top}, each folder before its content. */
    private void plan(Folder top, List<Change> changes) throws IOException {
        Deque<Folder> pending = new ArrayDeque<>(List.of(top));
        while (!pending.isEmpty()) {
            Folder folder = pending.pop();
            List<Entry> entries = new ArrayList<>();
            try {
                Omitted left = share.list(
                        folder.from(),
                        page -> {
                            if (changes.size() + entries.size() <= MAX_ITEMS) {
                                entries.addAll(page);
                            }
                        },
                        cancellation);
                omitted += left.notServed();
            } catch (ProtocolException e) {
                if (Tree.endsAll(e)) {
                    throw e;
                }
                failed(new Failure(folder.from(), e));
            }
            for (Entry entry : entries) {
                if (changes.size() >= MAX_ITEMS) {
                    throw new ProtocolException(AppReason.TOO_MANY_TO_COPY, MAX_ITEMS);
                }
                plan(folder, entry, changes, pending);
            }
        }
    }

    private void plan(Folder folder, Entry entry, List<Change> changes, Deque<Folder> pending) {
        try {
            RemotePath from = folder.from().child(entry.name());
            RemotePath to = folder.to().child(entry.name());
            changes.add(copyOf(from, entry, to));
            if (entry.isFolder()) {
                Folder below = new Folder(from, to, entry);
                folders.add(below);
                pending.push(below);
            }
        } catch (ProtocolException e) {
            // The copy would be too deep.
            failed(new Failure(folder.from(), e));
        }
    }

    private void copyContent(List<Change> changes) throws IOException {
        Map<Integer, ProtocolException> missed = change(changes);
        for (int i = 0; i < changes.size(); i++) {
            ProtocolException why = missed.get(i);
            if (why == null) {
                made.add(new Change.Delete(target(changes.get(i)), false));
            } else {
                failed(new Failure(changes.get(i).path(), why));
            }
        }
    }

    private static RemotePath target(Change change) {
        return change instanceof Change.Copy copy ? copy.to() : change.path();
    }

    /** Makes the changes, and returns the failures by the indices of the changes. */
    private Map<Integer, ProtocolException> change(List<Change> changes) throws IOException {
        Map<Integer, ProtocolException> missed = new HashMap<>();
        if (changes.isEmpty()) {
            return missed;
        }
        int[] number = {0};
        Changes.Listener listener = new Changes.Listener() {
            @Override
            public void begun(Change change) {
                if (!(change instanceof Change.SetModified)) {
                    number[0]++;
                    progress.next(change.path(), number[0], changes.size());
                }
            }

            @Override
            public void failed(int index, ProtocolException why) {
                missed.put(index, why);
            }
        };
        Changes.Result _ = share.change(changes, Optional.empty(), listener, cancellation);
        return missed;
    }

    private void failed(Failure failure) {
        failed++;
        if (failures.size() < MAX_FAILURES) {
            failures.add(failure);
        }
    }
}
