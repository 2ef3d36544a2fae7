package quayside.app.core.settings;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import quayside.app.core.publish.Published;
import quayside.app.core.publish.Subscription;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.message.OnConflict;
import quayside.server.ShareOptions;
import quayside.server.storage.NamedFolder;

/**
 * Keeps the {@link Settings} in {@code settings.json}. Thread-safe; opening and updating block on the disk for a
 * moment.
 */
public final class SettingsStore {
    /** The names of the fields in the flat file of an earlier version. */
    private static final Set<String> FLAT = Set.of(
            "theme", "downloadFolder", "hostFolder", "hostPort", "hostShowHidden", "localShowHidden", "fontScale");

    private final JsonFile<Stored> file;
    private final Published<Settings> settings;
    private final Object saving = new Object();

    private SettingsStore(JsonFile<Stored> file, Settings settings) {
        this.file = file;
        this.settings = new Published<>(settings);
    }

    /** Reads the settings of {@code configFolder}; the defaults if there are none or they are damaged. */
    public static SettingsStore open(Path configFolder) {
        JsonFile<Stored> file =
                new JsonFile<>(configFolder.resolve("settings.json"), SettingsStore::read, SettingsStore::write);
        return new SettingsStore(
                file, file.read().map(Stored::settings).orElseGet(() -> Settings.standard(ShareLink.DEFAULT_PORT)));
    }

    /** Returns a plain sentence if the file was damaged or unreadable when it was opened. */
    public Optional<String> notice() {
        return file.notice();
    }

    public Settings settings() {
        return settings.get();
    }

