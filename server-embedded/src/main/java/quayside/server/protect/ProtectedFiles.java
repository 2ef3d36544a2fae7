package quayside.server.protect;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import quayside.protocol.message.RemotePath;

/**
 * The protected files of one share, kept in {@code protected.json} and, where that is long, the last changes in a journal beside it. Thread-safe.
 *
 * <p>A file is found by its name, and by what it is: so its protection goes with it when it is renamed on the host, and stays on a name whose content is
 * replaced there. What is seen under another name, or as another file, is learnt, and kept with the next change. A change is on the disk when its method
 * returns; where that fails nothing has changed. Asking costs a look into a map, and of a share without protected files less.
 */
public final class ProtectedFiles {
    private final BookKeeper keeper;
    private final Identities identities;
    private Set<Guarded> gone = Set.of();

    private ProtectedFiles(BookKeeper keeper, Identities identities) {
        this.keeper = keeper;
        this.identities = identities;
    }

    /**
     * Reads what is kept in {@code folder}. Where it is damaged a copy stays beside it, under a name with the time, and what it listed, or all, is
     * locked.
     *
     * @param folder may be missing
     * @throws IOException where it is there and cannot be read, or not be replaced when it is damaged
     */
    public static ProtectedFiles open(Path folder, InstantSource clock, RandomGenerator random) throws IOException {
        return new ProtectedFiles(BookKeeper.open(folder, clock, random), new Identities(folder));
    }

    /** What the host must know of damage found by {@link #open}, a plain sentence. */
    public Optional<String> warning() {
        return keeper.warning();
    }

    /** Whether nothing is protected. Never blocks. */
    public boolean isEmpty() {
        return keeper.isEmpty();
    }

    /** Whether everything is locked because the list was damaged; see {@link #release}. */
    public boolean isEverythingLocked() {
        return keeper.look(book -> book.everything() != null);
    }

    /** The lock of that id, where something is under it. */
    public Optional<Lock> lock(String id) {
        return keeper.look(book -> Optional.ofNullable(book.lock(id)));
    }

    /** A name under the lock of that id. Where there is no such lock it takes as long: who waits for that learns nothing. */
    public Optional<RemotePath> nameUnder(String id) {
        return keeper.look(book -> book.named().entrySet().stream()
                .filter(each -> each.getValue().lock().equals(id))
                .map(Map.Entry::getKey)
                .reduce((first, _) -> first));
    }

    /** All that have a name, in its order. */
    public List<ProtectedFile> list() {
        List<ProtectedFile> list = keeper.look(book -> book.named().entrySet().stream()
                .map(each -> {
                    Lock lock = book.lock(each.getValue().lock());
                    return new ProtectedFile(
                            each.getKey(), each.getValue().lock(), lock == null || lock.hash() == null);
                })
                .toList());
        return list.stream()
                .sorted(Comparator.comparing(each -> each.path().toString()))
                .toList();
    }

    /**
     * The locks on a name and on what is there; usually none or one.
     *
     * @param attributes of the file there; null where nothing is
     * @param isSame whether a protected name that is spelled alike leads to that very file
     */
    public List<String> locks(RemotePath path, @Nullable BasicFileAttributes attributes, Predicate<RemotePath> isSame) {
        if (isEmpty()) {
            return List.of();
        }
        FileIdentity identity = identities.ofNullable(attributes);
        List<RemotePath> alike =
                keeper.look(book -> book.at(path) == null ? book.spelledLike(path) : List.<RemotePath>of());
        // Not while others wait: it may look at the disk.
        List<RemotePath> same = alike.stream().filter(isSame).toList();
        return keeper.look(book -> locks(book, path, identity, same));
    }

    /** As above, of a file that has no name among those of the protocol. */
    public List<String> locks(BasicFileAttributes attributes) {
        FileIdentity identity = isEmpty() ? null : identities.of(attributes);
        return keeper.look(book -> locks(book, null, identity, List.of()));
    }

    private static List<String> locks(
            Book book, @Nullable RemotePath path, @Nullable FileIdentity identity, List<RemotePath> same) {
        Set<String> locks = new LinkedHashSet<>();
        Guarded named = path == null ? null : book.at(path);
        if (named != null) {
            locks.add(named.lock());
        }
        for (RemotePath other : same) {
            Guarded spelled = book.at(other);
            if (spelled != null) {
                locks.add(spelled.lock());
            }
        }
        if (identity != null) {
            book.of(identity).forEach(each -> locks.add(each.lock()));
            // By its number alone a file may be taken for another that had it before: that goes no further.
            if (path != null && (named != null || (identity.born() != null && !locks.isEmpty()))) {
                learn(book, path, identity, locks.iterator().next());
            }
        }
        if (book.everything() != null) {
            locks.add(book.everything());
        }
        return List.copyOf(locks);
    }

    private static void learn(Book book, RemotePath path, FileIdentity identity, String lock) {
        Guarded named = book.at(path);
        Guarded seen = named == null ? Guarded.of(path, lock, identity) : named.seenAs(identity);
        if (!seen.equals(named)) {
            book.put(seen);
        }
    }

    /** The locks on names in {@code folder}, whether something is there or not; no look at the disk. */
    public List<String> locksWithin(RemotePath folder) {
        return keeper.look(book -> book.namesWithin(folder).stream()
                .map(book::at)
                .filter(Objects::nonNull)
                .map(Guarded::lock)
                .distinct()
                .toList());
    }

    /**
     * Puts the file at {@code path} under {@code lock}, whatever it was under before.
     *
     * @return whether that changed something
     */
    public boolean protect(RemotePath path, BasicFileAttributes attributes, Lock lock) throws IOException {
        return keeper.grow(next -> Changes.protect(next, path, identities.of(attributes), lock));
    }

