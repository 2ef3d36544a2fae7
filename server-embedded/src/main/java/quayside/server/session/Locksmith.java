package quayside.server.session;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import quayside.protocol.message.Passcode;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.guard.GuessLimiter;
import quayside.server.guard.Source;
import quayside.server.protect.Hashing;
import quayside.server.protect.Lock;
import quayside.server.protect.ProtectedFiles;

/**
 * Makes and opens locks for all sessions of a server, within the limits on guesses (PROTOCOL.md section 5.8). Thread-safe; blocks for the wait behind other
 * passcodes, and interrupting that ends it with {@link Fault#CANCELLED}.
 */
public final class Locksmith implements AutoCloseable {
    /** Locks that nothing is under yet; the oldest makes room. */
    private static final int MOST_FRESH = 1024;

    private static final int MOST_LIMITERS = 4096;

    /** Of one source, at all locks together: many locks may be of one passcode, and a common one is worth trying at each. */
    private static final int FREE_TRIES_AT_ALL = 20;

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String PASSCODES = "passcodes";

    private final ProtectedFiles files;
    private final Hashing hashing;
    private final LongSupplier nanos;
    private final Map<String, Lock> fresh = new LinkedHashMap<>();
    private final Map<String, GuessLimiter> guesses = new ConcurrentHashMap<>();

    /** All guesses at locks that there are not count as guesses at one. */
    private final GuessLimiter blindGuesses;

    private final GuessLimiter allGuesses;

    public Locksmith(ProtectedFiles files, Hashing hashing, LongSupplier nanos) {
        this.files = files;
        this.hashing = hashing;
        this.nanos = nanos;
        this.blindGuesses = new GuessLimiter(nanos, PASSCODES);
        this.allGuesses = new GuessLimiter(nanos, PASSCODES, FREE_TRIES_AT_ALL);
    }

    /** A new lock, which any session can open from now on. */
    public Lock make(Passcode passcode) throws ProtocolException {
        Lock lock = hashing.make(passcode);
        synchronized (fresh) {
            fresh.put(lock.id(), lock);
            if (fresh.size() > MOST_FRESH) {
                fresh.remove(fresh.keySet().iterator().next());
            }
        }
        return lock;
    }

    /**
     * The lock {@code id}, if {@code passcode} opens it.
     *
     * @throws ProtocolException {@link Fault#REFUSED} where it does not, or there is no such lock; {@link Fault#TOO_MANY_TRIES}, before anything is
     *     computed
     */
    Lock open(String id, Passcode passcode, Source source) throws ProtocolException {
        Optional<Lock> lock = find(id);
        // Of all of them a right one forgives none: who guesses has a lock of his own too.
        try (GuessLimiter.Attempt anywhere = allGuesses.begin(source, PATIENCE);
                GuessLimiter.Attempt attempt = limiter(lock).begin(source, PATIENCE)) {
            if (hashing.opens(lock.orElse(null), passcode) && lock.isPresent()) {
                attempt.succeeded();
                return lock.get();
            }
            attempt.failed();
            anywhere.failed();
        } catch (InterruptedException e) {
            throw new ProtocolException(Fault.CANCELLED, "Nobody waits for this passcode any more.", e);
        }
        throw new ProtocolException(Fault.REFUSED, "That is not the passcode.");
    }

    private Optional<Lock> find(String id) {
        synchronized (fresh) {
            Lock lock = fresh.get(id);
            if (lock != null) {
                return Optional.of(lock);
            }
        }
        return files.lock(id);
    }

    private GuessLimiter limiter(Optional<Lock> lock) {
        if (lock.isEmpty()) {
            return blindGuesses;
        }
        if (guesses.size() > MOST_LIMITERS) {
            guesses.keySet().removeIf(each -> find(each).isEmpty());
        }
        return guesses.computeIfAbsent(lock.get().id(), _ -> new GuessLimiter(nanos, PASSCODES));
    }

    /** Ends all waiting for a try. */
    @Override
    public void close() {
        blindGuesses.close();
        allGuesses.close();
        guesses.values().forEach(GuessLimiter::close);
    }
}
