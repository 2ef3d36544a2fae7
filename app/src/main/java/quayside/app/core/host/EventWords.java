package quayside.app.core.host;

import quayside.app.core.text.Texts;
import quayside.protocol.text.ByteSize;
import quayside.protocol.wire.Fault;
import quayside.server.ShareEvent;
import quayside.server.Who;

/** Puts the events of a share into words, for the window and the command line. The server has escaped their texts. */
public final class EventWords {
    private EventWords() {}

    public static String of(ShareEvent event) {
        return switch (event) {
            case ShareEvent.GuestJoined e ->
                e.guest().invitation().isEmpty()
                        ? Texts.get("host.log.joined", guest(e.guest()))
                        : Texts.get(
                                "host.log.joined.invited",
                                guest(new Who(e.guest().name(), e.guest().address(), "")),
                                e.guest().invitation());
            case ShareEvent.GuestLeft e -> Texts.get("host.log.left", guest(e.guest()));
            case ShareEvent.GuestLost e -> Texts.get("host.log.lost", guest(e.guest()));
            case ShareEvent.Refused e -> Texts.get("host.log.refused", e.address(), e.reason());
            case ShareEvent.MoreRefused e -> Texts.get("host.log.more.refused", e.connections());
            case ShareEvent.MoreHappened e -> Texts.get("host.log.more.happened", e.events());
            case ShareEvent.MoreOfGuest e ->
                Texts.get(
                        switch (e.kind()) {
                            case DOWNLOADED -> "host.log.more.downloaded";
                            case UPLOADED -> "host.log.more.uploaded";
                            case CHANGED -> "host.log.more.changed";
                            case FAILED -> "host.log.more.failed";
                            case STOPPED -> "host.log.more.transfersStopped";
                            case CAME_OR_WENT -> "host.log.more.came";
                        },
                        e.source(),
                        e.times(),
                        new ByteSize(e.bytes()));
            case ShareEvent.Steered e -> Texts.get("host.log.changed", guest(e.guest()), e.what());
            case ShareEvent.Blocked e -> Texts.get("host.log.blocked", e.source());
            case ShareEvent.Unblocked e -> Texts.get("host.log.unblocked", e.source());
            case ShareEvent.AcceptingStopped e -> Texts.get("host.log.accepting.stopped", e.reason());
            case ShareEvent.AcceptingResumed _ -> Texts.get("host.log.accepting.resumed");
            case ShareEvent.Downloaded e ->
                Texts.get("host.log.downloaded", guest(e.guest()), e.path(), new ByteSize(e.bytes()));
            case ShareEvent.Uploaded e ->
                Texts.get(
                        e.isProtected() ? "host.log.uploadedProtected" : "host.log.uploaded",
                        guest(e.guest()),
                        e.path(),
                        new ByteSize(e.bytes()));
            case ShareEvent.Changed e -> Texts.get("host.log.changed", guest(e.guest()), e.what());
            case ShareEvent.TransferFailed e -> {
                String reason = Texts.get(reason(e.why()));
                yield Texts.get(
                        "host.log.failed",
                        guest(e.guest()),
                        e.path(),
                        e.words().isEmpty() ? reason : Texts.get("host.log.failed.words", reason, e.words()));
            }
            case ShareEvent.TransferStopped e -> Texts.get("host.log.transferStopped", guest(e.guest()), e.path());
            case ShareEvent.WrongPasscode e ->
                e.path().isEmpty()
                        ? Texts.get("host.log.wrongPasscode", guest(e.guest()))
                        : Texts.get("host.log.wrongPasscodeFor", guest(e.guest()), e.path());
            case ShareEvent.ProtectionDamaged e -> Texts.words(e.sentence());
            case ShareEvent.FolderTrouble e -> Texts.words(e.sentence());
            case ShareEvent.FolderWell e ->
                e.folder().isEmpty()
                        ? Texts.get("host.log.folder.well")
                        : Texts.get("host.log.folder.wellNamed", e.folder());
            case ShareEvent.Stopped _ -> Texts.get("host.log.stopped");
        };
    }

    /** Returns the name and the address of a guest, or words around a bare address, which alone says nothing to a host. */
    private static String guest(Who who) {
        if (who.name().isEmpty() && who.address().endsWith(")")) {
            return who.address();
        }
        String known = who.name().isEmpty()
                ? Texts.get("host.log.guest", who.address())
                : Texts.get("host.log.guest.named", who.name(), who.address());
        return who.invitation().isEmpty() ? known : Texts.get("host.log.guest.invited", known, who.invitation());
    }

    /** Returns the key of the sentence that explains to the host why a guest's transfer did not complete. */
    private static String reason(Fault why) {
        return switch (why) {
            case CHANGED -> "host.log.failed.changed";
            case CORRUPTED -> "host.log.failed.corrupted";
            case DISK_FULL -> "host.log.failed.diskFull";
            case SERVER_FULL, TOO_MANY_TRIES -> "host.log.failed.busy";
            case CONNECTION_LOST, HANDSHAKE_LOST, UNREACHABLE, CANCELLED -> "host.log.failed.lost";
            case BROKEN_PROTOCOL, MALFORMED, UNKNOWN_STATUS, NOT_QUAYSIDE -> "host.log.failed.protocol";
            case SERVER_ERROR, LOCAL_STORAGE, LOCAL_DENIED, NOT_FOUND, NOT_SERVED, EXISTS, TOO_LARGE ->
                "host.log.failed.storage";
            case REFUSED, PASSCODE_NEEDED, WRONG_PASSCODE, WRONG_KEY, SERVER_KEY_CHANGED, LOCKED, UNPROVEN ->
                "host.log.failed.refused";
        };
    }
}
