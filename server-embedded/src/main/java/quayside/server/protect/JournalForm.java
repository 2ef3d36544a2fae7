package quayside.server.protect;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import quayside.protocol.message.StrictJson;
import quayside.protocol.wire.ProtocolException;

/** The steps of a change as one line of JSON: a list of objects, each of which has the name of what was done. */
final class JournalForm {
    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

    private static final String PUT = "put";
    private static final String REMOVE = "remove";
    private static final String ADD = "lock";
    private static final String EVERYTHING = "everything";
    private static final String NOTHING = "";

    private JournalForm() {}

    /** With the line feed at its end. */
    static byte[] write(List<Step> steps) {
        JsonArray line = new JsonArray();
        steps.forEach(step -> line.add(json(step)));
        return (GSON.toJson(line) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static JsonObject json(Step step) {
        JsonObject json = new JsonObject();
        switch (step) {
            case Step.Put put -> json.add(PUT, EntryForm.json(put.guarded()));
            case Step.Remove remove -> json.add(REMOVE, EntryForm.json(remove.guarded()));
            case Step.Add add -> json.add(ADD, EntryForm.json(add.lock()));
            case Step.Everything(var _, var after) -> json.addProperty(EVERYTHING, after == null ? NOTHING : after);
        }
        return json;
    }

    /**
     * Takes the steps of whole lines.
     *
     * @return whether a lock was missing; a sealed one is in its place
     * @throws ProtocolException and a {@link RuntimeException}, where it is not known what was changed; may quote it
     */
    static boolean take(Book book, byte[] lines) throws ProtocolException {
        boolean damaged = false;
        for (String line : StrictJson.decode(lines).lines().toList()) {
            for (JsonElement each : StrictJson.read(line).getAsJsonArray()) {
                damaged |= take(book, each.getAsJsonObject());
            }
        }
        return damaged;
    }

    private static boolean take(Book book, JsonObject json) {
        boolean missing = false;
        if (json.has(ADD)) {
            book.add(EntryForm.lock(json.get(ADD)));
        } else if (json.has(PUT)) {
            Guarded guarded = guarded(json.getAsJsonObject(PUT));
            missing = book.lock(guarded.lock()) == null;
            if (missing) {
                book.add(new Lock(guarded.lock(), null));
            }
            book.put(guarded);
        } else if (json.has(REMOVE)) {
            book.remove(guarded(json.getAsJsonObject(REMOVE)));
        } else {
            String id = EntryForm.text(json.get(EVERYTHING));
            missing = !id.equals(NOTHING) && seal(book, id);
            book.everything(id.equals(NOTHING) ? null : id);
        }
        return missing;
    }

    /** Whether the lock was missing; it has to be one that no passcode opens. */
    private static boolean seal(Book book, String id) {
        Lock known = book.lock(id);
        if (known != null && known.hash() != null) {
            throw new IllegalArgumentException("a lock of a passcode on everything");
        }
        book.add(new Lock(id, null));
        return known == null;
    }

    private static Guarded guarded(JsonObject json) {
        return EntryForm.guarded(json, EntryForm.text(json.get("lock")));
    }
}
