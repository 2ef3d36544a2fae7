package quayside.app.ui.browse;

import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import quayside.app.core.text.Texts;

/** Which of the two panes, with the words and the icon that differ. */
public enum Side {
    LOCAL,
    REMOTE;

    String title() {
        return switch (this) {
            case LOCAL -> Texts.get("browse.local.title");
            case REMOTE -> Texts.get("browse.remote.title");
        };
    }

    /** What moving files to the other side is called. */
    String transfer() {
        return switch (this) {
            case LOCAL -> Texts.get("browse.local.transfer");
            case REMOTE -> Texts.get("browse.remote.transfer");
        };
    }

    /** What putting files under a passcode is called. */
    String protect() {
        return switch (this) {
            case LOCAL -> Texts.get("browse.local.protect");
            case REMOTE -> Texts.get("browse.remote.protect");
        };
    }

    String transferTip() {
        return switch (this) {
            case LOCAL -> Texts.get("browse.local.transfer.tip");
            case REMOTE -> Texts.get("browse.remote.transfer.tip");
        };
    }

    String tableName() {
        return switch (this) {
            case LOCAL -> Texts.get("browse.local.table");
            case REMOTE -> Texts.get("browse.remote.table");
        };
    }

    Ikon transferIcon() {
        return switch (this) {
            case LOCAL -> Feather.UPLOAD;
            case REMOTE -> Feather.DOWNLOAD;
        };
    }

    Ikon icon() {
        return switch (this) {
            case LOCAL -> Feather.MONITOR;
            case REMOTE -> Feather.SERVER;
        };
    }
}
