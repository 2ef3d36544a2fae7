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
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import quayside.protocol.message.RemotePath;

/**
 * The protected files of one share, kept in {@code protected.json}. Thread-safe.
 *
 * <p>A file is found by its name, and by what it is: so its protection goes with it when it is renamed on the host, and stays on a name whose content is
 * replaced there. What is seen under another name, or as another file, is learnt, and kept with the next change. A change is on the disk when its method
 * returns; where that fails nothing has changed. Asking costs a look into a map, and of a share without protected files less.
 */
public final class ProtectedFiles {
    private static final String FILE = "protected.json";

    private final StateFile file;
    private final Optional<String> warning;
    private volatile boolean empty;
    private Book book;
    private boolean learnt;
    private Set<RemotePath> gone = Set.of();

    private ProtectedFiles(StateFile file, Book book, Optional<String> warning) {
        this.file = file;
        this.book = book;
        this.empty = book.isEmpty();
        this.warning = warning;
    }

    /**
     * Reads what is kept in {@code folder}. Where it is damaged a copy stays beside it, under a name with the time, and what it listed, or all, is
     * locked.
     *
     * @param folder may be missing
     * @throws IOException where it is there and cannot be read, or not be replaced when it is damaged
     */
    public static ProtectedFiles open(Path folder, InstantSource clock, RandomGenerator random) throws IOException {
        StateFile file = new StateFile(folder, FILE);
        byte[] text = file.read();
        if (text == null) {
            return new ProtectedFiles(file, new Book(), Optional.empty());
        }
        BookForm.Reading reading = BookForm.read(text, random);
        if (!reading.damaged()) {
            return new ProtectedFiles(file, reading.book(), Optional.empty());
        }
        Path copy = file.keepCopy(text, ".damaged-" + clock.instant().getEpochSecond());
        file.write(BookForm.write(reading.book()));
        String what = reading.book().everything() == null
                ? "Files whose passcode cannot be read any more stay locked until you unprotect them."
                : "Every file is locked until you confirm which are to be free.";
        return new ProtectedFiles(
                file,
                reading.book(),
                Optional.of("The list of protected files was damaged. " + what + " What was left of it is kept as "
                        + copy.getFileName() + "."));
    }

    /** What the host must know of damage found by {@link #open}, a plain sentence. */
    public Optional<String> warning() {
        return warning;
    }

    /** Whether nothing is protected. Never blocks. */
    public boolean isEmpty() {
        return empty;
    }

    /** Whether everything is locked because the list was damaged; see {@link #release}. */
    public synchronized boolean isEverythingLocked() {
        return book.everything() != null;
    }

    /** The lock of that id, where something is under it. */
    public synchronized Optional<Lock> lock(String id) {
        return Optional.ofNullable(book.lock(id));
    }

    /** All that have a name, in its order. */
    public synchronized List<ProtectedFile> list() {
        List<ProtectedFile> list = new ArrayList<>();
        for (Guarded each : book.named().values()) {
            Lock lock = book.lock(each.lock());
            if (each.path() != null) {
                list.add(new ProtectedFile(each.path(), each.lock(), lock == null || lock.hash() == null));
            }
        }
        list.sort(Comparator.comparing(each -> each.path().toString()));
        return list;
    }

