package quayside.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import quayside.server.guard.Deadlines;

/**
 * Decides what the host is told about connections that were cut. A guest that pauses or cancels a transfer cuts its
 * connection, and on the wire that looks like a failure of the network. So a cut is judged a moment later, by whether
 * the guest is still present or has said goodbye. Callers hold the monitor of the {@link GuestList}, which also guards
 * the fields. Thread-safe.
 */
final class Departures {
    /** The time from a cut to its verdict. */
    static final Duration VERDICT_DELAY = Duration.ofSeconds(2);

    private final GuestList guests;
    private final Deadlines deadlines;
    private final Map<GuestList.Key, List<Cut>> transfers = new HashMap<>();
    private final Map<GuestList.Key, Cut> gone = new HashMap<>();

    /** The guests that said goodbye within the delay, and the goodbye that was last. */
    private final Map<GuestList.Key, Object> farewells = new HashMap<>();

    Departures(GuestList guests, Deadlines deadlines) {
        this.guests = guests;
        this.deadlines = deadlines;
    }

    /** Something that was cut, and reports itself once it is judged. */
    @FunctionalInterface
    interface Cut {
        /**
         * Reports the cut as what it was.
         *
         * @param isPresent whether the guest has a connection now
         * @param saidGoodbye whether the guest said goodbye at about the time of the cut
         */
        void judged(boolean isPresent, boolean saidGoodbye);
    }

    /** Notes that a transfer of the guest {@code key} was cut. */
    void transferCut(GuestList.Key key, Cut transfer) {
        if (farewells.containsKey(key)) {
            transfer.judged(guests.isPresent(key), true);
            return;
        }
        transfers.computeIfAbsent(key, _ -> new ArrayList<>()).add(transfer);
        deadlines.after(VERDICT_DELAY, () -> judgeTransfer(key, transfer));
    }

    /** Notes that the last connection of the guest {@code key} was cut. */
    void lastCut(GuestList.Key key, Cut last) {
        if (farewells.containsKey(key)) {
            last.judged(false, true);
            return;
        }
        gone.put(key, last);
        deadlines.after(VERDICT_DELAY, () -> judgeLast(key, last));
    }

    /** Notes that the guest {@code key} said goodbye, and judges what was cut just before. */
    void farewell(GuestList.Key key) {
        Object goodbye = new Object();
        farewells.put(key, goodbye);
        deadlines.after(VERDICT_DELAY, () -> forget(key, goodbye));
        judge(key, true);
    }

    /** Returns whether the guest {@code key} went just now and has returned before that was reported. */
    boolean isReturn(GuestList.Key key) {
        return gone.remove(key) != null;
    }

    /** Judges everything now, because the server is stopping. */
    void judgeAll() {
        synchronized (guests) {
            List.copyOf(transfers.keySet()).forEach(key -> judge(key, false));
            List.copyOf(gone.keySet()).forEach(key -> judge(key, false));
        }
    }

    private void judge(GuestList.Key key, boolean saidGoodbye) {
        List<Cut> cut = transfers.remove(key);
        if (cut != null) {
            cut.forEach(each -> each.judged(guests.isPresent(key), saidGoodbye));
        }
        Cut last = gone.remove(key);
        if (last != null) {
            last.judged(guests.isPresent(key), saidGoodbye);
        }
    }

    private void judgeTransfer(GuestList.Key key, Cut transfer) {
        synchronized (guests) {
            List<Cut> cut = transfers.get(key);
            if (cut != null && cut.remove(transfer)) {
                if (cut.isEmpty()) {
                    transfers.remove(key);
                }
                transfer.judged(guests.isPresent(key), false);
            }
        }
    }

    private void judgeLast(GuestList.Key key, Cut last) {
        synchronized (guests) {
            if (gone.remove(key, last)) {
                last.judged(guests.isPresent(key), false);
            }
        }
    }

    private void forget(GuestList.Key key, Object goodbye) {
        synchronized (guests) {
            farewells.remove(key, goodbye);
        }
    }
}
