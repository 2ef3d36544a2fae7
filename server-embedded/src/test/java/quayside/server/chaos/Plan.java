package quayside.server.chaos;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is transferred, and what happens to it on the way; prints itself so that it can be understood and replayed.
 *
 * @param lossesOnly whether nothing happens but that connections are lost once they are secured
 * @param firstCut where every connection of the run before is cut, in the direction of the bodies
 * @param faults of each leg, by ascending place
 */
record Plan(
        long seed,
        Scenario scenario,
        boolean lossesOnly,
        Optional<WireFault> firstCut,
        Map<Leg, List<WireFault>> faults) {
    List<WireFault> faults(Leg leg) {
        return faults.getOrDefault(leg, List.of());
    }

    /** The faults of the run before. */
    List<WireFault> firstFaults(Leg leg) {
        return leg.way() == scenario.direction().bodies() ? firstCut.stream().toList() : List.of();
    }

    boolean has(WireFault.Kind kind) {
        return faults.values().stream().flatMap(List::stream).anyMatch(fault -> fault.kind() == kind);
    }

    /** Whether every byte arrives as it was sent, and soon. */
    boolean isHarmless() {
        return firstCut.isEmpty()
                && faults.values().stream()
                        .flatMap(List::stream)
                        .allMatch(fault -> fault.kind().isHarmless());
    }

    /** Whether the transfer has to arrive all the same: it goes on by itself, unless it is a single call. */
    boolean mustArrive() {
        return isHarmless() || (lossesOnly && scenario.shape() != Scenario.Shape.CALL);
    }

    @Override
    public String toString() {
        String before = firstCut.map(cut -> "\n  run before: " + cut).orElse("");
        String all = faults.entrySet().stream()
                .map(each -> "\n  " + each.getKey() + ": "
                        + each.getValue().stream().map(WireFault::toString).collect(Collectors.joining(", ")))
                .collect(Collectors.joining());
        return "-Dquayside.chaos=1 -Dquayside.chaos.seed=" + seed + ": " + scenario
                + (lossesOnly ? ", with losses only" : "") + before + all;
    }
}
