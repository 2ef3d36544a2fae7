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
import quayside.server.protect.ProtectedNames;
import quayside.server.text.ServerReason;

/**
 * Makes locks, and verifies passcodes within the limits on guesses (PROTOCOL.md section 5.8), for all sessions of a
 * server. Thread-safe. It blocks while earlier passcodes are processed; interrupting the wait ends it with {@link
 * Fault#CANCELLED}.
 */
public final class PasscodeVerifier implements AutoCloseable {
    /** The number of new locks that are remembered before a file is under them; the oldest is evicted. */
    private static final int MAX_FRESH = 1024;

    private static final int MAX_LIMITERS = 4096;

    /**
     * Wrong tries of one source at all locks together. Many locks may have the same passcode, and a guesser could try a
     * common one at each.
     */
    private static final int FREE_TRIES_AT_ALL = 20;

    private static final Duration MAX_WAIT = Duration.ofSeconds(10);

    private final ProtectedNames files;
    private final Hashing hashing;
    private final LongSupplier nanos;
    private final Map<String, Lock> fresh = new LinkedHashMap<>();
    private final Map<String, GuessLimiter> guesses = new ConcurrentHashMap<>();

    /** Counts all guesses at locks that do not exist as guesses at a single lock. */
    private final GuessLimiter blindGuesses;

    private final GuessLimiter allGuesses;

    public PasscodeVerifier(ProtectedNames files, Hashing hashing, LongSupplier nanos) {
        this.files = files;
        this.hashing = hashing;
        this.nanos = nanos;
        this.blindGuesses = new GuessLimiter(nanos, ServerReason.TOO_MANY_WRONG_PASSCODES);
        this.allGuesses = new GuessLimiter(nanos, ServerReason.TOO_MANY_WRONG_PASSCODES, FREE_TRIES_AT_ALL);
    }

    /** Makes a lock, which any session can open from now on. */
    public Lock make(Passcode passcode) throws ProtocolException {
        Lock lock = hashing.make(passcode);
        synchronized (fresh) {
            fresh.put(lock.id(), lock);
            if (fresh.size() > MAX_FRESH) {
                fresh.remove(fresh.keySet().iterator().next());
            }
        }
        return lock;
    }

    /**
     * Returns the lock {@code id} if {@code passcode} opens it.
     *
     * @throws ProtocolException with {@link Fault#REFUSED} if it does not, or there is no such lock; {@link
     *     Fault#TOO_MANY_TRIES}, before anything is computed
     */
    Lock open(String id, Passcode passcode, Source source) throws ProtocolException {
        Optional<Lock> lock = find(id);
        // A right passcode does not forgive any guess in the count for all locks, because a guesser may have a lock of
        // its own.
        try (GuessLimiter.Attempt anywhere = allGuesses.begin(source, MAX_WAIT);
                GuessLimiter.Attempt attempt = limiter(lock).begin(source, MAX_WAIT)) {
            if (hashing.opens(lock.orElse(null), passcode) && lock.isPresent()) {
                attempt.succeeded();
                return lock.get();
            }
            attempt.failed();
            anywhere.failed();
        } catch (InterruptedException e) {
            throw new ProtocolException(ServerReason.PASSCODE_NOT_AWAITED, e);
        }
        throw new ProtocolException(ServerReason.PASSCODE_WRONG);
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
        if (guesses.size() > MAX_LIMITERS) {
            guesses.keySet().removeIf(each -> find(each).isEmpty());
        }
        return guesses.computeIfAbsent(
                lock.get().id(), _ -> new GuessLimiter(nanos, ServerReason.TOO_MANY_WRONG_PASSCODES));
    }

    /** Returns the number of locks whose guesses are counted. */
    int tracked() {
        return guesses.size();
    }

    /** Ends all waits for a try. */
    @Override
    public void close() {
        blindGuesses.close();
        allGuesses.close();
        guesses.values().forEach(GuessLimiter::close);
    }
}
