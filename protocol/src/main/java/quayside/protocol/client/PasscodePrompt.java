package quayside.protocol.client;

import java.time.Duration;
import java.util.Optional;
import quayside.protocol.message.Passcode;

/** Asks a person, or whatever stands for one, for the passcodes of protected files. */
@FunctionalInterface
public interface PasscodePrompt {
    /** Knows none: what is protected stays locked. */
    PasscodePrompt NONE = (_, _) -> Optional.empty();

    /**
     * Blocks the call or transfer that meets a lock; asked once per lock and call or transfer, unless the answer did not open it, and by one of its threads at a time.
     *
     * @param cancellation is cancelled when nobody waits for the answer any more, because the call or transfer was cancelled or the client was closed: this
     *     then returns at once
     * @return the passcode, or empty where the locked files are to be left out
     */
    Optional<Answer> ask(Question question, Cancellation cancellation);

    /**
     * The last answer to a question for {@code lock} has been tried; told on the thread that asked, before it asks again. Must return at once.
     *
     * @param right false also where that did not come out
     */
    default void tried(String lock, boolean right) {}

    /**
     * What is asked.
     *
     * @param lock an opaque word of the server's: files under the same lock have the same passcode
     * @param sentence names the first such file, and why it is asked; escaped for display
     * @param again whether the last answer was wrong
     * @param waitFor how long the server takes no passcode for this lock, because there were too many wrong ones; an answer before is refused, and this is
     *     asked again. Usually zero
     */
    record Question(String lock, String sentence, boolean again, Duration waitFor) {}

    /**
     * A passcode.
     *
     * @param remember whether the client is to keep it for as long as it is open; otherwise it is asked again for the next call or transfer
     */
    record Answer(Passcode passcode, boolean remember) {}
}
