package quayside.app.core.transfer;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import quayside.app.core.share.ShareId;
import quayside.app.core.text.Texts;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.transfer.ConflictRules;
import quayside.protocol.client.transfer.TransferReport;
import quayside.protocol.crypto.Fingerprint;
import quayside.protocol.files.PartNames;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.SeenFile;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;

/** The form of a {@link Job} in its file. Reading throws some runtime exception if the object is not a job. */
final class JobJson {
    private static final int VERSION = 1;

    private JobJson() {}

    static JsonObject write(Job job, String owner) {
        JsonObject json = new JsonObject();
        json.addProperty("version", VERSION);
        json.addProperty("id", job.id().toString());
        json.addProperty("owner", owner);
        json.addProperty("direction", job.direction().name());
        json.add("share", write(job.share()));
        json.add("sources", write(job.sources()));
        json.addProperty("target", job.target());
        JsonObject rules = new JsonObject();
        rules.addProperty("otherwise", job.rules().otherwise().name());
        JsonObject single = new JsonObject();
        JsonObject seen = new JsonObject();
        job.rules().each().forEach((path, rule) -> single.addProperty(path, rule.name()));
        job.rules().seen().forEach((path, file) -> {
            // A version of the program that knows nothing of the files that were seen replaces none of them.
            single.addProperty(path, OnConflict.FAIL.name());
            JsonObject version = write(file);
            version.addProperty("rule", job.rules().of(path).name());
            seen.add(path, version);
        });
        rules.add("each", single);
        rules.add("seen", seen);
        json.add("rules", rules);
        json.addProperty("created", job.created().toString());
        json.addProperty("order", job.order());
        json.addProperty("lockAll", job.lockAll());
        job.sealedPasscode().ifPresent(text -> json.addProperty("sealedPasscode", text));
        json.addProperty("stored", job.stored());
        JsonArray parts = new JsonArray();
        for (Cancellation.LeftPart part : job.parts()) {
            JsonObject one = new JsonObject();
            one.addProperty("folder", part.folder().toString());
            one.addProperty("name", part.name().hex());
            parts.add(one);
        }
        json.add("parts", parts);
        JsonObject reached = new JsonObject();
        reached.addProperty("bytes", job.reached().bytes());
        reached.addProperty("total", job.reached().total());
        json.add("reached", reached);
        json.addProperty("state", job.state().name());
        job.ended().ifPresent(ended -> json.add("ended", write(ended)));
        return json;
    }

    private static JsonObject write(SeenFile version) {
        JsonObject json = new JsonObject();
        json.addProperty("size", version.size());
        json.addProperty("modified", version.modified().toString());
        return json;
    }

    private static SeenFile version(JsonObject json) {
        return new SeenFile(
                json.get("size").getAsLong(), Instant.parse(json.get("modified").getAsString()));
    }

    private static JsonObject write(Job.Ended ended) {
        JsonObject json = new JsonObject();
        json.addProperty("at", ended.at().toString());
        json.addProperty("message", ended.message());
        ended.fault().ifPresent(fault -> json.addProperty("fault", fault.name()));
        json.addProperty("files", ended.files());
        json.addProperty("bytes", ended.bytes());
        ended.took().ifPresent(took -> json.addProperty("ms", took.toMillis()));
        json.addProperty("failed", ended.failedCount());
        JsonArray failures = new JsonArray();
        for (TransferReport.Failure failure : ended.failures()) {
            JsonObject one = new JsonObject();
            one.addProperty("path", failure.path());
            one.addProperty("fault", failure.fault().name());
            one.addProperty("sentence", Texts.words(failure.sentence()));
            one.addProperty("items", failure.items());
            failures.add(one);
        }
        json.add("failures", failures);
        return json;
    }

    static JsonObject write(Job.ShareRef share) {
        JsonObject json = new JsonObject();
        json.addProperty("id", share.id().server().toString());
        if (!share.id().invitation().isEmpty()) {
            json.addProperty("invitation", share.id().invitation());
        }
        json.addProperty("name", share.name());
        json.addProperty("address", share.address());
        return json;
    }

    static JsonArray write(List<Job.Source> sources) {
        JsonArray json = new JsonArray();
        for (Job.Source source : sources) {
            JsonObject one = new JsonObject();
            one.addProperty("path", source.path());
            one.addProperty("folder", source.folder());
            source.replaces().ifPresent(version -> one.add("replaces", write(version)));
            json.add(one);
        }
        return json;
    }

    static Job.ShareRef share(JsonObject json) {
        return new Job.ShareRef(
                new ShareId(
                        Fingerprint.parse(json.get("id").getAsString()),
                        json.has("invitation") ? json.get("invitation").getAsString() : ""),
                json.get("name").getAsString(),
                json.get("address").getAsString());
    }

