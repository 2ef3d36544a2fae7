package quayside.server.storage;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import quayside.protocol.crypto.Sha256;
import quayside.protocol.message.RemotePath;
import quayside.protocol.transfer.StoredTime;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/**
 * SHA-256 of whole files: computed few at once, by turns, and remembered for as long as the file stays the same. A large file gives its place up after
 * each {@value #ROUND_BYTES} bytes where somebody waits, so that whoever asks for many large ones holds up no other. Thread-safe.
 */
final class Digests {
    private static final int AT_ONCE = 2;
    private static final int MOST_REMEMBERED = 1000;
    private static final int BUFFER_BYTES = 256 * 1024;

    /** About a tenth of a second's reading. */
    static final int ROUND_BYTES = 64 * 1024 * 1024;

    private final InstantSource clock;
    private final TakingTurns turns = new TakingTurns(AT_ONCE);
    private final Map<String, String> byVersion = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MOST_REMEMBERED;
        }
    });

    Digests(InstantSource clock) {
        this.clock = clock;
    }

    /** As {@link Storage#digest}, of what {@code readers} may read. */
    Storage.Digest of(Supplier<Storage.Reader> readers, RemotePath file, String asker) throws ProtocolException {
        try (Storage.Reader reader = readers.get();
                Storage.Content content = reader.open(file, Optional.empty())) {
            String known = byVersion.get(content.version());
            if (known != null) {
                return new Storage.Digest(content.entry(), known);
            }
            Instant begun = clock.instant();
            String computed = compute(content, asker);
            if (StoredTime.isSettled(content.entry().modified(), begun)) {
                byVersion.put(content.version(), computed);
            }
            return new Storage.Digest(content.entry(), computed);
        } catch (IOException e) {
            throw DiskFaults.of(e, file);
        }
    }

    private String compute(Storage.Content content, String asker) throws IOException {
        try {
            turns.enter(asker);
        } catch (InterruptedException e) {
            throw cancelled(e);
        }
        Turn turn = new Turn(asker);
        try {
            return HexFormat.of().formatHex(sha256(content.bytes(), turn));
        } finally {
            turn.end();
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // Correct without it; it is for the others.
    private static byte[] sha256(InputStream bytes, Turn turn) throws IOException {
        MessageDigest digest = Sha256.start();
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int count = 0; count >= 0; count = bytes.read(buffer)) {
            digest.update(buffer, 0, count);
            turn.pass(count);
            // A virtual thread is not preempted, and what lies in memory is read without waiting.
            Thread.yield();
        }
        return digest.digest();
    }

    /** A place, and what is left of its round. */
    private final class Turn {
        private final String asker;
        private int left = ROUND_BYTES;
        private boolean has = true;

        Turn(String asker) {
            this.asker = asker;
        }

        void pass(int count) throws ProtocolException {
            if (Thread.currentThread().isInterrupted()) {
                throw cancelled(null);
            }
            left -= count;
            if (left > 0) {
                return;
            }
            left = ROUND_BYTES;
            has = false;
            try {
                turns.letOthers(asker);
                has = true;
            } catch (InterruptedException e) {
                throw cancelled(e);
            }
        }

        void end() {
            if (has) {
                turns.leave();
            }
        }
    }

    private static ProtocolException cancelled(@Nullable Throwable cause) {
        return new ProtocolException(Fault.CANCELLED, "Nobody waits for this checksum any more.", cause);
    }
}
