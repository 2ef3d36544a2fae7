package quayside.app.core.settings;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folders of this computer into which the user has downloaded by choice ({@code recent-folders.json}). Thread-safe;
 * every method blocks on the disk for a moment.
 */
public final class RecentFolders {
    /** The maximum number of kept folders. */
    public static final int MAX = 5;

    private static final Logger LOG = LoggerFactory.getLogger(RecentFolders.class);
    private static final String FOLDERS = "folders";

    private final JsonFile<List<Path>> file;

    private RecentFolders(JsonFile<List<Path>> file) {
        this.file = file;
    }

    /** Opens the folders of the user of {@code configFolder}. */
    public static RecentFolders open(Path configFolder) {
        return new RecentFolders(
                new JsonFile<>(configFolder.resolve("recent-folders.json"), RecentFolders::read, RecentFolders::write));
    }

    /** Returns the folders that still exist, the last one first. */
    public List<Path> folders() {
        return file.read().orElse(List.of()).stream().filter(Files::isDirectory).toList();
    }

    /** Puts {@code folder} first. That it cannot be kept is no failure of what the user does. */
    public void add(Path folder) {
        try {
            file.change(List.of(), before -> withFirst(folder, before), after -> {});
        } catch (IOException e) {
            LOG.warn("The folders of earlier downloads were not saved", e);
        }
    }

    private static List<Path> withFirst(Path folder, List<Path> before) {
        List<Path> next = new ArrayList<>(List.of(folder));
        before.stream().filter(other -> !other.equals(folder)).limit(MAX - 1).forEach(next::add);
        return next;
    }

    private static List<Path> read(JsonObject json) {
        List<Path> folders = new ArrayList<>();
        for (JsonElement folder : json.getAsJsonArray(FOLDERS)) {
            if (folders.size() < MAX) {
                folders.add(Path.of(folder.getAsString()));
            }
        }
        return folders;
    }

    private static JsonObject write(List<Path> folders) {
        JsonArray array = new JsonArray();
        folders.forEach(folder -> array.add(folder.toString()));
        JsonObject json = new JsonObject();
        json.add(FOLDERS, array);
        return json;
    }
}
