package quayside.app.core.keys;

import com.google.crypto.tink.subtle.AesGcmJce;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.app.core.settings.FileTurn;
import quayside.app.core.settings.JsonFile;
import quayside.app.core.settings.SavedServer;
import quayside.app.core.text.AppReason;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.Fingerprint;
import quayside.protocol.crypto.InvitationId;
import quayside.protocol.wire.ProtocolException;

/**
 * The access keys of saved shares, at most {@value #MAX_KEYS}, sealed in {@code saved-keys.json} with AES-256-GCM. The secret of 32 random bytes is
 * in the first vault that works when it is made. If that vault is away later, the keys are not readable, and nothing is
 * replaced. A sealed text is bound to its purpose, the share and its address: it cannot be moved to another entry.
 *
 * <p>Nonces are random. A secret seals far fewer than the 2^32 texts for which that is safe. Thread-safe; every method
 * blocks on the disk, and those that seal or open also on the vault, which may ask the user. They must not run on the
 * JavaFX thread. Only {@link #notice}, {@link #where},
 * {@link #known} and {@link #forget} never wait for the vault. Nobody holds the turn of the file while a vault asks.
 */
public final class SavedKeys {
    private static final Logger LOG = LoggerFactory.getLogger(SavedKeys.class);
    private static final int SECRET_BYTES = 32;
    private static final int MAX_KEYS = 200;
    private static final String OF_KEY = "quayside saved key 1";
    private static final String OF_PASSCODE = "quayside passcode of an upload 1";
    private static final Content EMPTY = new Content(Optional.empty(), List.of());

    private final JsonFile<Content> file;
    /** Its turn is held while a secret is made. */
    private final Path making;

    private final List<KeyVault> vaults;
    private final SecureRandom random;
    private @Nullable AesGcmJce cipher;

    private SavedKeys(JsonFile<Content> file, Path making, List<KeyVault> vaults, SecureRandom random) {
        this.file = file;
        this.making = making;
        this.vaults = vaults;
        this.random = random;
    }

    /**
     * The sealed key of the share {@code server} at {@code address}.
     *
     * @param invitation the tag of the invitation whose key it is; empty for the share's own
     */
    private record Sealed(Fingerprint server, String invitation, String address, String text) {
        boolean isOf(Fingerprint otherServer, String otherInvitation, String otherAddress) {
            return server.equals(otherServer)
                    && invitation.equals(otherInvitation)
                    && address.equalsIgnoreCase(otherAddress);
        }

        boolean opens(SavedServer share) {
            return share.id().filter(server::equals).isPresent() && invitation.equals(share.invitation());
        }
    }

    /** @param vault the vault that has the secret; empty while there is none */
    private record Content(Optional<KeyVault.Kind> vault, List<Sealed> keys) {}

    /**
     * Opens the keys of {@code configFolder}.
     *
     * @param vaults the places for the secret, the best first
     */
    public static SavedKeys open(Path configFolder, List<KeyVault> vaults, SecureRandom random) {
        JsonFile<Content> file =
                new JsonFile<>(configFolder.resolve("saved-keys.json"), SavedKeys::read, SavedKeys::json);
        return new SavedKeys(file, configFolder.resolve("saved-keys.new"), List.copyOf(vaults), random);
    }

    /** Returns a plain sentence if the file was damaged or unreadable. */
    public Optional<String> notice() {
        synchronized (file) {
            return file.notice();
        }
    }

    /** Returns where the secret is; empty if no key was ever kept. */
    public Optional<KeyVault.Kind> where() {
        return content().vault();
    }

    /**
     * Returns the key of a saved share, which the caller closes: the one at its address, or else another of the same
     * server. Empty if there is none, or it cannot be read now.
     */
    public synchronized Optional<AccessKey> key(SavedServer server) {
        Content content = content();
        Optional<Sealed> found = content.keys().stream()
                .filter(each -> each.opens(server))
                .reduce((first, next) -> next.isOf(
                                next.server(), next.invitation(), server.link().address())
                        ? next
                        : first);
        try {
            return found.isEmpty()
                    ? Optional.empty()
                    : unseal(content, found.get().text(), context(found.get())).map(SavedKeys::keyOf);
        } catch (IOException e) {
            LOG.info("A saved key cannot be read now: {}", e.getMessage());
            return Optional.empty();
        }
    }

