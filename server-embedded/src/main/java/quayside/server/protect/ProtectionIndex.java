package quayside.server.protect;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import quayside.protocol.message.Names;
import quayside.protocol.message.RemotePath;

/**
 * The protected files of a share in memory, found by name and by identity. Not thread-safe.
 *
 * <p>It collects the {@link Step steps} of its changes until they are {@link #kept} on the disk. The steps of a change
 * that cannot be stored are undone.
 */
final class ProtectionIndex {
    private final Map<String, Lock> locks = new HashMap<>();
    private final Map<RemotePath, Protection> byPath = new HashMap<>();
    private final Map<String, List<RemotePath>> bySpelling = new HashMap<>();
    private final Map<String, List<Protection>> byInode = new HashMap<>();
    private final Set<Protection> nameless = new LinkedHashSet<>();
    private final List<Step> unkept = new ArrayList<>();
    private @Nullable String everything;

    /** The replacement of one protection by another; null for none. */
    record Step(@Nullable Protection before, @Nullable Protection after) {}

    /** Returns the steps since {@link #kept}, the oldest first. */
    List<Step> unkept() {
        return Collections.unmodifiableList(unkept);
    }

    /** Forgets the first {@code steps} of {@link #unkept}, because they are on the disk. */
    void kept(int steps) {
        unkept.subList(0, steps).clear();
    }

    /** Undoes all of {@link #unkept} but the first {@code steps}. */
    void undo(int steps) {
        while (unkept.size() > steps) {
            Step last = unkept.removeLast();
            replace(last.after(), last.before());
        }
    }

    boolean isEmpty() {
        return size() == 0 && everything == null;
    }

    /** Returns the number of protections; a file with two names has two. */
    int size() {
        return byPath.size() + nameless.size();
    }

    /** Returns the id of the lock that is on every file, because it is no longer known which were protected. */
    @Nullable
    String everything() {
        return everything;
    }

    /**
     * Puts every file under a lock. This is not a step.
     *
     * @param lock one that was added; null for none
     */
    void everything(@Nullable String lock) {
        everything = lock;
    }

    /** Adds a lock, under which files can then be put. If the id exists, the first lock stays. */
    void add(Lock lock) {
        locks.putIfAbsent(lock.id(), lock);
    }

    @Nullable
    Lock lock(String id) {
        return locks.get(id);
    }

    /** Returns the locks that protect individual files. The lock of {@link #everything} consists of its id only. */
    List<Lock> locksInUse() {
        Set<String> used = new LinkedHashSet<>();
        byPath.values().forEach(each -> used.add(each.lock()));
        nameless.forEach(each -> used.add(each.lock()));
        return locks.values().stream().filter(lock -> used.contains(lock.id())).toList();
    }

    /** Returns the protections that have a name. */
    Collection<Protection> named() {
        return Collections.unmodifiableCollection(byPath.values());
    }

    /** Returns the protections that have a name, as the host sees them. */
    List<ProtectedFile> list() {
        return byPath.entrySet().stream()
                .map(each -> {
                    Lock lock = locks.get(each.getValue().lock());
                    return new ProtectedFile(
                            each.getKey(), each.getValue().lock(), lock == null || lock.hash() == null);
                })
                .toList();
    }

    /** Returns the protections that have no name. */
    Collection<Protection> nameless() {
        return Collections.unmodifiableSet(nameless);
    }

    @Nullable
    Protection at(RemotePath path) {
        return byPath.get(path);
    }

    /** Returns the protections of files that may be the one of {@code identity}. */
    List<Protection> of(FileIdentity identity) {
        return byInode.getOrDefault(identity.inode(), List.of()).stream()
                .filter(each -> each.mayBe(identity))
                .toList();
    }

    /** Returns the protected names that some file systems treat as {@code path}. */
    List<RemotePath> spelledLike(RemotePath path) {
        return bySpelling.getOrDefault(Names.folded(path.toString()), List.of());
    }

    /** Returns the protections of the name {@code folder} and of the names in it. */
    List<Protection> within(RemotePath folder) {
        return byPath.entrySet().stream()
                .filter(each -> each.getKey().startsWith(folder))
                .map(Map.Entry::getValue)
                .toList();
    }

    /**
     * Returns the locks on a name and on a file; usually none or one. Records the file under the name if the name is
     * protected, or if the file is known by more than its number.
     *
     * @param path null for none
     * @param identity the identity of the file; null for none
     * @param same other names that lead to the file
     */
    List<String> locks(@Nullable RemotePath path, @Nullable FileIdentity identity, List<RemotePath> same) {
        Set<String> found = new LinkedHashSet<>();
        Protection named = path == null ? null : byPath.get(path);
        if (named != null) {
            found.add(named.lock());
        }
        same.stream().map(byPath::get).filter(Objects::nonNull).forEach(each -> found.add(each.lock()));
        if (identity != null) {
            of(identity).forEach(each -> found.add(each.lock()));
            // A number alone is not enough, because a deleted file may have had it before.
            if (path != null && (named != null || (identity.born() != null && !found.isEmpty()))) {
                String lock = found.iterator().next();
                put(named == null ? Protection.of(path, lock, identity) : named.seenAs(identity));
            }
        }
        if (everything != null) {
            found.add(everything);
        }
        return List.copyOf(found);
    }

    /** Adds a protection. It replaces the one of the same name. */
    void put(Protection protection) {
        Protection old = same(protection);
        if (!protection.equals(old)) {
            take(new Step(old, protection));
        }
    }

    /** Removes the protection of the same name; if {@code protection} has no name, the one that is equal. */
    void remove(Protection protection) {
        Protection old = same(protection);
        if (old != null) {
            take(new Step(old, null));
        }
    }

    private @Nullable Protection same(Protection protection) {
        if (protection.path() != null) {
            return byPath.get(protection.path());
        }
        return nameless.contains(protection) ? protection : null;
    }

    private void take(Step step) {
        replace(step.before(), step.after());
        unkept.add(step);
    }

    private void replace(@Nullable Protection before, @Nullable Protection after) {
        if (before != null) {
            drop(before);
        }
        if (after != null) {
            insert(after);
        }
    }

    private void insert(Protection protection) {
        RemotePath path = protection.path();
        if (path == null) {
            nameless.add(protection);
        } else {
            byPath.put(path, protection);
            bySpelling.merge(Names.folded(path.toString()), List.of(path), ProtectionIndex::joined);
        }
        for (FileIdentity identity : protection.identities()) {
            byInode.merge(identity.inode(), List.of(protection), ProtectionIndex::joined);
        }
    }

    private void drop(Protection protection) {
        RemotePath path = protection.path();
        if (path == null) {
            nameless.remove(protection);
        } else {
            byPath.remove(path);
            bySpelling.computeIfPresent(Names.folded(path.toString()), (_, old) -> without(old, path));
        }
        for (FileIdentity identity : protection.identities()) {
            byInode.computeIfPresent(identity.inode(), (_, old) -> without(old, protection));
        }
    }

    private static <T> List<T> joined(List<T> old, List<T> more) {
        Set<T> all = new LinkedHashSet<>(old);
        all.addAll(more);
        return List.copyOf(all);
    }

    private static <T> @Nullable List<T> without(List<T> old, T gone) {
        List<T> left = old.stream().filter(each -> !each.equals(gone)).toList();
        return left.isEmpty() ? null : left;
    }
}
