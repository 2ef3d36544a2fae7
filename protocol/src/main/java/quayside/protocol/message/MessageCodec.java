package quayside.protocol.message;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import quayside.protocol.text.Phrase;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;

/**
 * Converts messages to and from the JSON bytes of a control frame (PROTOCOL.md section 4.2). Stateless and thread-safe.
 *
 * <p>A decoded message encodes back to an equal message. A field identifies the kind of a message: {@code verb} a
 * request, {@code status} a response, {@code crc32c} a trailer, {@code spoiled} its replacement, {@code goodbye} the
 * close, {@code from} the start of an awaited body.
 */
public final class MessageCodec {
    private MessageCodec() {}

    /**
     * Returns the message as UTF-8 JSON of at most {@link Limits#MAX_HEADER_BYTES}.
     *
     * @throws IllegalArgumentException if it is larger
     */
    public static byte[] encode(Message message) {
        StringWriter text = new StringWriter(256);
        try (JsonWriter json = new JsonWriter(text)) {
            json.beginObject();
            switch (message) {
                case Request request -> RequestCodec.write(json, request);
                case Response response -> ResponseCodec.write(json, response);
                case Trailer trailer -> json.name("crc32c").value(Integer.toUnsignedLong(trailer.crc32c()));
                case Spoiled spoiled -> {
                    json.name("spoiled").value(spoiled.fault().status());
                    json.name("message").value(spoiled.sentence());
                }
                case From from -> json.name("from").value(from.offset());
                case Goodbye goodbye -> {
                    json.name("goodbye").value(goodbye.reason());
                    if (goodbye.why().isPresent()) {
                        json.name("why").value(Enums.wire(goodbye.why().get()));
                    }
                    ResponseCodec.writeNote(json, goodbye.note());
                }
            }
            json.endObject();
        } catch (IOException e) {
            throw new AssertionError("writing to memory does not fail", e);
        }
        byte[] utf8 = text.toString().getBytes(StandardCharsets.UTF_8);
        if (utf8.length > Limits.MAX_HEADER_BYTES) {
            throw new IllegalArgumentException("a header of " + utf8.length + " bytes");
        }
        return utf8;
    }

    /**
     * Decodes a message. An unknown verb becomes a {@link Request.Unknown}, an unknown status a {@link Response.Failed}
     * with {@link Fault#UNKNOWN_STATUS}.
     *
     * @throws ProtocolException with {@link Fault#MALFORMED} if {@code json} is not a message
     */
    public static Message decode(byte[] json) throws ProtocolException {
        Fields fields = new Fields(StrictJson.readObject(json));
        if (fields.has("verb")) {
            return RequestCodec.read(fields);
        }
        if (fields.has("status")) {
            return ResponseCodec.read(fields);
        }
        if (fields.has("crc32c") && fields.has("spoiled")) {
            throw StrictJson.malformed(null, Phrase.TRAILER_AND_SPOILED);
        }
        if (fields.has("crc32c")) {
            return new Trailer((int) fields.number("crc32c", 0, 0xFFFF_FFFFL));
        }
        if (fields.has("spoiled")) {
            return new Spoiled(Fault.ofStatus((int) fields.number("spoiled", 0, 999)), fields.text("message"));
        }
        if (fields.has("goodbye")) {
            return new Goodbye(
                    fields.text("goodbye"),
                    fields.constantIfKnown("why", Goodbye.Why.values()),
                    fields.has("note") ? fields.text("note") : "");
        }
        if (fields.has("from")) {
            return new From(fields.number("from", 0, Limits.MAX_FILE_BYTES));
        }
        throw StrictJson.malformed(null, Phrase.KIND_UNKNOWN);
    }

    /**
     * Returns whether it is certain that no body follows a malformed message (PROTOCOL.md section 4.3). Only a {@code
     * POST} has a body, and malformed JSON may have been meant for one.
     */
    public static boolean isWithoutBody(byte[] json) {
        try {
            Fields fields = new Fields(StrictJson.readObject(json));
            return fields.has("verb") && !"POST".equals(fields.text("verb"));
        } catch (ProtocolException e) {
            return false;
        }
    }
}
