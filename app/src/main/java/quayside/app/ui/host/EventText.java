package quayside.app.ui.host;

import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import quayside.app.ui.kit.HumanFormat;
import quayside.app.ui.kit.Texts;
import quayside.server.ShareEvent;

/** What happened on the share, in the host's words. The events' texts are escaped already. */
final class EventText {
    private EventText() {}

    static String of(ShareEvent event) {
        return switch (event) {
            case ShareEvent.GuestJoined joined -> Texts.get("host.log.joined", joined.address());
            case ShareEvent.GuestLeft left -> Texts.get("host.log.left", left.address());
            case ShareEvent.GuestLost lost -> Texts.get("host.log.lost", lost.address());
            case ShareEvent.Refused refused -> Texts.get("host.log.refused", refused.address(), refused.reason());
            case ShareEvent.MoreRefused more -> Texts.get("host.log.more.refused", more.connections());
            case ShareEvent.MoreHappened more -> Texts.get("host.log.more.happened", more.events());
            case ShareEvent.MoreOfGuest more ->
                switch (more.kind()) {
                    case DOWNLOADED ->
                        Texts.get(
                                "host.log.more.downloaded",
                                more.source(),
                                more.times(),
                                HumanFormat.size(more.bytes()));
                    case UPLOADED ->
                        Texts.get(
                                "host.log.more.uploaded", more.source(), more.times(), HumanFormat.size(more.bytes()));
                    case CHANGED -> Texts.get("host.log.more.changed", more.source(), more.times());
                    case FAILED -> Texts.get("host.log.more.failed", more.source(), more.times());
                    case CAME_OR_WENT -> Texts.get("host.log.more.came", more.source(), more.times());
                };
            case ShareEvent.Blocked blocked -> Texts.get("host.log.blocked", blocked.source());
            case ShareEvent.Unblocked unblocked -> Texts.get("host.log.unblocked", unblocked.source());
            case ShareEvent.AcceptingStopped stopped -> Texts.get("host.log.accepting.stopped", stopped.reason());
            case ShareEvent.AcceptingResumed ignored -> Texts.get("host.log.accepting.resumed");
            case ShareEvent.Downloaded file ->
                Texts.get("host.log.downloaded", file.address(), file.path(), HumanFormat.size(file.bytes()));
            case ShareEvent.Uploaded file ->
                Texts.get(
                        file.isProtected() ? "host.log.uploadedProtected" : "host.log.uploaded",
                        file.address(),
                        file.path(),
                        HumanFormat.size(file.bytes()));
            case ShareEvent.Changed changed -> Texts.get("host.log.changed", changed.address(), changed.what());
            case ShareEvent.TransferFailed failed ->
                Texts.get("host.log.failed", failed.address(), failed.path(), failed.reason());
            case ShareEvent.WrongPasscode wrong ->
                wrong.path().isEmpty()
                        ? Texts.get("host.log.wrongPasscode", wrong.address())
                        : Texts.get("host.log.wrongPasscodeFor", wrong.address(), wrong.path());
            case ShareEvent.ProtectionDamaged damaged -> Texts.get("host.log.damaged", damaged.sentence());
            case ShareEvent.FolderTrouble trouble -> Texts.get("host.log.folder.trouble", trouble.sentence());
            case ShareEvent.FolderWell ignored -> Texts.get("host.log.folder.well");
            case ShareEvent.Stopped ignored -> Texts.get("host.log.stopped");
        };
    }

    static Ikon icon(ShareEvent event) {
        return switch (event) {
            case ShareEvent.GuestJoined ignored -> Feather.LOG_IN;
            case ShareEvent.GuestLeft ignored -> Feather.LOG_OUT;
            case ShareEvent.GuestLost ignored -> Feather.WIFI_OFF;
            case ShareEvent.Refused ignored -> Feather.SLASH;
            case ShareEvent.MoreRefused ignored -> Feather.SLASH;
            case ShareEvent.MoreHappened ignored -> Feather.MORE_HORIZONTAL;
            case ShareEvent.MoreOfGuest ignored -> Feather.MORE_HORIZONTAL;
            case ShareEvent.Blocked ignored -> Feather.SHIELD;
            case ShareEvent.Unblocked ignored -> Feather.SHIELD_OFF;
            case ShareEvent.AcceptingStopped ignored -> Feather.ALERT_TRIANGLE;
            case ShareEvent.AcceptingResumed ignored -> Feather.CHECK_CIRCLE;
            case ShareEvent.Downloaded ignored -> Feather.DOWNLOAD;
            case ShareEvent.Uploaded ignored -> Feather.UPLOAD;
            case ShareEvent.Changed ignored -> Feather.EDIT_2;
            case ShareEvent.TransferFailed ignored -> Feather.ALERT_TRIANGLE;
            case ShareEvent.WrongPasscode ignored -> Feather.LOCK;
            case ShareEvent.ProtectionDamaged ignored -> Feather.ALERT_TRIANGLE;
            case ShareEvent.FolderTrouble ignored -> Feather.ALERT_TRIANGLE;
            case ShareEvent.FolderWell ignored -> Feather.CHECK_CIRCLE;
            case ShareEvent.Stopped ignored -> Feather.POWER;
        };
    }

    /** Whether the host should notice it among the others. */
    static boolean isTrouble(ShareEvent event) {
        return switch (event) {
            case ShareEvent.GuestLost ignored -> true;
            case ShareEvent.Refused ignored -> true;
            case ShareEvent.TransferFailed ignored -> true;
            case ShareEvent.MoreRefused ignored -> true;
            case ShareEvent.MoreHappened ignored -> false;
            case ShareEvent.MoreOfGuest more -> more.kind() == ShareEvent.Kind.FAILED;
            case ShareEvent.AcceptingStopped ignored -> true;
            case ShareEvent.AcceptingResumed ignored -> false;
            case ShareEvent.Blocked ignored -> false;
            case ShareEvent.Unblocked ignored -> false;
            case ShareEvent.WrongPasscode ignored -> true;
            case ShareEvent.ProtectionDamaged ignored -> true;
            case ShareEvent.FolderTrouble ignored -> true;
            case ShareEvent.FolderWell ignored -> false;
            case ShareEvent.GuestJoined ignored -> false;
            case ShareEvent.GuestLeft ignored -> false;
            case ShareEvent.Downloaded ignored -> false;
            case ShareEvent.Uploaded ignored -> false;
            case ShareEvent.Changed ignored -> false;
            case ShareEvent.Stopped ignored -> false;
        };
    }
}
