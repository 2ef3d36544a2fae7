package quayside.app.core.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import quayside.app.core.share.ShareId;
import quayside.app.core.transfer.TransferSnapshot.Direction;
import quayside.app.core.transfer.TransferSnapshot.State;
import quayside.protocol.crypto.Fingerprint;

/** The reasons why transfers wait or are slow: true, or absent. */
class WhyTest {
    private static final ShareId SHARE = new ShareId(Fingerprint.parse("a".repeat(32)));

    @Test
    void aQueuedTransferSaysHowManyAreAheadOfIt() {
        assertThat(whys(
                        0,
                        transfer(1, Direction.UPLOAD, State.RUNNING, 10),
                        transfer(2, Direction.UPLOAD, State.QUEUED, 0),
                        transfer(3, Direction.DOWNLOAD, State.QUEUED, 0),
                        transfer(4, Direction.DOWNLOAD, State.WAITING, 0),
                        transfer(5, Direction.DOWNLOAD, State.QUEUED, 0)))
                .containsExactly(
                        "", "Queued, it is the next", "Queued, 1 is ahead of it", "", "Queued, 2 are ahead of it");
    }

    @Test
    void theOwnLimitIsNamedOnlyWhenItIsReached() {
        assertThat(whys(500_000, transfer(1, Direction.DOWNLOAD, State.RUNNING, 480_000)))
                .containsExactly("Limited to 500 kB/s by you");
        assertThat(whys(
                        500_000,
                        transfer(1, Direction.DOWNLOAD, State.RUNNING, 240_000),
                        transfer(2, Direction.DOWNLOAD, State.RUNNING, 250_000)))
                .containsOnly("Limited to 500 kB/s by you, with 1 other");
        assertThat(whys(500_000, transfer(1, Direction.DOWNLOAD, State.RUNNING, 100_000)))
                .containsExactly("");
    }

    @Test
    void othersShareTheLineOnlyInTheSameDirection() {
        assertThat(whys(
                        0,
                        transfer(1, Direction.UPLOAD, State.RUNNING, 10),
                        transfer(2, Direction.UPLOAD, State.RUNNING, 10),
                        transfer(3, Direction.DOWNLOAD, State.RUNNING, 10),
                        transfer(4, Direction.UPLOAD, State.RUNNING, 0)))
                .containsExactly("Shares the line with 1 other", "Shares the line with 1 other", "", "");
    }

    @Test
    void whatThePausedOneWaitsForIsTheUser() {
        assertThat(TransferOutcome.paused().message()).isEqualTo("Paused by you");
    }

    private static List<String> whys(long limit, TransferSnapshot... all) {
        return Why.added(List.of(all), limit, limit).stream()
                .map(transfer -> transfer.why().words())
                .toList();
    }

    private static TransferSnapshot transfer(long id, Direction direction, State state, long speed) {
        return new TransferSnapshot(
                id,
                direction,
                "name",
                "share",
                SHARE,
                "place",
                false,
                state,
                0,
                1000,
                0,
                1,
                speed,
                Optional.empty(),
                "",
                Why.UNKNOWN,
                Optional.empty(),
                TransferSnapshot.Remarks.NONE,
                TransferSnapshot.Result.NONE);
    }
}
