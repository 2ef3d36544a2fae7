package quayside.app.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import quayside.app.core.text.Texts;
import quayside.protocol.client.transfer.TransferListener;
import quayside.protocol.client.transfer.TransferReport;
import quayside.protocol.text.Phrase;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/**
 * Runs a command for its items, reports the results in the order of the items, and determines the exit status. An item
 * that fails does not prevent the others.
 */
final class Items {
    private static final int MAX_LISTED = 20;

    private final CliContext context;
    private final Kind kind;
    private final List<String> items;
    private final Chatter chatter;
    private final Map<Integer, CliException> refused = new HashMap<>();
    private final List<String> listed = new ArrayList<>();
    private long listedItems;
    private long done;
    private long skipped;
    private long failed;
    private long untried;
    private long leftOut;
    private @Nullable ExitCode first;
    private boolean interrupted;
    private boolean passcodeNeeded;

    /** The operation on the items. */
    enum Kind {
        TRANSFER(CliText.FILES, CliText.NOT_TRANSFERRED, CliText.NOT_TRIED),
        DELETION(CliText.DELETED, CliText.NOT_DELETED, CliText.NOT_KNOWN_DELETED);

        private final CliText done;
        private final CliText failed;
        private final CliText untried;

        Kind(CliText done, CliText failed, CliText untried) {
            this.done = done;
            this.failed = failed;
            this.untried = untried;
        }
    }

    /** @param items the names for display, escaped */
    Items(CliContext context, Kind kind, List<String> items) {
        this.context = context;
        this.kind = kind;
        this.items = items;
        this.chatter = new Chatter(context);
    }

    /** Processes all items that were not refused. */
    interface Work {
        TransferReport run(TransferListener listener) throws IOException;
    }

    /** Excludes the item at {@code index}, with the reason. */
    void refuse(int index, CliException why) {
        refused.put(index, why);
    }

    /** Runs {@code work} and records its results. */
    void run(Work work) throws IOException {
        TransferReport results;
        String shown = items.size() == 1 ? items.getFirst() : Texts.words(Sentence.of(CliText.ITEMS, items.size()));
        try (ItemListener listener = new ItemListener(context, chatter, shown)) {
            results = work.run(listener);
        }
        Iterator<TransferReport.OfSource> each = results.sources().iterator();
        boolean reported = false;
        for (int i = 0; i < items.size(); i++) {
            CliException why = refused.get(i);
            if (why != null) {
                failed(items.get(i), why.exit(), Texts.words(why.sentence()), 1);
                continue;
            }
            TransferReport.OfSource result = each.next();
            count(result.summary());
            if (result.ended().isPresent()) {
                ended(items.get(i), result.ended().get());
            } else if (!result.complete() && results.ended().isPresent() && !reported) {
                reported = true;
                ended(items.get(i), results.ended().get());
            } else if (!result.complete()) {
                untried++;
            }
        }
        if (!reported && results.ended().isPresent()) {
            // The failure came after all items were processed.
            ended(shown, results.ended().get());
        }
    }

    private void count(TransferReport.Summary summary) {
        leftOut += summary.leftOut().total();
        done += summary.stored();
        skipped += summary.skipped();
        for (TransferReport.Failure failure : summary.failures()) {
            failed(failure);
        }
        failed += summary.failedCount()
                - summary.failures().stream()
                        .mapToLong(TransferReport.Failure::items)
                        .sum();
        if (failed > 0 && first == null) {
            first = ExitCode.OTHER;
        }
    }

    private void ended(String shown, ProtocolException problem) {
        boolean cancelled = problem.fault() == Fault.CANCELLED;
        boolean lost = problem.fault() == Fault.UNREACHABLE || problem.fault() == Fault.CONNECTION_LOST;
        interrupted |= cancelled || lost;
        if (cancelled) {
            first = first == null ? ExitCode.of(problem.fault()) : first;
        } else {
            failed(new TransferReport.Failure(shown, problem.fault(), problem.sentence()));
        }
    }

    /**
     * Lists the failures and returns the exit status of the first one. If an item failed, was skipped or was not tried,
     * it also prints a summary.
     */
    int finish() {
        listed.forEach(context::say);
        if (failed > listedItems) {
            context.say(CliText.AND_MORE, failed - listedItems);
        }
        if (failed > 0 || skipped > 0 || untried > 0 || leftOut > 0 || interrupted) {
            Sentence summary = Sentence.of(kind.done, done);
            summary = with(summary, CliText.ALREADY_THERE, skipped);
            summary = with(summary, kind.failed, failed);
            summary = with(summary, kind.untried, untried);
            context.say(CliText.SUMMARY, summary);
        }
        if (passcodeNeeded) {
            context.say(CliText.PASSCODE_ADVICE, PasscodeOption.VARIABLE);
        }
        if (interrupted && kind == Kind.TRANSFER) {
            context.say(CliText.KEPT);
        }
        if (first == null && leftOut > 0) {
            // Scripts rely on 0 only for a folder that arrived whole.
            return ExitCode.OTHER.status();
        }
        return (first == null ? ExitCode.DONE : first).status();
    }

    private void failed(TransferReport.Failure failure) {
        passcodeNeeded |= failure.fault() == Fault.PASSCODE_NEEDED;
        failed(failure.path(), ExitCode.of(failure.fault()), Texts.words(failure.sentence()), failure.items());
    }

    private void failed(String shown, ExitCode exit, String sentence, long count) {
        failed += count;
        if (listed.size() < MAX_LISTED) {
            listed.add(about(shown, sentence));
            listedItems += count;
        }
        if (first == null) {
            first = exit;
        }
    }

    /**
     * Returns the sentence with the whole path of the item in it exactly once: before the sentence, or at the place
     * where it quotes the path or the last name.
     */
    static String about(String shown, String sentence) {
        String whole = quoted(shown);
        String name = quoted(shown.substring(shown.lastIndexOf('/') + 1));
        if (sentence.contains(whole)) {
            return sentence;
        }
        return sentence.contains(name) ? sentence.replace(name, whole) : shown + ": " + sentence;
    }

    private static String quoted(String name) {
        return "“" + name + "”";
    }

    private static Sentence with(Sentence summary, CliText part, long count) {
        return count == 0 ? summary : Sentence.of(Phrase.COMMA, summary, Sentence.of(part, count));
    }
}
