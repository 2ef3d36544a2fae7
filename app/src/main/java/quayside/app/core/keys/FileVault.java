package quayside.app.core.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import quayside.protocol.files.PrivateFile;

/** The secret in a file that only its owner can read. It protects saved keys no better than the files of the user are. */
public final class FileVault implements KeyVault {
    private static final String FILE = "saved-keys.secret";

    private final Path file;

    public FileVault(Path configFolder) {
        file = configFolder.resolve(FILE);
    }

    @Override
    public Kind kind() {
        return Kind.FILE;
    }

    @Override
    public Optional<byte[]> read() throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        new PrivateFile(file).narrow();
        return Optional.ofNullable(new PrivateFile(file).read());
    }

    @Override
    public void write(byte[] secret) throws IOException {
        PrivateFile.at(file).write(secret);
    }

    @Override
    public void delete() throws IOException {
        PrivateFile.at(file).delete();
    }
}
