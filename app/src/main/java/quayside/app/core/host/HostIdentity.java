package quayside.app.core.host;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import quayside.app.core.settings.FileTurn;
import quayside.app.core.text.AppReason;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.Fingerprint;
import quayside.protocol.crypto.ServerIdentity;
import quayside.protocol.files.PrivateFile;
import quayside.protocol.wire.ProtocolException;

/**
 * Keeps the server's identity and the access key, each in a file of the configuration folder that only its owner can
 * read. Neither is ever part of a share. Every method blocks on the disk. Programs that start at the same time get the
 * same identity and key.
 */
public final class HostIdentity {
    private static final long MAX_KEY_BYTES = 4096;

    private final Path folder;
    private final Path identityFile;
    private final Path keyFile;
    private final SecureRandom random;

    public HostIdentity(Path configFolder, SecureRandom random) {
        this.folder = configFolder;
        this.identityFile = configFolder.resolve("server-identity");
        this.keyFile = configFolder.resolve("access-key");
        this.random = random;
    }

    /** Returns the folder that holds both. No share may show it. */
    public Path folder() {
        return folder;
    }

    /** Returns the source of new keys. */
    SecureRandom random() {
        return random;
    }

    /** Returns the server's key pair, which is created at first use. */
    public ServerIdentity identity() throws IOException {
        if (Files.exists(identityFile)) {
            return ServerIdentity.loadOrCreate(identityFile);
        }
        try (FileTurn _ = FileTurn.take(identityFile)) {
            return ServerIdentity.loadOrCreate(identityFile);
        }
    }

    /** Returns the fingerprint of the server's key pair; empty if there is none yet. Creates nothing. */
    public Optional<Fingerprint> fingerprint() throws IOException {
        return Files.exists(identityFile) ? Optional.of(identity().fingerprint()) : Optional.empty();
    }

    /**
     * Returns the access key, which is created at first use.
     *
     * @throws IOException with a sentence for the user if the file is damaged or cannot be read or written
     */
    public AccessKey key() throws IOException {
        Optional<AccessKey> kept = stored();
        if (kept.isPresent()) {
            return kept.get();
        }
        // Programs that start at the same time must not each issue a different key.
        try (FileTurn _ = FileTurn.take(keyFile)) {
            kept = stored();
            if (kept.isPresent()) {
                return kept.get();
            }
            AccessKey made = newKey();
            write(made);
            return made;
        }
    }

    private Optional<AccessKey> stored() throws IOException {
        try {
            if (Files.size(keyFile) > MAX_KEY_BYTES) {
                throw damaged(null);
            }
            new PrivateFile(keyFile).narrow();
            return Optional.of(AccessKey.of(Files.readString(keyFile, StandardCharsets.UTF_8)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw damaged(e);
        }
    }

    /** Returns a new key, which is not stored yet. */
    AccessKey newKey() {
        return AccessKey.generate(random);
    }

    /**
     * Stores {@code key} instead of the present one.
     *
     * @throws IOException with a sentence that names the file; the present key stays then
     */
    void store(AccessKey key) throws IOException {
        try (FileTurn _ = FileTurn.take(keyFile)) {
            write(key);
        } catch (IOException e) {
            throw new ProtocolException(AppReason.KEY_NOT_STORED, e, keyFile);
        }
    }

    /**
     * Checks whether a key could be stored, by storing the present one again.
     *
     * @throws IOException with a sentence that names the file
     */
    void requireStorable() throws IOException {
        try (FileTurn _ = FileTurn.take(keyFile)) {
            Optional<AccessKey> kept = stored();
            if (kept.isPresent()) {
                write(kept.get());
            }
        } catch (ProtocolException e) {
            throw e;
        } catch (IOException e) {
            throw new ProtocolException(AppReason.KEY_NOT_STORED, e, keyFile);
        }
    }

    private void write(AccessKey key) throws IOException {
        PrivateFile.at(keyFile).write(key.reveal().getBytes(StandardCharsets.UTF_8));
    }

    private IOException damaged(@Nullable Exception cause) {
        return new ProtocolException(AppReason.KEY_UNREADABLE, cause, keyFile);
    }
}
