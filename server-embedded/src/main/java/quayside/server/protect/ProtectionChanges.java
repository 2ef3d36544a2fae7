package quayside.server.protect;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.ProtocolException;

/**
 * Changes a {@link ProtectionIndex} according to what happens to files. An identity is null if the system does not
 * provide it.
 */
final class ProtectionChanges {
    private ProtectionChanges() {}

    /** Puts a file under a lock, as its only one. */
    static void protect(ProtectionIndex index, RemotePath path, @Nullable FileIdentity identity, Lock lock) {
        Protection named = index.at(path);
        Protection now = named == null ? Protection.of(path, lock.id(), null) : named.under(lock.id());
        if (identity != null) {
            now = now.without(identity).seenAs(identity);
            index.of(identity).stream()
                    .filter(each -> !each.equals(named))
                    .forEach(each -> free(index, each, identity));
        }
        index.add(lock);
        index.put(now);
    }

    static void unprotect(ProtectionIndex index, RemotePath path, @Nullable FileIdentity identity) {
        Protection named = index.at(path);
        if (named != null) {
            index.remove(named);
        }
        if (identity != null) {
            // Its other names are freed too; otherwise the next look at them would protect it again. A name that now
            // belongs to another file stays protected.
            index.of(identity).stream().filter(each -> each.isNow(identity)).forEach(index::remove);
            freeIdentity(index, identity);
        }
    }

    /** Protects a file that has no name yet. */
    static void announce(ProtectionIndex index, @Nullable FileIdentity identity, Lock lock) {
        if (identity != null) {
            index.add(lock);
            index.put(Protection.of(null, lock.id(), identity));
        }
    }

    /** Gives an announced file its name; null if it gets none. */
    static void arrive(
            ProtectionIndex index, @Nullable RemotePath path, @Nullable FileIdentity identity, @Nullable Lock lock) {
        if (identity != null) {
            index.of(identity).stream().filter(each -> each.path() == null).forEach(index::remove);
        }
        if (path != null) {
            name(index, path, identity, lock);
        }
    }

    /** Gives a file its name. If {@code lock} is null, the file takes the lock of the name, if that has one. */
    static void name(ProtectionIndex index, RemotePath path, @Nullable FileIdentity identity, @Nullable Lock lock) {
        Protection old = index.at(path);
        if (lock != null) {
            index.add(lock);
            Protection now = old == null ? Protection.of(path, lock.id(), null) : old.under(lock.id());
            index.put(now.seenAs(identity));
        } else if (old != null) {
            index.put(old.seenAs(identity));
        }
    }

    /**
     * Protects the names that a move of {@code from} to {@code to} gives to protected files.
     *
     * @param replacing whether it also replaces the protection of names that have one
     * @return the protections that the names were given
     */
    static List<Protection> copy(ProtectionIndex index, RemotePath from, RemotePath to, boolean replacing) {
        List<Protection> given = new ArrayList<>();
        for (Protection each : index.within(from)) {
            RemotePath target = rebased(Objects.requireNonNull(each.path()), from, to);
            if (target != null && (replacing || index.at(target) == null)) {
                index.put(each.at(target));
                given.add(each.at(target));
            }
        }
        return given;
    }

    /** Gives the names in {@code to} the protections of those in {@code from}, and frees the latter. */
    static void move(ProtectionIndex index, RemotePath from, RemotePath to) {
        copy(index, from, to, true);
        index.within(from).forEach(index::remove);
    }

    /**
     * Returns the name of {@code name} after a move; null if such a name is not valid, since then nothing can be moved
     * there either.
     */
    private static @Nullable RemotePath rebased(RemotePath name, RemotePath from, RemotePath to) {
        try {
            RemotePath path = to;
            List<String> names = name.names();
            for (String each : names.subList(from.names().size(), names.size())) {
                path = path.child(each);
            }
            return path;
        } catch (ProtocolException e) {
            return null;
        }
    }

    /**
     * Frees those names that still have the given protection.
     *
     * @param keepsFiles whether other files that were seen under the names, and may now have other names, stay
     *     protected
     */
    static void freeNames(ProtectionIndex index, List<Protection> protections, boolean keepsFiles) {
        for (Protection each : protections) {
            if (each.path() != null && each.equals(index.at(each.path()))) {
                index.remove(each);
                if (keepsFiles) {
                    putUnlessEmpty(index, new Protection(null, each.lock(), each.identities()));
                }
            }
        }
    }

    /**
     * Frees a file that was deleted under one of its names.
     *
     * @param hasOtherNames whether it may have others; it stays protected then
     */
    static void forgetFile(ProtectionIndex index, @Nullable FileIdentity identity, String lock, boolean hasOtherNames) {
        freeIdentity(index, identity);
        if (identity != null && hasOtherNames) {
            index.put(Protection.of(null, lock, identity));
        }
    }

    /** Frees a file, unless its name is protected. */
    static void freeIdentity(ProtectionIndex index, @Nullable FileIdentity identity) {
        if (identity == null) {
            return;
        }
        index.of(identity).forEach(each -> free(index, each, identity));
    }

    private static void free(ProtectionIndex index, Protection protection, FileIdentity identity) {
        index.remove(protection);
        putUnlessEmpty(index, protection.without(identity));
    }

    private static void putUnlessEmpty(ProtectionIndex index, Protection protection) {
        if (protection.path() != null || !protection.identities().isEmpty()) {
            index.put(protection);
        }
    }

    /**
     * Returns the protections of names whose files all have other protected names under the same lock, with a list of
     * those names for each file.
     */
    static Map<Protection, List<List<RemotePath>>> seenElsewhere(ProtectionIndex index) {
        Map<Protection, List<List<RemotePath>>> found = new LinkedHashMap<>();
        for (Protection each : index.named()) {
            List<List<RemotePath>> names = each.identities().stream()
                    .map(identity -> otherNames(index, identity, each))
                    .toList();
            if (!names.isEmpty() && names.stream().noneMatch(List::isEmpty)) {
                found.put(each, names);
            }
        }
        return found;
    }

    /** Returns those of {@link #seenElsewhere} whose own name is gone while each file has another one. */
    static Set<Protection> gone(Map<Protection, List<List<RemotePath>>> elsewhere, Predicate<RemotePath> isGone) {
        Set<Protection> gone = new HashSet<>();
        elsewhere.forEach((each, files) -> {
            boolean areThere = files.stream().allMatch(names -> names.stream().anyMatch(isGone.negate()));
            if (areThere && isGone.test(Objects.requireNonNull(each.path()))) {
                gone.add(each);
            }
        });
        return gone;
    }

    private static List<RemotePath> otherNames(ProtectionIndex index, FileIdentity identity, Protection than) {
        return index.of(identity).stream()
                .filter(other -> other.lock().equals(than.lock()))
                .map(Protection::path)
                .filter(Objects::nonNull)
                .filter(path -> !Objects.equals(path, than.path()))
                .toList();
    }
}
