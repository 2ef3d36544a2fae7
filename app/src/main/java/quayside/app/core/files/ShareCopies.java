package quayside.app.core.files;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import quayside.app.core.text.AppReason;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.transfer.HashedNames;
import quayside.protocol.files.FileProblem;
import quayside.protocol.files.incoming.FreeName;
import quayside.protocol.message.Entry;
import quayside.protocol.message.Omitted;
import quayside.protocol.message.RemotePath;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/**
 * Copies files and folders within one share, on the host's disk. Nothing is replaced: what comes under a taken name
 * gets a number. After a lost connection it waits as a transfer does, looks at what has arrived, and goes on. Every
 * method blocks, also until an earlier call has ended.
 */
public final class ShareCopies {
    /** The maximum number of files and folders; a server may list without end. */
    private static final long MAX_ITEMS = 1_000_000;

    private final ShareClient share;
    private final RemotePath into;
    private final List<Top> tops;
    private final MadeCopies made = new MadeCopies();
    private final long maxItems;
    private final long maxHeldBytes;

    /** A file or folder that is to be copied. */
    public record Source(RemotePath path, Entry entry) {}

    /** Is notified of each step; on any thread. Must return at once. */
    @FunctionalInterface
    public interface Progress {
        /**
         * Reports what is copied next.
         *
         * @param number its number, counted from 1. A request that met a lock or a taken name is reported again
         * @param all the number of files and folders known so far
         */
        void next(RemotePath path, long number, long all);

        /** Reports that the connection was lost, and that the share is tried again. */
        default void waiting(Sentence why) {}
    }

    /** A file or folder that could not be copied. */
    public record Failure(RemotePath path, ProtocolException why) {}

    /**
     * What was copied, in all runs.
     *
     * @param names the names of the copies in the target folder
     * @param copied the number of copied files and folders, those in folders too
     * @param all the number that was to be copied, as far as it is known
     * @param incomplete the names of the chosen files and folders that are not copied as a whole
     * @param failed the number of files and folders that could not be copied in this run
     * @param failures the first of them
     * @param omitted the number of entries of copied folders that the share does not list, such as links
     * @param end why the run ended early: {@link Fault#CANCELLED} after a cancellation, {@link Fault#MALFORMED} if the
     *     server is too old for that, {@link Fault#TOO_LARGE} if there is too much to copy, and the faults of a lost
     *     connection
     */
    public record Result(
            Set<String> names,
            long copied,
            long all,
            List<String> incomplete,
            int failed,
            List<Failure> failures,
            long omitted,
            Optional<ProtocolException> end) {
        /** Returns whether another run may copy the rest. */
        public boolean goesOn() {
            return end.filter(e -> e.fault() != Fault.MALFORMED && e.fault() != Fault.TOO_LARGE)
                    .isPresent();
        }
    }

    /** A chosen file or folder, and its copy. */
    static final class Top {
        private final RemotePath path;
        private Entry entry;
        private int attempt;
        private @Nullable RemotePath to;

        /** Whether a request for it may have been sent that was not answered. */
        private boolean unanswered;

        private boolean made;

        /** Whether it was made in this run. */
        private boolean isNew;

        private boolean incomplete;

        /** The lock of the last free name that could not be taken. */
        private Optional<String> lock = Optional.empty();

        private Top(Source source, RemotePath into) {
            this.path = source.path();
            this.entry = source.entry();
            this.attempt = source.path().parent().equals(into) ? 2 : 1;
        }

        RemotePath path() {
            return path;
        }

        RemotePath target() {
            if (to == null) {
                throw new IllegalStateException("it has no name yet");
            }
            return to;
        }

        /** Notes that not everything in it is copied. */
        void incomplete() {
            incomplete = true;
        }
    }

    /**
     * Makes the copying of {@code sources}.
     *
     * @param into the folder that gets the copies
     */
    public ShareCopies(ShareClient share, RemotePath into, List<Source> sources) {
        this(share, into, sources, MAX_ITEMS, FolderCopies.MAX_HELD_BYTES);
    }

    ShareCopies(ShareClient share, RemotePath into, List<Source> sources, long maxItems, long maxHeldBytes) {
        this.share = share;
        this.into = into;
        this.tops = sources.stream().map(source -> new Top(source, into)).toList();
        this.maxItems = maxItems;
        this.maxHeldBytes = maxHeldBytes;
    }

    /**
     * Copies what is not copied yet. A failure of one does not stop the others. What an earlier run has copied keeps its
     * name, and is not copied again.
     */
    public synchronized Result run(Progress progress, Cancellation cancellation) {
        try (CopyRun run = new CopyRun(share, made, progress, maxItems, cancellation)) {
            return result(run, new FolderCopies(run, maxHeldBytes));
        }
    }

    private Result result(CopyRun run, FolderCopies folders) {
        Optional<ProtocolException> end = Optional.empty();
        run.found = tops.size();
        for (Top top : tops) {
            top.isNew = false;
            top.incomplete = top.entry.isFolder();
        }
        try {
            run.patiently(() -> share.requireCopying(run.cancellation));
            copyTops(run);
            for (Top top : tops.reversed()) {
                if (top.made && top.entry.isFolder()) {
                    top.incomplete = false;
                    folders.add(new FolderCopies.Folder(top, null, top.entry, top.isNew));
                }
            }
            folders.copy();
        } catch (IOException e) {
            end = Optional.of(FileProblem.local(e));
        }
        return new Result(
                names(),
                made.count(),
                run.found,
                tops.stream()
                        .filter(top -> !top.made || top.incomplete)
                        .map(top -> top.entry.name())
                        .toList(),
                run.failures.count(),
                run.failures.first(),
                folders.omitted(),
                end);
    }

