package quayside.app.cli;

import java.util.function.Consumer;
import quayside.app.core.text.Texts;
import quayside.app.core.text.Times;
import quayside.protocol.message.ByteSize;
import quayside.server.ShareEvent;

/** Writes each event of a running share as a line; the server has escaped the texts. */
final class EventLine implements Consumer<ShareEvent> {
    private final CliContext context;

    EventLine(CliContext context) {
        this.context = context;
    }

    @Override
    public void accept(ShareEvent event) {
        context.say(Times.date(event.at(), context.zone()) + "  " + sentence(event));
    }

    private static String sentence(ShareEvent.MoreOfGuest more) {
        String size = ByteSize.shown(more.bytes());
        return switch (more.kind()) {
            case DOWNLOADED -> Texts.get("host.log.more.downloaded", more.source(), more.times(), size);
            case UPLOADED -> Texts.get("host.log.more.uploaded", more.source(), more.times(), size);
            case CHANGED -> Texts.get("host.log.more.changed", more.source(), more.times());
            case FAILED -> Texts.get("host.log.more.failed", more.source(), more.times());
            case CAME_OR_WENT -> Texts.get("host.log.more.came", more.source(), more.times());
        };
    }

    private static String sentence(ShareEvent event) {
        return switch (event) {
            case ShareEvent.GuestJoined joined -> joined.address() + " joined";
            case ShareEvent.GuestLeft left -> left.address() + " left";
            case ShareEvent.GuestLost lost -> lost.address() + " lost the connection";
            case ShareEvent.Refused refused -> refused.address() + " was refused: " + refused.reason();
            case ShareEvent.MoreRefused more -> Texts.get("host.log.more.refused", more.connections());
            case ShareEvent.MoreHappened more -> Texts.get("host.log.more.happened", more.events());
            case ShareEvent.MoreOfGuest more -> sentence(more);
            case ShareEvent.Blocked blocked -> blocked.source() + " was blocked";
            case ShareEvent.Unblocked unblocked -> unblocked.source() + " may connect again";
            case ShareEvent.AcceptingStopped stopped -> "nobody new can connect at the moment: " + stopped.reason();
            case ShareEvent.AcceptingResumed _ -> "guests can connect again";
            case ShareEvent.Downloaded file ->
                file.address() + " downloaded " + file.path() + " (" + ByteSize.shown(file.bytes()) + ")";
            case ShareEvent.Uploaded file ->
                file.address() + " uploaded " + file.path() + " (" + ByteSize.shown(file.bytes()) + ")"
                        + (file.isProtected() ? ", protected by a passcode" : "");
            case ShareEvent.Changed changed -> changed.address() + " " + changed.what();
            case ShareEvent.TransferFailed file ->
                file.address() + " could not transfer " + file.path() + ": "
                        + Texts.hostReason(file.why(), file.words());
            case ShareEvent.WrongPasscode wrong ->
                wrong.address() + " tried a wrong passcode" + (wrong.path().isEmpty() ? "" : " for " + wrong.path());
            case ShareEvent.ProtectionDamaged damaged -> damaged.sentence();
            case ShareEvent.FolderTrouble trouble -> trouble.sentence();
            case ShareEvent.FolderWell _ -> "the shared folder works again";
            case ShareEvent.Stopped _ -> "stopped";
        };
    }
}
