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
import quayside.protocol.wire.Reason;

/**
 * The passcodes that one client remembers, the prompt that asks for others, and the locks that may not be tried now. It
 * remembers its own copies, and wipes them when it forgets them or is closed. Thread-safe.
 */
public final class PasscodeCache implements AutoCloseable {
    private final Cancellation closing;
    private final Throttles throttles;
    private final Map<String, Passcode> remembered = new HashMap<>();
    private volatile PasscodePrompt prompt = PasscodePrompt.NONE;
    private boolean closed;

    /**
     * Creates the cache of one client.
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
     * Asks the prompt. Blocks for as long as a person thinks.
     *
     * @return an answer that the caller closes, and whose outcome the caller reports by {@link #tried}
     * @throws ProtocolException {@link Fault#CANCELLED} as soon as the call is cancelled or the client closed. A later
     *     answer is wiped
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

    /** One question, asked on its own thread, so that a prompt that does not return cannot delay a cancellation. */
    private static final class Asked {
        private final PasscodePrompt prompt;
        private final PasscodePrompt.Question question;
        private final Cancellation withdrawn = new Cancellation();
        private final CompletableFuture<Optional<PasscodePrompt.Answer>> answer = new CompletableFuture<>();

        Asked(PasscodePrompt prompt, PasscodePrompt.Question question) {
            this.prompt = prompt;
            this.question = question;
            Thread.ofVirtual().name("quayside-passcode").start(this::run);
        }

        private void run() {
            try {
                Optional<PasscodePrompt.Answer> given = prompt.ask(question, withdrawn);
                if (!answer.complete(given)) {
                    wipe(given);
                }
            } catch (RuntimeException | Error e) {
                answer.completeExceptionally(e);
            }
            wake(this);
        }

        /** Wipes an answer that came just now. A later answer is wiped when it comes. */
        void withdraw() {
            if (!answer.complete(Optional.empty()) && !answer.isCompletedExceptionally()) {
                wipe(answer.join());
            }
            withdrawn.cancel();
        }

        private void wipe(Optional<PasscodePrompt.Answer> useless) {
            useless.ifPresent(each -> {
                each.passcode().close();
                prompt.tried(question.lock(), false);
            });
        }
    }

    /** Reports to the prompt whether the last answer for {@code lock} was right. */
    void tried(String lock, boolean right) {
        prompt.tried(lock, right);
    }

    /** Returns whether the prompt gave no answer for {@code lock} because the only passcode that it knows is wrong. */
    boolean isWrong(String lock) {
        return prompt.knowsOnlyWrong(lock);
    }

    Throttles throttles() {
        return throttles;
    }

    /**
     * Waits on {@code monitor} until {@code done}, which is evaluated under the monitor.
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
            throw new ProtocolException(Reason.CANCELLED, e);
        }
    }

    private static void wake(Object monitor) {
        synchronized (monitor) {
            monitor.notifyAll();
        }
    }

    /** Returns a copy that the caller closes; null if none is remembered. */
    synchronized @Nullable Passcode find(String lock) {
        Passcode found = remembered.get(lock);
        return found == null ? null : found.copy();
    }

    /** Remembers a copy of {@code passcode}. */
    public synchronized void remember(String lock, Passcode passcode) {
        if (!closed) {
            Passcode before = remembered.put(lock, passcode.copy());
            if (before != null) {
                before.close();
            }
        }
    }

    /** Forgets {@code refused}. Any other passcode that is remembered for this lock stays. */
    synchronized void forget(String lock, Passcode refused) {
        Passcode kept = remembered.get(lock);
        if (kept != null && kept.equals(refused)) {
            remembered.remove(lock);
            kept.close();
        }
    }

    /** Wipes all remembered passcodes. Later ones are not remembered. */
    @Override
    public synchronized void close() {
        closed = true;
        remembered.values().forEach(Passcode::close);
        remembered.clear();
    }
}
