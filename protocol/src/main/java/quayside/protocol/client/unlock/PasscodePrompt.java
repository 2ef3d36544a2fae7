package quayside.protocol.client.unlock;

import java.time.Duration;
import java.util.Optional;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.message.Passcode;
import quayside.protocol.text.Sentence;

/** Asks a person, or a substitute for one, for the passcodes of protected files. */
@FunctionalInterface
public interface PasscodePrompt {
    /** A prompt without passcodes: protected files stay locked. */
    PasscodePrompt NONE = (_, _) -> Optional.empty();

    /**
     * Returns the passcode of a lock. May block for as long as a person thinks; runs on its own thread. It is called
     * once per lock and call or transfer, unless the answer did not open the lock. A call or transfer asks one question
     * at a time. Several calls and transfers may ask at the same time, also for the same lock.
     *
     * @param withdrawn cancelled once the answer is no longer needed, because the call or transfer was cancelled or the
     *     client was closed. Neither waits for the answer
     * @return the passcode, or empty to leave the locked files out
     */
    Optional<Answer> ask(Question question, Cancellation withdrawn);

    /**
     * Reports that the last answer to a question for {@code lock} has been tried. It is called before the next
     * question, on any thread. Must return at once.
     *
     * @param right whether it opened the lock; false also if that is unknown, or if the answer was no longer needed
     */
    default void tried(String lock, boolean right) {}

    /**
     * Returns whether the prompt gives no answer for {@code lock} because its only passcode was wrong before, and need
     * not be tried again. Must return at once.
     */
    default boolean knowsOnlyWrong(String lock) {
        return false;
    }

    /**
     * One question.
     *
     * @param lock the server's opaque id of the lock; files under the same lock have the same passcode
     * @param sentence names the first such file, and the reason for the question
     * @param again whether the last answer to this question was wrong
     * @param waitFor how long the server accepts no passcode for this lock, because too many were wrong. An answer that
     *     comes sooner is not tried, and the files are left out. Whole seconds, usually zero
     */
    record Question(String lock, Sentence sentence, boolean again, Duration waitFor) {}

    /**
     * The answer to a question.
     *
     * @param passcode is owned by the client from now on, which closes it. A prompt that still needs it passes a
     *     {@linkplain Passcode#copy copy}
     * @param remember whether the client keeps it until it is closed. Otherwise the next call or transfer asks again
     */
    record Answer(Passcode passcode, boolean remember) {}
}
