package quayside.protocol.client;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import quayside.protocol.message.Passcode;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/**
 * The passcodes that one client remembers, and whom it asks for others. What it remembers are copies of its own, wiped when it forgets them or is closed.
 * Thread-safe.
 */
final class Passcodes implements AutoCloseable {
    private final Cancellation closing;
    private final Map<String, Passcode> remembered = new HashMap<>();
    private PasscodePrompt prompt = PasscodePrompt.NONE;
    private boolean turnTaken;
    private boolean closed;

    /** The question before the prompt, until that returns; also one for which nobody waits any more. */
    private @Nullable Asking asking;

    /** @param closing cancelled when the client is closed, which ends all waiting */
    Passcodes(Cancellation closing) {
        this.closing = closing;
    }

    /** The right to ask, and to try what is answered; until closed. */
    interface Turn extends AutoCloseable {
        @Override
        void close();
    }

    synchronized void prompt(PasscodePrompt asked) {
        prompt = asked;
    }

    /**
     * Waits until nobody else of this client asks. Whoever gets it looks first at what the others have been told meanwhile. Blocks for as long as a person
     * thinks.
     *
     * @throws ProtocolException {@link Fault#CANCELLED}, also where the client was closed
     */
    synchronized Turn turn(Cancellation cancellation) throws ProtocolException {
        await(() -> !turnTaken && asking == null, cancellation);
        turnTaken = true;
        return this::endTurn;
    }

    private synchronized void endTurn() {
        turnTaken = false;
        notifyAll();
    }

    /**
     * Has the prompt asked; for whoever has the turn. Blocks for as long as a person thinks.
     *
     * @return an answer that is the caller's to close
     * @throws ProtocolException {@link Fault#CANCELLED}, at once, also where the client was closed; what is answered later is wiped
     */
    Optional<PasscodePrompt.Answer> ask(PasscodePrompt.Question question, Cancellation cancellation)
            throws ProtocolException {
        Asking mine;
        synchronized (this) {
            mine = new Asking(prompt, question);
            asking = mine;
        }
        Thread.ofVirtual().name("quayside-passcode").start(mine);
        try {
            return mine.await(cancellation);
        } catch (ProtocolException e) {
            mine.withdraw();
            throw e;
        }
    }

    /** The caller holds the monitor. */
    private void await(BooleanSupplier done, Cancellation cancellation) throws ProtocolException {
        try (Cancellation.Registration _ = cancellation.onCancel(this::wake);
                Cancellation.Registration _ = closing.onCancel(this::wake)) {
            while (true) {
                cancellation.check();
                if (closing.isCancelled()) {
                    throw ConnectionPool.closed();
                }
                if (done.getAsBoolean()) {
                    return;
                }
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProtocolException(Fault.CANCELLED, "Cancelled.", e);
        }
    }

    private synchronized void wake() {
        notifyAll();
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

    /** One question; its fields are guarded by the outer monitor. */
    private final class Asking implements Runnable {
        private final PasscodePrompt prompt;
        private final PasscodePrompt.Question question;
        private final Cancellation nobodyWaits = new Cancellation();
        private boolean withdrawn;
        private boolean answered;
        private Optional<PasscodePrompt.Answer> answer = Optional.empty();
        private @Nullable Throwable failure;

        Asking(PasscodePrompt prompt, PasscodePrompt.Question question) {
            this.prompt = prompt;
            this.question = question;
        }

        @Override
        public void run() {
            Optional<PasscodePrompt.Answer> told = Optional.empty();
            Throwable thrown = null;
            try {
                told = prompt.ask(question, nobodyWaits);
            } catch (RuntimeException | Error e) {
                thrown = e;
            }
            synchronized (Passcodes.this) {
                asking = null;
                answered = true;
                answer = told;
                failure = thrown;
                if (withdrawn) {
                    wipe();
                }
                Passcodes.this.notifyAll();
            }
        }

        Optional<PasscodePrompt.Answer> await(Cancellation cancellation) throws ProtocolException {
            synchronized (Passcodes.this) {
                Passcodes.this.await(() -> answered, cancellation);
                if (failure != null) {
                    throw new IllegalStateException("the passcode prompt failed", failure);
                }
                return answer;
            }
        }

        /** An answer that came just now is wiped here, a later one by {@link #run}. */
        void withdraw() {
            synchronized (Passcodes.this) {
                withdrawn = true;
                wipe();
            }
            nobodyWaits.cancel();
        }

        private void wipe() {
            answer.ifPresent(late -> late.passcode().close());
        }
    }
}
