package quayside.app.core.settings;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The user's bookmarks of folders, of this computer and of each share, at most {@value #MAX_OF_ONE} each
 * ({@code bookmarks.json}). Thread-safe. Every change blocks on the disk for a moment, and keeps the changes that other
 * programs have saved.
 */
public final class Bookmarks {
    /** The owner of the bookmarks of this computer; a share's owner is its fingerprint. */
    public static final String LOCAL = "local";

    private static final int MAX_OF_ONE = 200;
    private static final String SHARES = "shares";

    /** A bookmark: the folder's name when it was set, and its whole path. */
    public record Bookmark(String name, String path) {}

    private final JsonFile<Map<String, List<Bookmark>>> file;
    private Map<String, List<Bookmark>> held;

    private Bookmarks(JsonFile<Map<String, List<Bookmark>>> file) {
        this.file = file;
        held = file.read().orElse(Map.of());
    }

    /** Opens the bookmarks saved in {@code configFolder}. */
    public static Bookmarks open(Path configFolder) {
        return new Bookmarks(new JsonFile<>(configFolder.resolve("bookmarks.json"), Bookmarks::read, Bookmarks::write));
    }

    /** Returns a plain sentence if the file was damaged or unreadable. */
    public synchronized Optional<String> notice() {
        return file.notice();
    }

    /** Returns the bookmarks of this computer or of a share, the first set first. */
    public synchronized List<Bookmark> of(String owner) {
        return held.getOrDefault(owner, List.of());
    }

    /**
     * Sets a bookmark if its path has none, and removes it otherwise. A bookmark beyond the limit replaces the oldest.
     *
     * @throws IOException if it could not be saved; it is still known until the program ends
     */
    public synchronized void toggle(String owner, Bookmark bookmark) throws IOException {
        boolean isSet = of(owner).stream().anyMatch(each -> each.path().equals(bookmark.path()));
        file.change(
                held,
                before -> {
                    List<Bookmark> next = new ArrayList<>(before.getOrDefault(owner, List.of()));
                    next.removeIf(each -> each.path().equals(bookmark.path()));
                    if (!isSet) {
                        next.add(bookmark);
                    }
                    if (next.size() > MAX_OF_ONE) {
                        next.removeFirst();
                    }
                    Map<String, List<Bookmark>> all = new TreeMap<>(before);
                    all.put(owner, List.copyOf(next));
                    return Map.copyOf(all);
                },
                after -> held = after);
    }

    private static Map<String, List<Bookmark>> read(JsonObject json) {
        Map<String, List<Bookmark>> read = new TreeMap<>();
        if (json.has(LOCAL)) {
            read.put(LOCAL, list(json.getAsJsonArray(LOCAL)));
        }
        if (json.has(SHARES)) {
            json.getAsJsonObject(SHARES)
                    .entrySet()
                    .forEach(share ->
                            read.put(share.getKey(), list(share.getValue().getAsJsonArray())));
        }
        return Map.copyOf(read);
    }

    private static List<Bookmark> list(JsonArray json) {
        List<Bookmark> list = new ArrayList<>();
        for (JsonElement element : json) {
            JsonObject one = element.getAsJsonObject();
            list.add(new Bookmark(one.get("name").getAsString(), one.get("path").getAsString()));
        }
        return List.copyOf(list);
    }

    private static JsonObject write(Map<String, List<Bookmark>> bookmarks) {
        JsonObject json = new JsonObject();
        JsonObject shares = new JsonObject();
        new TreeMap<>(bookmarks).forEach((owner, list) -> {
            JsonArray array = new JsonArray();
            for (Bookmark bookmark : list) {
                JsonObject one = new JsonObject();
                one.addProperty("name", bookmark.name());
                one.addProperty("path", bookmark.path());
                array.add(one);
            }
            (owner.equals(LOCAL) ? json : shares).add(owner, array);
        });
        json.add(SHARES, shares);
        return json;
    }
}
