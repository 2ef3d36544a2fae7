package quayside.server.protect;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import quayside.protocol.message.RemotePath;

/**
 * One protected file.
 *
 * @param path its name; null for a file whose name is not known yet, or no longer
 * @param lock the id of its lock
 * @param identities the files that were seen under the name, the newest last; each of them is also protected under
 *     other names
 */
record Protection(@Nullable RemotePath path, String lock, List<FileIdentity> identities) {
    /**
     * The number of remembered identities. A name whose content is replaced again and again forgets the oldest. A file
     * that was found under another name has a protection of its own.
     */
    static final int MAX_IDENTITIES = 64;

    Protection {
        // Gson leaves a missing field null.
        Objects.requireNonNull(lock);
        identities = List.copyOf(identities);
    }

    static Protection of(@Nullable RemotePath path, String lock, @Nullable FileIdentity identity) {
        return new Protection(path, lock, identity == null ? List.of() : List.of(identity));
    }

    /** Returns whether one of its files may be the one of {@code identity}. */
    boolean mayBe(FileIdentity identity) {
        return identities.stream().anyMatch(each -> each.mayBe(identity));
    }

    /** Returns whether the file that was seen last under the name may be the one of {@code identity}. */
    boolean isNow(FileIdentity identity) {
        return !identities.isEmpty() && identities.getLast().mayBe(identity);
    }

    Protection at(RemotePath other) {
        return new Protection(other, lock, identities);
    }

    Protection under(String other) {
        return new Protection(path, other, identities);
    }

    Protection seenAs(@Nullable FileIdentity identity) {
        if (identity == null || identities.contains(identity)) {
            return this;
        }
        List<FileIdentity> more = new ArrayList<>(identities);
        more.add(identity);
        return new Protection(path, lock, more.subList(Math.max(0, more.size() - MAX_IDENTITIES), more.size()));
    }

    Protection without(FileIdentity identity) {
        return new Protection(
                path,
                lock,
                identities.stream().filter(each -> !each.mayBe(identity)).toList());
    }
}
