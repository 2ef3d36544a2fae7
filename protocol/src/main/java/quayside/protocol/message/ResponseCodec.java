package quayside.protocol.message;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import quayside.protocol.text.Phrase;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;

/** Converts responses to and from their JSON form (PROTOCOL.md section 5). */
final class ResponseCodec {
    /** The last millisecond of the year 9999. */
    private static final long MAX_TIME = 253_402_300_799_999L;

    private static final int CONTINUE = 100;
    private static final int PROCESSING = 102;
    private static final int OK = 200;
    private static final int PARTIAL_CONTENT = 206;

    private ResponseCodec() {}

    static void write(JsonWriter json, Response response) throws IOException {
        json.name("status");
        switch (response) {
            case Response.Listing listing -> {
                answer(json, "listing").name("more").value(listing.more());
                json.name("entries").beginArray();
                for (Entry entry : listing.entries()) {
                    writeEntry(json, entry);
                }
                json.endArray();
                writeOmitted(json, listing.omitted());
            }
            case Response.Described described ->
                writeEntry(answer(json, "entry").name("entry"), described.entry());
            case Response.Content content -> {
                json.value(content.offset() > 0 ? PARTIAL_CONTENT : OK)
                        .name("answer")
                        .value("content");
                writeEntry(json.name("entry"), content.entry());
                json.name("version").value(content.version());
                writeOffset(json, content.offset());
                if (content.reading().isPresent()) {
                    json.name("reading").value(content.reading().get());
                }
            }
            case Response.Proceed proceed -> {
                writeOffset(json.value(CONTINUE), proceed.offset());
                if (proceed.prefix().isPresent()) {
                    json.name("prefix").value(proceed.prefix().get());
                }
            }
            case Response.Processing() -> json.value(PROCESSING);
            case Response.Digest digest -> {
                writeEntry(answer(json, "digest").name("entry"), digest.entry());
                json.name("sha256").value(digest.sha256());
            }
            case Response.Stored stored -> writeEntry(answer(json, "stored").name("entry"), stored.entry());
            case Response.Skipped skipped -> writeEntry(answer(json, "skipped").name("entry"), skipped.existing());
            case Response.Done() -> answer(json, "done");
            case Response.Made made -> answer(json, "lock").name("lock").value(made.lock());
            case Response.Pong pong -> {
                ShareInfo share = pong.share();
                answer(json, "share").name("name").value(share.name());
                json.name("download").value(share.mayDownload());
                json.name("upload").value(share.mayUpload());
                json.name("delete").value(share.mayDelete());
                if (!share.mayList()) {
                    json.name("list").value(false);
                }
                if (pong.freeBytes() >= 0) {
                    json.name("free").value(pong.freeBytes());
                }
                RequestCodec.writeIfThere(json, "computer", share.computer());
                RequestCodec.writeIf(json, "seen", pong.knowsSeen());
                RequestCodec.writeIf(json, "folders", share.hasFolders());
                if (pong.time().isPresent()) {
                    json.name("time").value(pong.time().get().toEpochMilli());
                }
            }
            case Response.Orders orders -> {
                answer(json, "orders").name("paused").value(orders.paused());
                if (orders.bytesPerSecond() > 0) {
                    json.name("limit").value(orders.bytesPerSecond());
                }
                writeNote(json, orders.note());
            }
            case Response.Failed failed -> {
                json.value(failed.status()).name("message").value(failed.sentence());
                if (failed.retryAfterSeconds() > 0) {
                    json.name("retryAfter").value(failed.retryAfterSeconds());
                }
                writeLock(json, failed.lock());
            }
        }
    }

    static void writeNote(JsonWriter json, String note) throws IOException {
        if (!note.isEmpty()) {
            json.name("note").value(note);
        }
    }

