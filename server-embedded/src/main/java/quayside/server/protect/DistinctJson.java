package quayside.server.protect;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonSyntaxException;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;

/** JSON by RFC 8259 in which no name stands twice in one object: of two lists of files Gson itself forgets the first without a word. */
final class DistinctJson {
    private static final int MOST_NESTING = 16;

    private DistinctJson() {}

    /** @throws RuntimeException where {@code text} is no such thing */
    static JsonElement read(String text) {
        try (JsonReader reader = new JsonReader(new StringReader(text))) {
            reader.setStrictness(Strictness.STRICT);
            reader.setNestingLimit(MOST_NESTING);
            JsonElement element = element(reader);
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw new JsonSyntaxException("something follows");
            }
            return element;
        } catch (IOException e) {
            throw new JsonSyntaxException(e);
        }
    }

    private static JsonElement element(JsonReader reader) throws IOException {
        if (reader.peek() == JsonToken.BEGIN_OBJECT) {
            JsonObject object = new JsonObject();
            reader.beginObject();
            while (reader.hasNext()) {
                String name = reader.nextName();
                if (object.has(name)) {
                    throw new JsonSyntaxException("a name stands twice");
                }
                object.add(name, element(reader));
            }
            reader.endObject();
            return object;
        }
        if (reader.peek() == JsonToken.BEGIN_ARRAY) {
            JsonArray array = new JsonArray();
            reader.beginArray();
            while (reader.hasNext()) {
                array.add(element(reader));
            }
            reader.endArray();
            return array;
        }
        return JsonParser.parseReader(reader);
    }
}
