package quayside.app.cli;

import java.nio.file.Path;
import quayside.protocol.text.DisplayText;

/** Makes text from other programs safe to show on a terminal. */
final class Shown {
    private Shown() {}

    static String path(Path path) {
        return DisplayText.escape(path.toString());
    }

    /**
     * Returns a JSON text in which each character that a terminal would interpret is a JSON escape. A parser reads the
     * same content.
     */
    static String json(String json) {
        StringBuilder out = new StringBuilder(json.length());
        for (int i = 0; i < json.length(); ) {
            int point = json.codePointAt(i);
            int width = Character.charCount(point);
            String text = json.substring(i, i + width);
            if (DisplayText.escape(text).equals(text)) {
                out.append(text);
            } else {
                text.chars().forEach(unit -> out.append(String.format("\\u%04x", unit)));
            }
            i += width;
        }
        return out.toString();
    }

    /** Returns a message that may quote the command's arguments, without the key and the invitation in a link. */
    static String withoutKeys(String message) {
        return DisplayText.escape(message.replaceAll("(?i)(quayside://[^\\s#]*)#[^\\s'\"]*", "$1#…")
                .replaceAll("(?i)(quayside://[^\\s#]*[?&]id=[a-z2-7]+)\\.[\\w-]+", "$1.…"));
    }
}
