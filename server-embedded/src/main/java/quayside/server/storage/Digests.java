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
import java.util.concurrent.FutureTask;
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

    /**
     * In a thread of the system: a virtual one is not preempted, and what lies in memory is read without waiting, so that other guests' threads would
     * starve. It has ended when this returns, interrupted or not.
     */
    private static boolean inAThread(Callable<Boolean> round) throws IOException {
        FutureTask<Boolean> task = new FutureTask<>(round);
        Thread thread = Thread.ofPlatform().daemon().name("quayside-digest").start(task);
        InterruptedException interrupted = null;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = e;
                thread.interrupt();
            }
        }
        if (interrupted != null) {
            Thread.currentThread().interrupt();
            throw cancelled(interrupted);
        }
        return switch (task.state()) {
            case SUCCESS -> task.resultNow();
            case FAILED -> {
                if (task.exceptionNow() instanceof IOException failure) {
                    throw failure;
                }
                throw new IllegalStateException(task.exceptionNow());
            }
            case RUNNING, CANCELLED -> throw new AssertionError("a thread that ended has not run");
        };
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
