package quayside.app.ui.browse;

import quayside.app.ui.kit.Texts;

/** Why something is not offered in a pane: a sentence each, empty where it is. */
final class Refusals {
    private Refusals() {}

    static String ofTake(FileSource.Rights rights) {
        return rights.take() ? "" : Texts.get("browse.mayNot.take");
    }

    static String ofAdd(FileSource.Rights rights) {
        return rights.add() ? "" : Texts.get("browse.mayNot.add");
    }

    static String ofDelete(FileSource.Rights rights) {
        return rights.delete() ? "" : Texts.get("browse.mayNot.delete");
    }

    static String ofRename(FileSource.Rights rights) {
        return rights.rename() ? "" : Texts.get("browse.mayNot.rename");
    }

    static String ofProtect(FileSource.Rights rights) {
        return rights.protect() ? "" : Texts.get("browse.mayNot.protect");
    }

    static String ofUnprotect(FileSource.Rights rights) {
        return rights.unprotect() ? "" : Texts.get("browse.mayNot.unprotect");
    }
}
