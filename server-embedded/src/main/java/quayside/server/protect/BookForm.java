package quayside.server.protect;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import quayside.protocol.message.StrictJson;
import quayside.protocol.wire.ProtocolException;

/**
 * A {@link Book} as JSON.
 *
 * <p>What is damaged locks. A file whose lock cannot be read is under a sealed one; and where it cannot be told any more which files were protected,
 * because the text is cut or a file's name cannot be read, a sealed lock is on everything.
 */
final class BookForm {
    private static final int VERSION = 1;
    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private BookForm() {}

    /**
     * What was read.
     *
     * @param damaged whether something of it could not be
     */
    record Reading(Book book, boolean damaged) {}

    static byte[] write(Book book) {
        JsonObject json = new JsonObject();
        json.addProperty("version", VERSION);
        if (book.everything() != null) {
            json.addProperty("everything", book.everything());
        }
        JsonArray locks = new JsonArray();
        book.locksInUse().forEach(lock -> locks.add(EntryForm.json(lock)));
        json.add("locks", locks);
        JsonArray files = new JsonArray();
        book.all().forEach(guarded -> files.add(EntryForm.json(guarded)));
        json.add("files", files);
        return GSON.toJson(json).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads a book and what was changed of it afterwards.
     *
     * @param text null where it is missing
     * @param journal null where there is none
     */
    static Reading read(byte @Nullable [] text, byte @Nullable [] journal, RandomGenerator random) {
        Reading whole = text == null ? sealed(new Book(), random) : read(text, random);
        if (journal == null) {
            return whole;
        }
        try {
            boolean damaged = JournalForm.take(whole.book(), journal);
            return new Reading(whole.book(), whole.damaged() || damaged);
        } catch (ProtocolException | RuntimeException e) {
            return sealed(whole.book(), random);
        }
    }

    private static Reading read(byte[] text, RandomGenerator random) {
        try {
            JsonObject json = StrictJson.read(StrictJson.decode(text)).getAsJsonObject();
            if (new JsonPrimitive(VERSION).equals(json.get("version"))) {
                return new Reader(random).read(json);
            }
        } catch (ProtocolException | RuntimeException e) {
            // Told by what is returned. The exception could quote what it was about.
        }
        return sealed(new Book(), random);
    }

    /** What is known, and everything else, is locked. */
    private static Reading sealed(Book book, RandomGenerator random) {
        Lock lock = Lock.sealed(random);
        book.add(lock);
        book.everything(lock.id());
        return new Reading(book, true);
    }

    /** Whatever it throws means that it is not known what was protected. */
    private static final class Reader {
        private final RandomGenerator random;
        private final Map<String, Lock> locks = new LinkedHashMap<>();
        private final Book book = new Book();
        private boolean damaged;

        Reader(RandomGenerator random) {
            this.random = random;
        }

        Reading read(JsonObject json) {
            for (JsonElement each : EntryForm.array(json, "locks")) {
                lock(each);
            }
            for (JsonElement each : EntryForm.array(json, "files")) {
                JsonObject file = each.getAsJsonObject();
                book.put(EntryForm.guarded(file, lockOf(file)));
            }
            if (json.has("everything")) {
                String id = EntryForm.text(json.get("everything"));
                locks.put(id, new Lock(id, null));
                book.everything(id);
            }
            locks.values().forEach(book::add);
            return new Reading(book, damaged);
        }

        private void lock(JsonElement element) {
            try {
                Lock lock = EntryForm.lock(element);
                locks.put(lock.id(), lock);
            } catch (RuntimeException e) {
                // What was under it finds it missing.
                damaged = true;
            }
        }

        /** The lock that the file is under, or a sealed one in its place. */
        private String lockOf(JsonObject file) {
            Lock lock;
            try {
                String id = EntryForm.text(file.get("lock"));
                if (locks.containsKey(id)) {
                    return id;
                }
                lock = new Lock(id, null);
            } catch (IllegalArgumentException e) {
                lock = Lock.sealed(random);
            }
            damaged = true;
            locks.put(lock.id(), lock);
            return lock.id();
        }
    }
}
