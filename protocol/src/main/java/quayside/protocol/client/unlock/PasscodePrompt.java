package quayside.protocol.client.unlock;

import java.time.Duration;
import java.util.Optional;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.message.Passcode;

/** Asks a person, or whatever stands for one, for the passcodes of protected files. */
@FunctionalInterface
public interface PasscodePrompt {
    /** Knows none: what is protected stays locked. */
    PasscodePrompt NONE = (_, _) -> Optional.empty();

    /**
     * May block for as long as a person thinks; runs on a thread of its own. Asked once per lock and call or transfer, unless the answer did not open it. A call or
     * transfer asks one question at a time, but several of them may ask side by side, also for the same lock.
     *
     * @param nobodyWaits cancelled once the answer is of no use any more, because the call or transfer was cancelled or the client closed, which do not
     *     wait for this
     * @return the passcode, or empty if the locked files are to be left out
     */
    Optional<Answer> ask(Question question, Cancellation nobodyWaits);

    /**
     * The last answer to a question for {@code lock} has been tried; called before the next question, on any thread. Must return at once.
     *
     * @param right false also if that did not come out, or nobody waited for the answer any more
     */
    default void tried(String lock, boolean right) {}

    /** Whether no answer for {@code lock} means that the only one that there is was wrong before, and need not be tried again. Must return at once. */
    default boolean knowsOnlyWrong(String lock) {
        return false;
    }

    /**
     * What is asked.
     *
     * @param lock an opaque word of the server's: files under the same lock have the same passcode
     * @param sentence names the first such file, and why it is asked; escaped for display
     * @param again whether the last answer to this question was wrong
     * @param waitFor how long the server takes no passcode for this lock, because there were too many wrong ones; an answer before that is not tried, and
     *     leaves the files out. Whole seconds, usually zero
     */
    record Question(String lock, String sentence, boolean again, Duration waitFor) {}

    /**
     * A passcode.
     *
     * @param passcode the client's from now on, which closes it; who needs it further gives a {@linkplain Passcode#copy copy}
     * @param remember whether the client is to keep it for as long as it is open; otherwise it is asked again for the next call or transfer
     */
    record Answer(Passcode passcode, boolean remember) {}
}