    /** Returns the saved shares whose keys are kept, readable or not. */
    public List<SavedServer> known(List<SavedServer> servers) {
        List<Sealed> keys = content().keys();
        return servers.stream()
                .filter(server -> keys.stream().anyMatch(key -> key.opens(server)))
                .toList();
    }

    /**
     * Keeps the key with which {@code server} was opened, instead of an earlier one.
     *
     * @throws IOException if it is not kept; earlier keys are unchanged
     */
    public synchronized void keep(Fingerprint server, String address, AccessKey key) throws IOException {
        byte[] plain = key.reveal().getBytes(StandardCharsets.UTF_8);
        try {
            KeyVault.Kind vault = prepare();
            String invitation = key.invitation().map(InvitationId::tag).orElse("");
            Sealed sealed = new Sealed(server, invitation, address, seal(plain, context(server, invitation, address)));
            try (FileTurn _ = file.turn()) {
                List<Sealed> next = new ArrayList<>(content().keys());
                next.removeIf(each -> each.isOf(server, invitation, address));
                next.addFirst(sealed);
                write(new Content(Optional.of(vault), next.subList(0, Math.min(next.size(), MAX_KEYS))));
            }
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    /** Forgets every key of the server of a saved share. Does not wait for the vault. */
    public void forget(SavedServer server) throws IOException {
        try (FileTurn _ = file.turn()) {
            Content before = content();
            List<Sealed> next =
                    before.keys().stream().filter(each -> !each.opens(server)).toList();
            if (next.size() < before.keys().size()) {
                write(new Content(before.vault(), next));
            }
        }
    }

    /**
     * Seals the passcode of a kept upload.
     *
     * @param upload its id, to which the result is bound
     * @throws IOException if there is no vault for the secret
     */
    public synchronized String sealPasscode(String upload, byte[] passcode) throws IOException {
        KeyVault.Kind vault = prepare();
        String sealed = seal(passcode, context(OF_PASSCODE, upload));
        try (FileTurn _ = file.turn()) {
            Content before = content();
            if (!before.vault().equals(Optional.of(vault))) {
                // A keyring may only have hidden the secret of the earlier keys.
                write(new Content(Optional.of(vault), before.keys()));
            }
        }
        return sealed;
    }

    /**
     * Returns a passcode from {@link #sealPasscode}; empty if it was sealed otherwise.
     *
     * @throws IOException if the vault is away or closed
     */
    public synchronized Optional<byte[]> passcode(String upload, String sealed) throws IOException {
        return unseal(content(), sealed, context(OF_PASSCODE, upload));
    }

    private Content content() {
        synchronized (file) {
            return file.read().orElse(EMPTY);
        }
    }

    private void write(Content next) throws IOException {
        synchronized (file) {
            file.write(next);
        }
    }

    /**
     * Makes ready to seal, and returns the vault of the secret. Makes one if there is none, or if its vault has lost it.
     * The vault may ask the user, so the turn of the file is taken only afterwards: other windows do not wait for the
     * answer.
     */
    private KeyVault.Kind prepare() throws IOException {
        Optional<KeyVault.Kind> usual = content().vault();
        if (usual.isPresent()) {
            Optional<byte[]> secret = vault(usual.get()).read();
            if (secret.isPresent()) {
                use(secret.get());
                return usual.get();
            }
        }
        IOException last = new ProtocolException(AppReason.KEYS_UNREADABLE);
        for (KeyVault vault : vaults) {
            try {
                use(secretOf(vault));
                return vault.kind();
            } catch (IOException e) {
                LOG.debug("A vault is not used", e);
                last = e;
            }
        }
        throw last;
    }

    /** Returns the secret of a vault, which may be of a lost {@code saved-keys.json}, or a new one. */
    private byte[] secretOf(KeyVault vault) throws IOException {
        Optional<byte[]> old = secretIn(vault);
        return old.isPresent() ? old.get() : newSecret(vault);
    }

    private static Optional<byte[]> secretIn(KeyVault vault) throws IOException {
        return vault.read().filter(secret -> secret.length == SECRET_BYTES);
    }

    /** Makes a secret. One window after the other does, so that none replaces what another has just made and uses. */
    private byte[] newSecret(KeyVault vault) throws IOException {
        try (FileTurn _ = FileTurn.take(making)) {
            Optional<byte[]> meanwhile = secretIn(vault);
            if (meanwhile.isPresent()) {
                return meanwhile.get();
            }
            byte[] made = new byte[SECRET_BYTES];
            random.nextBytes(made);
            vault.write(made);
            return made;
        }
    }

    private KeyVault vault(KeyVault.Kind kind) throws IOException {
        return vaults.stream()
                .filter(each -> each.kind() == kind)
                .findFirst()
                .orElseThrow(() -> new ProtocolException(AppReason.KEYS_UNREADABLE));
    }

    /** Takes the secret over and wipes it. */
    private AesGcmJce use(byte[] secret) throws IOException {
        AesGcmJce next = cipher(secret);
        cipher = next;
        return next;
    }

    /** Wipes the secret. */
    private static AesGcmJce cipher(byte[] secret) throws IOException {
        try {
            return new AesGcmJce(secret);
        } catch (GeneralSecurityException e) {
            throw new ProtocolException(AppReason.KEYS_UNREADABLE);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    private String seal(byte[] plain, byte[] context) throws IOException {
        AesGcmJce ready = cipher;
        if (ready == null) {
            throw new AssertionError("prepared before");
        }
        try {
            return Base64.getEncoder().encodeToString(ready.encrypt(plain, context));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has AES-GCM", e);
        }
    }

    /** Returns empty if the text was sealed with another secret, for another purpose, or changed. */
    private Optional<byte[]> unseal(Content content, String sealed, byte[] context) throws IOException {
        AesGcmJce ready = cipher;
        Optional<byte[]> plain = ready == null ? Optional.empty() : open(ready, sealed, context);
        if (plain.isPresent() || content.vault().isEmpty()) {
            return plain;
        }
        KeyVault usual = vault(content.vault().get());
        Optional<byte[]> secret = usual.read();
        plain = secret.isEmpty() ? Optional.empty() : open(use(secret.get()), sealed, context);
        for (KeyVault other : vaults) {
            if (plain.isEmpty() && other.kind() != usual.kind()) {
                plain = openWith(other, sealed, context);
            }
        }
        return plain;
    }

    /** Opens what was sealed while {@code earlier} had the secret. */
    private static Optional<byte[]> openWith(KeyVault earlier, String sealed, byte[] context) {
        try {
            Optional<byte[]> secret = earlier.read();
            return secret.isEmpty() ? Optional.empty() : open(cipher(secret.get()), sealed, context);
        } catch (IOException e) {
            LOG.debug("A vault is not used", e);
            return Optional.empty();
        }
    }

    private static Optional<byte[]> open(AesGcmJce cipher, String sealed, byte[] context) {
        try {
            return Optional.of(cipher.decrypt(Base64.getDecoder().decode(sealed), context));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static AccessKey keyOf(byte[] plain) {
        try {
            return AccessKey.of(new String(plain, StandardCharsets.UTF_8));
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    private static byte[] context(Sealed sealed) {
        return context(sealed.server(), sealed.invitation(), sealed.address());
    }

    private static byte[] context(Fingerprint server, String invitation, String address) {
        return invitation.isEmpty()
                ? context(OF_KEY, server.toString(), address)
                : context(OF_KEY, server.toString(), address, invitation);
    }

    /** No part contains a line break. */
    private static byte[] context(String... parts) {
        return String.join("\n", parts).getBytes(StandardCharsets.UTF_8);
    }

    private static Content read(JsonObject json) {
        List<Sealed> keys = new ArrayList<>();
        for (JsonElement each : json.getAsJsonArray("keys")) {
            JsonObject key = each.getAsJsonObject();
            keys.add(new Sealed(
                    Fingerprint.parse(key.get("share").getAsString()),
                    key.has("invitation") ? key.get("invitation").getAsString() : "",
                    key.get("address").getAsString(),
                    key.get("sealed").getAsString()));
        }
        return new Content(
                Optional.ofNullable(json.get("vault"))
                        .map(JsonElement::getAsString)
                        .map(KeyVault.Kind::valueOf),
                List.copyOf(keys));
    }

    private static JsonObject json(Content content) {
        JsonObject json = new JsonObject();
        content.vault().ifPresent(vault -> json.addProperty("vault", vault.name()));
        JsonArray keys = new JsonArray();
        for (Sealed sealed : content.keys()) {
            JsonObject key = new JsonObject();
            key.addProperty("share", sealed.server().toString());
            if (!sealed.invitation().isEmpty()) {
                key.addProperty("invitation", sealed.invitation());
            }
            key.addProperty("address", sealed.address());
            key.addProperty("sealed", sealed.text());
            keys.add(key);
        }
        json.add("keys", keys);
        return json;
    }
}
