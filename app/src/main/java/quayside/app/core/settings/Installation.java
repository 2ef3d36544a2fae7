package quayside.app.core.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import quayside.protocol.crypto.ClientSecret;
import quayside.protocol.files.PrivateFile;

/**
 * The secret with which this installation identifies its interrupted transfers (PROTOCOL.md sections 5.3 and 8.4), and
 * itself to a router that opens a port, in a private file of the configuration. It is created only once, even if two
 * programs start at the same time. Without it interrupted transfers start again, and a router may refuse a port until
 * its lease ends; there is no other effect.
 */
public final class Installation {
    static final String FILE = "transfer-secret";

    private Installation() {}

    /**
     * Reads the secret, or makes it if there is none. Blocks on the disk. If the disk fails, it returns a random secret
     * that is not stored.
     */
    public static ClientSecret secret(Path configFolder) {
        Path file = configFolder.resolve(FILE);
        SecureRandom random = new SecureRandom();
        try (FileTurn _ = FileTurn.take(file)) {
            if (Files.isRegularFile(file) && Files.size(file) == ClientSecret.BYTES) {
                new PrivateFile(file).narrow();
                return ClientSecret.of(Files.readAllBytes(file));
            }
            byte[] made = new byte[ClientSecret.BYTES];
            random.nextBytes(made);
            PrivateFile.at(file).write(made);
            return ClientSecret.of(made);
        } catch (IOException e) {
            return ClientSecret.random(random);
        }
    }
}
