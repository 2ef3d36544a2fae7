package quayside.protocol.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import quayside.protocol.message.DisplayText;
import quayside.protocol.message.Omitted;
import quayside.protocol.transfer.StorageFaults;
import quayside.protocol.transfer.Unkept;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** Counts what a transfer did and tells the listener, one call at a time. Thread-safe. */
final class Tally implements Keys.Waiting {
    private final FolderTransfer.Listener listener;
    private final List<FolderTransfer.Failure> failures = new ArrayList<>();
    private final Set<String> said = new HashSet<>();
    private long stored;
    private long skipped;
    private long failed;
    private long hidden;
    private long storedBytes;

    /** Of files that have ended, and of those under way. */
    private long passedBytes;

    Tally(FolderTransfer.Listener listener) {
        this.listener = listener;
    }

    synchronized void counted(long files, long bytes) {
        listener.counted(files, bytes);
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

    /** A file that is about to move; paths are relative and not yet escaped. */
    synchronized Item start(String path, long bytes) {
        String shown = DisplayText.escape(path);
        listener.fileStarted(shown, bytes);
        return new Item(shown, bytes);
    }

    /** An item that is not transferred. */
    synchronized void fail(String path, Fault fault, String sentence) {
        failed(DisplayText.escape(path), fault, sentence, true);
    }

    /** A file that is not transferred because of its folder, which is listed in its place. */
    synchronized void failWithFolder(String path, Fault fault, String sentence) {
        failed(DisplayText.escape(path), fault, sentence, false);
    }

    /**
     * What the share leaves out of a folder, once the folder is listed. What is not served is missing from what arrives, and so a failure for each; what the host hides
     * is its choice, and summed up by {@link #hidden}.
     */
    synchronized void omitted(String folder, Omitted omitted) {
        hidden += omitted.hidden();
        if (omitted.notServed() > 0) {
            Omitted missing = omitted.withoutHidden();
            failed(
                    DisplayText.escape(folder),
                    Fault.NOT_SERVED,
                    "The share does not serve " + missing.inWords() + " of this folder.",
                    missing.notServed(),
                    true);
        }
    }

    /** How many entries the host hides in the folders listed so far. */
    synchronized long hidden() {
        return hidden;
    }

    /** Something about the item {@code path} that is no failure; not yet escaped. */
    synchronized void noted(String path, String sentence) {
        listener.noted(DisplayText.escape(path), sentence);
    }

    private void failed(String shown, Fault fault, String sentence, boolean listed) {
        failed(shown, fault, sentence, 1, listed);
    }

    private void failed(String shown, Fault fault, String sentence, long items, boolean listed) {
        failed += items;
        if (listed && failures.size() < FolderTransfer.MOST_LISTED_FAILURES) {
            failures.add(new FolderTransfer.Failure(shown, fault, sentence));
        }
        listener.fileFailed(shown, sentence);
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

    synchronized FolderTransfer.Summary summary() {
        return new FolderTransfer.Summary(stored, skipped, failed, List.copyOf(failures), storedBytes);
    }

    /** Whether {@code e} is no single item's fault, so that the rest need not be tried. */
    static boolean endsAll(ProtocolException e) {
        return switch (e.fault()) {
            case MALFORMED, PASSCODE_NEEDED, REFUSED, NOT_FOUND, EXISTS, CHANGED, TOO_LARGE, CORRUPTED, LOCKED -> false;
            case WRONG_PASSCODE, NOT_SERVED, SERVER_ERROR, UNKNOWN_STATUS, LOCAL_DENIED -> false;
            case LOCAL_STORAGE -> e.getCause() instanceof java.io.IOException cause && StorageFaults.isDiskFull(cause);
            // Of a passcode only what is under its lock; of the access key everything.
            case TOO_MANY_TRIES -> e.lock().isEmpty();
            case SERVER_FULL, DISK_FULL -> true;
            case WRONG_KEY, UNREACHABLE, SERVER_KEY_CHANGED, NOT_QUAYSIDE -> true;
            case CONNECTION_LOST, HANDSHAKE_LOST, BROKEN_PROTOCOL, CANCELLED -> true;
        };
    }

    /** One file on its way. */
    final class Item {
        private final String shown;
        private final long bytes;
        private long done;

        private Item(String shown, long bytes) {
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
                switch (result) {
                    case TransferResult.Stored file -> {
                        stored++;
                        storedBytes += file.bytes();
                        progressed(file.bytes());
                    }
                    case TransferResult.Skipped _ -> {
                        skipped++;
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
            try {
                finished(carrier.move(moves.apply(watch), watch));
            } catch (ProtocolException e) {
                if (endsAll(e)) {
                    throw e;
                }
                failed(e);
            }
        }

        void failed(ProtocolException why) {
            synchronized (Tally.this) {
                progressed(0);
                Tally.this.failed(shown, why.fault(), why.sentence(), true);
            }
        }

        void failedWithFolder(ProtocolException why) {
            synchronized (Tally.this) {
                progressed(0);
                Tally.this.failed(shown, why.fault(), why.sentence(), false);
            }
        }
    }
}
