package quayside.app.cli;

import java.nio.file.Path;
import quayside.protocol.message.DisplayText;

/** Texts from elsewhere as a terminal may show them. */
final class Shown {
    private Shown() {}

    static String path(Path path) {
        return DisplayText.escape(path.toString());
    }

    /** A JSON text in which what a terminal would obey stands as an escape of JSON: the same to a parser. */
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

    /** A message that may quote the command's arguments: without the key that a link among them holds. */
    static String withoutKeys(String message) {
        return DisplayText.escape(message.replaceAll("(?i)(quayside://[^\\s#]*)#[^\\s'\"]*", "$1#…"));
    }
}
