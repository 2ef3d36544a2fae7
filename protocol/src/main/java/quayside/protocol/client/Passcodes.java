package quayside.protocol.client;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import quayside.protocol.message.Passcode;
import quayside.protocol.wire.ProtocolException;

/** The passcodes that one client remembers, and whom it asks for others. Thread-safe. */
final class Passcodes {
    private final Map<String, Passcode> remembered = new ConcurrentHashMap<>();
    private final Cancellation closing;
    private volatile PasscodePrompt prompt = PasscodePrompt.NONE;

    /** @param closing is cancelled when the client is closed */
    Passcodes(Cancellation closing) {
        this.closing = closing;
    }

    void prompt(PasscodePrompt asked) {
        prompt = asked;
    }

    /** Blocks until it is answered; fails with {@link quayside.protocol.wire.Fault#CANCELLED} where nobody waits for that any more. */
    Optional<PasscodePrompt.Answer> ask(PasscodePrompt.Question question, Cancellation cancellation)
            throws ProtocolException {
        Cancellation nobodyWaits = new Cancellation();
        Optional<PasscodePrompt.Answer> answer;
        try (Cancellation.Registration _ = cancellation.onCancel(nobodyWaits::cancel);
                Cancellation.Registration _ = closing.onCancel(nobodyWaits::cancel)) {
            answer = prompt.ask(question, nobodyWaits);
        }
        if (nobodyWaits.isCancelled()) {
            answer.ifPresent(_ -> prompt.tried(question.lock(), false));
            cancellation.check();
            throw ConnectionPool.closed();
        }
        return answer;
    }

    void tried(String lock, boolean right) {
        prompt.tried(lock, right);
    }

    @Nullable
    Passcode find(String lock) {
        return remembered.get(lock);
    }

    void remember(String lock, Passcode passcode) {
        remembered.put(lock, passcode);
    }

    void forget(String lock) {
        remembered.remove(lock);
    }
}
