package quayside.protocol.client.transfer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import quayside.protocol.client.connection.FaultPolicy;
import quayside.protocol.client.connection.Reconnector;
import quayside.protocol.client.unlock.Unlocker;
import quayside.protocol.files.Unkept;
import quayside.protocol.message.Omitted;
import quayside.protocol.text.DisplayText;
import quayside.protocol.text.Phrase;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

/**
 * Counts the results of a transfer, source by source, and notifies the listener, one call at a time. Thread-safe.
 *
 * <p>A fault of one file fails that file only. A full disk ends the source that met it, since the rest of the source
 * would fail in the same way. Other sources continue.
 */
public final class TransferProgress implements Unlocker.Listener, Reconnector.Listener {
    private final TransferListener listener;
    private final List<Source> sources = new ArrayList<>();
    private final Set<Sentence> said = new HashSet<>();
    private Consumer<ProtocolException> allEnded = _ -> {};
    private Runnable onMoved = () -> {};
    private int listedFailures;
    private long countedFiles;
    private long countedBytes;

    /** The bytes of finished files, and of those in progress. */
    private long passedBytes;

    private long transferredBytes;

    /** @param count the number of sources */
    public TransferProgress(TransferListener listener, int count) {
        this.listener = listener;
        for (int i = 0; i < count; i++) {
            sources.add(new Source());
        }
    }

    /** Returns the source that was named at {@code index}. */
    Source source(int index) {
        return sources.get(index);
    }

    /**
     * Sets the action that is notified, on any thread, when the only source has ended. Call it before anything else.
     */
    public void onEnd(Consumer<ProtocolException> action) {
        allEnded = action;
    }

    /**
     * Sets the action that runs, on any thread, after progress that will not have to be repeated. Call it before
     * anything else.
     */
    public void onMoved(Runnable action) {
        onMoved = action;
    }

    /** Returns the results of the sources, in the order in which they were named. */
    public synchronized List<TransferReport.OfSource> results() {
        return sources.stream().map(Source::result).toList();
    }

    synchronized void counted(long files, long bytes) {
        listener.counted(files, bytes);
    }

    /** Adds files and bytes that were found. */
    synchronized void found(long files, long bytes) {
        countedFiles += files;
        countedBytes += bytes;
        listener.counted(countedFiles, countedBytes);
    }

    @Override
    public synchronized void waiting(Sentence sentence, Duration pause) {
        listener.waiting(sentence, pause);
    }

    @Override
    public synchronized void resumed() {
        listener.resumed();
    }

    @Override
    public synchronized void asking(Sentence sentence) {
        listener.asking(sentence);
    }

    @Override
    public synchronized void answered() {
        listener.answered();
    }

    /**
     * Reports what the disk named {@code whose} did not keep of a file or folder. Each sentence is reported once per
     * transfer, at the first such item.
     */
    synchronized void unkept(String shown, Set<Unkept> unkept, Phrase whose) {
        for (Unkept each : unkept) {
            Sentence sentence = each.sentence(whose);
            if (said.add(sentence)) {
                listener.noted(shown, sentence);
            }
        }
    }

    /** One of the named sources: a file, or a folder with everything in it. */
    final class Source {
        private final List<TransferReport.Failure> failures = new ArrayList<>(1);
        private final Set<Sentence> reasons = new HashSet<>(1);
        private long stored;
        private long skipped;
        private long failed;
        private long hidden;
        private Omitted leftOut = Omitted.NONE;
        private long storedBytes;

        /** The number of files in progress, plus one while more may follow. */
        private int open = 1;

        private @Nullable ProtocolException end;

        /** Starts a file. Paths are relative and not yet escaped. */
        Item start(String path, long bytes) {
            synchronized (TransferProgress.this) {
                open++;
                String shown = DisplayText.escape(path);
                listener.fileStarted(shown, bytes);
                return new Item(this, shown, bytes);
            }
        }

        /** Reports an item that is not transferred. */
        void fail(String path, ProtocolException why) {
            failed(DisplayText.escape(path), why, 1, true);
        }

        /**
         * Adds the entries that the share leaves out of a folder, once the folder is listed. An entry that is not
         * served is missing in the result, so it counts as a failure. An entry that the host hides is the host's
         * choice, and is counted in {@link #hidden}.
         */
        void omitted(String folder, Omitted omitted) {
            synchronized (TransferProgress.this) {
                hidden += omitted.hidden();
            }
            if (omitted.notServed() > 0) {
                Omitted missing = omitted.withoutHidden();
                ProtocolException why = new ProtocolException(Reason.NOT_SERVED, missing.inWords());
                failed(DisplayText.escape(folder), why, missing.notServed(), true);
            }
        }

        /** Counts a link or a special file of this computer, which is not sent. */
        void leftOut(boolean link) {
            synchronized (TransferProgress.this) {
                leftOut = leftOut.plus(new Omitted(0, link ? 1 : 0, link ? 0 : 1, 0));
            }
        }

