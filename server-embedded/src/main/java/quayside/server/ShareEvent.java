package quayside.server;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What happens on a running share, for the host's window and log. Immutable; texts are escaped for display and hold no secret. */
public sealed interface ShareEvent {
    Instant at();

    /** One person's program: its connections (browsing and transfers) from one address count as one guest while any is open. */
    record GuestJoined(Instant at, String address) implements ShareEvent {}

    record GuestLeft(Instant at, String address) implements ShareEvent {}

    /** The last connection of the guest ended without a goodbye. */
    record GuestLost(Instant at, String address) implements ShareEvent {}

    /** A connection that was not admitted: wrong key, too many, not Quayside. */
    record Refused(Instant at, String address, String reason) implements ShareEvent {}

    /** So many connections more were not admitted lately: what strangers do is told one by one only while it is little. */
    record MoreRefused(Instant at, long connections) implements ShareEvent {}

    /** The host does not let this source in any more: an address, or the /64 network of an IPv6 address. */
    record Blocked(Instant at, String source) implements ShareEvent {}

    record Unblocked(Instant at, String source) implements ShareEvent {}

    /** The system refuses new connections; those that are open go on. Told once, until {@link AcceptingResumed}. */
    record AcceptingStopped(Instant at, String reason) implements ShareEvent {}

    /** New connections have come in for a while without trouble. */
    record AcceptingResumed(Instant at) implements ShareEvent {}

    record Downloaded(Instant at, String address, String path, long bytes) implements ShareEvent {}

    /**
     * A file arrived.
     *
     * @param isProtected whether it is under a passcode from now on
     */
    record Uploaded(Instant at, String address, String path, long bytes, boolean isProtected) implements ShareEvent {}

    /**
     * Something else changed.
     *
     * @param what completes "the guest …": deleted, made, moved, protected, or freed of its protection
     */
    record Changed(Instant at, String address, String what) implements ShareEvent {}

    /** A transfer that did not complete. */
    record TransferFailed(Instant at, String address, String path, String reason) implements ShareEvent {}

    /**
     * Guests did so much more meanwhile, faster than it could be told: transfers, changes, and their coming and going. Whoever shows who is there asks
     * {@link ShareServer#guests}.
     */
    record MoreHappened(Instant at, long events) implements ShareEvent {}

    /** What guests do as often as they like. */
    enum Kind {
        DOWNLOADED,
        UPLOADED,
        CHANGED,
        FAILED,
        CAME_OR_WENT;

        /** That of {@code event}; null for what guests cannot cause as often as they like. */
        static @Nullable Kind of(ShareEvent event) {
            return switch (event) {
                case Downloaded _ -> DOWNLOADED;
                case Uploaded _ -> UPLOADED;
                case Changed _ -> CHANGED;
                case TransferFailed _ -> FAILED;
                case GuestJoined _, GuestLeft _, GuestLost _ -> CAME_OR_WENT;
                case Refused _,
                        MoreRefused _,
                        MoreHappened _,
                        MoreOfGuest _,
                        Blocked _,
                        Unblocked _,
                        AcceptingStopped _,
                        AcceptingResumed _,
                        ProtectionDamaged _,
                        FolderTrouble _,
                        FolderWell _,
                        WrongPasscode _,
                        Stopped _ -> null;
            };
        }
    }

    /**
     * One guest did so much more of one kind lately: what a guest does is told one by one only while it is little.
     *
     * @param source an address, or the /64 network of an IPv6 address
     * @param bytes of the files that were transferred
     */
    record MoreOfGuest(Instant at, String source, Kind kind, long times, long bytes) implements ShareEvent {}

    /** The list of protected files was damaged, and what it listed is locked; a sentence for the host. */
    record ProtectionDamaged(Instant at, String sentence) implements ShareEvent {}

    /** The shared folder cannot serve guests as it should; a sentence for the host. Told once, until {@link FolderWell} or other trouble. */
    record FolderTrouble(Instant at, String sentence) implements ShareEvent {}

    /** The shared folder is as it should be again. */
    record FolderWell(Instant at) implements ShareEvent {}

    /**
     * Somebody tried a wrong passcode.
     *
     * @param path one of the files that it was tried for; empty where there is none under that lock
     */
    record WrongPasscode(Instant at, String address, String path) implements ShareEvent {}

    record Stopped(Instant at) implements ShareEvent {}
}