    /**
     * The locks on a name and on what is there; usually none or one.
     *
     * @param attributes of the file there; null where nothing is
     * @param isSame whether a protected name that is spelled alike leads to that very file
     */
    public List<String> locks(RemotePath path, @Nullable BasicFileAttributes attributes, Predicate<RemotePath> isSame) {
        if (empty) {
            return List.of();
        }
        FileIdentity identity = attributes == null ? null : FileIdentity.of(attributes);
        List<RemotePath> alike;
        synchronized (this) {
            alike = book.at(path) == null ? book.spelledLike(path) : List.of();
        }
        // Not while others wait: it may look at the disk.
        List<RemotePath> same = alike.stream().filter(isSame).toList();
        synchronized (this) {
            Set<String> locks = new LinkedHashSet<>();
            Guarded named = book.at(path);
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
            }
            if (book.everything() != null) {
                locks.add(book.everything());
            }
            if (identity != null && !locks.isEmpty()) {
                learn(path, named, identity, locks.iterator().next());
            }
            return List.copyOf(locks);
        }
    }

    private void learn(RemotePath path, @Nullable Guarded named, FileIdentity identity, String lock) {
        if (lock.equals(book.everything())) {
            return;
        }
        Guarded seen = named == null ? Guarded.of(path, lock, identity) : named.seenAs(identity);
        if (!seen.equals(named)) {
            book.put(seen);
            learnt = true;
        }
    }

    /** The locks on names in {@code folder}, whether something is there or not; no look at the disk. */
    public synchronized List<String> locksWithin(RemotePath folder) {
        return book.namesWithin(folder).stream()
                .map(book::at)
                .filter(Objects::nonNull)
                .map(Guarded::lock)
                .distinct()
                .toList();
    }

    /** Puts the file at {@code path} under {@code lock}, whatever it was under before. */
    public void protect(RemotePath path, BasicFileAttributes attributes, Lock lock) throws IOException {
        change(next -> Changes.protect(next, path, FileIdentity.of(attributes), lock));
    }

    /**
     * Takes all protection from a name and from what is there.
     *
     * @param attributes of the file there; null where nothing is
     */
    public void unprotect(RemotePath path, @Nullable BasicFileAttributes attributes) throws IOException {
        change(next -> Changes.unprotect(next, path, attributes == null ? null : FileIdentity.of(attributes)));
    }

    /** The host has looked at the damage: what is still known to be protected stays so, and the rest is free. */
    public void release() throws IOException {
        change(next -> next.everything(null));
    }

    /** A file and the lock that it is to be under. */
    public record Arriving(BasicFileAttributes attributes, Lock lock) {}

    /**
     * Files are about to get a name: they are protected from that moment on, whichever it is. Where the system does not tell files apart this does
     * nothing; see {@link #reserve}.
     */
    public void announce(List<Arriving> files) throws IOException {
        change(next -> files.forEach(each -> Changes.announce(next, FileIdentity.of(each.attributes()), each.lock())));
    }

    /** A name is about to be given to a file of {@code lock}. For files that {@link #announce} could not help. */
    public void reserve(RemotePath path, BasicFileAttributes attributes, Lock lock) throws IOException {
        if (FileIdentity.of(attributes) == null) {
            change(next -> Changes.land(next, path, null, lock));
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

    /** Gives what was announced its name. */
    public void arrived(List<Arrived> files) throws IOException {
        if (!empty) {
            change(next -> files.forEach(each -> {
                FileIdentity identity = FileIdentity.of(each.attributes());
                Changes.forgetAnnounced(next, identity);
                if (each.path() != null) {
                    Changes.land(next, each.path(), identity, each.lock());
                }
            }));
        }
    }

    /**
     * Something is about to be moved: from now on its old names and its new ones are protected. To be followed by {@link #moved} or {@link #notMoved}.
     *
     * @return the names that were not protected before
     */
    public List<RemotePath> moving(RemotePath from, RemotePath to) throws IOException {
        List<RemotePath> added = new ArrayList<>();
        if (!empty) {
            change(next -> added.addAll(Changes.copy(next, from, to, false)));
        }
        return added;
    }

    /** The new names have what the old ones had, which are free. */
    public void moved(RemotePath from, RemotePath to) throws IOException {
        if (!empty && !from.equals(to)) {
            change(next -> {
                Changes.copy(next, from, to, true);
                next.namesWithin(from).forEach(name -> Changes.forgetName(next, name, false));
            });
        }
    }

    /** Everything is as it was before {@link #moving}, which {@code added} these. */
    public void notMoved(List<RemotePath> added) throws IOException {
        if (!empty) {
            change(next -> added.forEach(name -> Changes.forgetName(next, name, false)));
        }
    }

    /**
     * A file that was deleted.
     *
     * @param hasOtherNames whether it may be there under another one
     */
    public record Deleted(BasicFileAttributes attributes, String lock, boolean hasOtherNames) {}

    /** {@code path}, a file or a folder, was deleted, and these protected files with it. */
    public void deleted(RemotePath path, List<Deleted> files) throws IOException {
        if (!empty) {
            change(next -> {
                files.forEach(each -> Changes.forgetFile(
                        next, FileIdentity.of(each.attributes()), each.lock(), each.hasOtherNames()));
                next.namesWithin(path).forEach(name -> Changes.forgetName(next, name, true));
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
        Book now;
        synchronized (this) {
            now = book.copy();
        }
        Set<RemotePath> goneNow = new HashSet<>();
        for (Guarded each : now.named().values()) {
            RemotePath path = each.path();
            if (path != null && Changes.isElsewhere(now, each, isGone.negate()) && isGone.test(path)) {
                goneNow.add(path);
            }
        }
        synchronized (this) {
            change(next ->
                    goneNow.stream().filter(gone::contains).forEach(name -> Changes.forgetName(next, name, false)));
            gone = goneNow;
        }
    }

    private synchronized void change(Consumer<Book> change) throws IOException {
        Book next = book.copy();
        change.accept(next);
        if (!next.isChanged() && !learnt) {
            return;
        }
        if (next.isEmpty()) {
            file.delete();
        } else {
            file.write(BookForm.write(next));
        }
        book = next;
        empty = next.isEmpty();
        learnt = false;
    }
}
