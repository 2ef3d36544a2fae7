package quayside.app.core.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.text.Sentence;

/**
 * The notes of one examination: its checks in their order, each told at once. What is found after the limit is not
 * believed, because questions were cut off: such a check counts as not finished, and so does the whole. Confined to one
 * thread.
 */
final class Examination {
    private final List<Check> checks = new ArrayList<>();
    private final Consumer<Check> told;
    private final Cancellation limit;

    /** @param told gets each check as it is done */
    Examination(Consumer<Check> told, Cancellation limit) {
        this.told = told;
        this.limit = limit;
    }

    void good(Topic topic, Sentence found) {
        note(topic, Check.Mark.GOOD, found);
    }

    void bad(Topic topic, Sentence found) {
        note(topic, Check.Mark.BAD, found);
    }

    void unknown(Topic topic, Sentence found) {
        note(topic, Check.Mark.UNKNOWN, found);
    }

    private void note(Topic topic, Check.Mark mark, Sentence found) {
        Check check = limit.isCancelled()
                ? new Check(topic, Check.Mark.UNKNOWN, Sentence.of(Found.UNFINISHED))
                : new Check(topic, mark, found);
        if (!checks.contains(check)) {
            checks.add(check);
            told.accept(check);
        }
    }

    /** Ends with a verdict, whose key is a {@link Finding}. */
    Diagnosis end(Sentence verdict, Sentence next) {
        return end(verdict, next, Optional.empty(), Optional.empty());
    }

    Diagnosis end(Sentence verdict, Sentence next, Optional<String> command, Optional<ShareLink> there) {
        return limit.isCancelled()
                ? new Diagnosis(
                        Finding.UNFINISHED,
                        Sentence.of(Finding.UNFINISHED),
                        Sentence.of(NextStep.EXAMINE_AGAIN),
                        Optional.empty(),
                        Optional.empty(),
                        checks)
                : new Diagnosis((Finding) verdict.key(), verdict, next, command, there, checks);
    }
}
