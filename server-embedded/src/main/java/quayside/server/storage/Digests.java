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
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import quayside.protocol.crypto.Sha256;
import quayside.protocol.message.RemotePath;
import quayside.protocol.transfer.StoredTime;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** SHA-256 of whole files: computed few at once, and remembered for as long as the file stays the same. Thread-safe. */
final class Digests {
    private static final int AT_ONCE = 2;
    private static final int MOST_REMEMBERED = 1000;
    private static final int BUFFER_BYTES = 256 * 1024;

    private final InstantSource clock;
    private final Semaphore places = new Semaphore(AT_ONCE, true);
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
    Storage.Digest of(Supplier<Storage.Reader> readers, RemotePath file) throws ProtocolException {
        try (Storage.Reader reader = readers.get();
                Storage.Content content = reader.open(file, Optional.empty())) {
            String known = byVersion.get(content.version());
            if (known != null) {
                return new Storage.Digest(content.entry(), known);
            }
            Instant begun = clock.instant();
            String computed = compute(content);
            if (StoredTime.isSettled(content.entry().modified(), begun)) {
                byVersion.put(content.version(), computed);
            }
            return new Storage.Digest(content.entry(), computed);
        } catch (IOException e) {
            throw DiskFaults.of(e, file);
        }
    }

    private String compute(Storage.Content content) throws IOException {
        try {
            places.acquire();
        } catch (InterruptedException e) {
            throw cancelled(e);
        }
        try {
            return HexFormat.of().formatHex(sha256(content.bytes()));
        } finally {
            places.release();
        }
    }

    private static byte[] sha256(InputStream bytes) throws IOException {
        MessageDigest digest = Sha256.start();
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int count = 0; count >= 0; count = bytes.read(buffer)) {
            digest.update(buffer, 0, count);
            if (Thread.currentThread().isInterrupted()) {
                throw cancelled(null);
            }
        }
        return digest.digest();
    }

    private static ProtocolException cancelled(@Nullable Throwable cause) {
        return new ProtocolException(Fault.CANCELLED, "Nobody waits for this checksum any more.", cause);
    }
}
