package quayside.app.core.transfer;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.Strictness;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import quayside.app.core.settings.FileTurn;
import quayside.protocol.files.PrivateFile;

/**
 * The transfers that have ended, one line of JSON each, in {@code history-1.jsonl}. A full file becomes {@code
 * history-0.jsonl} and replaces the one before, so that the last 5,000 or so transfers are kept. Several programs append
 * to it. A line that a power cut has torn is skipped. Thread-safe; every method blocks on the disk.
 */
public final class History {
    private static final long FULL_BYTES = 1 << 20;
    private static final Gson GSON = new GsonBuilder()
            .setStrictness(Strictness.STRICT)
            .disableHtmlEscaping()
            .create();

    private final Path now;
    private final Path before;

    History(Path configFolder) {
        now = configFolder.resolve("history-1.jsonl");
        before = configFolder.resolve("history-0.jsonl");
    }

    /**
     * A transfer that has ended. Texts are for display.
     *
     * @param took the time of its tries in the program that ended it, without pauses
     * @param again what another try of a failed or cancelled transfer needs, if that is kept
     */
    public record Entry(
            Instant at,
            TransferSnapshot.Direction direction,
            String share,
            String name,
            String place,
            long files,
            long bytes,
            Duration took,
            TransferSnapshot.State result,
            String sentence,
            Optional<Again> again) {
        /** Returns whether it ended without everything, and not because nothing was to be done. */
        public boolean isIncomplete() {
            return result == TransferSnapshot.State.FAILED || result == TransferSnapshot.State.CANCELLED;
        }
    }

    /** What a transfer moves, and where to; see {@link Job}. */
    public record Again(Job.ShareRef share, List<Job.Source> sources, String target) {
        /** So that one line stays short beside a file's {@value #FULL_BYTES} bytes. */
        private static final int MAX_SOURCES = 100;

        public Again {
            sources = List.copyOf(sources);
        }

        /**
         * Returns what another try of {@code job} needs. Empty for files under a passcode, which is not kept, for a copy that
         * replaces one version of a file, and for very many files.
         */
        static Optional<Again> of(Job job) {
            boolean isPlain = !job.lockAll()
                    && job.sealedPasscode().isEmpty()
                    && job.sources().size() <= MAX_SOURCES
                    && job.sources().stream()
                            .allMatch(source -> source.replaces().isEmpty());
            return isPlain ? Optional.of(new Again(job.share(), job.sources(), job.target())) : Optional.empty();
        }
    }

    /** Returns the entries, the newest first. */
    public synchronized List<Entry> read() throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (Path file : List.of(before, now)) {
            byte[] bytes = new PrivateFile(file).read();
            if (bytes != null) {
                new String(bytes, StandardCharsets.UTF_8)
                        .lines()
                        .map(History::entry)
                        .flatMap(Optional::stream)
                        .forEach(entries::add);
            }
        }
        return entries.reversed();
    }

    synchronized void append(Entry entry) throws IOException {
        byte[] line = (GSON.toJson(json(entry)) + "\n").getBytes(StandardCharsets.UTF_8);
        try (FileTurn _ = FileTurn.take(now)) {
            PrivateFile file = PrivateFile.at(now);
            byte[] bytes = file.read();
            if (bytes != null && bytes.length > FULL_BYTES) {
                Files.move(now, before, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                bytes = null;
            }
            if (bytes == null) {
                file.write(line);
            } else {
                boolean torn = bytes.length > 0 && bytes[bytes.length - 1] != '\n';
                boolean _ = file.append(
                        torn
                                ? ("\n" + new String(line, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8)
                                : line,
                        bytes.length);
            }
        }
    }

    synchronized void clear() throws IOException {
        try (FileTurn _ = FileTurn.take(now)) {
            for (Path file : List.of(before, now)) {
                PrivateFile.at(file).delete();
            }
        }
    }

    private static JsonObject json(Entry entry) {
        JsonObject json = new JsonObject();
        json.addProperty("at", entry.at().toString());
        json.addProperty("direction", entry.direction().name());
        json.addProperty("share", entry.share());
        json.addProperty("name", entry.name());
        json.addProperty("place", entry.place());
        json.addProperty("files", entry.files());
        json.addProperty("bytes", entry.bytes());
        json.addProperty("ms", entry.took().toMillis());
        json.addProperty("result", entry.result().name());
        json.addProperty("sentence", entry.sentence());
        entry.again().ifPresent(again -> {
            JsonObject what = new JsonObject();
            what.add("share", JobJson.write(again.share()));
            what.add("sources", JobJson.write(again.sources()));
            what.addProperty("target", again.target());
            json.add("again", what);
        });
        return json;
    }

    private static Optional<Entry> entry(String line) {
        try {
            JsonObject json = GSON.fromJson(line, JsonObject.class);
            TransferSnapshot.Direction direction =
                    TransferSnapshot.Direction.valueOf(json.get("direction").getAsString());
            return Optional.of(new Entry(
                    Instant.parse(json.get("at").getAsString()),
                    direction,
                    json.get("share").getAsString(),
                    json.get("name").getAsString(),
                    json.get("place").getAsString(),
                    json.get("files").getAsLong(),
                    json.get("bytes").getAsLong(),
                    Duration.ofMillis(json.get("ms").getAsLong()),
                    TransferSnapshot.State.valueOf(json.get("result").getAsString()),
                    json.get("sentence").getAsString(),
                    Optional.ofNullable(json.getAsJsonObject("again")).map(again -> again(direction, again))));
        } catch (RuntimeException e) {
            // Torn, or of a later version: each part of the reader throws its own exception.
            return Optional.empty();
        }
    }

    private static Again again(TransferSnapshot.Direction direction, JsonObject json) {
        Again again = new Again(
                JobJson.share(json.getAsJsonObject("share")),
                JobJson.sources(json.getAsJsonArray("sources")),
                json.get("target").getAsString());
        Job.requirePaths(direction, again.sources(), again.target());
        return again;
    }
}
