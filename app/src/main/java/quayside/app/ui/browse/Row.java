package quayside.app.ui.browse;

import java.util.Locale;
import quayside.app.core.text.Texts;
import quayside.app.ui.browse.FileSource.Access;
import quayside.protocol.message.Entry;
import quayside.protocol.text.DisplayText;

/**
 * An entry as the table shows it.
 *
 * @param access the owner and the permissions; {@link Access#UNKNOWN} if no column shows them
 */
record Row(Entry entry, Access access, String shownName) {
    static Row of(Entry entry) {
        return of(entry, Access.UNKNOWN);
    }

    static Row of(Entry entry, Access access) {
        return new Row(entry, access, DisplayText.escape(entry.name()));
    }

    boolean isProtected() {
        return entry.lock().isPresent();
    }

    boolean isFolder() {
        return entry.isFolder();
    }

    /** Returns the ending of a file's name in capitals, or the word for a folder. */
    String type() {
        int dot = shownName.lastIndexOf('.');
        if (isFolder()) {
            return Texts.get("browse.type.folder");
        }
        return dot <= 0 || dot == shownName.length() - 1
                ? Texts.get("browse.type.file")
                : shownName.substring(dot + 1).toUpperCase(Locale.ROOT);
    }
}
