package quayside.protocol.crypto;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The server's Ed25519 key pair, by which guests know it again (PROTOCOL.md section 3.5). Immutable and safe for use by
 * several threads; the private half never leaves this package but into its file.
 */
public final class ServerIdentity {
    private final byte[] seed;
    private final byte[] publicKey;

    private ServerIdentity(byte[] seed) {
        this.seed = seed;
        this.publicKey = Primitives.signingPublicKey(seed);
    }

    /** A new identity, kept nowhere. */
    public static ServerIdentity generate() {
        return fromSeed(Primitives.newSigningSeed());
    }

    /**
     * The identity stored at {@code file}; where there is no such file, a new one that is stored there first. Blocks on the
     * disk. Processes that do this at the same time get the same identity.
     *
     * <p>Where the file system knows POSIX permissions the file is its owner's alone (0600), and so are folders made on the way to it
     * (0700).
     *
     * @throws IOException with a sentence for the user, where the file is damaged (it is left as it is) or cannot be read or written
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
