package quayside.app.core.transfer;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The transfers of a queue in their order. Not thread-safe; the queue's lock guards it. */
final class Line {
    /** The gap between the places of two new transfers, in which others find room. */
    private static final long STEP = 1 << 20;

    /** The number of transfers that are done and stay in the line. */
    static final int MAX_DONE = 1000;

    private static final Duration KEEP_DONE = Duration.ofDays(1);

    private final Map<Long, Transfer> transfers = new LinkedHashMap<>();
    private long lastOrder;

    void add(Transfer transfer) {
        lastOrder = Math.max(lastOrder, transfer.order());
        transfers.put(transfer.id(), transfer);
    }

    Optional<Transfer> find(long id) {
        return Optional.ofNullable(transfers.get(id));
    }

    List<Transfer> inOrder() {
        return transfers.values().stream()
                .sorted(Comparator.comparingLong(Transfer::order))
                .toList();
    }

    /** Removes those that have ended and pass {@code which}, and returns them. */
    List<Transfer> removeEnded(Predicate<Transfer> which) {
        List<Transfer> removed = transfers.values().stream()
                .filter(transfer -> transfer.state().hasEnded() && which.test(transfer))
                .toList();
        removed.forEach(transfer -> transfers.remove(transfer.id()));
        return removed;
    }

    /**
     * Removes those that were done long ago, and returns them. Only the newest {@link #MAX_DONE} stay, because nobody
     * looks for others in the list, and each has its memory and its file. Those that failed stay.
     *
     * @param afterDay whether those that ended a day ago are removed, too
     */
    List<Transfer> removeDoneLongAgo(boolean afterDay, Instant now) {
        List<Transfer> done = transfers.values().stream()
                .filter(transfer -> transfer.state().isClearable())
                .sorted(Comparator.comparing(Transfer::endedAt).reversed())
                .toList();
        Set<Transfer> old = new HashSet<>(done.subList(Math.min(done.size(), MAX_DONE), done.size()));
        if (afterDay) {
            done.stream()
                    .filter(transfer -> transfer.endedAt().isBefore(now.minus(KEEP_DONE)))
                    .forEach(old::add);
        }
        return removeEnded(old::contains);
    }

    /** Returns the place behind all others, those of earlier starts and of other programs too. */
    long lastPlace() {
        lastOrder = Math.max(lastOrder + STEP, System.currentTimeMillis() * STEP);
        return lastOrder;
    }

    /**
     * Moves a transfer to the place before another, or behind all others.
     *
     * @param changed gets each transfer that has another place now
     */
    void move(Transfer moved, Optional<Long> before, Consumer<Transfer> changed) {
        List<Transfer> order = new ArrayList<>(inOrder());
        order.remove(moved);
        int at = before.map(transfers::get)
                .map(order::indexOf)
                .filter(found -> found >= 0)
                .orElse(order.size());
        if (at == order.size()) {
            place(moved, lastPlace(), changed);
            return;
        }
        long above = at == 0
                ? order.getFirst().order() - 2 * STEP
                : order.get(at - 1).order();
        long below = order.get(at).order();
        if (below - above > 1) {
            place(moved, above + (below - above) / 2, changed);
        } else {
            order.add(at, moved);
            order.forEach(each -> place(each, lastPlace(), changed));
        }
    }

    private static void place(Transfer transfer, long order, Consumer<Transfer> changed) {
        transfer.order(order);
        changed.accept(transfer);
    }
}
