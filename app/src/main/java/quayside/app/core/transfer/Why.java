package quayside.app.core.transfer;

import java.util.ArrayList;
import java.util.List;
import quayside.app.core.text.Texts;
import quayside.app.core.transfer.TransferSnapshot.Direction;
import quayside.app.core.transfer.TransferSnapshot.State;
import quayside.protocol.text.ByteSize;

/** Finds why queued transfers wait, and why running ones are not faster. A reason that is not certain is left out. */
final class Why {
    /** The part of a limit from which on it is the limit that slows the transfers. */
    private static final double REACHED = 0.9;

    private Why() {}

    /**
     * Returns the snapshots with their reasons.
     *
     * @param all in the order of the queue
     * @param downLimit bytes per second of all downloads, 0 for no limit
     * @param upLimit the same for uploads
     */
    static List<TransferSnapshot> added(List<TransferSnapshot> all, long downLimit, long upLimit) {
        List<TransferSnapshot> explained = new ArrayList<>(all.size());
        String ofDownloads = running(all, Direction.DOWNLOAD, downLimit);
        String ofUploads = running(all, Direction.UPLOAD, upLimit);
        int ahead = 0;
        for (TransferSnapshot each : all) {
            explained.add(
                    switch (each.state()) {
                        case QUEUED -> each.because(Texts.get("core.transfer.turn", ahead++));
                        case RUNNING ->
                            each.bytesPerSecond() == 0
                                    ? each
                                    : each.because(each.direction() == Direction.DOWNLOAD ? ofDownloads : ofUploads);
                        case WAITING, ASKING, PAUSED, DONE, SKIPPED, FAILED, CANCELLED -> each;
                    });
        }
        return explained;
    }

    private static String running(List<TransferSnapshot> all, Direction direction, long limit) {
        List<TransferSnapshot> moving = all.stream()
                .filter(each ->
                        each.direction() == direction && each.state() == State.RUNNING && each.bytesPerSecond() > 0)
                .toList();
        int others = moving.size() - 1;
        long speed = moving.stream().mapToLong(TransferSnapshot::bytesPerSecond).sum();
        if (limit > 0 && speed >= limit * REACHED) {
            return Texts.get("core.transfer.limited", ByteSize.shown(limit), others);
        }
        return others > 0 ? Texts.get("core.transfer.shares", others) : "";
    }
}