    /** Adds a listener, which gets the present settings at once and new ones on the thread that changed them. */
    public Subscription onChange(Consumer<Settings> listener) {
        return settings.listen(listener);
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
            file.change(
                    new Stored(settings.get(), new JsonObject()),
                    before -> new Stored(change.apply(before.settings()), before.json()),
                    after -> settings.set(after.settings()));
        }
    }

    private static Stored read(JsonObject json) {
        Settings defaults = Settings.standard(ShareLink.DEFAULT_PORT);
        return new Stored(
                new Settings(
                        appearance(new Fields(json, "look", Fields.NO_PREFIX), defaults.look()),
                        localSide(new Fields(json, "local", "local"), defaults.local()),
                        moving(new Fields(json, "transfers", Fields.NO_PREFIX), defaults.transfers()),
                        hosting(new Fields(json, "host", "host"), defaults.host()),
                        notices(new Fields(json, "notices", Fields.NO_PREFIX), defaults.notices()),
                        new Settings.Start(new Fields(json, "start", Fields.NO_PREFIX)
                                .choice("reopen", defaults.start().reopen())),
                        nearby(new Fields(json, "nearby", Fields.NO_PREFIX), defaults.nearby()),
                        background(new Fields(json, "background", Fields.NO_PREFIX), defaults.background()),
                        new Fields(json, "", Fields.NO_PREFIX).text("computer").orElse(defaults.computer())),
                json);
    }

    private static Settings.Appearance appearance(Fields json, Settings.Appearance or) {
        return new Settings.Appearance(
                json.choice("theme", or.theme()),
                json.get("fontScale").map(JsonElement::getAsDouble).orElse(or.fontScale()),
                json.text("language").map(Locale::forLanguageTag));
    }

    private static Settings.LocalSide localSide(Fields json, Settings.LocalSide or) {
        return new Settings.LocalSide(
                json.text("downloadFolder").map(Path::of),
                json.flag("showHidden", or.showHidden()),
                json.choice("openFile", or.openFile()));
    }

    private static Settings.Moving moving(Fields json, Settings.Moving or) {
        return new Settings.Moving(
                json.get("parallel").map(JsonElement::getAsInt).orElse(or.parallel()),
                json.get("down").map(JsonElement::getAsLong).orElse(or.downLimit()),
                json.get("up").map(JsonElement::getAsLong).orElse(or.upLimit()),
                json.text("conflict").map(OnConflict::valueOf),
                json.flag("resume", or.resume()),
                json.flag("waitOffline", or.waitOffline()),
                json.flag("clearAfterDay", or.clearAfterDay()));
    }

    private static Settings.Hosting hosting(Fields json, Settings.Hosting or) {
        return new Settings.Hosting(
                Stream.concat(
                                json.text("folder").stream(),
                                json.get("earlier").stream()
                                        .flatMap(array -> array.getAsJsonArray().asList().stream())
                                        .map(JsonElement::getAsString))
                        .map(Path::of)
                        .toList(),
                json.get("port").map(JsonElement::getAsInt).orElse(or.port()),
                json.flag("showHidden", or.showHidden()),
                json.flag("reachable", or.reachable()),
                json.flag("keepLog", or.keepLog()),
                json.get("together").stream()
                        .flatMap(array -> array.getAsJsonArray().asList().stream())
                        .map(JsonElement::getAsJsonObject)
                        .map(each -> new NamedFolder(
                                each.get("name").getAsString(),
                                Path.of(each.get("folder").getAsString())))
                        .toList());
    }

    private static Settings.Notices notices(Fields json, Settings.Notices or) {
        return new Settings.Notices(
                json.flag("done", or.done()),
                json.flag("failed", or.failed()),
                json.flag("guests", or.guests()),
                json.flag("arrivals", or.arrivals()),
                json.flag("wrongKeys", or.wrongKeys()));
    }

    private static Settings.Background background(Fields json, Settings.Background or) {
        return new Settings.Background(
                json.choice("whenClosed", or.whenClosed()),
                json.flag("shareAtStart", or.shareAtStart()),
                new ShareOptions.Permissions(
                        json.flag("download", or.permissions().download()),
                        json.flag("upload", or.permissions().upload()),
                        json.flag("delete", or.permissions().delete())),
                json.flag("keepAwake", or.keepAwake()));
    }

    private static Settings.Nearby nearby(Fields json, Settings.Nearby or) {
        return new Settings.Nearby(json.flag("announce", or.announce()), json.flag("look", or.look()));
    }

    /** Writes every known field into a copy of what was read, so that fields of a later version are kept. */
    private static JsonObject write(Stored stored) {
        Settings now = stored.settings();
        JsonObject json = stored.json().deepCopy();
        FLAT.forEach(json::remove);
        JsonObject look = part(json, "look");
        look.addProperty("theme", now.look().theme().name());
        look.addProperty("fontScale", now.look().fontScale());
        set(look, "language", now.look().language().map(Locale::toLanguageTag));
        JsonObject local = part(json, "local");
        set(local, "downloadFolder", now.local().downloadFolder().map(Path::toString));
        local.addProperty("showHidden", now.local().showHidden());
        local.addProperty("openFile", now.local().openFile().name());
        JsonObject transfers = part(json, "transfers");
        transfers.addProperty("parallel", now.transfers().parallel());
        transfers.addProperty("down", now.transfers().downLimit());
        transfers.addProperty("up", now.transfers().upLimit());
        set(transfers, "conflict", now.transfers().conflict().map(OnConflict::name));
        transfers.addProperty("resume", now.transfers().resume());
        transfers.addProperty("waitOffline", now.transfers().waitOffline());
        transfers.addProperty("clearAfterDay", now.transfers().clearAfterDay());
        JsonObject host = part(json, "host");
        set(host, "folder", now.host().folder().map(Path::toString));
        JsonArray earlier = new JsonArray();
        now.host().folders().stream().skip(1).forEach(folder -> earlier.add(folder.toString()));
        host.add("earlier", earlier);
        JsonArray together = new JsonArray();
        for (NamedFolder each : now.host().together()) {
            JsonObject folder = new JsonObject();
            folder.addProperty("name", each.name());
            folder.addProperty("folder", each.folder().toString());
            together.add(folder);
        }
        host.add("together", together);
        host.addProperty("port", now.host().port());
        host.addProperty("showHidden", now.host().showHidden());
        host.addProperty("reachable", now.host().reachable());
        host.addProperty("keepLog", now.host().keepLog());
        JsonObject notices = part(json, "notices");
        notices.addProperty("done", now.notices().done());
        notices.addProperty("failed", now.notices().failed());
        notices.addProperty("guests", now.notices().guests());
        notices.addProperty("arrivals", now.notices().arrivals());
        notices.addProperty("wrongKeys", now.notices().wrongKeys());
        part(json, "start").addProperty("reopen", now.start().reopen().name());
        JsonObject nearby = part(json, "nearby");
        nearby.addProperty("announce", now.nearby().announce());
        nearby.addProperty("look", now.nearby().look());
        JsonObject background = part(json, "background");
        background.addProperty("whenClosed", now.background().whenClosed().name());
        background.addProperty("shareAtStart", now.background().shareAtStart());
        background.addProperty("download", now.background().permissions().download());
        background.addProperty("upload", now.background().permissions().upload());
        background.addProperty("delete", now.background().permissions().delete());
        background.addProperty("keepAwake", now.background().keepAwake());
        json.addProperty("computer", now.computer());
        return json;
    }

    private static JsonObject part(JsonObject json, String name) {
        if (!json.has(name)) {
            json.add(name, new JsonObject());
        }
        return json.getAsJsonObject(name);
    }

    private static void set(JsonObject json, String name, Optional<String> value) {
        value.ifPresentOrElse(text -> json.addProperty(name, text), () -> json.remove(name));
    }

    /** What the file holds: the settings, and the object that they were read from. */
    private record Stored(Settings settings, JsonObject json) {}

    /**
     * The fields of one part of the file. A version before this one stored all fields in one object; for instance {@code
     * host.port} was {@code hostPort} there. Such a field is read if the part does not have it.
     */
    private record Fields(JsonObject json, String part, String flatPrefix) {
        static final String NO_PREFIX = "";

        Optional<JsonElement> get(String name) {
            JsonObject own = part.isEmpty() ? json : json.has(part) ? json.getAsJsonObject(part) : new JsonObject();
            if (own.has(name)) {
                return Optional.of(own.get(name));
            }
            String prefixed = flatPrefix + Character.toUpperCase(name.charAt(0)) + name.substring(1);
            String flat = FLAT.contains(prefixed) ? prefixed : name;
            return FLAT.contains(flat) ? Optional.ofNullable(json.get(flat)) : Optional.empty();
        }

        Optional<String> text(String name) {
            return get(name).map(JsonElement::getAsString);
        }

        boolean flag(String name, boolean or) {
            return get(name).map(JsonElement::getAsBoolean).orElse(or);
        }

        <E extends Enum<E>> E choice(String name, E or) {
            return text(name)
                    .map(word -> Enum.valueOf(or.getDeclaringClass(), word))
                    .orElse(or);
        }
    }
}
