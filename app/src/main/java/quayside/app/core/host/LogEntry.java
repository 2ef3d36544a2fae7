package quayside.app.core.host;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import quayside.protocol.text.DisplayText;
import quayside.protocol.wire.Fault;
import quayside.server.ShareEvent;
import quayside.server.Who;

/**
 * What happened on a share, in the log of this computer. The texts are escaped for display.
 *
 * @param guest who did it, or to whom; without an address if it was nobody
 * @param path of the file, or empty
 * @param size of the file in bytes, or -1
 * @param result {@code ok}, or why it failed: a word
 * @param words the whole as a sentence, in the language in which it was written
 */
public record LogEntry(Instant at, Action action, Who guest, String path, long size, String result, String words) {
    private static final Who NOBODY = new Who("");
    private static final String OK = "ok";
    private static final int MAX_TEXT = 1000;

    /** What was done. The names are those of the exported files, in lower case. */
    public enum Action {
        JOINED,
        LEFT,
        LOST,
        DOWNLOADED,
        UPLOADED,
        CHANGED,
        STOPPED,
        FAILED,
        REFUSED,
        WRONG_PASSCODE,
        STEERED,
        BLOCKED,
        UNBLOCKED,
        MORE,
        SHARE;

        /** Returns the name in exported files. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static LogEntry of(ShareEvent event) {
        Who guest = event instanceof ShareEvent.OfGuest of ? of.guest() : NOBODY;
        return switch (event) {
            case ShareEvent.GuestJoined _ -> entry(event, Action.JOINED, guest, "", -1, OK);
            case ShareEvent.GuestLeft _ -> entry(event, Action.LEFT, guest, "", -1, OK);
            case ShareEvent.GuestLost _ -> entry(event, Action.LOST, guest, "", -1, OK);
            case ShareEvent.Downloaded e -> entry(event, Action.DOWNLOADED, guest, e.path(), e.bytes(), OK);
            case ShareEvent.Uploaded e -> entry(event, Action.UPLOADED, guest, e.path(), e.bytes(), OK);
            case ShareEvent.Changed _ -> entry(event, Action.CHANGED, guest, "", -1, OK);
            case ShareEvent.TransferStopped e -> entry(event, Action.STOPPED, guest, e.path(), -1, "stopped");
            case ShareEvent.TransferFailed e -> entry(event, Action.FAILED, guest, e.path(), -1, word(e.why()));
            case ShareEvent.WrongPasscode e ->
                entry(event, Action.WRONG_PASSCODE, guest, e.path(), -1, word(Fault.WRONG_PASSCODE));
            case ShareEvent.Steered _ -> entry(event, Action.STEERED, guest, "", -1, OK);
            case ShareEvent.Refused e ->
                entry(event, Action.REFUSED, new Who(e.address()), "", -1, word(Fault.REFUSED));
            case ShareEvent.Blocked _ -> entry(event, Action.BLOCKED, guest, "", -1, OK);
            case ShareEvent.Unblocked _ -> entry(event, Action.UNBLOCKED, guest, "", -1, OK);
            case ShareEvent.MoreRefused _, ShareEvent.MoreHappened _ -> entry(event, Action.MORE, guest, "", -1, OK);
            case ShareEvent.MoreOfGuest e -> entry(event, Action.MORE, new Who(e.source()), "", e.bytes(), OK);
            case ShareEvent.AcceptingStopped _, ShareEvent.ProtectionDamaged _, ShareEvent.FolderTrouble _ ->
                entry(event, Action.SHARE, guest, "", -1, "trouble");
            case ShareEvent.AcceptingResumed _, ShareEvent.FolderWell _, ShareEvent.Stopped _ ->
                entry(event, Action.SHARE, guest, "", -1, OK);
        };
    }

    private static String word(Fault fault) {
        return fault.name().toLowerCase(Locale.ROOT);
    }

    private static LogEntry entry(ShareEvent event, Action action, Who guest, String path, long size, String result) {
        return new LogEntry(event.at(), action, guest, path, size, result, EventWords.of(event));
    }

    /** Returns whether it should stand out for the host. What a guest stops, or loses with its connection, does not. */
    public boolean isTrouble() {
        return switch (action) {
            case REFUSED, WRONG_PASSCODE -> true;
            case FAILED -> !result.equals(word(Fault.CONNECTION_LOST));
            case SHARE -> !result.equals(OK);
            case JOINED, LEFT, LOST, DOWNLOADED, UPLOADED, CHANGED, STOPPED, STEERED, BLOCKED, UNBLOCKED, MORE -> false;
        };
    }

    /** Returns the entry as one line of JSON, without a line break. */
    public String json() {
        JsonObject json = new JsonObject();
        json.addProperty("time", at.toString());
        json.addProperty("action", action.word());
        json.addProperty("guest", guest.name());
        json.addProperty("address", guest.address());
        json.addProperty("invitation", guest.invitation());
        json.addProperty("path", path);
        if (size >= 0) {
            json.addProperty("size", size);
        }
        json.addProperty("result", result);
        json.addProperty("words", words);
        return json.toString();
    }

    /**
     * Returns a line for what is no event: what the program says to whoever runs it.
     *
     * @param level {@code info}, or how bad it is: a word
     */
    public static String message(String level, String words) {
        JsonObject json = new JsonObject();
        json.addProperty("time", Instant.now().toString());
        json.addProperty("action", "message");
        json.addProperty("level", level);
        json.addProperty("words", words);
        return json.toString();
    }

    /** Returns the entry of a line; empty if the line is damaged. */
    static Optional<LogEntry> parse(String line) {
        try {
            if (!(JsonParser.parseString(line) instanceof JsonObject json)) {
                return Optional.empty();
            }
            return Optional.of(new LogEntry(
                    Instant.parse(text(json, "time")),
                    Action.valueOf(text(json, "action").toUpperCase(Locale.ROOT)),
                    new Who(text(json, "guest"), text(json, "address"), text(json, "invitation")),
                    text(json, "path"),
                    json.has("size") ? json.get("size").getAsLong() : -1,
                    text(json, "result"),
                    text(json, "words")));
        } catch (JsonParseException
                | DateTimeException
                | IllegalArgumentException
                | UnsupportedOperationException
                | IllegalStateException e) {
            return Optional.empty();
        }
    }

    /** Returns a text, escaped again in case the file was changed, and bounded. */
    private static String text(JsonObject json, String name) {
        JsonElement value = json.get(name);
        String text = value == null ? "" : DisplayText.escape(value.getAsString());
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
    }
}
