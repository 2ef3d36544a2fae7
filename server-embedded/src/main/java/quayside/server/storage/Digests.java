package quayside.server.storage;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import quayside.protocol.crypto.Sha256;
import quayside.protocol.files.FileProblem;
import quayside.protocol.files.Prefix;
import quayside.protocol.files.incoming.PartFile;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Checksum;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Trail;

/**
 * Computes the SHA-256 of files and of their beginnings, in {@link Turns}.
 *
 * <p>The digest of a whole file is remembered under its path as long as the file stays the same. It is never remembered
 * if the system does not report the changes of the file, or if its disk lets anybody set the time of changes.
 *
 * <p>Thread-safe.
 */
final class Digests {
    private static final int MAX_REMEMBERED = 1000;
    private static final int BUFFER_BYTES = 256 * 1024;

    private final BooleanSupplier reportsChanges;
    private final Turns turns;
    private final Map<RemotePath, Known> known = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<RemotePath, Known> eldest) {
            return size() > MAX_REMEMBERED;
        }
    });

    /** @param reportsChanges whether the disk reports every change of a file; asked before a digest is remembered */
    Digests(BooleanSupplier reportsChanges, Turns turns) {
        this.reportsChanges = reportsChanges;
        this.turns = turns;
    }

    private record Known(String version, String sha256) {}

    /** Returns the digest of a file that {@code readers} may read; see {@link Storage#digest}. */
    Storage.Digest of(Supplier<Storage.Reader> readers, RemotePath file, String asker) throws ProtocolException {
        try (Storage.Reader reader = readers.get();
                Storage.Content content = reader.open(file, Optional.empty())) {
            Known before = known.get(file);
            if (before != null && content.certain() && before.version().equals(content.version())) {
                return new Storage.Digest(content.entry(), before.sha256());
            }
            MessageDigest digest = Sha256.start();
            turns.run(asker, rounds(content.bytes(), Long.MAX_VALUE, digest::update));
            String computed = HexFormat.of().formatHex(digest.digest());
            if (content.certain() && reportsChanges.getAsBoolean()) {
                known.put(file, new Known(content.version(), computed));
            }
            return new Storage.Digest(content.entry(), computed);
        } catch (IOException e) {
            throw FileProblem.atHost(e, file);
        }
    }

    /** Reads the first {@code count} bytes of {@code bytes}, in turns. */
    Prefix prefix(InputStream bytes, long count, String asker) throws IOException {
        Prefix prefix = new Prefix();
        turns.run(asker, rounds(bytes, count, (buffer, _, length) -> prefix.update(buffer, length)));
        return prefix;
    }

    /**
     * Returns the checksum of {@code bytes} up to {@code offset}, which is not beyond their end. Reads, in turns, only
     * the bytes that {@code trail} does not cover.
     */
    Checksum follow(SteadyStream bytes, Trail trail, long offset, String asker) throws IOException {
        Trail.Mark known = trail.before(offset);
        bytes.skipTo(known.offset());
        Checksum checksum = new Checksum(known.crc32c());
        if (offset > known.offset()) {
            turns.run(asker, rounds(bytes, offset - known.offset(), checksum::update));
        }
        return checksum;
    }

    /** Lets {@code part} prove the bytes that an earlier try left, in turns. */
    void prove(PartFile part, String asker) throws IOException {
        if (!part.isProven()) {
            turns.run(asker, () -> part.prove(Turns.ROUND_BYTES));
        }
    }

    /** Forgets {@code path} and everything below, because other files have those names from now on. */
    void forget(RemotePath path) {
        known.keySet().removeIf(each -> each.startsWith(path));
    }

    @FunctionalInterface
    private interface Sink {
        void accept(byte[] buffer, int from, int length);
    }

    /**
     * Returns rounds over {@code max} bytes, or over all if there are fewer; each round returns whether there is more.
     */
    private static Callable<Boolean> rounds(InputStream bytes, long max, Sink sink) {
        long[] remaining = {max};
        return () -> {
            // Of this round only: many may be waiting for theirs.
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int left = Turns.ROUND_BYTES; left > 0 && remaining[0] > 0; ) {
                Turns.check();
                int count = bytes.read(buffer, 0, (int) Math.min(buffer.length, remaining[0]));
                if (count < 0) {
                    return false;
                }
                sink.accept(buffer, 0, count);
                left -= count;
                remaining[0] -= count;
            }
            return remaining[0] > 0;
        };
    }
}
