package quayside.app.core.keys;

import java.io.IOException;
import java.util.Optional;

/** A place for the one secret of {@link SavedKeys}. Thread-safe; every method may block, also on the user. */
public interface KeyVault {
    /** The kinds of vaults, as they are noted in {@code saved-keys.json}. */
    enum Kind {
        /** The system's keyring, which the user's login opens. */
        KEYRING,
        /** A file that only its owner can read. */
        FILE
    }

    Kind kind();

    /**
     * Returns the secret, which the caller wipes; empty if the vault has none.
     *
     * @throws IOException if the vault is away or closed, so that nobody knows whether it has one
     */
    Optional<byte[]> read() throws IOException;

    /**
     * Stores the secret.
     *
     * @throws IOException if it is not stored
     */
    void write(byte[] secret) throws IOException;

    /** Deletes the secret if there is one. */
    void delete() throws IOException;
}
