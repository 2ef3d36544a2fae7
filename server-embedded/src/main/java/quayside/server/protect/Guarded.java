package quayside.server.protect;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import quayside.protocol.message.RemotePath;

/**
 * One protected file.
 *
 * @param path its name; null for a file that is about to get one
 * @param identities what was seen under that name, the newest last: any of it stays protected under whatever name it is found
 */
record Guarded(@Nullable RemotePath path, String lock, List<FileIdentity> identities) {
    /** A name whose content is replaced again and again forgets the oldest: whatever was found under another name has an entry of its own. */
    static final int MOST_IDENTITIES = 64;

    Guarded {
        identities = List.copyOf(identities);
    }

    static Guarded of(@Nullable RemotePath path, String lock, @Nullable FileIdentity identity) {
        return new Guarded(path, lock, identity == null ? List.of() : List.of(identity));
    }

    boolean mayBe(FileIdentity identity) {
        return identities.stream().anyMatch(each -> each.mayBe(identity));
    }

    /** Whether that is what was seen last under the name. */
    boolean isNow(FileIdentity identity) {
        return !identities.isEmpty() && identities.getLast().mayBe(identity);
    }

    Guarded at(RemotePath other) {
        return new Guarded(other, lock, identities);
    }

    Guarded under(String other) {
        return new Guarded(path, other, identities);
    }

    Guarded seenAs(@Nullable FileIdentity identity) {
        if (identity == null || identities.contains(identity)) {
            return this;
        }
        List<FileIdentity> more = new ArrayList<>(identities);
        more.add(identity);
        return new Guarded(path, lock, more.subList(Math.max(0, more.size() - MOST_IDENTITIES), more.size()));
    }

    Guarded without(FileIdentity identity) {
        return new Guarded(
                path,
                lock,
                identities.stream().filter(each -> !each.mayBe(identity)).toList());
    }
}
