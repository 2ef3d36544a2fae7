package quayside.protocol.client;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import quayside.protocol.message.Passcode;

/** The passcodes that one client remembers, and whom it asks for others. Thread-safe. */
final class Passcodes {
    private final Map<String, Passcode> remembered = new ConcurrentHashMap<>();
    private volatile PasscodePrompt prompt = PasscodePrompt.NONE;

    void prompt(PasscodePrompt asked) {
        prompt = asked;
    }

    Optional<PasscodePrompt.Answer> ask(PasscodePrompt.Question question) {
        return prompt.ask(question);
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
