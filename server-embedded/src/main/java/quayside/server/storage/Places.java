package quayside.server.storage;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/**
 * Lets a few copies of one asker go on at once. The others wait here before they open anything, so that an asker with
 * many connections does not take the memory and the file descriptors of others. Thread-safe.
 */
final class Places {
    private static final int OF_ONE_ASKER = 4;

    private final Map<String, Own> all = new ConcurrentHashMap<>();

    /** The places of one asker. */
    private static final class Own {
        private final Semaphore free = new Semaphore(OF_ONE_ASKER, true);

        /** The number of copies that hold a place or wait for one. */
        private int users;
    }

    /** A place that is held until it is closed, once. */
    interface Place extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Waits for a place of {@code asker}, first come first served. Interrupting the thread ends the wait with {@link
     * Fault#CANCELLED}.
     */
    Place enter(String asker) throws ProtocolException {
        Own own = all.compute(asker, (_, known) -> {
            Own used = known == null ? new Own() : known;
            used.users++;
            return used;
        });
        try {
            own.free.acquire();
        } catch (InterruptedException e) {
            leave(asker);
            Thread.currentThread().interrupt();
            throw Turns.cancelled(e);
        }
        return () -> {
            own.free.release();
            leave(asker);
        };
    }

    private void leave(String asker) {
        all.computeIfPresent(asker, (_, own) -> --own.users == 0 ? null : own);
    }
}
