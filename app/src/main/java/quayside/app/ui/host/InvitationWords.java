package quayside.app.ui.host;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.HumanFormat;
import quayside.protocol.text.DisplayText;
import quayside.server.session.Invitation;

/** What an invitation allows and when it ends, in words. */
final class InvitationWords {
    private static final long HOURS = 6;

    private InvitationWords() {}

    /**
     * The keys of the texts about some rights.
     *
     * @param row in the list
     * @param rowIn in the list, with a folder
     * @param choice in the question for a new invitation
     * @param hint explains the choice
     */
    record Keys(String row, String rowIn, String choice, String hint) {}

    static Keys keys(Invitation.Rights rights) {
        return switch (rights) {
            case READ ->
                new Keys(
                        "host.invitations.may.read",
                        "host.invitations.may.read.in",
                        "host.invitation.may.read",
                        "host.invitation.may.read.hint");
            case UPLOAD ->
                new Keys(
                        "host.invitations.may.upload",
                        "host.invitations.may.upload.in",
                        "host.invitation.may.upload",
                        "host.invitation.may.upload.hint");
            case CHANGE ->
                new Keys(
                        "host.invitations.may.change",
                        "host.invitations.may.change.in",
                        "host.invitation.may.change",
                        "host.invitation.may.change.hint");
            case DROP ->
                new Keys(
                        "host.invitations.may.drop",
                        "host.invitations.may.drop.in",
                        "host.invitation.may.drop",
                        "host.invitation.may.drop.hint");
        };
    }

    /** Returns what its guests may do: "Download, upload", "Download from “Prints” only". */
    static String rights(Invitation invitation) {
        Keys keys = keys(invitation.rights());
        return invitation.folder().isRoot()
                ? Texts.get(keys.row())
                : Texts.get(keys.rowIn(), DisplayText.escape(invitation.folder().name()));
    }

    /** Returns when it ends or how it has ended: "Ends in 2 hours", "3 downloads left", "Revoked 14:03". */
    static String end(Invitation invitation, Clock clock) {
        Instant now = clock.instant();
        return invitation.endAt(now).map(end -> ended(end, clock)).orElseGet(() -> ends(invitation, clock));
    }

    private static String ended(Invitation.End end, Clock clock) {
        return Texts.get(
                switch (end.why()) {
                    case REVOKED -> "host.invitations.ended.revoked";
                    case EXPIRED -> "host.invitations.ended.expired";
                    case USED_UP -> "host.invitations.ended.used";
                },
                HumanFormat.moment(end.at(), clock));
    }

    private static String ends(Invitation invitation, Clock clock) {
        List<String> parts = new ArrayList<>();
        invitation.downloads().ifPresent(left -> parts.add(Texts.get("host.invitations.ends.downloads", left)));
        invitation.ends().ifPresent(at -> parts.add(ends(at, clock)));
        return parts.isEmpty() ? Texts.get("host.invitations.ends.never") : String.join(" · ", parts);
    }

    private static String ends(Instant at, Clock clock) {
        long minutes = Duration.between(clock.instant(), at).plusSeconds(30).toMinutes();
        if (minutes < 60) {
            return Texts.get("host.invitations.ends.minutes", minutes);
        }
        long hours = (minutes + 30) / 60;
        return hours <= HOURS
                ? Texts.get("host.invitations.ends.hours", hours)
                : Texts.get("host.invitations.ends.at", HumanFormat.coming(at, clock));
    }
}
