package quayside.protocol.client;

import java.util.Optional;
import quayside.protocol.message.Passcode;

/** Asks a person, or whatever stands for one, for the passcodes of protected files. */
@FunctionalInterface
public interface PasscodePrompt {
    /** Knows none: what is protected stays locked. */
    PasscodePrompt NONE = _ -> Optional.empty();

    /**
     * Blocks the call or transfer that meets a lock; asked once per lock and call or transfer, unless the answer was wrong, and by one of its threads at a time.
     * Whoever cancels a transfer has this return.
     *
     * @return the passcode, or empty where the locked files are to be left out
     */
    Optional<Answer> ask(Question question);

    /**
     * What is asked.
     *
     * @param lock an opaque word of the server's: files under the same lock have the same passcode
     * @param sentence names the first such file, and why it is asked; escaped for display
     * @param again whether the last answer was wrong
     */
    record Question(String lock, String sentence, boolean again) {}

    /**
     * A passcode.
     *
     * @param remember whether the client is to keep it for as long as it is open; otherwise it is asked again for the next call or transfer
     */
    record Answer(Passcode passcode, boolean remember) {}
}
