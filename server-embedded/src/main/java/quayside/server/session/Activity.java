package quayside.server.session;

import java.util.OptionalDouble;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import quayside.protocol.message.RemotePath;
import quayside.protocol.text.Sentence;
import quayside.server.text.ServerPhrase;

/** The activity of a guest, for the host. Written by the session's thread, read by any thread. */
public final class Activity {
    private final LongSupplier moved;
    private volatile @Nullable Transfer transfer;
    private volatile boolean transfers;

    /**
     * What a guest does at a moment.
     *
     * @param progress the part of the file that has arrived, 0 to 1; empty if no file is under way
     */
    public record Now(Sentence words, OptionalDouble progress) {}

    /**
     * @param offset the bytes of the file that the receiver had before
     * @param size negative if no bytes of the file are sent
     * @param begun the bytes that the connection had moved before
     */
    private record Transfer(ServerPhrase what, RemotePath path, long offset, long size, long begun) {}

    /** @param moved supplies the bytes of the connection so far, of both directions */
    Activity(LongSupplier moved) {
        this.moved = moved;
    }

    Now now() {
        Transfer now = transfer;
        if (now == null) {
            return new Now(Sentence.of(ServerPhrase.BROWSING), OptionalDouble.empty());
        }
        return new Now(Sentence.of(now.what(), now.path().name()), progress(now));
    }

    private OptionalDouble progress(Transfer now) {
        if (now.size() <= 0) {
            return OptionalDouble.empty();
        }
        // The frames and marks of the protocol are so few beside the content that nobody sees them in a bar.
        long done = now.offset() + Math.max(0, moved.getAsLong() - now.begun());
        return OptionalDouble.of(Math.min(1, (double) done / now.size()));
    }

    /** Notes that a request to transfer something is about to be answered, whatever it will be found to be. */
    void transferBegins() {
        transfers = true;
    }

    /** Returns whether a request to transfer something is being answered. */
    boolean isTransferring() {
        return transfers;
    }

    void browsing() {
        transfers = false;
        transfer = null;
    }

    /** @param offset the bytes that the guest has from before */
    void downloading(RemotePath path, long offset, long size) {
        transfer = new Transfer(ServerPhrase.DOWNLOADING, path, offset, size, moved.getAsLong());
    }

    /** @param offset the bytes that the share has from before */
    void uploading(RemotePath path, long offset, long size) {
        transfer = new Transfer(ServerPhrase.UPLOADING_NOW, path, offset, size, moved.getAsLong());
    }

    void copying(RemotePath path) {
        transfer = new Transfer(ServerPhrase.COPYING, path, 0, -1, 0);
    }

    void verifying(RemotePath path) {
        transfer = new Transfer(ServerPhrase.VERIFYING, path, 0, -1, 0);
    }
}
