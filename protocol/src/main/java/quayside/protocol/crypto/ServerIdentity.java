package quayside.protocol.crypto;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The server's Ed25519 key pair, by which guests recognise it (PROTOCOL.md section 3.5). Immutable and thread-safe. The
 * private half leaves this package only for its file.
 */
public final class ServerIdentity {
    private final byte[] seed;
    private final byte[] publicKey;

    private ServerIdentity(byte[] seed) {
        this.seed = seed;
        this.publicKey = Primitives.signingPublicKey(seed);
    }

    /** Returns a new identity that is not stored. */
    public static ServerIdentity generate() {
        return fromSeed(Primitives.newSigningSeed());
    }

    /**
     * Loads the identity stored at {@code file}. If there is no such file, creates an identity and stores it there
     * first. Blocks on the disk. Processes that do this at the same time get the same identity.
     *
     * <p>If the file system supports POSIX permissions, only the owner can access the file (0600) and the folders
     * created for it (0700).
     *
     * @throws IOException with a sentence for the user, if the file is damaged (it is left as it is) or cannot be read
     *     or written
     */
    public static ServerIdentity loadOrCreate(Path file) throws IOException {
        return IdentityFile.loadOrCreate(file);
    }

    static ServerIdentity fromSeed(byte[] seed) {
        if (seed.length != Primitives.SEED_BYTES) {
            throw new IllegalArgumentException("an Ed25519 seed has 32 bytes");
        }
        return new ServerIdentity(seed.clone());
    }

    public Fingerprint fingerprint() {
        return Fingerprint.of(publicKey);
    }

    byte[] publicKey() {
        return publicKey.clone();
    }

    byte[] seed() {
        return seed.clone();
    }

    byte[] sign(byte[] message) {
        return Primitives.sign(seed, message);
    }
}
