package quayside.app.core.transfer;

import java.util.ArrayList;
import java.util.List;
import quayside.app.core.text.Texts;
import quayside.app.core.transfer.TransferSnapshot.Direction;
import quayside.app.core.transfer.TransferSnapshot.State;
import quayside.protocol.text.ByteSize;

/**
 * The reason why a queued transfer waits, or why a running one is not faster. A reason that is not certain is left out. It
 * is put into words only when somebody reads it, because most rows of a long queue are not seen.
 *
 * @param key of the text; empty if no reason is known
 */
public record Why(String key, List<Object> arguments) {
    public static final Why UNKNOWN = new Why("", List.of());

    /** The reason of a transfer that checks what an earlier try has transferred. */
    static final Why CHECKING = new Why("core.transfer.checking", List.of());

    /** The reason of a transfer that the host has paused. */
    public static final Why HOST_PAUSED = new Why("core.transfer.hostPaused", List.of());

    /** The part of a limit from which on it is the limit that slows the transfers. */
    private static final double REACHED = 0.9;

    public Why {
        arguments = List.copyOf(arguments);
    }

    /** Returns the reason of a queued transfer; {@code ahead} others are queued before it. */
    public static Why turn(int ahead) {
        return new Why("core.transfer.turn", List.of(ahead));
    }

    /** Returns the reason of a transfer that {@code others} slow down together with the user's limit. */
    public static Why limited(long bytesPerSecond, int others) {
        return new Why("core.transfer.limited", List.of(new ByteSize(bytesPerSecond), others));
    }

    /** Returns the reason of a transfer whose speed the host limits. */
    static Why limitedByHost(long bytesPerSecond) {
        return new Why("core.transfer.hostLimits", List.of(new ByteSize(bytesPerSecond)));
    }

    /** Returns whether nothing is transferred yet. */
    public boolean isChecking() {
        return equals(CHECKING);
    }

    public boolean isUnknown() {
        return key.isEmpty();
    }

    /** Returns a sentence without a full stop, or nothing if no reason is known. */
    public String words() {
        return isUnknown() ? "" : Texts.get(key, arguments.toArray());
    }

    /**
     * Returns the snapshots with their reasons.
     *
     * @param all in the order of the queue
     * @param downLimit bytes per second of all downloads, 0 for no limit
     * @param upLimit the same for uploads
     */
    static List<TransferSnapshot> added(List<TransferSnapshot> all, long downLimit, long upLimit) {
        List<TransferSnapshot> explained = new ArrayList<>(all.size());
        Why ofDownloads = running(all, Direction.DOWNLOAD, downLimit);
        Why ofUploads = running(all, Direction.UPLOAD, upLimit);
        int ahead = 0;
        for (TransferSnapshot each : all) {
            explained.add(
                    switch (each.state()) {
                        case QUEUED -> each.because(turn(ahead++));
                        case RUNNING ->
                            each.bytesPerSecond() == 0 || !each.why().isUnknown()
                                    ? each
                                    : each.because(each.direction() == Direction.DOWNLOAD ? ofDownloads : ofUploads);
                        case WAITING, ASKING, PAUSED, DONE, SKIPPED, FAILED, CANCELLED -> each;
                    });
        }
        return List.copyOf(explained);
    }

    private static Why running(List<TransferSnapshot> all, Direction direction, long limit) {
        int moving = 0;
        long speed = 0;
        for (TransferSnapshot each : all) {
            if (each.direction() == direction && each.state() == State.RUNNING && each.bytesPerSecond() > 0) {
                moving++;
                speed += each.bytesPerSecond();
            }
        }
        int others = moving - 1;
        if (limit > 0 && speed >= limit * REACHED) {
            return limited(limit, others);
        }
        return others > 0 ? new Why("core.transfer.shares", List.of(others)) : UNKNOWN;
    }
}
