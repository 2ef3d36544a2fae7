package quayside.app.core.settings;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.app.core.text.Texts;
import quayside.protocol.crypto.Fingerprint;

/**
 * Which key a server at an address proved when it was first met ({@code known-servers.json}); what makes a changed key
 * visible. Thread-safe; every method blocks on the disk for a moment.
 *
 * <p>A pin is changed by {@link #trust} alone. Each change reads the file anew, and nobody else changes it meanwhile, so that a window and a
 * command running side by side do not undo each other's pins. A pin that cannot be saved holds until the program ends.
 *
 * <p>A file that cannot be read is never replaced, and of one that is damaged every pin is kept that can be read. In both cases a server without a
 * pin may be one whose pin is lost: see {@link #doubt}.
 */
public final class KnownServers {
    private static final Logger LOG = LoggerFactory.getLogger(KnownServers.class);
    private static final String SERVERS = "servers";

    private final JsonFile<Pins> file;
    private final Map<String, Fingerprint> pins = new TreeMap<>();

    /** What the file holds; {@code whole} unless an entry could not be read. */
    private record Pins(Map<String, Fingerprint> byAddress, boolean whole) {}

    private KnownServers(JsonFile<Pins> file) {
        this.file = file;
    }

    /** The servers known to the user of {@code configFolder}. */
    public static KnownServers open(Path configFolder) {
        KnownServers known = new KnownServers(new JsonFile<>(
                configFolder.resolve("known-servers.json"), KnownServers::read, KnownServers::write, Pins::whole));
        known.refresh();
        return known;
    }

    /** A plain sentence where the file was damaged or cannot be read. */
    public synchronized Optional<String> notice() {
        return file.notice();
    }

    /** The key that the server at {@code address} ({@code host:port}) must prove; empty where it was never met. */
    public synchronized Optional<Fingerprint> pin(String address) {
        refresh();
        return Optional.ofNullable(pins.get(key(address)));
    }

    /**
     * Why the server at {@code address} must not be trusted at first sight, a plain sentence: it has no pin, but may have had one that is lost. Empty
     * where it has one, or was never met for sure. A link with the server's fingerprint is the way in.
     */
    public synchronized Optional<String> doubt(String address) {
        if (pin(address).isPresent() || (file.isReadable() && !file.wasDamaged())) {
            return Optional.empty();
        }
        String why = file.isReadable() ? "servers.lost" : "servers.unreadable";
        return Optional.of(Texts.get(why, address));
    }

    /**
     * Remembers the key of a server met for the first time; another key that is known already stays.
     *
     * @return whether the address was new
     */
    public synchronized boolean pinIfNew(String address, Fingerprint fingerprint) {
        return change(() -> pins.putIfAbsent(key(address), fingerprint) == null);
    }

    /** The user decided to trust this key at this address from now on. */
    public synchronized void trust(String address, Fingerprint fingerprint) {
        change(() -> !fingerprint.equals(pins.put(key(address), fingerprint)));
    }

    private void refresh() {
        file.read().ifPresent(read -> pins.putAll(read.byAddress()));
    }

    /** Reads, changes and saves in one turn; returns whether there was a change. */
    private boolean change(BooleanSupplier change) {
        boolean changed = false;
        boolean made = false;
        try (FileTurn _ = file.turn()) {
            refresh();
            changed = change.getAsBoolean();
            made = true;
            if (changed) {
                file.write(new Pins(pins, true));
            }
        } catch (IOException e) {
            LOG.warn("The key of a server could not be saved; it is trusted until the program ends.", e);
        }
        return made ? changed : change.getAsBoolean();
    }

    private static String key(String address) {
        return address.toLowerCase(Locale.ROOT);
    }

    private static Pins read(JsonObject json) {
        Map<String, Fingerprint> pins = new TreeMap<>();
        boolean whole = true;
        for (Map.Entry<String, JsonElement> entry :
                json.getAsJsonObject(SERVERS).entrySet()) {
            try {
                pins.put(entry.getKey(), Fingerprint.parse(entry.getValue().getAsString()));
            } catch (RuntimeException e) {
                // No string, or no fingerprint: each says so with an exception of its own.
                whole = false;
            }
        }
        return new Pins(pins, whole);
    }

    private static JsonObject write(Pins pins) {
        JsonObject servers = new JsonObject();
        pins.byAddress().forEach((address, fingerprint) -> servers.addProperty(address, fingerprint.toString()));
        JsonObject json = new JsonObject();
        json.add(SERVERS, servers);
        return json;
    }
}
