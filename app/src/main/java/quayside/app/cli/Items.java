package quayside.app.cli;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import quayside.app.core.text.Problem;
import quayside.protocol.client.FolderTransfer;
import quayside.protocol.wire.Fault;

/** Does something with several items, one after the other; a failing one does not keep the others from their turn. */
final class Items {
    private static final int MOST_NAMED = 20;

    private final CliContext context;
    private long done;
    private long skipped;
    private long failed;
    private long untried;
    private @Nullable ExitCode first;
    private boolean hopeless;

    Items(CliContext context) {
        this.context = context;
    }

    /** What is done with an item. */
    interface Work {
        FolderTransfer.Summary run() throws IOException, CliException;
    }

    /** Does {@code work} for the item {@code shown}, and says what went wrong. */
    void each(String shown, Work work) {
        if (hopeless) {
            untried++;
            return;
        }
        try {
            FolderTransfer.Summary summary = work.run();
            done += summary.stored();
            skipped += summary.skipped();
            failed += summary.failedCount();
            int named = Math.min(MOST_NAMED, summary.failures().size());
            for (FolderTransfer.Failure failure : summary.failures().subList(0, named)) {
                note(failure.path(), new Problem(failure.fault(), failure.sentence()));
            }
            if (summary.failedCount() > named) {
                context.say("… and " + (summary.failedCount() - named) + " more.");
            }
        } catch (CliException e) {
            failed++;
            note(shown, e.exit(), String.valueOf(e.getMessage()));
        } catch (IOException e) {
            failed++;
            Problem problem = Problem.of(e);
            // Nobody answers any more, or the user wants no more.
            hopeless = problem.fault() == Fault.UNREACHABLE || problem.fault() == Fault.CANCELLED;
            note(shown, problem);
        }
    }

    /** Says how it went where there is something to say, and returns the exit status: that of the first failure. */
    int finish() {
        if (failed > 0 || skipped > 0 || untried > 0) {
            context.say(done + " done"
                    + (skipped == 0 ? "" : ", " + skipped + " skipped because they were there already")
                    + (failed == 0 ? "" : ", " + failed + " failed")
                    + (untried == 0 ? "" : ", " + untried + " not tried")
                    + ".");
        }
        return (first == null ? ExitCode.DONE : first).status();
    }

    private void note(String shown, Problem problem) {
        note(shown, ExitCode.of(problem.fault()), problem.sentence());
    }

    private void note(String shown, ExitCode exit, String sentence) {
        context.say(shown + ": " + sentence);
        if (first == null) {
            first = exit;
        }
    }
}