    private Set<String> names() {
        return tops.stream()
                .filter(top -> top.made)
                .map(top -> top.target().name())
                .collect(Collectors.toSet());
    }

    /**
     * Deletes the copies. Leaves what somebody has changed since, or added to them.
     *
     * @throws ProtocolException {@link AppReason#COPIES_STAY} if something was left, or why something could not be
     *     deleted
     */
    public synchronized void takeBack(Cancellation cancellation) throws IOException {
        Set<String> names = tops.stream()
                .filter(top -> top.made || top.unanswered)
                .map(top -> top.target().name())
                .collect(Collectors.toSet());
        made.takeBack(share, into, names, cancellation);
    }

    /** Copies the chosen files, and makes the chosen folders. */
    private void copyTops(CopyRun run) throws IOException {
        List<Top> left = new ArrayList<>();
        for (Top top : tops) {
            if (into.startsWith(top.path)) {
                run.failures.add(top.path, new ProtocolException(AppReason.INTO_ITSELF, top.entry.name()));
            } else if (!top.made) {
                left.add(top);
            }
        }
        while (!left.isEmpty()) {
            run.patiently(() -> copy(left, run));
        }
    }

    /** Tries one name for each. Those whose names turn out to be taken stay in {@code left}. */
    private void copy(List<Top> left, CopyRun run) throws IOException {
        HashedNames taken = look(left, run);
        left.removeIf(top -> top.made || !hasName(top, taken, run));
        List<Top> sent = List.copyOf(left);
        Set<Top> sentBefore = sent.stream().filter(top -> top.unanswered).collect(Collectors.toSet());
        sent.forEach(top -> top.unanswered = true);
        Map<Integer, ProtocolException> missed = run.change(
                sent.stream()
                        .map(top -> CopyRun.copyOf(top.path, top.entry, top.target()))
                        .toList(),
                sent.stream().map(top -> top.entry).toList(),
                index -> {
                    sent.get(index).isNew = true;
                    sent.get(index).made = true;
                    sent.get(index).unanswered = false;
                });
        for (Map.Entry<Integer, ProtocolException> each : missed.entrySet()) {
            Top top = sent.get(each.getKey());
            missed(top, each.getValue(), sentBefore.contains(top), left, run);
        }
        left.removeIf(top -> top.made);
    }

    /** Returns the names that are taken. Finds the copies whose requests were not answered. */
    private HashedNames look(List<Top> left, CopyRun run) throws IOException {
        Map<String, Top> unanswered = new HashMap<>();
        left.stream()
                .filter(top -> top.unanswered)
                .forEach(top -> unanswered.put(top.target().name(), top));
        HashedNames taken = new HashedNames();
        Omitted _ = share.list(
                into,
                page -> {
                    for (Entry entry : page) {
                        boolean _ = taken.add(entry.name());
                        Top top = unanswered.get(entry.name());
                        if (top != null && CopyRun.isCopy(top.entry, entry)) {
                            made(top, entry);
                        }
                    }
                },
                run.cancellation);
        return taken;
    }

    private void made(Top top, Entry copy) {
        top.made = true;
        top.unanswered = false;
        made.add(top.target(), copy);
    }

    /** Chooses the first name that is not taken, unless a request with a name was sent. Returns false on a failure. */
    private boolean hasName(Top top, HashedNames taken, CopyRun run) {
        if (top.unanswered) {
            return true;
        }
        String name = top.entry.name();
        try {
            while (top.attempt <= FreeName.MAX_TRIES) {
                String numbered =
                        top.entry.isFolder() ? FreeName.ofFolder(name, top.attempt) : FreeName.of(name, top.attempt);
                if (taken.add(numbered)) {
                    top.to = into.child(numbered);
                    return true;
                }
                top.attempt++;
            }
            throw new ProtocolException(AppReason.NO_NAME_LEFT, name);
        } catch (ProtocolException e) {
            run.failures.add(top.path, e);
            return false;
        }
    }

    private void missed(Top top, ProtocolException why, boolean sentBefore, List<Top> left, CopyRun run)
            throws IOException {
        Optional<Entry> there = sentBefore ? run.lookAt(top.target(), top.entry, why) : Optional.empty();
        top.unanswered = false;
        if (there.isPresent()) {
            made(top, there.get());
        } else if (why.fault() == Fault.EXISTS || isNameLocked(top, why)) {
            top.attempt++;
        } else {
            run.failures.add(top.path, why);
            left.remove(top);
        }
    }

    /** Returns whether not the file, but the free name is protected. The second name under the same lock is a failure. */
    private static boolean isNameLocked(Top top, ProtocolException why) {
        Optional<String> lock = why.lock();
        boolean other = why.fault() == Fault.PASSCODE_NEEDED
                && lock.isPresent()
                && !lock.equals(top.entry.lock())
                && !lock.equals(top.lock);
        top.lock = lock;
        return other;
    }
}