    static Response read(Fields fields) throws ProtocolException {
        int status = (int) fields.number("status", 0, 999);
        if (status == CONTINUE) {
            long offset = offset(fields);
            return offset > 0 && fields.has("prefix")
                    ? new Response.Proceed(offset, Optional.of(fields.sha256("prefix")))
                    : new Response.Proceed(offset, Optional.empty());
        }
        if (status == PROCESSING) {
            return new Response.Processing();
        }
        if (status != OK && status != PARTIAL_CONTENT) {
            return new Response.Failed(
                    Fault.ofStatus(status),
                    status,
                    fields.has("message") ? fields.text("message") : "",
                    fields.has("retryAfter") ? fields.number("retryAfter", 0, Integer.MAX_VALUE) : 0,
                    fields.wordIfThere("lock"));
        }
        String answer = fields.text("answer");
        if (status == PARTIAL_CONTENT && !answer.equals("content")) {
            throw StrictJson.malformed(null, Phrase.FOLDER_IN_PART);
        }
        return switch (answer) {
            case "listing" -> listing(fields);
            case "entry" -> new Response.Described(fields.entry("entry"));
            case "content" ->
                new Response.Content(
                        fields.entry("entry"),
                        fields.version("version"),
                        partOffset(fields, status),
                        fields.wordIfThere("reading"));
            case "digest" -> new Response.Digest(fields.entry("entry"), fields.sha256("sha256"));
            case "stored" -> new Response.Stored(fields.entry("entry"));
            case "skipped" -> new Response.Skipped(fields.entry("entry"));
            case "done" -> new Response.Done();
            case "lock" -> new Response.Made(fields.version("lock"));
            case "share" ->
                new Response.Pong(
                        new ShareInfo(
                                fields.text("name"),
                                fields.flag("download"),
                                fields.flag("upload"),
                                fields.flag("delete"),
                                !fields.has("list") || fields.flag("list"),
                                fields.labelIfThere("computer"),
                                fields.flagIfThere("folders")),
                        fields.has("free") ? fields.number("free", 0, Long.MAX_VALUE) : -1,
                        fields.flagIfThere("seen"),
                        fields.has("time")
                                ? Optional.of(Instant.ofEpochMilli(fields.number("time", 0, MAX_TIME)))
                                : Optional.empty());
            case "orders" ->
                new Response.Orders(
                        fields.flag("paused"),
                        fields.has("limit") ? fields.number("limit", 0, Long.MAX_VALUE) : 0,
                        fields.has("note") ? fields.text("note") : "");
            default -> throw StrictJson.malformed(null, Phrase.ANSWER_KIND_UNKNOWN);
        };
    }

    /**
     * Reads the offset of a body: 0 for the whole file, above 0 for the rest of one. It is required for the rest of a
     * file, which would otherwise be taken for the whole file.
     */
    private static long partOffset(Fields fields, int status) throws ProtocolException {
        return status == PARTIAL_CONTENT
                ? fields.number("offset", 1, Limits.MAX_FILE_BYTES)
                : fields.has("offset") ? fields.number("offset", 0, 0) : 0;
    }

    private static Response.Listing listing(Fields fields) throws ProtocolException {
        boolean more = fields.flag("more");
        return new Response.Listing(fields.entries("entries"), more, more ? Omitted.NONE : fields.omitted("omitted"));
    }

    private static long offset(Fields fields) throws ProtocolException {
        return fields.has("offset") ? fields.number("offset", 0, Limits.MAX_FILE_BYTES) : 0;
    }

    private static void writeOffset(JsonWriter json, long offset) throws IOException {
        if (offset > 0) {
            json.name("offset").value(offset);
        }
    }

    private static void writeOmitted(JsonWriter json, Omitted omitted) throws IOException {
        if (omitted.total() > 0) {
            json.name("omitted").beginObject();
            writeCount(json, "name", omitted.names());
            writeCount(json, "link", omitted.links());
            writeCount(json, "special", omitted.specials());
            writeCount(json, "hidden", omitted.hidden());
            json.endObject();
        }
    }

    private static void writeCount(JsonWriter json, String name, long count) throws IOException {
        if (count > 0) {
            json.name(name).value(count);
        }
    }

    private static JsonWriter answer(JsonWriter json, String kind) throws IOException {
        return json.value(OK).name("answer").value(kind);
    }

    private static void writeEntry(JsonWriter json, Entry entry) throws IOException {
        json.beginObject()
                .name("name")
                .value(entry.name())
                .name("kind")
                .value(Enums.wire(entry.kind()))
                .name("size")
                .value(entry.size())
                .name("modified")
                .value(WireTime.text(entry.modified()));
        RequestCodec.writeMode(json, entry.mode());
        writeLock(json, entry.lock());
        json.endObject();
    }

    private static void writeLock(JsonWriter json, Optional<String> lock) throws IOException {
        if (lock.isPresent()) {
            json.name("lock").value(lock.get());
        }
    }
}
