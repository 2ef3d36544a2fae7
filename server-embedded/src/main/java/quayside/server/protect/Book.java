package quayside.server.protect;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import quayside.protocol.message.RemotePath;

/** What is protected, to be found by name and by identity. Not thread-safe; to be changed it is copied, so that a change which cannot be kept never was. */
final class Book {
    private final Map<String, Lock> locks;
    private final Map<RemotePath, Guarded> byPath;
    private final Map<String, List<Guarded>> byInode;
    private final Map<String, List<RemotePath>> byFolded;
    private final Set<Guarded> nameless;
    private @Nullable String everything;
    private boolean changed;

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

    /** Whether it was changed since it was copied. */
    boolean isChanged() {
        return changed;
    }

    boolean isEmpty() {
        return byPath.isEmpty() && nameless.isEmpty() && everything == null;
    }

    /** The lock that is on every file, because what was protected is not known any more. */
    @Nullable
    String everything() {
        return everything;
    }

    void everything(@Nullable Lock sealed) {
        changed = true;
        everything = sealed == null ? null : sealed.id();
        if (sealed != null) {
            add(sealed);
        }
    }

    void add(Lock lock) {
        locks.put(lock.id(), lock);
    }

    @Nullable
    Lock lock(String id) {
        return locks.get(id);
    }

    /** Those that something is under; the others are forgotten. */
    List<Lock> locksInUse() {
        Set<String> used = new LinkedHashSet<>();
        all().forEach(each -> used.add(each.lock()));
        if (everything != null) {
            used.add(everything);
        }
        locks.keySet().retainAll(used);
        return List.copyOf(locks.values());
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
        return byFolded.getOrDefault(folded(path), List.of());
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
        changed = true;
        RemotePath path = guarded.path();
        if (path == null) {
            nameless.add(guarded);
        } else {
            Guarded old = byPath.get(path);
            if (old != null) {
                remove(old);
            }
            byPath.put(path, guarded);
            byFolded.merge(folded(path), List.of(path), Book::joined);
        }
        for (FileIdentity identity : guarded.identities()) {
            byInode.merge(identity.inode(), List.of(guarded), Book::joined);
        }
    }

    void remove(Guarded guarded) {
        changed = true;
        RemotePath path = guarded.path();
        if (path == null) {
            nameless.remove(guarded);
        } else {
            byPath.remove(path);
            byFolded.computeIfPresent(folded(path), (_, old) -> without(old, path));
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

    private static String folded(RemotePath path) {
        return Normalizer.normalize(path.toString(), Normalizer.Form.NFC)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
    }
}
