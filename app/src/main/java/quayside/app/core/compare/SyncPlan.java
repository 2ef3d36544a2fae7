package quayside.app.core.compare;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import quayside.app.core.compare.TreeComparison.Difference;
import quayside.app.core.compare.TreeComparison.Verdict;

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
                (difference.missing() ? deletions : kept).add(difference);
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

    public boolean isEmpty() {
        return copies.isEmpty() && replacements.isEmpty() && deletions.isEmpty();
    }

    private static String top(String path) {
        int slash = path.indexOf('/');
        return slash < 0 ? path : path.substring(0, slash);
    }
}
