package quayside.app.core.keys;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.types.Variant;
import quayside.app.core.desktop.SessionBus;

/**
 * The secret in the system's keyring (GNOME Keyring, KWallet, KeePassXC), through the Secret Service on the session bus.
 * A locked keyring asks the user, for a minute at most. The keyring gives the secret to every program of the user; it
 * protects the secret from other users, and in copies of the user's files.
 */
public final class SecretService implements KeyVault {
    private static final Duration PROMPT = Duration.ofSeconds(60);
    private static final String LABEL = "Quayside saved keys";

    private final String bus;
    private final Map<String, String> attributes;

    /**
     * @param bus the address of the session bus
     * @param configFolder each one has its own secret
     */
    public SecretService(String bus, Path configFolder) {
        this.bus = bus;
        this.attributes = Map.of("application", "quayside", "config", digest(configFolder));
    }

    private static String digest(Path folder) {
        try {
            byte[] path = folder.toAbsolutePath().normalize().toString().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(path));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    @Override
    public Kind kind() {
        return Kind.KEYRING;
    }

    @Override
    public Optional<byte[]> read() throws IOException {
        return with(keyring -> {
            Optional<DBusPath> item = keyring.find();
            return item.isEmpty() ? Optional.empty() : Optional.of(keyring.secret(item.get()));
        });
    }

    @Override
    public void write(byte[] secret) throws IOException {
        boolean _ = with(keyring -> {
            keyring.store(secret);
            return true;
        });
    }

    @Override
    public void delete() throws IOException {
        boolean _ = with(keyring -> {
            Optional<DBusPath> item = keyring.find();
            if (item.isPresent()) {
                keyring.delete(item.get());
            }
            return true;
        });
    }

    /** A use of the keyring over one connection. */
    private interface Use<T> {
        T of(Keyring keyring) throws IOException, DBusException;
    }

    private <T> T with(Use<T> use) throws IOException {
        DBusConnection connection = SessionBus.connect(bus);
        try (connection) {
            return use.of(new Keyring(connection));
        } catch (DBusException | DBusExecutionException e) {
            throw new IOException("The keyring failed", e);
        }
    }

    /** The keyring over one connection. */
    private final class Keyring {
        private final DBusConnection connection;
        private final SecretApi.Service service;
        private final DBusPath session;

        Keyring(DBusConnection connection) throws IOException, DBusException {
            this.connection = connection;
            this.service = object(SecretApi.PATH, SecretApi.Service.class);
            this.session =
                    SessionBus.within(SessionBus.ANSWER, () -> service.openSession("plain", new Variant<>("")).second);
        }

        private <I extends DBusInterface> I object(String path, Class<I> type) throws DBusException {
            return connection.getRemoteObject(SecretApi.NAME, path, type, false);
        }

        Optional<DBusPath> find() throws IOException, DBusException {
            SecretApi.Two<List<DBusPath>, List<DBusPath>> found =
                    SessionBus.within(SessionBus.ANSWER, () -> service.searchItems(attributes));
            if (found.first.isEmpty() && !found.second.isEmpty()) {
                unlock(found.second.getFirst());
            }
            return Stream.concat(found.first.stream(), found.second.stream()).findFirst();
        }

        private void unlock(DBusPath object) throws IOException, DBusException {
            finish(SessionBus.within(SessionBus.ANSWER, () -> service.unlock(List.of(object)).second));
        }

        byte[] secret(DBusPath item) throws IOException, DBusException {
            SecretApi.Item entry = object(item.getPath(), SecretApi.Item.class);
            byte[] text = SessionBus.within(SessionBus.ANSWER, () -> entry.getSecret(session).value);
            try {
                return Base64.getDecoder().decode(text);
            } catch (IllegalArgumentException e) {
                throw new IOException("The keyring has another secret", e);
            } finally {
                Arrays.fill(text, (byte) 0);
            }
        }

        void store(byte[] secret) throws IOException, DBusException {
            DBusPath path = SessionBus.within(SessionBus.ANSWER, () -> service.readAlias("default"));
            if (path.getPath().equals(SecretApi.NONE)) {
                throw new IOException("There is no default keyring");
            }
            unlock(path);
            SecretApi.Collection keyring = object(path.getPath(), SecretApi.Collection.class);
            Map<String, Variant<?>> properties = Map.of(
                    "org.freedesktop.Secret.Item.Label", new Variant<>(LABEL),
                    "org.freedesktop.Secret.Item.Attributes", new Variant<>(attributes, "a{ss}"));
            // As text, because some keyrings show and store nothing else.
            byte[] text = Base64.getEncoder().encode(secret);
            try {
                SecretApi.Secret sent = new SecretApi.Secret(session, new byte[0], text, "text/plain");
                finish(SessionBus.within(SessionBus.ANSWER, () -> keyring.createItem(properties, sent, true).second));
            } finally {
                Arrays.fill(text, (byte) 0);
            }
        }

        void delete(DBusPath item) throws IOException, DBusException {
            SecretApi.Item entry = object(item.getPath(), SecretApi.Item.class);
            finish(SessionBus.within(SessionBus.ANSWER, entry::delete));
        }

        /** Shows a prompt, if there is one, and waits for the user. */
        private void finish(DBusPath prompt) throws IOException, DBusException {
            if (prompt.getPath().equals(SecretApi.NONE)) {
                return;
            }
            CompletableFuture<Boolean> answered = new CompletableFuture<>();
            try (AutoCloseable _ = connection.addSigHandler(SecretApi.Prompt.Completed.class, completed -> {
                if (completed.getPath().equals(prompt.getPath())) {
                    answered.complete(!completed.dismissed);
                }
            })) {
                SecretApi.Prompt shown = object(prompt.getPath(), SecretApi.Prompt.class);
                boolean _ = SessionBus.within(SessionBus.ANSWER, () -> {
                    shown.prompt("");
                    return true;
                });
                if (!SessionBus.get(answered, PROMPT)) {
                    throw new IOException("The user did not open the keyring");
                }
            } catch (IOException | DBusException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException("The keyring failed", e);
            }
        }
    }
}
