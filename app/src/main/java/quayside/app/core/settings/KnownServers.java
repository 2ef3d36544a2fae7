package quayside.app.core.settings;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.protocol.crypto.Fingerprint;

/**
 * Which key a server at an address proved when it was first met ({@code known-servers.json}); what makes a changed key
 * visible. Thread-safe; every method blocks on the disk for a moment.
 *
 * <p>A pin is changed by {@link #trust} alone. Each change reads the file anew, so that a window and a command running
 * side by side do not undo each other's pins. A pin that cannot be saved holds until the program ends.
 */
public final class KnownServers {
    private static final Logger LOG = LoggerFactory.getLogger(KnownServers.class);
    private static final String SERVERS = "servers";

    private final JsonFile<Map<String, Fingerprint>> file;
    private final Map<String, Fingerprint> pins = new TreeMap<>();

    private KnownServers(JsonFile<Map<String, Fingerprint>> file) {
        this.file = file;
    }

    /** The servers known to the user of {@code configFolder}. */
    public static KnownServers open(Path configFolder) {
        KnownServers known = new KnownServers(
                new JsonFile<>(configFolder.resolve("known-servers.json"), KnownServers::read, KnownServers::write));
        known.refresh();
        return known;
    }

    /** A plain sentence where the file was damaged: every server counts as new then. */
    public synchronized Optional<String> notice() {
        return file.notice();
    }

    /** The key that the server at {@code address} ({@code host:port}) must prove; empty where it was never met. */
    public synchronized Optional<Fingerprint> pin(String address) {
        refresh();
        return Optional.ofNullable(pins.get(key(address)));
    }

    /**
     * Remembers the key of a server met for the first time; another key that is known already stays.
     *
     * @return whether the address was new
     */
    public synchronized boolean pinIfNew(String address, Fingerprint fingerprint) {
        refresh();
        if (pins.putIfAbsent(key(address), fingerprint) != null) {
            return false;
        }
        save();
        return true;
    }

    /** The user decided to trust this key at this address from now on. */
    public synchronized void trust(String address, Fingerprint fingerprint) {
        refresh();
        pins.put(key(address), fingerprint);
        save();
    }

    private void refresh() {
        file.read().ifPresent(pins::putAll);
    }

    private void save() {
        try {
            file.write(pins);
        } catch (IOException e) {
            LOG.warn("The key of a server could not be saved; it is trusted until the program ends.", e);
        }
    }

    private static String key(String address) {
        return address.toLowerCase(Locale.ROOT);
    }

    private static Map<String, Fingerprint> read(JsonObject json) {
        Map<String, Fingerprint> pins = new TreeMap<>();
        for (Map.Entry<String, JsonElement> entry :
                json.getAsJsonObject(SERVERS).entrySet()) {
            pins.put(entry.getKey(), Fingerprint.parse(entry.getValue().getAsString()));
        }
        return pins;
    }

    private static JsonObject write(Map<String, Fingerprint> pins) {
        JsonObject servers = new JsonObject();
        pins.forEach((address, fingerprint) -> servers.addProperty(address, fingerprint.toString()));
        JsonObject json = new JsonObject();
        json.add(SERVERS, servers);
        return json;
    }
}
