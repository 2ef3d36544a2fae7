package quayside.protocol.message;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;

/** The JSON form of requests (PROTOCOL.md section 5). */
final class RequestCodec {
    private RequestCodec() {}

    static void write(JsonWriter json, Request request) throws IOException {
        json.name("verb");
        switch (request) {
            case Request.ListFolder list ->
                json.value("LIST").name("path").value(list.path().toString());
            case Request.Stat stat ->
                json.value("STAT").name("path").value(stat.path().toString());
            case Request.Get get ->
                json.value("GET").name("path").value(get.path().toString());
            case Request.Post post ->
                json.value("POST")
                        .name("path")
                        .value(post.path().toString())
                        .name("size")
                        .value(post.size())
                        .name("modified")
                        .value(post.modified().toString())
                        .name("conflict")
                        .value(Enums.wire(post.onConflict()))
                        .name("await")
                        .value(post.await());
            case Request.Delete delete ->
                json.value("DELETE")
                        .name("path")
                        .value(delete.path().toString())
                        .name("recursive")
                        .value(delete.recursive());
            case Request.MakeFolder make ->
                json.value("MKDIR").name("path").value(make.path().toString());
            case Request.Move move ->
                json.value("MOVE")
                        .name("from")
                        .value(move.from().toString())
                        .name("to")
                        .value(move.to().toString());
            case Request.Ping() -> json.value("PING");
            case Request.Bye() -> json.value("BYE");
            case Request.Unknown unknown -> json.value(unknown.verb());
        }
    }

    static Request read(Fields fields) throws ProtocolException {
        String verb = fields.text("verb");
        return switch (verb) {
            case "LIST" -> new Request.ListFolder(fields.path("path"));
            case "STAT" -> new Request.Stat(fields.path("path"));
            case "GET" -> new Request.Get(fields.path("path"));
            case "POST" ->
                new Request.Post(
                        fields.path("path"),
                        fields.number("size", 0, Limits.MAX_FILE_BYTES),
                        fields.instant("modified"),
                        fields.constant("conflict", OnConflict.values()),
                        fields.flag("await"));
            case "DELETE" -> new Request.Delete(fields.path("path"), fields.flag("recursive"));
            case "MKDIR" -> new Request.MakeFolder(fields.path("path"));
            case "MOVE" -> new Request.Move(fields.path("from"), fields.path("to"));
            case "PING" -> new Request.Ping();
            case "BYE" -> new Request.Bye();
            default -> new Request.Unknown(verb);
        };
    }
}
