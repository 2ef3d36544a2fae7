package quayside.protocol.message;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import quayside.protocol.text.Phrase;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;

/**
 * Typed access to the fields of a header. A missing or mistyped field is a malformed message; unknown fields are
 * ignored.
 */
final class Fields {
    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private final JsonObject object;

    Fields(JsonObject object) {
        this.object = object;
    }

    boolean has(String name) {
        return object.has(name);
    }

    String text(String name) throws ProtocolException {
        JsonPrimitive primitive = primitive(name);
        if (!primitive.isString()) {
            throw StrictJson.malformed(null, Phrase.FIELD_NO_TEXT, name);
        }
        return primitive.getAsString();
    }

    long number(String name, long min, long max) throws ProtocolException {
        JsonPrimitive primitive = primitive(name);
        if (!primitive.isNumber()) {
            throw StrictJson.malformed(null, Phrase.FIELD_NO_NUMBER, name);
        }
        long value = primitive.getAsLong();
        if (value < min || value > max) {
            throw StrictJson.malformed(null, Phrase.FIELD_OUT_OF_RANGE, name);
        }
        return value;
    }

    boolean flag(String name) throws ProtocolException {
        JsonPrimitive primitive = primitive(name);
        if (!primitive.isBoolean()) {
            throw StrictJson.malformed(null, Phrase.FIELD_NO_FLAG, name);
        }
        return primitive.getAsBoolean();
    }

    /** Reads an optional {@link #flag}; false if it is absent. */
    boolean flagIfThere(String name) throws ProtocolException {
        return has(name) && flag(name);
    }

    /** Reads an opaque word: 1 to 64 characters, none of which needs escaping anywhere. */
    String version(String name) throws ProtocolException {
        return matching(name, VERSION);
    }

    /** Reads an optional opaque word: a version, or a lock. */
    Optional<String> wordIfThere(String name) throws ProtocolException {
        return has(name) ? Optional.of(version(name)) : Optional.empty();
    }

    /** Reads an optional short text for people, without control characters. */
    Optional<String> labelIfThere(String name) throws ProtocolException {
        if (!has(name)) {
            return Optional.empty();
        }
        String text = text(name);
        if (text.isEmpty()
                || text.length() > Limits.MAX_LABEL_LENGTH
                || text.chars().anyMatch(Character::isISOControl)) {
            throw StrictJson.malformed(null, Phrase.FIELD_ILL_FORMED, name);
        }
        return Optional.of(text);
    }

    /** Reads an optional mode of nine bits. */
    Optional<Mode> modeIfThere(String name) throws ProtocolException {
        return has(name) ? Optional.of(new Mode((int) number(name, 0, Mode.MOST))) : Optional.empty();
    }

    Passcode passcode(String name) throws ProtocolException {
        try {
            return Passcode.of(text(name));
        } catch (IllegalArgumentException e) {
            throw StrictJson.malformed(e, Phrase.FIELD_NO_PASSCODE, name);
        }
    }

    /** Reads a SHA-256 in hexadecimal. */
    String sha256(String name) throws ProtocolException {
        return matching(name, SHA256);
    }

    private String matching(String name, Pattern pattern) throws ProtocolException {
        String text = text(name);
        if (!pattern.matcher(text).matches()) {
            throw StrictJson.malformed(null, Phrase.FIELD_ILL_FORMED, name);
        }
        return text;
    }

    /** Reads a time in the only form that the wire allows. */
    Instant instant(String name) throws ProtocolException {
        try {
            return WireTime.parse(text(name));
        } catch (DateTimeException e) {
            throw StrictJson.malformed(e, Phrase.FIELD_NO_TIME, name);
        }
    }

    RemotePath path(String name) throws ProtocolException {
        return RemotePath.parse(text(name));
    }

    <E extends Enum<E>> E constant(String name, E[] values) throws ProtocolException {
        String text = text(name);
        for (E value : values) {
            if (Enums.wire(value).equals(text)) {
                return value;
            }
        }
        throw StrictJson.malformed(null, Phrase.FIELD_UNKNOWN_VALUE, name);
    }

    /** Reads an optional word of which later versions may have further values; empty if this one does not know it. */
    <E extends Enum<E>> Optional<E> constantIfKnown(String name, E[] values) throws ProtocolException {
        Optional<String> word = wordIfThere(name);
        return Arrays.stream(values)
                .filter(value -> word.isPresent() && word.get().equals(Enums.wire(value)))
                .findFirst();
    }

    /**
     * Reads an entry whose name may be empty, because the shared folder itself (a {@code STAT} of the root) has no
     * name.
     */
    Entry entry(String name) throws ProtocolException {
        return entry(object.get(name), true);
    }

    /**
     * Reads the entries of a folder, each with a name. An empty name would stand for the folder itself and cause an
     * endless recursion.
     */
    List<Entry> entries(String name) throws ProtocolException {
        if (!(object.get(name) instanceof JsonArray array) || array.size() > Limits.MAX_PAGE_ENTRIES) {
            throw StrictJson.malformed(null, Phrase.FIELD_NO_PAGE, name);
        }
        List<Entry> entries = new ArrayList<>(array.size());
        for (JsonElement element : array) {
            entries.add(entry(element, false));
        }
        return entries;
    }

    /**
     * Reads what a listing omitted; {@link Omitted#NONE} if the field is absent. The sum of the counts fits a {@code
     * long}.
     */
    Omitted omitted(String name) throws ProtocolException {
        if (!has(name)) {
            return Omitted.NONE;
        }
        if (!(object.get(name) instanceof JsonObject inner)) {
            throw StrictJson.malformed(null, Phrase.FIELD_NO_OBJECT, name);
        }
        Fields counts = new Fields(inner);
        return new Omitted(
                counts.countIfThere("name"),
                counts.countIfThere("link"),
                counts.countIfThere("special"),
                counts.countIfThere("hidden"));
    }

    private long countIfThere(String name) throws ProtocolException {
        return has(name) ? number(name, 0, Limits.MAX_OMITTED) : 0;
    }

    private static Entry entry(@Nullable JsonElement element, boolean mayBeRoot) throws ProtocolException {
        if (!(element instanceof JsonObject inner)) {
            throw StrictJson.malformed(null, Phrase.ENTRY_MISSING);
        }
        Fields fields = new Fields(inner);
        String name = fields.text("name");
        Sentence fault = Names.fault(name);
        if (fault != null && !(mayBeRoot && name.isEmpty())) {
            throw StrictJson.malformed(null, Phrase.ENTRY_NAME, fault);
        }
        return new Entry(
                name,
                fields.constant("kind", Entry.Kind.values()),
                fields.number("size", 0, Long.MAX_VALUE),
                fields.instant("modified"),
                fields.modeIfThere("mode"),
                fields.wordIfThere("lock"));
    }

    private JsonPrimitive primitive(String name) throws ProtocolException {
        if (object.get(name) instanceof JsonPrimitive primitive) {
            return primitive;
        }
        throw StrictJson.malformed(null, Phrase.FIELD_MISSING, name);
    }
}