    static List<Job.Source> sources(JsonArray json) {
        List<Job.Source> sources = new ArrayList<>();
        for (JsonElement each : json) {
            JsonObject source = each.getAsJsonObject();
            sources.add(new Job.Source(
                    source.get("path").getAsString(),
                    source.get("folder").getAsBoolean(),
                    Optional.ofNullable(source.getAsJsonObject("replaces")).map(JobJson::version)));
        }
        return sources;
    }

    static Job read(JsonObject json) {
        if (json.get("version").getAsInt() != VERSION) {
            throw new IllegalArgumentException("version");
        }
        TransferSnapshot.State state =
                TransferSnapshot.State.valueOf(json.get("state").getAsString());
        Optional<Job.Ended> ended =
                Optional.ofNullable(json.getAsJsonObject("ended")).map(JobJson::ended);
        if (ended.isPresent() != state.hasEnded() || (state.isActive() && state != TransferSnapshot.State.QUEUED)) {
            throw new IllegalArgumentException("state");
        }
        return new Job(
                UUID.fromString(json.get("id").getAsString()),
                TransferSnapshot.Direction.valueOf(json.get("direction").getAsString()),
                share(json.getAsJsonObject("share")),
                sources(json.getAsJsonArray("sources")),
                json.get("target").getAsString(),
                rules(json.getAsJsonObject("rules")),
                Instant.parse(json.get("created").getAsString()),
                json.get("order").getAsLong(),
                json.get("lockAll").getAsBoolean(),
                text(json.get("sealedPasscode")),
                json.get("stored").getAsBoolean(),
                parts(json.getAsJsonArray("parts")),
                reached(json.getAsJsonObject("reached")),
                state,
                ended);
    }

    private static ConflictRules rules(JsonObject json) {
        Map<String, OnConflict> each = new HashMap<>();
        JsonObject single = json.getAsJsonObject("each");
        if (single != null) {
            single.asMap().forEach((path, rule) -> each.put(path, OnConflict.valueOf(rule.getAsString())));
        }
        Map<String, SeenFile> seen = new HashMap<>();
        // Missing in a file of an earlier version of the program.
        if (json.getAsJsonObject("seen") != null) {
            json.getAsJsonObject("seen").asMap().forEach((path, file) -> {
                JsonElement rule = file.getAsJsonObject().get("rule");
                each.put(path, rule == null ? OnConflict.OVERWRITE : OnConflict.valueOf(rule.getAsString()));
                seen.put(path, version(file.getAsJsonObject()));
            });
        }
        return new ConflictRules(OnConflict.valueOf(json.get("otherwise").getAsString()), each, seen);
    }

    /** @param json null in a file of an earlier version of the program */
    private static List<Cancellation.LeftPart> parts(@Nullable JsonArray json) {
        List<Cancellation.LeftPart> parts = new ArrayList<>();
        if (json != null) {
            for (JsonElement each : json) {
                JsonObject part = each.getAsJsonObject();
                parts.add(new Cancellation.LeftPart(
                        Job.localPath(part.get("folder").getAsString()),
                        new PartNames(part.get("name").getAsString())));
            }
        }
        return parts;
    }

    /** @param json null in a file of an earlier version of the program */
    private static Job.Reached reached(@Nullable JsonObject json) {
        return json == null
                ? Job.Reached.NOTHING
                : new Job.Reached(
                        json.get("bytes").getAsLong(), json.get("total").getAsLong());
    }

    private static Job.Ended ended(JsonObject json) {
        List<TransferReport.Failure> failures = new ArrayList<>();
        for (JsonElement each : json.getAsJsonArray("failures")) {
            JsonObject failure = each.getAsJsonObject();
            failures.add(new TransferReport.Failure(
                    failure.get("path").getAsString(),
                    Fault.valueOf(failure.get("fault").getAsString()),
                    Sentence.said(failure.get("sentence").getAsString()),
                    failure.get("items").getAsLong()));
        }
        return new Job.Ended(
                Instant.parse(json.get("at").getAsString()),
                json.get("message").getAsString(),
                text(json.get("fault")).map(Fault::valueOf),
                json.get("files").getAsLong(),
                json.get("bytes").getAsLong(),
                Optional.ofNullable(json.get("ms")).map(ms -> Duration.ofMillis(ms.getAsLong())),
                json.get("failed").getAsLong(),
                failures);
    }

    private static Optional<String> text(@Nullable JsonElement element) {
        return Optional.ofNullable(element).map(JsonElement::getAsString);
    }
}
