package quayside.app.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import quayside.app.core.text.Problem;
import quayside.protocol.client.FolderTransfer;
import quayside.protocol.wire.Fault;

/** Does something with several items, one after the other; a failing one does not keep the others from their turn. */
final class Items {
    private static final int MOST_LISTED = 20;

    private final CliContext context;
    private final Kind kind;
    private final Chatter chatter;
    private final List<String> listed = new ArrayList<>();
    private long done;
    private long skipped;
    private long failed;
    private long untried;
    private @Nullable ExitCode first;
    private boolean hopeless;
    private boolean leftOff;
    private boolean unanswered;

    /** What is done with the items. */
    enum Kind {
        TRANSFER,
        DELETION;

        private String done(long count) {
            return switch (this) {
                case TRANSFER -> count == 1 ? "1 file" : number(count) + " files";
                case DELETION -> number(count) + " deleted";
            };
        }

        private String failed() {
            return switch (this) {
                case TRANSFER -> " could not be transferred";
                case DELETION -> " could not be deleted";
            };
        }
    }

    Items(CliContext context, Kind kind) {
        this.context = context;
        this.kind = kind;
        this.chatter = new Chatter(context);
    }

    /** What is done with an item. */
    interface Work {
        FolderTransfer.Summary run(FolderTransfer.Listener listener) throws IOException, CliException;
    }

    /** Does {@code work} for the item {@code shown}. */
    void each(String shown, Work work) {
        if (hopeless) {
            untried++;
            return;
        }
        try (ItemListener listener = new ItemListener(context, chatter, shown)) {
            try {
                count(work.run(listener));
            } catch (CliException e) {
                failed(shown, e.exit(), String.valueOf(e.getMessage()));
            } catch (IOException e) {
                done += listener.stored();
                skipped += listener.skipped();
                ended(shown, Problem.of(e));
            }
        }
    }

    private void count(FolderTransfer.Summary summary) {
        done += summary.stored();
        skipped += summary.skipped();
        for (FolderTransfer.Failure failure : summary.failures()) {
            failed(failure.path(), failure.fault(), failure.sentence());
        }
        failed += summary.failedCount() - summary.failures().size();
        if (failed > 0 && first == null) {
            first = ExitCode.OTHER;
        }
    }

    private void ended(String shown, Problem problem) {
        boolean cancelled = problem.fault() == Fault.CANCELLED;
        boolean lost = problem.fault() == Fault.UNREACHABLE || problem.fault() == Fault.CONNECTION_LOST;
        leftOff |= cancelled || lost;
        // The user wants no more, or nobody answers any more.
        hopeless = cancelled || problem.fault() == Fault.UNREACHABLE;
        if (cancelled) {
            first = first == null ? ExitCode.of(problem.fault()) : first;
        } else {
            failed(shown, problem.fault(), problem.sentence());
        }
    }

    /** Lists what failed, says how it went where there is something to say, and returns the exit status: that of the failure that is listed first. */
    int finish() {
        listed.forEach(context::say);
        if (failed > listed.size()) {
            context.say("… and " + number(failed - listed.size()) + " more.");
        }
        if (failed > 0 || skipped > 0 || untried > 0 || leftOff) {
            context.say(kind.done(done)
                    + (skipped == 0 ? "" : ", " + number(skipped) + " already there")
                    + (failed == 0 ? "" : ", " + number(failed) + kind.failed())
                    + (untried == 0 ? "" : ", " + number(untried) + " not tried")
                    + ".");
        }
        if (unanswered) {
            context.say(PasscodeOption.ADVICE);
        }
        if (leftOff && kind == Kind.TRANSFER) {
            context.say("What has arrived is kept: the same command goes on from there.");
        }
        return (first == null ? ExitCode.DONE : first).status();
    }

    private void failed(String shown, Fault fault, String sentence) {
        unanswered |= fault == Fault.PASSCODE_NEEDED;
        failed(shown, ExitCode.of(fault), sentence);
    }

    private void failed(String shown, ExitCode exit, String sentence) {
        failed++;
        if (listed.size() < MOST_LISTED) {
            listed.add(about(shown, sentence));
        }
        if (first == null) {
            first = exit;
        }
    }

    /** The sentence with the item named once, by its whole path: before it, or where it quotes the path or its last name. */
    static String about(String shown, String sentence) {
        String whole = quoted(shown);
        String name = quoted(shown.substring(shown.lastIndexOf('/') + 1));
        if (sentence.contains(whole)) {
            return sentence;
        }
        return sentence.contains(name) ? sentence.replace(name, whole) : shown + ": " + sentence;
    }

    private static String quoted(String name) {
        return "\"" + name + "\"";
    }

    private static String number(long count) {
        return String.format(Locale.ENGLISH, "%,d", count);
    }
}
