package quayside.app.ui.browse;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import quayside.app.core.text.Texts;
import quayside.app.ui.browse.FileSource.Access;
import quayside.protocol.message.Entry;
import quayside.protocol.text.DisplayText;

/**
 * An entry as the table shows it.
 *
 * @param place its number in the reading that found it, from 0; two readings may give one entry two numbers, so it does not
 *     count when rows are compared
 * @param access the owner and the permissions; {@link Access#UNKNOWN} if no column shows them
 */
record Row(int place, Entry entry, Access access, String shownName) {
    /** Makes a row that is in no table. */
    static Row of(Entry entry) {
        return of(0, entry, Access.UNKNOWN);
    }

    static Row of(int place, Entry entry, Access access) {
        return new Row(place, entry, access, DisplayText.escape(entry.name()));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other == this
                || (other instanceof Row row
                        && entry.equals(row.entry)
                        && access.equals(row.access)
                        && shownName.equals(row.shownName));
    }

    @Override
    public int hashCode() {
        return entry.hashCode();
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
