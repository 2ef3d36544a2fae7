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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Remembers the window's size, panes and tabs in {@code window.json}; both methods block on the disk for a moment. Thread-safe. */
public final class WindowStore {
    private static final Logger LOG = LoggerFactory.getLogger(WindowStore.class);

    private static final String PANES = "panes";
    private static final String COLUMNS = "columns";
    private static final String TABS = "tabs";
    private static final String FRONT = "front";

    private final JsonFile<WindowSize> file;

    public WindowStore(Path configFolder) {
        file = new JsonFile<>(configFolder.resolve("window.json"), WindowStore::read, WindowStore::write);
    }

    /** Returns the last size, or the standard one if there is none. */
    public synchronized WindowSize size() {
        return file.read().filter(WindowSize::isSensible).orElse(WindowSize.STANDARD);
    }

    /** Saves {@code size} for the next start, if possible; a failure is only logged. */
    public synchronized void save(WindowSize size) {
        try {
            file.change(WindowSize.STANDARD, before -> size, kept -> {});
        } catch (IOException e) {
            LOG.info("The window's size could not be remembered: {}", e.getMessage());
        }
    }

    private static WindowSize read(JsonObject json) {
        List<String> tabs = new ArrayList<>();
        if (json.has(TABS)) {
            json.getAsJsonArray(TABS).forEach(tab -> tabs.add(tab.getAsString()));
        }
        return new WindowSize(
                json.get("width").getAsDouble(),
                json.get("height").getAsDouble(),
                json.get("maximized").getAsBoolean(),
                json.has(PANES) ? panes(json.getAsJsonObject(PANES)) : Map.of(),
                List.copyOf(tabs),
                Optional.ofNullable(json.get(FRONT)).map(JsonElement::getAsString));
    }

    private static Map<String, PaneLayout> panes(JsonObject json) {
        Map<String, PaneLayout> panes = new TreeMap<>();
        json.entrySet().forEach(side -> panes.put(side.getKey(), pane(side.getValue())));
        return panes;
    }

    private static PaneLayout pane(JsonElement json) {
        if (json.isJsonArray()) {
            // An earlier version kept the columns alone.
            return new PaneLayout(columns(json.getAsJsonArray()));
        }
        JsonObject pane = json.getAsJsonObject();
        return new PaneLayout(
                columns(pane.getAsJsonArray(COLUMNS)),
                pane.get("sortedBy").getAsString(),
                pane.get("ascending").getAsBoolean(),
                pane.get("tree").getAsBoolean());
    }

    private static List<PaneLayout.Column> columns(JsonArray json) {
        List<PaneLayout.Column> columns = new ArrayList<>();
        for (JsonElement element : json) {
            JsonObject column = element.getAsJsonObject();
            columns.add(new PaneLayout.Column(
                    column.get("id").getAsString(),
                    column.get("width").getAsDouble(),
                    column.get("shown").getAsBoolean()));
        }
        return columns;
    }

    private static JsonObject write(WindowSize size) {
        JsonObject json = new JsonObject();
        json.addProperty("width", size.width());
        json.addProperty("height", size.height());
        json.addProperty("maximized", size.maximized());
        JsonObject panes = new JsonObject();
        size.panes().forEach((side, layout) -> {
            JsonArray columns = new JsonArray();
            for (PaneLayout.Column column : layout.columns()) {
                JsonObject one = new JsonObject();
                one.addProperty("id", column.id());
                one.addProperty("width", column.width());
                one.addProperty("shown", column.shown());
                columns.add(one);
            }
            JsonObject pane = new JsonObject();
            pane.add(COLUMNS, columns);
            pane.addProperty("sortedBy", layout.sortedBy());
            pane.addProperty("ascending", layout.ascending());
            pane.addProperty("tree", layout.tree());
            panes.add(side, pane);
        });
        json.add(PANES, panes);
        JsonArray tabs = new JsonArray();
        size.tabs().forEach(tabs::add);
        json.add(TABS, tabs);
        size.front().ifPresent(front -> json.addProperty(FRONT, front));
        return json;
    }
}
