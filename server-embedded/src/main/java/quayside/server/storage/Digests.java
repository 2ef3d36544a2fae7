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
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
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
    private final ExecutorService threads = threads();
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

    /** Those of the system: a virtual one is not preempted, and what lies in memory is read without waiting, so that other guests' threads would starve. */
    private static ExecutorService threads() {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                AT_ONCE,
                AT_ONCE,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name("quayside-digest-", 1).factory());
        threads.allowCoreThreadTimeOut(true);
        return threads;
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
        MessageDigest digest = Sha256.start();
        byte[] buffer = new byte[BUFFER_BYTES];
        boolean more = true;
        while (more) {
            try {
                turns.enter(asker);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw cancelled(e);
            }
            try {
                more = inAThread(() -> round(content.bytes(), digest, buffer));
            } finally {
                turns.leave();
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private boolean inAThread(Callable<Boolean> round) throws IOException {
        Future<Boolean> running = threads.submit(round);
        try {
            return running.get();
        } catch (InterruptedException e) {
            running.cancel(true);
            Thread.currentThread().interrupt();
            throw cancelled(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Returns whether there is more. */
    private static boolean round(InputStream bytes, MessageDigest digest, byte[] buffer) throws IOException {
        for (int left = ROUND_BYTES; left > 0; ) {
            if (Thread.interrupted()) {
                throw cancelled(null);
            }
            int count = bytes.read(buffer);
            if (count < 0) {
                return false;
            }
            digest.update(buffer, 0, count);
            left -= count;
        }
        return true;
    }

    private static ProtocolException cancelled(@Nullable Throwable cause) {
        return new ProtocolException(Fault.CANCELLED, "Nobody waits for this checksum any more.", cause);
    }
}
