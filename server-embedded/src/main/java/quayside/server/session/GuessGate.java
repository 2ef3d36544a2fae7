package quayside.server.session;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import quayside.server.guard.GuessLimiter;
import quayside.server.guard.Source;

/**
 * Counts a guest's handshake as a guess from the moment on that it can become one: no hello is shorter than the ML-KEM public
 * key in it, and before the hello is read whole nothing is computed. Who connects and says less takes nobody's place in line.
 */
final class GuessGate extends FilterInputStream {
    /** The bytes of an ML-KEM-768 public key (FIPS 203). */
    private static final int SHORTEST_HELLO_BYTES = 1184;

    private final GuessLimiter guesses;
    private final Source source;
    private final Duration patience;
    private int seen;
    private GuessLimiter.@Nullable Attempt attempt;

    GuessGate(InputStream in, GuessLimiter guesses, Source source, Duration patience) {
        super(in);
        this.guesses = guesses;
        this.source = source;
        this.patience = patience;
    }

    /** The guess that is being made, if it came to that. */
    GuessLimiter.@Nullable Attempt attempt() {
        return attempt;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = in.read(buffer, offset, length);
        seen += Math.max(0, count);
        if (attempt == null && seen >= SHORTEST_HELLO_BYTES) {
            try {
                attempt = guesses.begin(source, patience);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException();
            }
        }
        return count;
    }
}
