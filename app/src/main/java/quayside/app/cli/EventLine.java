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

    private static String did(ShareEvent.MoreOfGuest more) {
        return switch (more.kind()) {
            case DOWNLOADED -> "downloaded " + more.times() + " more files (" + ByteSize.shown(more.bytes()) + ")";
            case UPLOADED -> "uploaded " + more.times() + " more files (" + ByteSize.shown(more.bytes()) + ")";
            case CHANGED -> "changed " + more.times() + " more files or folders";
            case FAILED -> "could not transfer " + more.times() + " more files";
            case CAME_OR_WENT -> "came or went " + more.times() + " more times";
        };
    }

    private static String sentence(ShareEvent event) {
        return switch (event) {
            case ShareEvent.GuestJoined joined -> joined.address() + " joined";
            case ShareEvent.GuestLeft left -> left.address() + " left";
            case ShareEvent.GuestLost lost -> lost.address() + " lost the connection";
            case ShareEvent.Refused refused -> refused.address() + " was refused: " + refused.reason();
            case ShareEvent.MoreRefused more -> more.connections() + " more connections were refused lately";
            case ShareEvent.MoreHappened more -> more.events() + " more events happened too fast to be listed";
            case ShareEvent.MoreOfGuest more -> more.source() + " " + did(more) + " lately";
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
