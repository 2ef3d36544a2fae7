package quayside.app.core.compare;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import quayside.app.core.compare.TreeComparison.Difference;
import quayside.app.core.compare.TreeComparison.Verdict;
import quayside.protocol.message.Names;

/**
 * What it takes to make one of two folders like the other. The other one is never changed, and a newer file is never
 * replaced by an older one.
 *
 * @param copies what is missing in the target
 * @param replacements files that are older in the target
 * @param kept differences that stay: the target is newer, or it cannot be told which side is right, or
 *     whether the source has it
 * @param deletions what only the target has; empty unless deletions were asked for
 */
public record SyncPlan(
        List<Difference> copies, List<Difference> replacements, List<Difference> kept, List<Difference> deletions) {
    public SyncPlan {
        copies = List.copyOf(copies);
        replacements = List.copyOf(replacements);
        kept = List.copyOf(kept);
        deletions = List.copyOf(deletions);
    }

    /**
     * Plans one direction.
     *
     * @param fromLeft whether the left side is the source
     * @param deleteExtra whether the target loses what the source does not have
     */
    public static SyncPlan oneWay(List<Difference> differences, boolean fromLeft, boolean deleteExtra) {
        List<Difference> copies = new ArrayList<>();
        List<Difference> replacements = new ArrayList<>();
        List<Difference> kept = new ArrayList<>();
        List<Difference> deletions = new ArrayList<>();
        Verdict onlySource = fromLeft ? Verdict.ONLY_LEFT : Verdict.ONLY_RIGHT;
        Verdict onlyTarget = fromLeft ? Verdict.ONLY_RIGHT : Verdict.ONLY_LEFT;
        Verdict sourceNewer = fromLeft ? Verdict.LEFT_NEWER : Verdict.RIGHT_NEWER;
        // To one of the two disks a name in another case or form of Unicode may be the same name.
        Set<String> inSource = differences.stream()
                .filter(difference -> difference.verdict() != onlyTarget)
                .map(difference -> Names.folded(difference.path()))
                .collect(Collectors.toSet());
        for (Difference difference : differences) {
            Verdict verdict = difference.verdict();
            if (verdict == onlySource) {
                copies.add(difference);
            } else if (verdict == sourceNewer) {
                replacements.add(difference);
            } else if (verdict != onlyTarget) {
                kept.add(difference);
            } else if (deleteExtra) {
                // What the source's listing leaves out may be there.
                boolean missing = difference.missing() && !inSource.contains(Names.folded(difference.path()));
                (missing ? deletions : kept).add(difference);
            }
        }
        return new SyncPlan(copies, replacements, kept, deletions);
    }

    /**
     * Returns the names of the entries directly in the compared folder that have something to transfer. Transferred
     * with {@link quayside.protocol.message.OnConflict#NEWER}, they are the copies and replacements.
     */
    public List<String> sources() {
        Set<String> names = new LinkedHashSet<>();
        copies.forEach(copy -> names.add(top(copy.path())));
        replacements.forEach(replacement -> names.add(top(replacement.path())));
        return List.copyOf(names);
    }

    /**
     * Returns the deletions that a later comparison of the same folders confirms: the entry is as it was, and the source
     * still does not have it.
     */
    public List<Difference> confirmed(List<Difference> later, boolean fromLeft) {
        Set<Difference> extra = new HashSet<>(oneWay(later, fromLeft, true).deletions());
        return deletions.stream().filter(extra::contains).toList();
    }

    public boolean isEmpty() {
        return copies.isEmpty() && replacements.isEmpty() && deletions.isEmpty();
    }

    private static String top(String path) {
        int slash = path.indexOf('/');
        return slash < 0 ? path : path.substring(0, slash);
    }
}
