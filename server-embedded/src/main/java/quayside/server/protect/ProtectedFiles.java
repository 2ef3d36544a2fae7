package quayside.server.protect;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import quayside.protocol.message.RemotePath;
import quayside.protocol.text.Sentence;

/**
 * The protected files of one shared folder. Thread-safe.
 *
 * <p>A file is found by its name and by its identity. So its protection follows it when it is renamed on the host, and
 * stays on a name whose content is replaced there. If a file is seen under another name, or another file under its
 * name, this is recorded in memory and stored with the next change. A change is on the disk when its method returns; if
 * it fails, nothing has changed. A query costs one map lookup, and less in a share without protected files.
 */
public final class ProtectedFiles implements ProtectedNames {
    private final ProtectionStore store;
    private final FileIdentity.Finder identities;
    private Set<Protection> gone = Set.of();

    private ProtectedFiles(ProtectionStore store, FileIdentity.Finder identities) {
        this.store = store;
        this.identities = identities;
    }

    /**
     * Reads the protections stored in {@code folder}. If they are damaged, a copy is kept under a name that contains
     * the time. All files that it listed are locked, or, if those are not known, all files.
     *
     * @param folder may be missing
     * @throws IOException if the file exists and cannot be read, or is damaged and cannot be replaced
     */
    public static ProtectedFiles open(Path folder, InstantSource clock, RandomGenerator random) throws IOException {
        return new ProtectedFiles(ProtectionStore.open(folder, clock, random), new FileIdentity.Finder(folder));
    }

    /** Returns a plain sentence for the host about damage that {@link #open} found. */
    public Optional<Sentence> warning() {
        return store.warning();
    }

    @Override
    public List<Sentence> warnings() {
        return store.warning().stream().toList();
    }

    @Override
    public boolean isEmpty() {
        return store.isEmpty();
    }

    @Override
    public boolean isEverythingLocked() {
        return store.withIndex(index -> index.everything() != null);
    }

    @Override
    public Optional<Lock> lock(String id) {
        return store.withIndex(index -> Optional.ofNullable(index.lock(id)));
    }

    @Override
    public Optional<RemotePath> nameUnder(String id) {
        return store.withIndex(index -> index.named().stream()
                .filter(each -> each.lock().equals(id))
                .map(Protection::path)
                .reduce((first, _) -> first));
    }

    @Override
    public List<ProtectedFile> list() {
        return store.withIndex(ProtectionIndex::list).stream()
                .sorted(Comparator.comparing(each -> each.path().toString()))
                .toList();
    }

    /**
     * Returns the locks on a name and on the file there; usually none or one.
     *
     * @param attributes the attributes of the file there; null for none
     * @param isSame returns whether a protected name of similar spelling leads to that very file
     */
    public List<String> locks(RemotePath path, @Nullable BasicFileAttributes attributes, Predicate<RemotePath> isSame) {
        if (isEmpty()) {
            return List.of();
        }
        FileIdentity identity = identities.of(attributes);
        List<RemotePath> alike =
                store.withIndex(index -> index.at(path) == null ? index.spelledLike(path) : List.<RemotePath>of());
        // Outside of the store's lock, because it may access the disk.
        List<RemotePath> same = alike.stream().filter(isSame).toList();
        return store.withIndex(index -> index.locks(path, identity, same));
    }

    /** Returns the locks on a file whose name is not a name of the protocol. */
    public List<String> locks(BasicFileAttributes attributes) {
        FileIdentity identity = isEmpty() ? null : identities.of(attributes);
        return store.withIndex(index -> index.locks(null, identity, List.of()));
    }

    /**
     * Returns the locks on the name {@code folder} and on names in it, whether they exist or not. It does not access
     * the disk.
     */
    public List<String> locksWithin(RemotePath folder) {
        return store.withIndex(index ->
                index.within(folder).stream().map(Protection::lock).distinct().toList());
    }

    /**
     * Puts the file at {@code path} under {@code lock}, replacing any earlier lock.
     *
     * @return whether that changed something
     */
    public boolean protect(RemotePath path, BasicFileAttributes attributes, Lock lock) throws IOException {
        return store.grow(next -> ProtectionChanges.protect(next, path, identities.of(attributes), lock));
    }

    /**
     * Removes all protection from a name and from the file there.
     *
     * @param attributes the attributes of the entry there; null if nothing exists. A folder has no protection of its
     *     own
     * @return whether that changed something
     */
    public boolean unprotect(RemotePath path, @Nullable BasicFileAttributes attributes) throws IOException {
        if (isEmpty()) {
            return false;
        }
        FileIdentity identity = attributes == null || attributes.isDirectory() ? null : identities.of(attributes);
        return store.change(next -> ProtectionChanges.unprotect(next, path, identity));
    }

