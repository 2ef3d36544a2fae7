package quayside.server.protect;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.ProtocolException;

/** Locks and protected files as JSON. What cannot be read is told by a {@link RuntimeException}, which may quote it. */
final class EntryForm {
    private EntryForm() {}

    static JsonObject json(Lock lock) {
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

    static JsonObject json(Guarded guarded) {
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

    static Lock lock(JsonElement element) {
        JsonObject json = element.getAsJsonObject();
        return new Lock(text(json.get("id")), json.has("sealed") ? null : hash(json));
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

    /** @param lock the id of a lock, whatever stands there */
    static Guarded guarded(JsonObject json, String lock) {
        RemotePath path = json.has("path") ? path(text(json.get("path"))) : null;
        List<FileIdentity> identities = new ArrayList<>();
        for (JsonElement each : array(json, "identities")) {
            JsonObject identity = each.getAsJsonObject();
            JsonElement born = identity.get("born");
            identities.add(
                    new FileIdentity(text(identity.get("inode")), born == null ? null : Instant.parse(text(born))));
        }
        return new Guarded(path, lock, identities);
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

    static JsonArray array(JsonObject json, String name) {
        if (json.get(name) instanceof JsonArray array) {
            return array;
        }
        throw new IllegalArgumentException("a list is missing");
    }

    static String text(@Nullable JsonElement element) {
        if (element instanceof JsonPrimitive primitive && primitive.isString()) {
            return primitive.getAsString();
        }
        throw new IllegalArgumentException("a text is missing");
    }
}
