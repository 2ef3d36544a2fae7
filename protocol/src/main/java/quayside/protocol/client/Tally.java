package quayside.protocol.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import quayside.protocol.files.FileProblem;
import quayside.protocol.files.Unkept;
import quayside.protocol.message.DisplayText;
import quayside.protocol.message.Omitted;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/**
 * Counts what a transfer did, source by source, and tells the listener, one call at a time. Thread-safe.
 *
 * <p>A fault of one file is that file's. A full disk ends the source that met it, since the rest of it would fail alike; what else was asked for goes on.
 */
final class Tally implements Keys.Waiting {
    private final FolderTransfer.Listener listener;
    private final List<Source> sources = new ArrayList<>();
    private final Set<String> said = new HashSet<>();
    private Consumer<ProtocolException> allEnded = _ -> {};
    private int listedFailures;
    private long countedFiles;
    private long countedBytes;

    /** Of files that have ended, and of those under way. */
    private long passedBytes;

    /** @param count how many sources there are */
    Tally(FolderTransfer.Listener listener, int count) {
        this.listener = listener;
        for (int i = 0; i < count; i++) {
            sources.add(new Source());
        }
    }

    /** The source that was named at {@code index}. */
    Source source(int index) {
        return sources.get(index);
    }

    /** Told, on any thread, when the only source there is has ended. To be called before anything else. */
    void onEnd(Consumer<ProtocolException> action) {
        allEnded = action;
    }

    /** What became of each, in the order in which they were named. */
    synchronized List<FolderTransfer.Result> results() {
        return sources.stream().map(Source::result).toList();
    }

    synchronized void counted(long files, long bytes) {
        listener.counted(files, bytes);
    }

    /** So much more was found. */
    synchronized void found(long files, long bytes) {
        countedFiles += files;
        countedBytes += bytes;
        listener.counted(countedFiles, countedBytes);
    }

    synchronized void waiting(String sentence, Duration pause) {
        listener.waiting(sentence, pause);
    }

    synchronized void goesOn() {
        listener.goesOn();
    }

    @Override
    public synchronized void asking(String sentence) {
        listener.asking(sentence);
    }

    @Override
    public synchronized void answered() {
        listener.answered();
    }

    /** What the disk that sentences call {@code whose} did not take of a file or folder: said once a transfer, at the first such one. */
    synchronized void unkept(String shown, Set<Unkept> unkept, String whose) {
        for (Unkept each : unkept) {
            String sentence = each.sentence(whose);
            if (said.add(sentence)) {
                listener.noted(shown, sentence);
            }
        }
    }

    /** One of the things that were asked for: a file, or a folder with all it holds. */
    final class Source {
        private final List<FolderTransfer.Failure> failures = new ArrayList<>(1);
        private long stored;
        private long skipped;
        private long failed;
        private long hidden;
        private long storedBytes;

        /** Files under way, and one more while more may come. */
        private int open = 1;

        private @Nullable ProtocolException end;

        /** A file that is about to move; paths are relative and not yet escaped. */
        Item start(String path, long bytes) {
            synchronized (Tally.this) {
                open++;
                String shown = DisplayText.escape(path);
                listener.fileStarted(shown, bytes);
                return new Item(this, shown, bytes);
            }
        }

        /** An item that is not transferred. */
        void fail(String path, ProtocolException why) {
            failed(DisplayText.escape(path), why, 1, true);
        }

        /**
         * What the share leaves out of a folder, once the folder is listed. What is not served is missing from what arrives, and so a failure for each; what the host hides
         * is its choice, and summed up by {@link #hidden}.
         */
        void omitted(String folder, Omitted omitted) {
            synchronized (Tally.this) {
                hidden += omitted.hidden();
            }
            if (omitted.notServed() > 0) {
                Omitted missing = omitted.withoutHidden();
                ProtocolException why = new ProtocolException(
                        Fault.NOT_SERVED, "The share does not serve " + missing.inWords() + " of this folder.");
                failed(DisplayText.escape(folder), why, missing.notServed(), true);
            }
        }

        /** How many entries the host hides in the folders listed so far. */
        long hidden() {
            synchronized (Tally.this) {
                return hidden;
            }
        }

        /** Something about the item {@code path} that is no failure; not yet escaped. */
        void noted(String path, String sentence) {
            synchronized (Tally.this) {
                listener.noted(DisplayText.escape(path), sentence);
            }
        }

        /** A file that is not transferred because of its folder, which is listed in its place. */
        void failWithFolder(String path, ProtocolException why) {
            failed(DisplayText.escape(path), why, 1, false);
        }

