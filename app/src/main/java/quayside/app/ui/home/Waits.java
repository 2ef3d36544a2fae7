package quayside.app.ui.home;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import quayside.app.core.share.ShareId;
import quayside.app.core.transfer.TransferSnapshot;

/**
 * The transfers of a share that wait until it is open. Immutable.
 *
 * @param count how many there are
 * @param first the first {@link #LISTED} of them, in the order of the queue
 */
public record Waits(int count, List<TransferSnapshot> first) {
    static final int LISTED = 4;
    static final Waits NONE = new Waits(0, List.of());

    public Waits {
        first = List.copyOf(first);
    }

    /**
     * Returns what waits for each share, if anything does. A share of which a file is being transferred is open; whether
     * the others are, this does not know. Callable on any thread.
     */
    public static Map<ShareId, Waits> of(List<TransferSnapshot> queue) {
        Map<ShareId, List<TransferSnapshot>> active = queue.stream()
                .filter(transfer -> transfer.state().isActive())
                .collect(Collectors.groupingBy(TransferSnapshot::shareId));
        Map<ShareId, Waits> waits = new HashMap<>();
        active.forEach((share, all) -> {
            if (all.stream().noneMatch(transfer -> transfer.state() == TransferSnapshot.State.RUNNING)) {
                waits.put(share, new Waits(all.size(), all.subList(0, Math.min(all.size(), LISTED))));
            }
        });
        return waits;
    }
}