    @Override
    public void release() throws IOException {
        store.release();
    }

    /** A file and the lock that it is to be under. */
    public record Arriving(BasicFileAttributes attributes, Lock lock) {}

    /**
     * Protects files that are about to get a name, without knowing that name. Does nothing if the system has no file
     * identities; see {@link #reserve}.
     */
    public void announce(List<Arriving> files) throws IOException {
        store.grow(next ->
                files.forEach(each -> ProtectionChanges.announce(next, identities.of(each.attributes()), each.lock())));
    }

    /** Protects a name that a file is about to get, if {@link #announce} could not protect that file. */
    public void reserve(RemotePath path, BasicFileAttributes attributes, Lock lock) throws IOException {
        if (identities.of(attributes) == null) {
            store.grow(next -> ProtectionChanges.name(next, path, null, lock));
        }
    }

    /**
     * A file that was uploaded.
     *
     * @param path its name now; null if it got none
     * @param lock its own lock; null if it takes the lock of its name
     */
    public record Arrived(
            @Nullable RemotePath path,
            BasicFileAttributes attributes,
            @Nullable Lock lock) {}

    /** Forgets a file that no longer exists, because another took its only name. Stored with the next change. */
    public void replaced(BasicFileAttributes attributes) {
        FileIdentity identity = isEmpty() ? null : identities.of(attributes);
        if (identity != null) {
            store.learn(index -> ProtectionChanges.freeIdentity(index, identity));
        }
    }

    /** Gives announced files their names. */
    public void arrived(List<Arrived> files) throws IOException {
        if (!isEmpty()) {
            store.change(next -> files.forEach(each ->
                    ProtectionChanges.arrive(next, each.path(), identities.of(each.attributes()), each.lock())));
        }
    }

    /**
     * The protections of some names at one moment. A later change that uses it ignores the names whose protection has
     * changed since.
     */
    public static final class Given {
        private final List<Protection> names;

        private Given(List<Protection> names) {
            this.names = List.copyOf(names);
        }
    }

    /** Returns the present protections of the name {@code folder} and of the names in it. */
    public Given within(RemotePath folder) {
        return new Given(store.withIndex(index -> index.within(folder)));
    }

    /**
     * Protects the old names and the new ones of an entry that is about to be moved. {@link #moved} or {@link
     * #notMoved} follows.
     *
     * @return the protections of the names that were not protected before
     */
    public Given moving(RemotePath from, RemotePath to) throws IOException {
        List<Protection> added = new ArrayList<>();
        store.change(next -> added.addAll(ProtectionChanges.copy(next, from, to, false)));
        return new Given(added);
    }

    /** Gives the new names the protection of the old ones, and frees the old ones. */
    public void moved(RemotePath from, RemotePath to) throws IOException {
        store.change(next -> ProtectionChanges.move(next, from, to));
    }

    /** Undoes {@link #moving}, which returned {@code given}. */
    public void notMoved(Given given) throws IOException {
        store.change(next -> ProtectionChanges.freeNames(next, given.names, false));
    }

    /**
     * A file that was deleted.
     *
     * @param hasOtherNames whether it may still exist under another name
     */
    public record Deleted(BasicFileAttributes attributes, String lock, boolean hasOtherNames) {}

    /** Frees files that were deleted, and names that were deleted with them. */
    public void deleted(Given names, List<Deleted> files) throws IOException {
        if (!names.names.isEmpty() || !files.isEmpty()) {
            store.change(next -> {
                ProtectionChanges.freeNames(next, names.names, true);
                files.forEach(each -> ProtectionChanges.forgetFile(
                        next, identities.of(each.attributes()), each.lock(), each.hasOtherNames()));
            });
        }
    }

    /**
     * Stores what was recorded in memory, and frees names whose file is now known to have another name. A name is freed
     * only if it was missing in this run and in the previous one, so that a file does not lose its protection while a
     * program on the host is just replacing it.
     *
     * @param isGone returns whether certainly nothing exists under a name
     */
    public void tidy(Predicate<RemotePath> isGone) throws IOException {
        Set<Protection> goneNow = ProtectionChanges.gone(store.withIndex(ProtectionChanges::seenElsewhere), isGone);
        synchronized (this) {
            List<Protection> free = goneNow.stream().filter(gone::contains).toList();
            gone = goneNow;
            store.change(next -> ProtectionChanges.freeNames(next, free, false));
            store.settle();
        }
    }
}
