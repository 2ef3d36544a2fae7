package quayside.server;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.server.text.ServerPhrase;

/**
 * An event of a running share, for the host's window and log. Immutable; texts are escaped for display and hold no
 * secret. {@code who} is the address of a guest of which nothing else is known.
 */
public sealed interface ShareEvent {
    Instant at();

    /** An event of one guest. */
    sealed interface OfGuest extends ShareEvent {
        Who guest();

        /** Returns the guest's address, after its name and before its invitation, if it has them. */
        default String who() {
            return guest().toString();
        }
    }

    /**
     * A guest connected. All connections of one installation at one address count as one guest while any of them is
     * open, and so do all connections of an address whose programs name no installation.
     */
    record GuestJoined(Instant at, Who guest) implements OfGuest {
        public GuestJoined(Instant at, String who) {
            this(at, new Who(who));
        }
    }

    record GuestLeft(Instant at, Who guest) implements OfGuest {
        public GuestLeft(Instant at, String who) {
            this(at, new Who(who));
        }
    }

    /** The last connection of the guest ended without a goodbye, and the guest did not return at once. */
    record GuestLost(Instant at, Who guest) implements OfGuest {
        public GuestLost(Instant at, String who) {
            this(at, new Who(who));
        }
    }

    /** A connection was not admitted: wrong key, too many, not Quayside. */
    record Refused(Instant at, String address, Sentence reason) implements ShareEvent {}

    /**
     * The number of further connections that were not admitted recently. Refusals are reported one by one only while
     * there are few.
     */
    record MoreRefused(Instant at, long connections) implements ShareEvent {}

    /** The host blocked this source: an address, or the /64 network of an IPv6 address. */
    record Blocked(Instant at, String source) implements ShareEvent {}

    record Unblocked(Instant at, String source) implements ShareEvent {}

    /**
     * The system refuses new connections; those that are open continue. Reported once, until {@link AcceptingResumed}.
     */
    record AcceptingStopped(Instant at, Sentence reason) implements ShareEvent {}

    /** New connections have been accepted for a while without failures. */
    record AcceptingResumed(Instant at) implements ShareEvent {}

    record Downloaded(Instant at, Who guest, String path, long bytes) implements OfGuest {
        public Downloaded(Instant at, String who, String path, long bytes) {
            this(at, new Who(who), path, bytes);
        }
    }

    /**
     * A file arrived.
     *
     * @param isProtected whether it is under a passcode from now on
     */
    record Uploaded(Instant at, Who guest, String path, long bytes, boolean isProtected) implements OfGuest {
        public Uploaded(Instant at, String who, String path, long bytes, boolean isProtected) {
            this(at, new Who(who), path, bytes, isProtected);
        }
    }

    /**
     * A guest made a change other than an upload.
     *
     * @param what completes "the guest …": deleted, made, moved, copied, not copied because of a failure, protected, or
     *     freed of its protection
     */
    record Changed(Instant at, Who guest, Sentence what) implements OfGuest {
        public Changed(Instant at, String who, Sentence what) {
            this(at, new Who(who), what);
        }
    }

    /**
     * A transfer did not complete.
     *
     * @param words the reason that the guest's program gave, quoted; empty if it gave none
     */
    record TransferFailed(Instant at, Who guest, String path, Fault why, String words) implements OfGuest {
        public TransferFailed(Instant at, String who, String path, Fault why, String words) {
            this(at, new Who(who), path, why, words);
        }
    }

    /** A guest ended a transfer on purpose: it paused or cancelled it. */
    record TransferStopped(Instant at, Who guest, String path) implements OfGuest {
        public TransferStopped(Instant at, String who, String path) {
            this(at, new Who(who), path);
        }
    }

    /**
     * The host has paused, slowed down, freed or disconnected a guest.
     *
     * @param what completes "the guest …"
     */
    record Steered(Instant at, Who guest, Sentence what) implements OfGuest {}

    /**
     * The number of further events of guests, which came faster than they could be delivered: transfers, changes, and
     * guests joining and leaving. A view of the connected guests should now query {@link ShareServer#guests}.
     */
    record MoreHappened(Instant at, long events) implements ShareEvent {}

    /** The kinds of events that guests can cause at will. */
    enum Kind {
        DOWNLOADED,
        UPLOADED,
        CHANGED,
        FAILED,
        STOPPED,
        CAME_OR_WENT;

        /** Returns the kind of {@code event}; null for an event that guests cannot cause at will. */
        static @Nullable Kind of(ShareEvent event) {
            return switch (event) {
                case Downloaded _ -> DOWNLOADED;
                case Uploaded _ -> UPLOADED;
                case Changed changed -> changed.what().key() == ServerPhrase.NOT_COPIED ? FAILED : CHANGED;
                case TransferFailed _ -> FAILED;
                case TransferStopped _ -> STOPPED;
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
                        Steered _,
                        Stopped _ -> null;
            };
        }
    }

    /**
     * The number of further events of one kind that a guest caused recently. A guest's events are reported one by one
     * only while there are few.
     *
     * @param source an address, or the /64 network of an IPv6 address
     * @param bytes the sizes of the files that were transferred
     */
    record MoreOfGuest(Instant at, String source, Kind kind, long times, long bytes) implements ShareEvent {}

    /** The list of protected files was damaged, and the files that it listed are locked; a sentence for the host. */
    record ProtectionDamaged(Instant at, Sentence sentence) implements ShareEvent {}

    /**
     * The shared folder cannot serve guests as it should; a sentence for the host. Reported once, until {@link
     * FolderWell} or other trouble.
     */
    record FolderTrouble(Instant at, Sentence sentence) implements ShareEvent {}

    /**
     * The shared folder is usable again.
     *
     * @param folder its name; empty if it is the only one
     */
    record FolderWell(Instant at, String folder) implements ShareEvent {}

    /**
     * A wrong passcode was tried.
     *
     * @param path one of the files under that lock; empty if there is none
     */
    record WrongPasscode(Instant at, Who guest, String path) implements OfGuest {
        public WrongPasscode(Instant at, String who, String path) {
            this(at, new Who(who), path);
        }
    }

    record Stopped(Instant at) implements ShareEvent {}
}
