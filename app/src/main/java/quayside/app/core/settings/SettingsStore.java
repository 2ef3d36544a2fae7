package quayside.app.core.settings;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import quayside.app.core.publish.Published;
import quayside.protocol.client.connection.ShareLink;

/**
 * Keeps the {@link Settings} in {@code settings.json}. Thread-safe; opening and updating block on the disk for a
 * moment.
 */
public final class SettingsStore {
    private final JsonFile<Settings> file;
    private final Published<Settings> settings;
    private final Object saving = new Object();

    private SettingsStore(JsonFile<Settings> file, Settings settings) {
        this.file = file;
        this.settings = new Published<>(settings);
    }

    /** Reads the settings of {@code configFolder}; the defaults if there are none or they are damaged. */
    public static SettingsStore open(Path configFolder) {
        JsonFile<Settings> file =
                new JsonFile<>(configFolder.resolve("settings.json"), SettingsStore::read, SettingsStore::write);
        return new SettingsStore(file, file.read().orElseGet(() -> Settings.standard(ShareLink.DEFAULT_PORT)));
    }

    /** Returns a plain sentence if the file was damaged or unreadable when it was opened. */
    public Optional<String> notice() {
        return file.notice();
    }

    public Settings settings() {
        return settings.get();
    }

    /** Adds a listener, which gets the present settings at once and new ones on the thread that changed them. */
    public void onChange(Consumer<Settings> listener) {
        settings.listen(listener);
    }

    /**
     * Changes the settings and saves them. Keeps the changes that other programs have saved.
     *
     * @throws IOException if they could not be saved; they still hold until the program ends
     */
    public void update(UnaryOperator<Settings> change) throws IOException {
        synchronized (saving) {
            Settings next = change.apply(settings.get());
            if (next.equals(settings.get())) {
                return;
            }
            file.change(settings.get(), change, settings::set);
        }
    }

    private static Settings read(JsonObject json) {
        Settings defaults = Settings.standard(ShareLink.DEFAULT_PORT);
        return new Settings(
                json.has("theme") ? Settings.Theme.valueOf(json.get("theme").getAsString()) : defaults.theme(),
                path(json.get("downloadFolder")),
                path(json.get("hostFolder")),
                json.has("hostPort") ? json.get("hostPort").getAsInt() : defaults.hostPort(),
                json.has("hostShowHidden") && json.get("hostShowHidden").getAsBoolean(),
                json.has("localShowHidden") && json.get("localShowHidden").getAsBoolean(),
                json.has("fontScale") ? json.get("fontScale").getAsDouble() : defaults.fontScale());
    }

    private static Optional<Path> path(@Nullable JsonElement text) {
        return text == null ? Optional.empty() : Optional.of(Path.of(text.getAsString()));
    }

    private static JsonObject write(Settings settings) {
        JsonObject json = new JsonObject();
        json.addProperty("theme", settings.theme().name());
        settings.downloadFolder().ifPresent(path -> json.addProperty("downloadFolder", path.toString()));
        settings.hostFolder().ifPresent(path -> json.addProperty("hostFolder", path.toString()));
        json.addProperty("hostPort", settings.hostPort());
        json.addProperty("hostShowHidden", settings.hostShowHidden());
        json.addProperty("localShowHidden", settings.localShowHidden());
        json.addProperty("fontScale", settings.fontScale());
        return json;
    }
}
