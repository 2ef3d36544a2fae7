package quayside.app.core.files;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import quayside.app.core.text.AppReason;
import quayside.protocol.client.Change;
import quayside.protocol.client.ChangeSession;
import quayside.protocol.client.Changes;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.transfer.QuickCheck;
import quayside.protocol.message.Entry;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** One run of {@link ShareCopies}: it sends the requests, waits after a lost connection, and counts. For one thread. */
final class CopyRun implements AutoCloseable {
    private static final int MAX_FAILURES = 100;

    final ShareClient share;
    final Cancellation cancellation;
    final MadeCopies made;
    final Failures failures = new Failures();

    /** The number of files and folders that are to be copied, as far as they are listed. */
    long found;

    private final ShareCopies.Progress progress;
    private final ChangeSession session;
    private final long maxItems;

    /** A part of the work that can be done again. */
    @FunctionalInterface
    interface Step {
        void take() throws IOException;
    }

    /** What could not be copied. */
    static final class Failures {
        private final List<ShareCopies.Failure> first = new ArrayList<>();
        private int count;

        void add(RemotePath path, ProtocolException why) {
            count++;
            if (first.size() < MAX_FAILURES) {
                first.add(new ShareCopies.Failure(path, why));
            }
        }

        void addAll(Failures others) {
            count += others.count;
            others.first.stream().limit(MAX_FAILURES - first.size()).forEach(first::add);
        }

        int count() {
            return count;
        }

        List<ShareCopies.Failure> first() {
            return List.copyOf(first);
        }
    }

    CopyRun(
            ShareClient share,
            MadeCopies made,
            ShareCopies.Progress progress,
            long maxItems,
            Cancellation cancellation) {
        this.share = share;
        this.made = made;
        this.progress = progress;
        this.maxItems = maxItems;
        this.cancellation = cancellation;
        this.session = share.changes(progress::waiting, cancellation);
    }

    /** Takes a step. After a lost connection, waits until the share is back, and takes it again. */
    void patiently(Step step) throws IOException {
        while (true) {
            cancellation.check();
            try {
                step.take();
                return;
            } catch (ProtocolException e) {
                session.lost(e);
            }
        }
    }

    /** Sets the times of folders. */
    void setTimes(List<Change> times) throws IOException {
        if (!times.isEmpty()) {
            Changes.Result _ = session.change(times, Changes.Listener.NONE);
        }
    }

    /**
     * Makes the changes that copy {@code sources}, and returns the failures by their indices.
     *
     * @param listener gets the index of each that was made; on any thread
     */
    Map<Integer, ProtocolException> change(List<Change> changes, List<Entry> sources, IntConsumer listener)
            throws IOException {
        Map<Integer, ProtocolException> missed = new HashMap<>();
        if (changes.isEmpty()) {
            return missed;
        }
        if (made.count() + failures.count() > maxItems) {
            throw new ProtocolException(AppReason.TOO_MANY_TO_COPY, maxItems);
        }
        long before = made.count() + failures.count();
        for (int i = 0; i < sources.size(); i++) {
            made.requested(target(changes.get(i)), sources.get(i));
        }
        Changes.Listener outcomes = new Changes.Listener() {
            private int begun;

            @Override
            public void begun(Change change) {
                begun++;
                progress.next(change.path(), Math.min(before + begun, found), found);
            }

            @Override
            public void made(int index) {
                if (sources.get(index).isFolder()) {
                    made.add(target(changes.get(index)), sources.get(index));
                }
                listener.accept(index);
            }

            @Override
            public void copied(int index, Entry copy) {
                made.add(target(changes.get(index)), copy);
            }

            @Override
            public void failed(int index, ProtocolException why) {
                made.failed(target(changes.get(index)));
                missed.put(index, why);
            }
        };
        Changes.Result _ = session.change(changes, outcomes);
        return missed;
    }

    /** Returns the path of the copy that a change makes. */
    static RemotePath target(Change change) {
        return change instanceof Change.Copy copy ? copy.to() : change.path();
    }

    /** Returns the request that copies {@code entry}, which is at {@code from}. */
    static Change copyOf(RemotePath from, Entry entry, RemotePath to) {
        return entry.isFolder()
                ? new Change.MakeFolder(to, entry.mode())
                : new Change.Copy(from, to, Optional.of(entry));
    }

    /** Returns whether {@code there} may be a copy of {@code source}. */
    static boolean isCopy(Entry source, Entry there) {
        return source.isFolder() ? there.isFolder() : QuickCheck.same(source, there);
    }

    /**
     * Returns the copy at {@code to}, if a request that was sent before and not answered has made it. The request that
     * was sent now has failed.
     */
    Optional<Entry> lookAt(RemotePath to, Entry source, ProtocolException why) throws IOException {
        if (why.fault() != Fault.EXISTS) {
            return Optional.empty();
        }
        try {
            return Optional.of(share.stat(to)).filter(there -> isCopy(source, there));
        } catch (ProtocolException e) {
            if (e.fault() == Fault.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