        /** Reports how much was left out of the folder {@code path}, once everything in it was seen. */
        void noteLeftOut(String path) {
            Omitted all;
            synchronized (TransferProgress.this) {
                all = leftOut;
            }
            if (all.total() > 0) {
                noted(path, Sentence.of(Phrase.LEFT_OUT, all.inWords(), all.total()));
            }
        }

        /** Returns the number of entries that the host hides in the folders listed so far. */
        long hidden() {
            synchronized (TransferProgress.this) {
                return hidden;
            }
        }

        /** Reports something about the item {@code path} that is no failure. The path is not yet escaped. */
        void noted(String path, Sentence sentence) {
            synchronized (TransferProgress.this) {
                listener.noted(DisplayText.escape(path), sentence);
            }
        }

        /** Reports a file that is not transferred because of its folder. The folder is listed instead of it. */
        void failWithFolder(String path, ProtocolException why) {
            failed(DisplayText.escape(path), why, 1, false);
        }

        private void failed(String shown, ProtocolException why, long items, boolean listed) {
            if (FaultPolicy.of(why) == FaultPolicy.END_SOURCE) {
                end(why);
                return;
            }
            synchronized (TransferProgress.this) {
                failed += items;
                if (reasons.size() < TransferReport.MAX_REASONS) {
                    reasons.add(why.sentence());
                }
                // The first failure of each source is always listed.
                if (listed && (failures.isEmpty() || listedFailures < TransferReport.MAX_LISTED_FAILURES)) {
                    listedFailures++;
                    failures.add(new TransferReport.Failure(shown, why.fault(), why.sentence(), items));
                }
                listener.fileFailed(shown, why.sentence());
            }
        }

        /** Ends the source: nothing more of it is transferred. The first reason counts. */
        void end(ProtocolException why) {
            synchronized (TransferProgress.this) {
                if (end == null) {
                    end = why;
                }
            }
            if (sources.size() == 1) {
                allEnded.accept(why);
            }
        }

        /** Returns whether nothing more of the source is to be transferred. */
        boolean hasEnded() {
            synchronized (TransferProgress.this) {
                return end != null;
            }
        }

        /** Reports that everything in the source was started, or failed. */
        void allSeen() {
            synchronized (TransferProgress.this) {
                open--;
            }
        }

        private TransferReport.OfSource result() {
            return new TransferReport.OfSource(
                    new TransferReport.Summary(
                            stored, skipped, failed, List.copyOf(failures), storedBytes, leftOut, reasons.size()),
                    open == 0 || end != null,
                    Optional.ofNullable(end));
        }
    }

    /** One file in progress. */
    final class Item implements FileWatch {
        private final Source source;
        private final String shown;
        private final long bytes;
        private long done;

        private Item(Source source, String shown, long bytes) {
            this.source = source;
            this.shown = shown;
            this.bytes = bytes;
        }

        @Override
        public void progressed(long now, long total) {
            progressed(now);
        }

        @Override
        public void moved() {
            onMoved.run();
        }

        /** Reports how many bytes of the file are done. */
        void progressed(long now) {
            synchronized (TransferProgress.this) {
                transferredBytes += Math.max(0, now - done);
                listener.transferred(transferredBytes);
                present(now);
            }
        }

        @Override
        public void present(long now, long total) {
            present(now);
        }

        /** Reports how many bytes of the file are done, of which none was transferred since the last report. */
        private void present(long now) {
            synchronized (TransferProgress.this) {
                passedBytes += now - done;
                done = now;
                listener.progressed(passedBytes);
            }
        }

        @Override
        public void unkept(Set<Unkept> unkept, Phrase whose) {
            TransferProgress.this.unkept(shown, unkept, whose);
        }

        @Override
        public void noted(Sentence sentence) {
            synchronized (TransferProgress.this) {
                listener.noted(shown, sentence);
            }
        }

        void finished(TransferResult result) {
            synchronized (TransferProgress.this) {
                source.open--;
                switch (result) {
                    case TransferResult.Stored file -> {
                        source.stored++;
                        source.storedBytes += file.bytes();
                        if (file.bytes() <= Limits.EAGER_POST_BYTES) {
                            progressed(file.bytes());
                        } else {
                            // A large file reports each transferred byte itself.
                            present(file.bytes());
                        }
                    }
                    case TransferResult.Skipped _ -> {
                        source.skipped++;
                        present(bytes);
                    }
                }
                listener.fileFinished(shown, result);
            }
        }

        void failed(ProtocolException why) {
            givenUp();
            source.failed(shown, why, 1, true);
        }

        void failedWithFolder(ProtocolException why) {
            givenUp();
            source.failed(shown, why, 1, false);
        }

        /** Returns whether the source of this file has ended. */
        boolean isGivenUp() {
            return source.hasEnded();
        }

        /** Drops this file without transferring it, since its source has ended. */
        void givenUp() {
            synchronized (TransferProgress.this) {
                source.open--;
                present(0);
            }
        }
    }
}
