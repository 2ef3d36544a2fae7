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
import quayside.app.core.text.AppReason;
import quayside.protocol.crypto.Fingerprint;

/**
 * The key that the server at each address proved at the first connection ({@code known-servers.json}), so that a
 * changed key is noticed. Thread-safe; every method blocks on the disk for a moment.
 *
 * <p>Only {@link #trust} changes a pin. Each change reads the file again under a lock, so that a window and a command
 * that run at the same time do not undo each other's pins. A pin that cannot be saved holds until the program ends.
 *
 * <p>A file that cannot be read is never replaced, and from a damaged file every readable pin is kept. In both cases a
 * server without a pin may be one whose pin is lost: see {@link #doubt}.
 */
public final class KnownServers {
    private static final Logger LOG = LoggerFactory.getLogger(KnownServers.class);
    private static final String SERVERS = "servers";

    private final JsonFile<Pins> file;
    private final Map<String, Fingerprint> pins = new TreeMap<>();

    /** The content of the file; {@code whole} unless an entry could not be read. */
    private record Pins(Map<String, Fingerprint> byAddress, boolean whole) {}

    private KnownServers(JsonFile<Pins> file) {
        this.file = file;
    }

    /** Opens the known servers of the user of {@code configFolder}. */
    public static KnownServers open(Path configFolder) {
        KnownServers known = new KnownServers(new JsonFile<>(
                configFolder.resolve("known-servers.json"), KnownServers::read, KnownServers::write, Pins::whole));
        known.refresh();
        return known;
    }

    /** Returns a plain sentence if the file was damaged or cannot be read. */
    public synchronized Optional<String> notice() {
        return file.notice();
    }

    /** Returns the key that the server at {@code address} ({@code host:port}) must prove; empty if it has no pin. */
    public synchronized Optional<Fingerprint> pin(String address) {
        refresh();
        return Optional.ofNullable(pins.get(key(address)));
    }

    /**
     * Returns a plain sentence that explains why the server at {@code address} must not be trusted at first use: it
     * has no pin, but may have had one that is lost. Empty if it has a pin, or certainly never had one. A link with
     * the server's fingerprint still connects.
     */
    public synchronized Optional<AppReason> doubt(String address) {
        if (pin(address).isPresent() || (file.isReadable() && !file.wasDamaged())) {
            return Optional.empty();
        }
        return Optional.of(file.isReadable() ? AppReason.SERVERS_LOST : AppReason.SERVERS_UNREADABLE);
    }

    /**
     * Remembers the key of a server at its first connection; a known key stays.
     *
     * @return whether the address was new
     */
    public synchronized boolean pinIfNew(String address, Fingerprint fingerprint) {
        return change(() -> pins.putIfAbsent(key(address), fingerprint) == null);
    }

    /** Trusts this key at this address from now on, as the user decided. */
    public synchronized void trust(String address, Fingerprint fingerprint) {
        change(() -> !fingerprint.equals(pins.put(key(address), fingerprint)));
    }

    private void refresh() {
        file.read().ifPresent(read -> pins.putAll(read.byAddress()));
    }

    /** Reads, changes and saves under one lock; returns whether there was a change. */
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
                // Not text, or not a fingerprint: each throws its own exception.
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
