package quayside.protocol.client.transfer;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import quayside.protocol.files.incoming.ConflictPolicy;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.SeenFile;

/**
 * The policies of a transfer for files whose names are taken. Immutable.
 *
 * @param otherwise for every file that {@code each} does not name
 * @param each by the path of the file, which begins with the name of its source and has its names joined by {@code /};
 *     for a download of the whole share, by the path in the share. Folders have no policy, because two folders of the
 *     same name are no conflict
 * @param repeated whether an earlier try of the same transfer may have stored files. Under {@link OnConflict#RENAME} a
 *     file then counts as stored if a numbered name leads to a file of its size and time
 * @param seen by the same paths, the only file that a policy which replaces may replace there; another one fails with
 *     {@link quayside.protocol.wire.Fault#EXISTS}. A path that is missing here may replace any file
 */
public record ConflictRules(
        OnConflict otherwise, Map<String, OnConflict> each, boolean repeated, Map<String, SeenFile> seen) {
    public ConflictRules {
        each = Map.copyOf(each);
        seen = Map.copyOf(seen);
    }

    /** Creates the rules for the first try of a transfer. */
    public ConflictRules(OnConflict otherwise, Map<String, OnConflict> each, Map<String, SeenFile> seen) {
        this(otherwise, each, false, seen);
    }

    /** Creates the rules for the first try of a transfer that may replace any file where it may replace one. */
    public ConflictRules(OnConflict otherwise, Map<String, OnConflict> each) {
        this(otherwise, each, Map.of());
    }

    /** Returns rules with one policy for all files. */
    public static ConflictRules all(OnConflict policy) {
        return new ConflictRules(policy, Map.of());
    }

    /** Returns the policy for the file at {@code path}, not escaped. */
    public OnConflict of(String path) {
        return each.getOrDefault(path, otherwise);
    }

    /** Returns the only file that the one at {@code path}, not escaped, may replace; empty if there is no such limit. */
    Optional<SeenFile> seen(String path) {
        return ConflictPolicy.replaces(of(path)) ? Optional.ofNullable(seen.get(path)) : Optional.empty();
    }

    /** Returns the rules for a further try, under which each policy is replaced by {@code change}. */
    public ConflictRules again(UnaryOperator<OnConflict> change) {
        Map<String, OnConflict> next = new HashMap<>(each);
        next.replaceAll((path, policy) -> change.apply(policy));
        return new ConflictRules(change.apply(otherwise), next, true, seen);
    }

    /** Returns the rules for entries that must not replace entries which the same transfer has just stored. */
    ConflictRules withoutReplacing() {
        Map<String, OnConflict> careful = new HashMap<>(each);
        careful.replaceAll((path, policy) -> policy.withoutReplacing());
        return new ConflictRules(otherwise.withoutReplacing(), careful, repeated, Map.of());
    }
}
