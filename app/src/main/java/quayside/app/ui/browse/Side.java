package quayside.app.ui.browse;

import quayside.app.core.text.Texts;
import quayside.app.ui.kit.Glyph;

/** One of the two panes, with the texts and icons in which they differ. */
public enum Side {
    LOCAL,
    REMOTE;

    String title() {
        return switch (this) {
            case LOCAL -> Texts.get("browse.local.title");
            case REMOTE -> Texts.get("browse.remote.title");
        };
    }

    /** Returns the name of the action that transfers files to the other side. */
    String transfer() {
        return switch (this) {
            case LOCAL -> Texts.get("browse.local.transfer");
            case REMOTE -> Texts.get("browse.remote.transfer");
        };
    }

    /** Returns the name of the action that puts files under a passcode. */
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

    Glyph transferIcon() {
        return switch (this) {
            case LOCAL -> Glyph.UPLOAD;
            case REMOTE -> Glyph.DOWNLOAD;
        };
    }
}
