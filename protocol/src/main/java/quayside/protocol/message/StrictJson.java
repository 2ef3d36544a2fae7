package quayside.protocol.message;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.ToNumberPolicy;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import quayside.protocol.text.Phrase;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

/**
 * Reads JSON strictly: RFC 8259, well-formed UTF-8, no duplicate names, at most {@link Limits#MAX_JSON_DEPTH} deep,
 * nothing after the end. In messages numbers are integers of 64 bits (PROTOCOL.md section 4.2). Anything else is {@link
 * Fault#MALFORMED}. Stateless.
 */
public final class StrictJson {
    private static final int MAX_NUMBER_CHARS = 20;

    /** The character that the decoder puts into a string for bytes that are not UTF-8. */
    private static final char REPLACEMENT = '\uFFFD';

    /** A mark that some editors write before a text. The reader would skip it. */
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private StrictJson() {}

    @FunctionalInterface
    private interface Numbers {
        JsonPrimitive next(JsonReader reader) throws IOException;
    }

    static JsonObject readObject(byte[] utf8) throws ProtocolException {
        String text = decode(utf8);
        if (!text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK) {
            throw malformed(null, Phrase.JSON_MARK);
        }
        return read(text, JsonToken.BEGIN_OBJECT, reader -> number(reader.nextString()))
                .getAsJsonObject();
    }

    /** Reads JSON from a file of this program. The caller checks whether numbers have the intended type. */
    public static JsonElement read(String text) throws ProtocolException {
        return read(text, null, reader -> new JsonPrimitive(ToNumberPolicy.LAZILY_PARSED_NUMBER.readNumber(reader)));
    }

    /** @param begin the token that {@code text} has to begin with; null for any */
    private static JsonElement read(String text, @Nullable JsonToken begin, Numbers numbers) throws ProtocolException {
        try (JsonReader reader = new JsonReader(new StringReader(text))) {
            reader.setStrictness(Strictness.STRICT);
            reader.setNestingLimit(Limits.MAX_JSON_DEPTH);
            if (begin != null && reader.peek() != begin) {
                throw malformed(null, Phrase.JSON_NO_OBJECT);
            }
            JsonElement element = readElement(reader, numbers);
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw malformed(null, Phrase.JSON_CONTINUES);
            }
            return element;
        } catch (ProtocolException e) {
            throw e;
        } catch (MalformedJsonException | EOFException | NumberFormatException | IllegalStateException e) {
            throw malformed(e, Phrase.JSON_INVALID);
        } catch (IOException e) {
            throw malformed(e, Phrase.JSON_UNREADABLE);
        }
    }

    private static JsonElement readElement(JsonReader reader, Numbers numbers) throws IOException {
        return switch (reader.peek()) {
            case BEGIN_OBJECT -> {
                JsonObject object = new JsonObject();
                reader.beginObject();
                while (reader.hasNext()) {
                    String name = reader.nextName();
                    if (object.has(name)) {
                        throw malformed(null, Phrase.JSON_NAME_TWICE);
                    }
                    object.add(name, readElement(reader, numbers));
                }
                reader.endObject();
                yield object;
            }
            case BEGIN_ARRAY -> {
                JsonArray array = new JsonArray();
                reader.beginArray();
                while (reader.hasNext()) {
                    array.add(readElement(reader, numbers));
                }
                reader.endArray();
                yield array;
            }
            case STRING -> new JsonPrimitive(reader.nextString());
            case NUMBER -> numbers.next(reader);
            case BOOLEAN -> new JsonPrimitive(reader.nextBoolean());
            case NULL -> {
                reader.nextNull();
                yield JsonNull.INSTANCE;
            }
            case END_ARRAY, END_OBJECT, END_DOCUMENT, NAME -> throw malformed(null, Phrase.JSON_INVALID);
        };
    }

    private static JsonPrimitive number(String literal) throws ProtocolException {
        if (literal.length() > MAX_NUMBER_CHARS) {
            throw malformed(null, Phrase.JSON_NUMBER_LONG);
        }
        return new JsonPrimitive(Long.parseLong(literal));
    }

    /** Decodes well-formed UTF-8. */
    public static String decode(byte[] utf8) throws ProtocolException {
        String text = new String(utf8, StandardCharsets.UTF_8);
        return text.indexOf(REPLACEMENT) < 0 ? text : strictly(utf8);
    }

    /**
     * Decodes again with a strict decoder. The bytes are either malformed or really contain the replacement character.
     */
    private static String strictly(byte[] utf8) throws ProtocolException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw malformed(e, Phrase.JSON_NOT_UTF8);
        }
    }

    static ProtocolException malformed(@Nullable Throwable cause, Phrase why, Object... arguments) {
        return new ProtocolException(Reason.MESSAGE_NOT_UNDERSTOOD, cause, Sentence.of(why, arguments));
    }
}
