package quayside.protocol.client;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import quayside.protocol.wire.ProtocolException;

/** One question before a prompt, on a thread of its own, so that a prompt that does not return holds up nobody who is cancelled. Thread-safe. */
final class Asking {
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

    /** Asks, once; as {@link Passcodes#ask}. */
    Optional<PasscodePrompt.Answer> answer(Passcodes session, Cancellation cancellation) throws ProtocolException {
        Thread.ofVirtual().name("quayside-passcode").start(this::run);
        try {
            session.await(this, () -> answered, cancellation);
        } catch (ProtocolException e) {
            withdraw();
            throw e;
        }
        synchronized (this) {
            if (failure != null) {
                throw new IllegalStateException("the passcode prompt failed", failure);
            }
            return answer;
        }
    }

    private void run() {
        Optional<PasscodePrompt.Answer> told = Optional.empty();
        Throwable thrown = null;
        try {
            told = prompt.ask(question, nobodyWaits);
        } catch (RuntimeException | Error e) {
            thrown = e;
        }
        boolean late;
        synchronized (this) {
            answered = true;
            answer = told;
            failure = thrown;
            late = withdrawn;
            notifyAll();
        }
        if (late) {
            giveUp(told);
        }
    }

    /** An answer that came just now is wiped here, a later one by {@link #run}. */
    private void withdraw() {
        Optional<PasscodePrompt.Answer> justNow;
        synchronized (this) {
            withdrawn = true;
            justNow = answer;
        }
        giveUp(justNow);
        nobodyWaits.cancel();
    }

    private void giveUp(Optional<PasscodePrompt.Answer> useless) {
        useless.ifPresent(each -> {
            each.passcode().close();
            prompt.tried(question.lock(), false);
        });
    }
}
