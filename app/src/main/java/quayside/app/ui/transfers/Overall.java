package quayside.app.ui.transfers;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import quayside.app.core.transfer.TransferSnapshot;

/**
 * The whole queue in numbers.
 *
 * @param active queued, running, or waiting for their connection or a passcode
 * @param waiting those of the active ones whose connection was lost
 * @param asking those of the active ones that wait for a passcode
 * @param failed not those that the user cancelled
 * @param fraction 0 to 1 over all that is active, or -1 while a size is not known
 */
record Overall(
        int active,
        int waiting,
        int asking,
        int paused,
        int failed,
        double fraction,
        long bytesPerSecond,
        Optional<Duration> timeLeft) {
    static Overall of(List<TransferSnapshot> all) {
        int active = 0;
        int waiting = 0;
        int asking = 0;
        int paused = 0;
        int failed = 0;
        long bytesDone = 0;
        long bytesTotal = 0;
        long speed = 0;
        boolean known = true;
        for (TransferSnapshot t : all) {
            switch (t.state()) {
                case QUEUED, RUNNING, WAITING, ASKING -> {
                    active++;
                    asking += t.state() == TransferSnapshot.State.ASKING ? 1 : 0;
                    waiting += t.state() == TransferSnapshot.State.WAITING ? 1 : 0;
                    bytesDone += t.bytesDone();
                    bytesTotal += Math.max(0, t.bytesTotal());
                    speed += t.bytesPerSecond();
                    known &= t.bytesTotal() >= 0;
                }
                case PAUSED -> paused++;
                case FAILED -> failed++;
                case DONE, SKIPPED, CANCELLED -> {}
            }
        }
        double fraction = !known ? -1 : bytesTotal == 0 ? 0 : (double) bytesDone / bytesTotal;
        Optional<Duration> left = known && speed > 0
                ? Optional.of(Duration.ofSeconds((bytesTotal - bytesDone) / speed))
                : Optional.empty();
        return new Overall(active, waiting, asking, paused, failed, fraction, speed, left);
    }
}
