package quayside.protocol.client;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import quayside.protocol.message.Passcode;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/**
 * The passcodes that one client remembers, whom it asks for others, and which locks may not be tried now. What it remembers are copies of its own, wiped when it
 * forgets them or is closed. Thread-safe.
 */
final class Passcodes implements AutoCloseable {
    private final Cancellation closing;
    private final Throttles throttles;
    private final Map<String, Passcode> remembered = new HashMap<>();
    private volatile PasscodePrompt prompt = PasscodePrompt.NONE;
    private boolean closed;

    /**
     * For one client.
     *
     * @param closing cancelled when the client is closed, which ends all waiting
     * @param nanos the monotonic clock
     */
    Passcodes(Cancellation closing, LongSupplier nanos) {
        this.closing = closing;
        this.throttles = new Throttles(nanos);
    }

    void prompt(PasscodePrompt asked) {
        prompt = asked;
    }

    /**
     * Has the prompt asked. Blocks for as long as a person thinks.
     *
     * @return an answer that is the caller's to close, and to tell the outcome of by {@link #tried}
     * @throws ProtocolException {@link Fault#CANCELLED}, at once, also where the client was closed; what is answered later is wiped
     */
    Optional<PasscodePrompt.Answer> ask(PasscodePrompt.Question question, Cancellation cancellation)
            throws ProtocolException {
        return new Asking(prompt, question).answer(this, cancellation);
    }

    /** What became of the last answer for {@code lock}. */
    void tried(String lock, boolean right) {
        prompt.tried(lock, right);
    }

    /** Whether whoever gave no answer for {@code lock} knows a wrong one. */
    boolean isWrong(String lock) {
        return prompt.knowsOnlyWrong(lock);
    }

    Throttles throttles() {
        return throttles;
    }

    /**
     * Waits on {@code monitor} until {@code done}, which is asked while it is held.
     *
     * @throws ProtocolException {@link Fault#CANCELLED}, also where the client was closed
     */
    void await(Object monitor, BooleanSupplier done, Cancellation cancellation) throws ProtocolException {
        try (Cancellation.Registration _ = cancellation.onCancel(() -> wake(monitor));
                Cancellation.Registration _ = closing.onCancel(() -> wake(monitor))) {
            synchronized (monitor) {
                while (true) {
                    cancellation.check();
                    if (closing.isCancelled()) {
                        throw ConnectionPool.closed();
                    }
                    if (done.getAsBoolean()) {
                        return;
                    }
                    monitor.wait();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProtocolException(Fault.CANCELLED, "Cancelled.", e);
        }
    }

    private static void wake(Object monitor) {
        synchronized (monitor) {
            monitor.notifyAll();
        }
    }

    /** A copy, the caller's to close; null where none is remembered. */
    synchronized @Nullable Passcode find(String lock) {
        Passcode found = remembered.get(lock);
        return found == null ? null : found.copy();
    }

    /** Keeps a copy. */
    synchronized void remember(String lock, Passcode passcode) {
        if (!closed) {
            Passcode before = remembered.put(lock, passcode.copy());
            if (before != null) {
                before.close();
            }
        }
    }

    /** Forgets {@code refused}, and no other that is remembered for this lock. */
    synchronized void forget(String lock, Passcode refused) {
        Passcode kept = remembered.get(lock);
        if (kept != null && kept.equals(refused)) {
            remembered.remove(lock);
            kept.close();
        }
    }

    /** Wipes what is remembered; nothing more is. */
    @Override
    public synchronized void close() {
        closed = true;
        remembered.values().forEach(Passcode::close);
        remembered.clear();
    }
}
