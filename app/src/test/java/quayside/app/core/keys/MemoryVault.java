package quayside.app.core.keys;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A vault that a test can take away, and whose owner a test can ask. */
public final class MemoryVault implements KeyVault {
    private final Kind kind;
    public volatile boolean away;
    public final AtomicInteger reads = new AtomicInteger();

    /** What the owner does before the secret is read. */
    public volatile Runnable asks = () -> {};

    byte[] secret;

    public MemoryVault(Kind kind) {
        this.kind = kind;
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public Optional<byte[]> read() throws IOException {
        reads.incrementAndGet();
        asks.run();
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
