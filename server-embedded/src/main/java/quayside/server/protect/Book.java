package quayside.server.protect;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import quayside.protocol.message.RemotePath;

/**
 * What is protected, to be found by name and by identity. Not thread-safe. It notes the {@link Step steps} of its changes, so that one which cannot be
 * kept can be taken back.
 */
final class Book {
    private final Map<String, Lock> locks;
    private final Map<RemotePath, Guarded> byPath;
    private final Map<String, List<Guarded>> byInode;
    private final Map<String, List<RemotePath>> byFolded;
    private final Set<Guarded> nameless;
    private final List<Step> unkept = new ArrayList<>();
    private @Nullable String everything;

    Book() {
        this(Map.of(), Map.of(), Map.of(), Map.of(), Set.of(), null);
    }

    private Book(
            Map<String, Lock> locks,
            Map<RemotePath, Guarded> byPath,
            Map<String, List<Guarded>> byInode,
            Map<String, List<RemotePath>> byFolded,
            Set<Guarded> nameless,
            @Nullable String everything) {
        this.locks = new HashMap<>(locks);
        this.byPath = new HashMap<>(byPath);
        this.byInode = new HashMap<>(byInode);
        this.byFolded = new HashMap<>(byFolded);
        this.nameless = new LinkedHashSet<>(nameless);
        this.everything = everything;
    }

    Book copy() {
        return new Book(locks, byPath, byInode, byFolded, nameless, everything);
    }

    /** What has changed since {@link #kept}, or since it was made. */
    List<Step> unkept() {
        return Collections.unmodifiableList(unkept);
    }

    /** So many of its changes, the first, are on the disk. */
    void kept(int steps) {
        unkept.subList(0, steps).clear();
    }

    /** Takes back all changes but the first of those that are not kept. */
    void backTo(int steps) {
        while (unkept.size() > steps) {
            switch (unkept.removeLast()) {
                case Step.Put put -> drop(put.guarded());
                case Step.Remove remove -> insert(remove.guarded());
                case Step.Add add -> locks.remove(add.lock().id());
                case Step.Everything change -> everything = change.before();
            }
        }
    }

    /** Takes a step, perhaps once more. */
    void take(Step step) {
        switch (step) {
            case Step.Put put -> put(put.guarded());
            case Step.Remove remove -> remove(remove.guarded());
            case Step.Add add -> add(add.lock());
            case Step.Everything change -> everything(change.after());
        }
    }

    boolean isEmpty() {
        return byPath.isEmpty() && nameless.isEmpty() && everything == null;
    }

    /** How many files are protected, each of their names for itself. */
    int size() {
        return byPath.size() + nameless.size();
    }

    /** The lock that is on every file, because what was protected is not known any more. */
    @Nullable
    String everything() {
        return everything;
    }

    /** @param lock one that was added; null for none */
    void everything(@Nullable String lock) {
        if (!Objects.equals(everything, lock)) {
            unkept.add(new Step.Everything(everything, lock));
            everything = lock;
        }
    }

    void add(Lock lock) {
        if (locks.putIfAbsent(lock.id(), lock) == null) {
            unkept.add(new Step.Add(lock));
        }
    }

    @Nullable
    Lock lock(String id) {
        return locks.get(id);
    }

    /** Those that something is under. */
    List<Lock> locksInUse() {
        Set<String> used = new LinkedHashSet<>();
        all().forEach(each -> used.add(each.lock()));
        if (everything != null) {
            used.add(everything);
        }
        return locks.values().stream().filter(lock -> used.contains(lock.id())).toList();
    }

    /** Not to be changed. */
    Map<RemotePath, Guarded> named() {
        return byPath;
    }

    List<Guarded> all() {
        List<Guarded> all = new ArrayList<>(byPath.values());
        all.addAll(nameless);
        return all;
    }

    @Nullable
    Guarded at(RemotePath path) {
        return byPath.get(path);
    }

    /** What may be the very file. */
    List<Guarded> of(FileIdentity identity) {
        return byInode.getOrDefault(identity.inode(), List.of()).stream()
                .filter(each -> each.mayBe(identity))
                .toList();
    }

    /** Protected names that some file system takes for {@code path}. */
    List<RemotePath> spelledLike(RemotePath path) {
        return byFolded.getOrDefault(FoldedName.of(path.toString()), List.of());
    }

    List<Guarded> nameless() {
        return List.copyOf(nameless);
    }

    /** What has the name {@code folder}, or one in it. */
    List<RemotePath> namesWithin(RemotePath folder) {
        return byPath.keySet().stream().filter(each -> each.startsWith(folder)).toList();
    }

    /** In the place of what has its name. */
    void put(Guarded guarded) {
        Guarded old = same(guarded);
        if (!guarded.equals(old)) {
            if (old != null) {
                remove(old);
            }
            insert(guarded);
            unkept.add(new Step.Put(guarded));
        }
    }

    /** What has its name; of those without one, what is equal to it. */
    void remove(Guarded guarded) {
        Guarded old = same(guarded);
        if (old != null) {
            drop(old);
            unkept.add(new Step.Remove(old));
        }
    }

    private @Nullable Guarded same(Guarded guarded) {
        if (guarded.path() != null) {
            return byPath.get(guarded.path());
        }
        return nameless.contains(guarded) ? guarded : null;
    }

    private void insert(Guarded guarded) {
        RemotePath path = guarded.path();
        if (path == null) {
            nameless.add(guarded);
        } else {
            byPath.put(path, guarded);
            byFolded.merge(FoldedName.of(path.toString()), List.of(path), Book::joined);
        }
        for (FileIdentity identity : guarded.identities()) {
            byInode.merge(identity.inode(), List.of(guarded), Book::joined);
        }
    }

    private void drop(Guarded guarded) {
        RemotePath path = guarded.path();
        if (path == null) {
            nameless.remove(guarded);
        } else {
            byPath.remove(path);
            byFolded.computeIfPresent(FoldedName.of(path.toString()), (_, old) -> without(old, path));
        }
        for (FileIdentity identity : guarded.identities()) {
            byInode.computeIfPresent(identity.inode(), (_, old) -> without(old, guarded));
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