    /**
     * Takes all protection from a name and from what is there.
     *
     * @param attributes of what is there; null where nothing is. That of a folder is none of a file's
     * @return whether that changed something
     */
    public boolean unprotect(RemotePath path, @Nullable BasicFileAttributes attributes) throws IOException {
        if (isEmpty()) {
            return false;
        }
        FileIdentity identity =
                attributes == null || attributes.isDirectory() ? null : identities.ofNullable(attributes);
        return keeper.change(next -> Changes.unprotect(next, path, identity));
    }

    /** The host has looked at the damage: what is still known to be protected stays so, and the rest is free. */
    public void release() throws IOException {
        keeper.change(next -> next.everything(null));
    }

    /** A file and the lock that it is to be under. */
    public record Arriving(BasicFileAttributes attributes, Lock lock) {}

    /**
     * Files are about to get a name: they are protected from that moment on, whichever it is. Where the system does not tell files apart this does
     * nothing; see {@link #reserve}.
     */
    public void announce(List<Arriving> files) throws IOException {
        keeper.grow(
                next -> files.forEach(each -> Changes.announce(next, identities.of(each.attributes()), each.lock())));
    }

    /** A name is about to be given to a file of {@code lock}. For files that {@link #announce} could not help. */
    public void reserve(RemotePath path, BasicFileAttributes attributes, Lock lock) throws IOException {
        if (identities.of(attributes) == null) {
            keeper.grow(next -> Changes.land(next, path, null, lock));
        }
    }

    /**
     * A file that was brought.
     *
     * @param path where it is now; null where it did not get there
     * @param lock its own; null where it takes what its name has
     */
    public record Arrived(
            @Nullable RemotePath path,
            BasicFileAttributes attributes,
            @Nullable Lock lock) {}

    /** A file that is there no more, because another took its only name. Kept with the next change. */
    public void replaced(BasicFileAttributes attributes) {
        FileIdentity identity = isEmpty() ? null : identities.of(attributes);
        if (identity != null) {
            keeper.learn(book -> Changes.freeIdentity(book, identity));
        }
    }

    /** Gives what was announced its name. */
    public void arrived(List<Arrived> files) throws IOException {
        if (!isEmpty()) {
            keeper.change(next -> files.forEach(each -> {
                FileIdentity identity = identities.of(each.attributes());
                Changes.forgetAnnounced(next, identity);
                if (each.path() != null) {
                    Changes.land(next, each.path(), identity, each.lock());
                }
            }));
        }
    }

    /** What some names had at a moment: who changes it later leaves alone what others have changed since. */
    public static final class Given {
        private final List<Guarded> names;

        private Given(List<Guarded> names) {
            this.names = List.copyOf(names);
        }
    }

    /** What the name {@code folder} and those in it have now. */
    public Given within(RemotePath folder) {
        return isEmpty()
                ? new Given(List.of())
                : keeper.look(book -> new Given(book.namesWithin(folder).stream()
                        .map(book::at)
                        .filter(Objects::nonNull)
                        .toList()));
    }

    /**
     * Something is about to be moved: from now on its old names and its new ones are protected. To be followed by {@link #moved} or {@link #notMoved}.
     *
     * @return what it gave to names that were not protected before
     */
    public Given moving(RemotePath from, RemotePath to) throws IOException {
        List<Guarded> added = new ArrayList<>();
        if (!isEmpty()) {
            keeper.change(next -> added.addAll(Changes.copy(next, from, to, false)));
        }
        return new Given(added);
    }

    /** The new names have what the old ones had, which are free. */
    public void moved(RemotePath from, RemotePath to) throws IOException {
        if (!isEmpty() && !from.equals(to)) {
            keeper.change(next -> {
                Changes.copy(next, from, to, true);
                next.namesWithin(from).forEach(name -> Changes.forgetName(next, name, false));
            });
        }
    }

    /** Everything is as it was before {@link #moving}, which returned {@code given}. */
    public void notMoved(Given given) throws IOException {
        if (!given.names.isEmpty()) {
            keeper.change(next -> Changes.forget(next, given.names, false));
        }
    }

    /**
     * A file that was deleted.
     *
     * @param hasOtherNames whether it may be there under another one
     */
    public record Deleted(BasicFileAttributes attributes, String lock, boolean hasOtherNames) {}

    /** These files were deleted, and these names with them. */
    public void deleted(Given names, List<Deleted> files) throws IOException {
        if (!names.names.isEmpty() || !files.isEmpty()) {
            keeper.change(next -> {
                Changes.forget(next, names.names, true);
                files.forEach(each ->
                        Changes.forgetFile(next, identities.of(each.attributes()), each.lock(), each.hasOtherNames()));
            });
        }
    }

    /**
     * Keeps what was learnt, and frees names whose file is known to have another one now: of those that are gone this time and were so the last time,
     * so that a program of the host that is just replacing a file is not in the way.
     *
     * @param isGone whether nothing is there under a name, for sure
     */
    public void tidy(Predicate<RemotePath> isGone) throws IOException {
        Book now = keeper.look(Book::copy);
        Set<Guarded> goneNow = new HashSet<>();
        for (Guarded each : now.named().values()) {
            RemotePath path = each.path();
            if (path != null && Changes.isElsewhere(now, each, isGone.negate()) && isGone.test(path)) {
                goneNow.add(each);
            }
        }
        synchronized (this) {
            Set<Guarded> before = gone;
            gone = goneNow;
            List<Guarded> free = goneNow.stream().filter(before::contains).toList();
            keeper.change(next -> Changes.forget(next, free, false));
            keeper.settle();
        }
    }
}
