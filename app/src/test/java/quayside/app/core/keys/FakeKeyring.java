package quayside.app.core.keys;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.types.Variant;

/** A session bus of its own with a Secret Service that holds at most one item. */
public final class FakeKeyring implements AutoCloseable {
    private static final String COLLECTION = "/org/freedesktop/secrets/collection/login";
    private static final String ITEM = COLLECTION + "/1";
    private static final String PROMPT = "/org/freedesktop/secrets/prompt/1";

    private final Process daemon;
    private final String address;
    private final DBusConnection connection;
    final List<Map<String, String>> searched = new ArrayList<>();
    volatile byte[] value;
    volatile Map<String, String> attributes = Map.of();
    volatile boolean locked;
    volatile boolean dismisses;

    FakeKeyring() throws IOException, DBusException {
        daemon = new ProcessBuilder("dbus-daemon", "--session", "--nofork", "--print-address")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader out = daemon.inputReader();
        address = out.readLine();
        connection = DBusConnectionBuilder.forAddress(address).withShared(false).build();
        connection.exportObject(SecretApi.PATH, new Service());
        connection.exportObject(COLLECTION, new Collection());
        connection.exportObject(ITEM, new Item());
        connection.exportObject(PROMPT, new Prompt());
        connection.requestBusName(SecretApi.NAME);
    }

    static boolean isPossible() {
        try {
            return new ProcessBuilder("dbus-daemon", "--version")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    String address() {
        return address;
    }

    @Override
    public void close() throws IOException {
        connection.close();
        daemon.destroy();
    }

    public final class Service implements SecretApi.Service {
        @Override
        public SecretApi.Two<Variant<?>, DBusPath> openSession(String algorithm, Variant<?> input) {
            return new SecretApi.Two<>(new Variant<>(""), new DBusPath(SecretApi.PATH + "/session/" + algorithm));
        }

        @Override
        public SecretApi.Two<List<DBusPath>, List<DBusPath>> searchItems(Map<String, String> wanted) {
            searched.add(wanted);
            List<DBusPath> found = value != null && attributes.equals(wanted) ? List.of(new DBusPath(ITEM)) : List.of();
            return locked ? new SecretApi.Two<>(List.of(), found) : new SecretApi.Two<>(found, List.of());
        }

        @Override
        public SecretApi.Two<List<DBusPath>, DBusPath> unlock(List<DBusPath> objects) {
            return locked
                    ? new SecretApi.Two<>(List.of(), new DBusPath(PROMPT))
                    : new SecretApi.Two<>(objects, new DBusPath(SecretApi.NONE));
        }

        @Override
        public DBusPath readAlias(String name) {
            return new DBusPath(name.equals("default") ? COLLECTION : SecretApi.NONE);
        }

        @Override
        public String getObjectPath() {
            return SecretApi.PATH;
        }
    }

    public final class Collection implements SecretApi.Collection {
        @Override
        @SuppressWarnings("unchecked")
        public SecretApi.Two<DBusPath, DBusPath> createItem(
                Map<String, Variant<?>> properties, SecretApi.Secret secret, boolean replace) {
            attributes = Map.copyOf((Map<String, String>)
                    properties.get("org.freedesktop.Secret.Item.Attributes").getValue());
            value = secret.value.clone();
            return new SecretApi.Two<>(new DBusPath(ITEM), new DBusPath(SecretApi.NONE));
        }

        @Override
        public String getObjectPath() {
            return COLLECTION;
        }
    }

    public final class Item implements SecretApi.Item {
        @Override
        public SecretApi.Secret getSecret(DBusPath session) {
            if (locked) {
                throw new org.freedesktop.dbus.exceptions.DBusExecutionException("locked");
            }
            return new SecretApi.Secret(session, new byte[0], value, "text/plain");
        }

        @Override
        public DBusPath delete() {
            value = null;
            return new DBusPath(SecretApi.NONE);
        }

        @Override
        public String getObjectPath() {
            return ITEM;
        }
    }

    public final class Prompt implements SecretApi.Prompt {
        @Override
        public void prompt(String window) {
            locked = dismisses;
            try {
                connection.sendMessage(new SecretApi.Prompt.Completed(PROMPT, dismisses, new Variant<>("")));
            } catch (DBusException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public String getObjectPath() {
            return PROMPT;
        }
    }
}
