package quayside.server.protect;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import quayside.protocol.message.RemotePath;
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
        book.locksInUse().forEach(lock -> locks.add(json(lock)));
        json.add("locks", locks);
        JsonArray files = new JsonArray();
        book.all().forEach(guarded -> files.add(json(guarded)));
        json.add("files", files);
        return GSON.toJson(json).getBytes(StandardCharsets.UTF_8);
    }

    private static JsonObject json(Lock lock) {
        JsonObject json = new JsonObject();
        json.addProperty("id", lock.id());
        Lock.Hash hash = lock.hash();
        if (hash != null) {
            JsonObject cost = new JsonObject();
            cost.addProperty("memoryKib", hash.cost().memoryKib());
            cost.addProperty("iterations", hash.cost().iterations());
            cost.addProperty("lanes", hash.cost().lanes());
            json.add("argon2id", cost);
            json.addProperty("salt", Base64.getEncoder().encodeToString(hash.salt()));
            json.addProperty("hash", Base64.getEncoder().encodeToString(hash.hash()));
        } else {
            json.addProperty("sealed", true);
        }
        return json;
    }

    private static JsonObject json(Guarded guarded) {
        JsonObject json = new JsonObject();
        if (guarded.path() != null) {
            json.addProperty("path", guarded.path().toString());
        }
        json.addProperty("lock", guarded.lock());
        JsonArray identities = new JsonArray();
        for (FileIdentity identity : guarded.identities()) {
            JsonObject each = new JsonObject();
            each.addProperty("inode", identity.inode());
            if (identity.born() != null) {
                each.addProperty("born", identity.born().toString());
            }
            identities.add(each);
        }
        json.add("identities", identities);
        return json;
    }

    static Reading read(byte[] text, RandomGenerator random) {
        try {
            JsonObject json = DistinctJson.read(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(text))
                    .toString());
            if (new JsonPrimitive(VERSION).equals(json.get("version"))) {
                return new Reader(random).read(json);
            }
        } catch (CharacterCodingException | RuntimeException e) {
            // Told by what is returned. The exception could quote what it was about.
        }
        Book book = new Book();
        book.everything(Lock.sealed(random));
        return new Reading(book, true);
    }

    /** Whatever it throws means that it is not known what was protected. */
    private static final class Reader {
        private final RandomGenerator random;
        private final Book book = new Book();
        private boolean damaged;

        Reader(RandomGenerator random) {
            this.random = random;
        }

        Reading read(JsonObject json) {
            JsonElement everything = json.get("everything");
            for (JsonElement lock : array(json, "locks")) {
                lock(lock);
            }
            for (JsonElement file : array(json, "files")) {
                file(file.getAsJsonObject());
            }
            if (everything != null) {
                book.everything(sealed(text(everything)));
            }
            return new Reading(book, damaged);
        }

        private void lock(JsonElement element) {
            try {
                JsonObject json = element.getAsJsonObject();
                boolean sealed = json.has("sealed");
                book.add(new Lock(text(json.get("id")), sealed ? null : hash(json)));
            } catch (RuntimeException e) {
                // What was under it finds it missing.
                damaged = true;
            }
        }

        private static Lock.Hash hash(JsonObject json) {
            JsonObject cost = json.getAsJsonObject("argon2id");
            byte[] salt = Base64.getDecoder().decode(text(json.get("salt")));
            byte[] hash = Base64.getDecoder().decode(text(json.get("hash")));
            if (salt.length != Lock.SALT_BYTES || hash.length != Lock.HASH_BYTES) {
                throw new IllegalArgumentException("a hash of another length");
            }
            return new Lock.Hash(
                    new Argon2Cost(
                            cost.get("memoryKib").getAsInt(),
                            cost.get("iterations").getAsInt(),
                            cost.get("lanes").getAsInt()),
                    salt,
                    hash);
        }

        private void file(JsonObject json) {
            RemotePath path = json.has("path") ? path(text(json.get("path"))) : null;
            List<FileIdentity> identities = new ArrayList<>();
            for (JsonElement each : array(json, "identities")) {
                JsonObject identity = each.getAsJsonObject();
                JsonElement born = identity.get("born");
                identities.add(
                        new FileIdentity(text(identity.get("inode")), born == null ? null : Instant.parse(text(born))));
            }
            book.put(new Guarded(path, lockOf(json), identities));
        }

        /** The lock that the file is under, or a sealed one in its place. */
        private String lockOf(JsonObject json) {
            try {
                String id = text(json.get("lock"));
                if (book.lock(id) == null) {
                    damaged = true;
                    return sealed(id).id();
                }
                return id;
            } catch (IllegalArgumentException e) {
                damaged = true;
                Lock lock = Lock.sealed(random);
                book.add(lock);
                return lock.id();
            }
        }

        private Lock sealed(String id) {
            Lock known = book.lock(id);
            Lock lock = known != null && known.hash() == null ? known : new Lock(id, null);
            book.add(lock);
            return lock;
        }

        private static RemotePath path(String text) {
            RemotePath path;
            try {
                path = RemotePath.parse(text);
            } catch (ProtocolException e) {
                throw new IllegalArgumentException(e);
            }
            if (path.isRoot()) {
                throw new IllegalArgumentException("the share itself is no file");
            }
            return path;
        }

        private static JsonArray array(JsonObject json, String name) {
            if (json.get(name) instanceof JsonArray array) {
                return array;
            }
            throw new IllegalArgumentException("a list is missing");
        }

        private static String text(@Nullable JsonElement element) {
            if (element instanceof JsonPrimitive primitive && primitive.isString()) {
                return primitive.getAsString();
            }
            throw new IllegalArgumentException("a text is missing");
        }
    }
}
