package quayside.server.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.InvitationId;
import quayside.protocol.message.RemotePath;

/**
 * An invitation to a share: a key of its own for one guest or a few, besides the share's (PROTOCOL.md section 3.11).
 * Immutable; the key belongs to all copies.
 *
 * @param key a key with the id of this invitation
 * @param name for the host, who tells invitations apart by it; not escaped
 * @param rights what its guests may do, regardless of the permissions of other guests
 * @param folder all that its guests see of the share; the root for all of it
 * @param ends when it ends; empty for no such time
 * @param downloads how many files can still be downloaded; empty for any number
 * @param ended set once it has ended in another way than by time
 */
public record Invitation(
        AccessKey key,
        String name,
        Rights rights,
        RemotePath folder,
        Optional<Instant> ends,
        OptionalLong downloads,
        Optional<End> ended) {
    /** The time for which an invitation is known after its end, so that its guests are told of it. */
    public static final Duration KNOWN_AFTER_END = Duration.ofDays(90);

    /** The length of a name, in UTF-16 units. */
    public static final int MAX_NAME = 64;

    /** The most downloads that a host may set. */
    public static final long MAX_DOWNLOADS = 1_000_000;

    public Invitation {
        if (key.invitation().isEmpty()) {
            throw new IllegalArgumentException("the key is not that of an invitation");
        }
    }

    /** What the guests of an invitation may do. */
    public enum Rights {
        READ(true, true, false, false),
        UPLOAD(true, true, true, false),
        CHANGE(true, true, true, true),
        /** They send files and see nothing of the share. */
        DROP(false, false, true, false);

        private final boolean list;
        private final boolean download;
        private final boolean upload;
        private final boolean delete;

        Rights(boolean list, boolean download, boolean upload, boolean delete) {
            this.list = list;
            this.download = download;
            this.upload = upload;
            this.delete = delete;
        }

        public boolean mayList() {
            return list;
        }

        public boolean mayDownload() {
            return download;
        }

        public boolean mayUpload() {
            return upload;
        }

        public boolean mayDelete() {
            return delete;
        }
    }

    /** Why an invitation has ended. */
    public enum Why {
        /** The host withdrew it. */
        REVOKED,
        /** Its time is over. */
        EXPIRED,
        /** Its downloads are used up; those under way may end. */
        USED_UP
    }

    /** The end of an invitation, and when it came. */
    public record End(Why why, Instant at) {}

    /** Returns whether a host may give this name to an invitation. */
    public static boolean isName(String name) {
        return !name.isBlank() && name.length() <= MAX_NAME && name.chars().noneMatch(Character::isISOControl);
    }

    public InvitationId id() {
        return key.invitation().orElseThrow();
    }

    /** Returns the end of this invitation; empty if it is valid at {@code now}. */
    public Optional<End> endAt(Instant now) {
        return ended.or(() -> ends.filter(at -> !now.isBefore(at)).map(at -> new End(Why.EXPIRED, at)));
    }

    /** Returns whether it ended so long ago that nobody needs to be told of it. */
    public boolean isForgottenAt(Instant now) {
        return endAt(now)
                .filter(end -> end.at().plus(KNOWN_AFTER_END).isBefore(now))
                .isPresent();
    }

    /** Returns a copy that has ended. */
    public Invitation ended(End end) {
        return new Invitation(key, name, rights, folder, ends, downloads, Optional.of(end));
    }

    /** Returns a copy with other rights. */
    public Invitation with(Rights other) {
        return new Invitation(key, name, other, folder, ends, downloads, ended);
    }

    /** Returns a copy for another folder, or for the same one at another path. */
    public Invitation in(RemotePath other) {
        return new Invitation(key, name, rights, other, ends, downloads, ended);
    }

    /** Returns whether it allows no further download. */
    public boolean isUsedUp() {
        return downloads.isPresent() && downloads.getAsLong() == 0;
    }

    /** Returns a copy from which one more file was downloaded. */
    Invitation downloaded() {
        return downloads.isEmpty()
                ? this
                : new Invitation(
                        key,
                        name,
                        rights,
                        folder,
                        ends,
                        OptionalLong.of(Math.max(0, downloads.getAsLong() - 1)),
                        ended);
    }
}
