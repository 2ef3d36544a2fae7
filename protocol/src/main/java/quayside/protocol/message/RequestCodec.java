package quayside.protocol.message;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.util.Optional;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;

/** Converts requests to and from their JSON form (PROTOCOL.md section 5). */
final class RequestCodec {
    /** The rule that replaces one certain file. It is no field beside a rule, which earlier versions would ignore. */
    private static final String SEEN = "seen";

    private RequestCodec() {}

    static void write(JsonWriter json, Request request) throws IOException {
        json.name("verb");
        switch (request) {
            case Request.ListFolder list ->
                json.value("LIST").name("path").value(list.path().toString());
            case Request.Stat stat ->
                json.value("STAT").name("path").value(stat.path().toString());
            case Request.Get get -> {
                json.value("GET").name("path").value(get.path().toString());
                if (get.from().isPresent()) {
                    json.name("offset").value(get.from().get().offset());
                    json.name("version").value(get.from().get().version());
                    switch (get.from().get().proof()) {
                        case Request.Prefix prefix -> json.name("prefix").value(prefix.sha256());
                        case Request.Reading reading -> json.name("reading").value(reading.word());
                    }
                }
            }
            case Request.Post post -> writePost(json, post);
            case Request.Delete delete ->
                json.value("DELETE")
                        .name("path")
                        .value(delete.path().toString())
                        .name("recursive")
                        .value(delete.recursive());
            case Request.MakeFolder make -> {
                json.value("MKDIR").name("path").value(make.path().toString());
                writeIf(json, "existing", make.existing());
                writeMode(json, make.mode());
            }
            case Request.SetModified set -> {
                json.value("SETSTAT").name("path").value(set.path().toString());
                json.name("modified").value(WireTime.text(set.modified()));
            }
            case Request.Move move ->
                json.value("MOVE")
                        .name("from")
                        .value(move.from().toString())
                        .name("to")
                        .value(move.to().toString());
            case Request.Copy copy ->
                json.value("COPY")
                        .name("from")
                        .value(copy.from().toString())
                        .name("to")
                        .value(copy.to().toString());
            case Request.Verify verify ->
                json.value("VERIFY").name("path").value(verify.path().toString());
            case Request.Lock lock ->
                json.value("LOCK").name("passcode").value(lock.passcode().reveal());
            case Request.Unlock unlock ->
                json.value("UNLOCK")
                        .name("lock")
                        .value(unlock.lock())
                        .name("passcode")
                        .value(unlock.passcode().reveal());
            case Request.Protect protect -> {
                json.value("PROTECT").name("path").value(protect.path().toString());
                writeIfThere(json, "lock", protect.lock());
            }
            case Request.Ping ping -> {
                json.value("PING");
                writeIfThere(json, "computer", ping.computer());
                writeIfThere(json, "installation", ping.installation());
            }
            case Request.Watch() -> json.value("WATCH");
            case Request.Bye() -> json.value("BYE");
            case Request.Unknown unknown -> json.value(unknown.verb());
        }
    }

    private static void writePost(JsonWriter json, Request.Post post) throws IOException {
        json.value("POST").name("path").value(post.path().toString());
        json.name("size").value(post.size());
        json.name("modified").value(WireTime.text(post.modified()));
        json.name("conflict").value(post.seen().isPresent() ? SEEN : Enums.wire(post.onConflict()));
        json.name("await").value(post.await());
        writeMode(json, post.mode());
        writeIf(json, "unlessSame", post.unlessSame());
        writeIfThere(json, "source", post.source());
        writeIfThere(json, "lock", post.lock());
        writeIfThere(json, "id", post.id());
        writeIfThere(json, "reading", post.reading());
        if (post.seen().isPresent()) {
            json.name("oldSize").value(post.seen().get().size());
            json.name("oldModified").value(WireTime.text(post.seen().get().modified()));
        }
    }

    static void writeMode(JsonWriter json, Optional<Mode> mode) throws IOException {
        if (mode.isPresent()) {
            json.name("mode").value(mode.get().bits());
        }
    }

    static void writeIfThere(JsonWriter json, String name, Optional<String> word) throws IOException {
        if (word.isPresent()) {
            json.name(name).value(word.get());
        }
    }

    static void writeIf(JsonWriter json, String name, boolean flag) throws IOException {
        if (flag) {
            json.name(name).value(true);
        }
    }

    static Request read(Fields fields) throws ProtocolException {
        String verb = fields.text("verb");
        return switch (verb) {
            case "LIST" -> new Request.ListFolder(fields.path("path"));
            case "STAT" -> new Request.Stat(fields.path("path"));
            case "GET" -> new Request.Get(fields.path("path"), resume(fields));
            case "POST" ->
                new Request.Post(
                        fields.path("path"),
                        fields.number("size", 0, Long.MAX_VALUE),
                        fields.instant("modified"),
                        isSeen(fields) ? OnConflict.OVERWRITE : fields.constant("conflict", OnConflict.values()),
                        fields.flag("await"),
                        fields.modeIfThere("mode"),
                        fields.flagIfThere("unlessSame"),
                        fields.wordIfThere("source"),
                        fields.wordIfThere("lock"),
                        fields.wordIfThere("id"),
                        fields.wordIfThere("reading"),
                        isSeen(fields) ? Optional.of(seen(fields)) : Optional.empty());
            case "DELETE" -> new Request.Delete(fields.path("path"), fields.flag("recursive"));
            case "MKDIR" ->
                new Request.MakeFolder(fields.path("path"), fields.flagIfThere("existing"), fields.modeIfThere("mode"));
            case "SETSTAT" -> new Request.SetModified(fields.path("path"), fields.instant("modified"));
            case "MOVE" -> new Request.Move(fields.path("from"), fields.path("to"));
            case "COPY" -> new Request.Copy(fields.path("from"), fields.path("to"));
            case "VERIFY" -> new Request.Verify(fields.path("path"));
            case "LOCK" -> new Request.Lock(fields.passcode("passcode"));
            case "UNLOCK" -> new Request.Unlock(fields.version("lock"), fields.passcode("passcode"));
            case "PROTECT" -> new Request.Protect(fields.path("path"), fields.wordIfThere("lock"));
            case "PING" -> new Request.Ping(fields.labelIfThere("computer"), fields.wordIfThere("installation"));
            case "WATCH" -> new Request.Watch();
            case "BYE" -> new Request.Bye();
            default -> new Request.Unknown(verb);
        };
    }

    private static boolean isSeen(Fields fields) throws ProtocolException {
        return fields.text("conflict").equals(SEEN);
    }

    private static SeenFile seen(Fields fields) throws ProtocolException {
        return new SeenFile(fields.number("oldSize", 0, Long.MAX_VALUE), fields.instant("oldModified"));
    }

    private static Optional<Request.Resume> resume(Fields fields) throws ProtocolException {
        long offset = fields.has("offset") ? fields.number("offset", 0, Limits.MAX_FILE_BYTES) : 0;
        if (offset == 0) {
            return Optional.empty();
        }
        Optional<String> reading = fields.wordIfThere("reading");
        return Optional.of(new Request.Resume(
                offset,
                fields.version("version"),
                reading.isPresent()
                        ? new Request.Reading(reading.get())
                        : new Request.Prefix(fields.sha256("prefix"))));
    }
}
