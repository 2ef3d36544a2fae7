package quayside.protocol.client.unlock;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.ConnectionPool;
import quayside.protocol.message.Passcode;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/**
 * The passcodes that one client remembers, whom it asks for others, and which locks may not be tried now. What it remembers are copies of its own, wiped when it
 * forgets them or is closed. Thread-safe.
 */
public final class PasscodeCache implements AutoCloseable {
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
    public PasscodeCache(Cancellation closing, LongSupplier nanos) {
        this.closing = closing;
        this.throttles = new Throttles(nanos);
    }

    public void prompt(PasscodePrompt asked) {
        prompt = asked;
    }

    /**
     * Has the prompt asked. Blocks for as long as a person thinks.
     *
     * @return an answer that is the caller's to close, and to tell the outcome of by {@link #tried}
     * @throws ProtocolException {@link Fault#CANCELLED}, at once, also if the client was closed; what is answered later is wiped
     */
    Optional<PasscodePrompt.Answer> ask(PasscodePrompt.Question question, Cancellation cancellation)
            throws ProtocolException {
        Asked asked = new Asked(prompt, question);
        try {
            await(asked, asked.answer::isDone, cancellation);
        } catch (ProtocolException e) {
            asked.withdraw();
            throw e;
        }
        try {
            return asked.answer.join();
        } catch (CompletionException e) {
            throw new IllegalStateException("the passcode prompt failed", e.getCause());
        }
    }

    /** One question, asked on a thread of its own, so that a prompt that does not return holds up nobody who is cancelled. */
    private static final class Asked {
        private final PasscodePrompt prompt;
        private final PasscodePrompt.Question question;
        private final Cancellation nobodyWaits = new Cancellation();
        private final CompletableFuture<Optional<PasscodePrompt.Answer>> answer = new CompletableFuture<>();

        Asked(PasscodePrompt prompt, PasscodePrompt.Question question) {
            this.prompt = prompt;
            this.question = question;
            Thread.ofVirtual().name("quayside-passcode").start(this::run);
        }

        private void run() {
            try {
                Optional<PasscodePrompt.Answer> given = prompt.ask(question, nobodyWaits);
                if (!answer.complete(given)) {
                    wipe(given);
                }
            } catch (RuntimeException | Error e) {
                answer.completeExceptionally(e);
            }
            wake(this);
        }

        /** An answer that came just now is wiped here, a later one when it comes. */
        void withdraw() {
            if (!answer.complete(Optional.empty()) && !answer.isCompletedExceptionally()) {
                wipe(answer.join());
            }
            nobodyWaits.cancel();
        }

        private void wipe(Optional<PasscodePrompt.Answer> useless) {
            useless.ifPresent(each -> {
                each.passcode().close();
                prompt.tried(question.lock(), false);
            });
        }
    }

    /** What became of the last answer for {@code lock}. */
    void tried(String lock, boolean right) {
        prompt.tried(lock, right);
    }

    /** Whether the prompt gave no answer for {@code lock} because it knows only a wrong one. */
    boolean isWrong(String lock) {
        return prompt.knowsOnlyWrong(lock);
    }

    Throttles throttles() {
        return throttles;
    }

    /**
     * Waits on {@code monitor} until {@code done}, which is asked while it is held.
     *
     * @throws ProtocolException {@link Fault#CANCELLED}, also if the client was closed
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

    /** A copy, the caller's to close; null if none is remembered. */
    synchronized @Nullable Passcode find(String lock) {
        Passcode found = remembered.get(lock);
        return found == null ? null : found.copy();
    }

    /** Keeps a copy. */
    public synchronized void remember(String lock, Passcode passcode) {
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
