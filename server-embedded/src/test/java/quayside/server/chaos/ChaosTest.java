package quayside.server.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Real clients and servers over a wire that cuts, stalls, repeats, loses and changes what passes.
 *
 * <p>Every build tries a few plans. {@code -Dquayside.chaos=2000} tries as many, {@code -Dquayside.chaos.seed=S} begins with the plan of seed S; the
 * seeds of the others follow. A failure says how to replay its plan.
 */
final class ChaosTest {
    private static final Logger LOG = LoggerFactory.getLogger(ChaosTest.class);
    private static final long FIRST_SEED = 4870;

    /** No further plan of a test is begun after this time, where nobody asked for a number of them. */
    private static final Duration BUDGET = Duration.ofSeconds(10);

    private final List<String> failures = new ArrayList<>();
    private final Map<String, Integer> ends = new TreeMap<>();
    private Duration longest = Duration.ZERO;

    @TempDir
    Path root;

    @Test
    void whateverTheWireDoesAFileArrivesWholeOrItsNameHoldsTheOldOneAndAPlainSentenceSaysWhy() throws Exception {
        tryOut(Scenario.all(), Planner::plan);
    }

    @Test
    void aTransferThatOnlyLosesItsConnectionsGoesOnByItselfAndArrives() throws Exception {
        List<Scenario> byItself = Scenario.all().stream()
                .filter(each -> each.shape() != Scenario.Shape.CALL)
                .toList();
        tryOut(byItself, Planner::losses);
        assertThat(ends.keySet()).isSubsetOf("done", "no fault met");
    }

    @FunctionalInterface
    private interface Drawing {
        Plan draw(long seed, Scenario scenario, WireMap map);
    }

    private void tryOut(List<Scenario> scenarios, Drawing drawing) throws Exception {
        Integer asked = Integer.getInteger("quayside.chaos");
        long first = Long.getLong("quayside.chaos.seed", FIRST_SEED);
        int count = asked != null ? asked : scenarios.size();
        long begun = System.nanoTime();
        Recordings recordings = new Recordings(root.resolve("recordings"));
        try (LoggedErrors errors = LoggedErrors.listen()) {
            for (int i = 0; i < count; i++) {
                if (asked == null && System.nanoTime() - begun > BUDGET.toNanos()) {
                    break;
                }
                Scenario scenario = scenarios.get((int) Math.floorMod(first + i, (long) scenarios.size()));
                Plan plan = drawing.draw(first + i, scenario, recordings.of(scenario));
                tryOut(plan, root.resolve("run" + i), errors);
            }
        }
        LOG.info(
                "{} in {} s, the longest in {} ms",
                ends,
                (System.nanoTime() - begun) / 1_000_000_000,
                longest.toMillis());
        assertThat(failures).isEmpty();
        assertThat(ends).as("how the plans ended").isNotEmpty();
    }

    private void tryOut(Plan plan, Path folder, LoggedErrors errors) throws Exception {
        try {
            ChaosRun.Outcome outcome = new ChaosRun(plan, folder, errors).run();
            ends.merge(outcome.fired() == 0 ? "no fault met" : outcome.word(), 1, Integer::sum);
            if (outcome.time().compareTo(longest) > 0) {
                longest = outcome.time();
            }
            Trees.delete(folder);
        } catch (Exception | AssertionError e) {
            StringWriter text = new StringWriter();
            e.printStackTrace(new PrintWriter(text));
            failures.add(plan + "\n" + text);
            LOG.error("{}", failures.getLast());
        }
    }
}
