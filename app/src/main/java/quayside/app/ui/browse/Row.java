package quayside.app.ui.browse;

import quayside.protocol.message.Entry;
import quayside.protocol.text.DisplayText;

/** An entry as the table shows it. */
record Row(Entry entry, String shownName) {
    static Row of(Entry entry) {
        return new Row(entry, DisplayText.escape(entry.name()));
    }

    boolean isProtected() {
        return entry.lock().isPresent();
    }

    boolean isFolder() {
        return entry.isFolder();
    }
}
