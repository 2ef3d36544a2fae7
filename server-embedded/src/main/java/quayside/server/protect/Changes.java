package quayside.server.protect;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.ProtocolException;

/** What happens to files, as changes of a {@link Book}. An identity that is null is one that the system does not tell. */
final class Changes {
    private Changes() {}

    static void protect(Book book, RemotePath path, @Nullable FileIdentity identity, Lock lock) {
        freeIdentity(book, identity);
        land(book, path, identity, lock);
    }

    static void unprotect(Book book, RemotePath path, @Nullable FileIdentity identity) {
        forgetName(book, path, false);
        if (identity != null) {
            // Its other names, or the next look at them would protect it again; what has one of them since keeps it.
            book.of(identity).stream().filter(each -> each.isNow(identity)).forEach(book::remove);
            freeIdentity(book, identity);
        }
    }

    static void announce(Book book, @Nullable FileIdentity identity, Lock lock) {
        if (identity != null) {
            book.add(lock);
            book.put(Guarded.of(null, lock.id(), identity));
        }
    }

    static void forgetAnnounced(Book book, @Nullable FileIdentity identity) {
        if (identity != null) {
            book.nameless().stream().filter(each -> each.mayBe(identity)).forEach(book::remove);
        }
    }

    /** A file got a name. Without a lock of its own it is under the name's, if that has one. */
    static void land(Book book, RemotePath path, @Nullable FileIdentity identity, @Nullable Lock lock) {
        Guarded old = book.at(path);
        Guarded now;
        if (lock != null) {
            book.add(lock);
            now = (old == null ? Guarded.of(path, lock.id(), null) : old.under(lock.id())).seenAs(identity);
        } else if (old != null) {
            now = old.seenAs(identity);
        } else {
            return;
        }
        if (!now.equals(old)) {
            book.put(now);
        }
    }

    /**
     * Protects the names that what is at {@code from} is to have at {@code to}.
     *
     * @param replacing whether also those that are protected already
     * @return what it gave them
     */
    static List<Guarded> copy(Book book, RemotePath from, RemotePath to, boolean replacing) {
        List<Guarded> given = new ArrayList<>();
        for (RemotePath name : book.namesWithin(from)) {
            Guarded guarded = book.at(name);
            RemotePath target = rebased(name, from, to);
            if (guarded != null && target != null && (replacing || book.at(target) == null)) {
                Guarded copy = guarded.at(target);
                book.put(copy);
                given.add(copy);
            }
        }
        return given;
    }

    /** Null where there can be no such name: nothing can be moved there either. */
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

    /** The names are free that still have what they had; see {@link #forgetName}. */
    static void forget(Book book, List<Guarded> names, boolean keepsFiles) {
        for (Guarded each : names) {
            RemotePath name = each.path();
            if (name != null && each.equals(book.at(name))) {
                forgetName(book, name, keepsFiles);
            }
        }
    }

    /**
     * The name is free.
     *
     * @param keepsFiles whether other files that were seen under the name, and may have others now, stay protected
     */
    static void forgetName(Book book, RemotePath name, boolean keepsFiles) {
        Guarded guarded = book.at(name);
        if (guarded != null) {
            book.remove(guarded);
            if (keepsFiles && !guarded.identities().isEmpty()) {
                book.put(new Guarded(null, guarded.lock(), guarded.identities()));
            }
        }
    }

    static void forgetFile(Book book, @Nullable FileIdentity identity, String lock, boolean hasOtherNames) {
        if (identity == null) {
            return;
        }
        freeIdentity(book, identity);
        if (hasOtherNames) {
            book.put(Guarded.of(null, lock, identity));
        }
    }

    /** The file is free, as far as its name is not protected. */
    static void freeIdentity(Book book, @Nullable FileIdentity identity) {
        if (identity == null) {
            return;
        }
        for (Guarded each : book.of(identity)) {
            Guarded left = each.without(identity);
            book.remove(each);
            if (left.path() != null || !left.identities().isEmpty()) {
                book.put(left);
            }
        }
    }

    /**
     * Whether every file that was seen under this name has another protected one, under the same lock.
     *
     * @param isThere whether something has a name now
     */
    static boolean isElsewhere(Book book, Guarded guarded, Predicate<RemotePath> isThere) {
        return !guarded.identities().isEmpty()
                && guarded.identities().stream()
                        .allMatch(identity -> book.of(identity).stream()
                                .filter(other -> other.lock().equals(guarded.lock()))
                                .map(Guarded::path)
                                .anyMatch(path ->
                                        path != null && !Objects.equals(path, guarded.path()) && isThere.test(path)));
    }
}