        private void failed(String shown, ProtocolException why, long items, boolean listed) {
            if (endsSource(why)) {
                end(why);
                return;
            }
            synchronized (Tally.this) {
                failed += items;
                // The first of each source is listed in any case.
                if (listed && (failures.isEmpty() || listedFailures < FolderTransfer.MOST_LISTED_FAILURES)) {
                    listedFailures++;
                    failures.add(new FolderTransfer.Failure(shown, why.fault(), why.sentence(), items));
                }
                listener.fileFailed(shown, why.sentence());
            }
        }

        /** Nothing more of it is transferred; the first reason counts. */
        void end(ProtocolException why) {
            synchronized (Tally.this) {
                if (end == null) {
                    end = why;
                }
            }
            if (sources.size() == 1) {
                allEnded.accept(why);
            }
        }

        /** Whether nothing more of it is to be transferred. */
        boolean hasEnded() {
            synchronized (Tally.this) {
                return end != null;
            }
        }

        /** All that it holds was started, or failed. */
        void allSeen() {
            synchronized (Tally.this) {
                open--;
            }
        }

        private FolderTransfer.Result result() {
            return new FolderTransfer.Result(
                    new FolderTransfer.Summary(stored, skipped, failed, List.copyOf(failures), storedBytes),
                    open == 0 || end != null,
                    Optional.ofNullable(end));
        }
    }

    /** Whether {@code e} is no single item's fault, so that the rest need not be tried. */
    static boolean endsAll(ProtocolException e) {
        return switch (e.fault()) {
            case MALFORMED,
                    PASSCODE_NEEDED,
                    REFUSED,
                    NOT_FOUND,
                    EXISTS,
                    CHANGED,
                    TOO_LARGE,
                    CORRUPTED,
                    LOCKED,
                    UNPROVEN -> false;
            case WRONG_PASSCODE, NOT_SERVED, SERVER_ERROR, UNKNOWN_STATUS, LOCAL_DENIED -> false;
            case DISK_FULL, LOCAL_STORAGE -> false;
            // Of a passcode only what is under its lock; of the access key everything.
            case TOO_MANY_TRIES -> e.lock().isEmpty();
            case SERVER_FULL -> true;
            case WRONG_KEY, UNREACHABLE, SERVER_KEY_CHANGED, NOT_QUAYSIDE -> true;
            case CONNECTION_LOST, HANDSHAKE_LOST, BROKEN_PROTOCOL, CANCELLED -> true;
        };
    }

    /** Whether the rest of a source would fail of {@code e} as well. */
    static boolean endsSource(ProtocolException e) {
        return e.fault() == Fault.DISK_FULL
                || (e.fault() == Fault.LOCAL_STORAGE
                        && e.getCause() instanceof java.io.IOException cause
                        && FileProblem.isDiskFull(cause));
    }

    /** One file on its way. */
    final class Item {
        private final Source source;
        private final String shown;
        private final long bytes;
        private long done;

        private Item(Source source, String shown, long bytes) {
            this.source = source;
            this.shown = shown;
            this.bytes = bytes;
        }

        /** So many of the file's bytes are there. */
        void progressed(long now) {
            synchronized (Tally.this) {
                passedBytes += now - done;
                done = now;
                listener.progressed(passedBytes);
            }
        }

        /** As {@link Tally#unkept}. */
        void unkept(Set<Unkept> unkept, String whose) {
            Tally.this.unkept(shown, unkept, whose);
        }

        void noted(String sentence) {
            synchronized (Tally.this) {
                listener.noted(shown, sentence);
            }
        }

        void finished(TransferResult result) {
            synchronized (Tally.this) {
                source.open--;
                switch (result) {
                    case TransferResult.Stored file -> {
                        source.stored++;
                        source.storedBytes += file.bytes();
                        progressed(file.bytes());
                    }
                    case TransferResult.Skipped _ -> {
                        source.skipped++;
                        progressed(bytes);
                    }
                }
                listener.fileFinished(shown, result);
            }
        }

        /** Moves it over {@code carrier}; a fault of its own is noted, another thrown. */
        void moveWith(Carrier carrier, Reconnection connections, Function<FileWatch, Carrier.Move> moves)
                throws ProtocolException {
            FileWatch watch = new FileWatch() {
                @Override
                public void progressed(long done, long total) {
                    Item.this.progressed(done);
                }

                @Override
                public void noted(String sentence) {
                    Item.this.noted(sentence);
                }

                @Override
                public void unkept(Set<Unkept> unkept, String whose) {
                    Item.this.unkept(unkept, whose);
                }

                @Override
                public void moved() {
                    connections.moved();
                }
            };
            if (source.hasEnded()) {
                givenUp();
                return;
            }
            try (Carrier.Move move = moves.apply(watch)) {
                finished(carrier.move(move, watch));
            } catch (ProtocolException e) {
                if (endsAll(e)) {
                    throw e;
                }
                failed(e);
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

        /** Its source has ended. */
        void givenUp() {
            synchronized (Tally.this) {
                source.open--;
                progressed(0);
            }
        }
    }
}
