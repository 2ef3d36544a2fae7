package quayside.protocol.client;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import quayside.protocol.message.DisplayText;
import quayside.protocol.transfer.StorageFaults;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** Counts what a folder's transfer did, tells the listener, and decides which faults end it. For one thread. */
final class Tally {
    private final FolderTransfer.Listener listener;
    private final List<FolderTransfer.Failure> failures = new ArrayList<>();
    private long stored;
    private long skipped;
    private long failed;
    private long storedBytes;
    private long passedBytes;
    private boolean justLost;

    Tally(FolderTransfer.Listener listener) {
        this.listener = listener;
    }

    /** Something that moves one file and says how it went. */
    @FunctionalInterface
    interface FileMove {
        TransferResult move(ProgressListener progress) throws IOException;
    }

    /** Something else that is to be done for the item {@code path}. */
    @FunctionalInterface
    interface Step {
        void run() throws IOException;
    }

    void counted(long files, long bytes) {
        listener.counted(files, bytes);
    }

    /** Moves one file; a fault that is the file's own is noted. */
    void file(String path, long bytes, FileMove move) throws IOException {
        String shown = DisplayText.escape(path);
        boolean moved = step(path, () -> {
            listener.fileStarted(shown, bytes);
            long before = passedBytes;
            TransferResult result = move.move((done, total) -> listener.progressed(before + done));
            switch (result) {
                case TransferResult.Stored file -> {
                    stored++;
                    storedBytes += file.bytes();
                    passedBytes = before + file.bytes();
                }
                case TransferResult.Skipped _ -> {
                    skipped++;
                    passedBytes = before + bytes;
                }
            }
            listener.progressed(passedBytes);
            listener.fileFinished(shown, result);
        });
        if (!moved) {
            listener.progressed(passedBytes);
        }
    }

    /** Runs {@code step}; false where it failed with a fault that is the item's own, which is noted. */
    boolean step(String path, Step step) throws IOException {
        try {
            step.run();
            justLost = false;
            return true;
        } catch (IOException e) {
            ProtocolException fault = StorageFaults.of(e);
            if (fault.fault() == Fault.CONNECTION_LOST && !justLost) {
                // A file that changes while it is sent costs its connection (PROTOCOL.md section 5.2) but not the
                // others.
                justLost = true;
            } else if (endsAll(fault)) {
                throw fault;
            }
            note(path, fault.fault(), fault.sentence());
            return false;
        }
    }

    /** Notes an item that is not transferred. */
    void note(String path, Fault fault, String sentence) {
        String shown = DisplayText.escape(path);
        failed++;
        if (failures.size() < FolderTransfer.MOST_LISTED_FAILURES) {
            failures.add(new FolderTransfer.Failure(shown, fault, sentence));
        }
        listener.fileFailed(shown, sentence);
    }

    FolderTransfer.Summary summary() {
        return new FolderTransfer.Summary(stored, skipped, failed, List.copyOf(failures), storedBytes);
    }

    private static boolean endsAll(ProtocolException e) {
        return switch (e.fault()) {
            case MALFORMED, PASSCODE_NEEDED, REFUSED, NOT_FOUND, EXISTS, CHANGED, TOO_LARGE, CORRUPTED, LOCKED -> false;
            case TOO_MANY_TRIES, SERVER_ERROR, UNKNOWN_STATUS -> false;
            case LOCAL_STORAGE -> e.getCause() instanceof IOException cause && StorageFaults.isDiskFull(cause);
            case SERVER_FULL, DISK_FULL -> true;
            case WRONG_KEY, UNREACHABLE, SERVER_KEY_CHANGED, NOT_QUAYSIDE -> true;
            case CONNECTION_LOST, BROKEN_PROTOCOL, CANCELLED -> true;
        };
    }
}
