package quayside.app.core.keys;

import java.io.IOException;
import java.util.Optional;

/** A vault that a test can take away. */
final class MemoryVault implements KeyVault {
    private final Kind kind;
    boolean away;
    byte[] secret;

    MemoryVault(Kind kind) {
        this.kind = kind;
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public Optional<byte[]> read() throws IOException {
        require();
        return Optional.ofNullable(secret).map(byte[]::clone);
    }

    @Override
    public void write(byte[] next) throws IOException {
        require();
        secret = next.clone();
    }

    @Override
    public void delete() throws IOException {
        require();
        secret = null;
    }

    private void require() throws IOException {
        if (away) {
            throw new IOException("the vault is away");
        }
    }
}
