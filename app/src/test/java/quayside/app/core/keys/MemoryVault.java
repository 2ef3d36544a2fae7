package quayside.app.core.keys;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A vault that a test can take away, and whose owner a test can ask. */
public final class MemoryVault implements KeyVault {
    private final Kind kind;
    public volatile boolean away;

    /** Whether it takes no secret. */
    boolean locked;

    public final AtomicInteger reads = new AtomicInteger();

    /** What the owner does before the secret is read. */
    public volatile Runnable asks = () -> {};

    byte[] secret;

    public MemoryVault(Kind kind) {
        this.kind = kind;
    }

    /** Lets the owner not answer: a reading tells {@code asked} and waits until it is interrupted. */
    public void neverAnswers(CountDownLatch asked) {
        asks = () -> {
            asked.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                away = true;
                Thread.currentThread().interrupt();
            }
        };
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
        if (locked) {
            throw new IOException("the vault is locked");
        }
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
