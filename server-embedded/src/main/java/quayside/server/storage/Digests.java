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
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import quayside.protocol.crypto.Sha256;
import quayside.protocol.files.FileProblem;
import quayside.protocol.files.Prefix;
import quayside.protocol.files.incoming.PartFile;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Checksum;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Trail;

/**
 * SHA-256 of files and of their beginnings: computed few at once, by turns. A large file gives its place up after
 * each {@value #ROUND_BYTES} bytes where somebody waits, so that whoever asks for many large ones holds up no other. That of a whole file is remembered under its path
 * for as long as the file stays the same; of one whose changes the system does not tell of, or on a disk where that can be set, never. Thread-safe.
 */
final class Digests {
    private static final int AT_ONCE = 2;
    private static final int MAX_REMEMBERED = 1000;
    private static final int BUFFER_BYTES = 256 * 1024;

    /** About a tenth of a second's reading. */
    static final int ROUND_BYTES = 64 * 1024 * 1024;

    private final BooleanSupplier detectsChanges;
    private final FairQueue turns = new FairQueue(AT_ONCE);
    private final Map<RemotePath, Known> known = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<RemotePath, Known> eldest) {
            return size() > MAX_REMEMBERED;
        }
    });

    /** @param detectsChanges whether the disk tells of every change of a file; asked before something is remembered */
    Digests(BooleanSupplier detectsChanges) {
        this.detectsChanges = detectsChanges;
    }

    private record Known(String version, String sha256) {}

    /** As {@link Storage#digest}, of what {@code readers} may read. */
    Storage.Digest of(Supplier<Storage.Reader> readers, RemotePath file, String asker) throws ProtocolException {
        try (Storage.Reader reader = readers.get();
                Storage.Content content = reader.open(file, Optional.empty())) {
            Known before = known.get(file);
            if (before != null && content.certain() && before.version().equals(content.version())) {
                return new Storage.Digest(content.entry(), before.sha256());
            }
            MessageDigest digest = Sha256.start();
            inTurns(asker, rounds(content.bytes(), Long.MAX_VALUE, digest::update));
            String computed = HexFormat.of().formatHex(digest.digest());
            if (content.certain() && detectsChanges.getAsBoolean()) {
                known.put(file, new Known(content.version(), computed));
            }
            return new Storage.Digest(content.entry(), computed);
        } catch (IOException e) {
            throw FileProblem.atHost(e, file);
        }
    }

    /** The first {@code count} bytes of {@code bytes}, read by turns. */
    Prefix prefix(InputStream bytes, long count, String asker) throws IOException {
        Prefix prefix = new Prefix();
        inTurns(asker, rounds(bytes, count, (buffer, _, length) -> prefix.update(buffer, length)));
        return prefix;
    }

    /** The checksum of {@code bytes} up to {@code offset}, which they have; what {@code trail} does not tell is read, by turns. */
    Checksum follow(SteadyStream bytes, Trail trail, long offset, String asker) throws IOException {
        Trail.Mark known = trail.before(offset);
        bytes.skipTo(known.offset());
        Checksum checksum = new Checksum(known.crc32c());
        if (offset > known.offset()) {
            inTurns(asker, rounds(bytes, offset - known.offset(), checksum::update));
        }
        return checksum;
    }

    /** Has {@code part} prove by turns what an earlier try left. */
    void prove(PartFile part, String asker) throws IOException {
        if (!part.isProven()) {
            inTurns(asker, () -> part.prove(ROUND_BYTES));
        }
    }

    /** What is at {@code path}, or below, is another file from now on. */
    void forget(RemotePath path) {
        known.keySet().removeIf(each -> each.startsWith(path));
    }

    /** Does {@code round} again and again while it returns true, and gives its place up in between. */
    private void inTurns(String asker, Callable<Boolean> round) throws IOException {
        for (boolean more = true; more; ) {
            try {
                turns.enter(asker);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw cancelled(e);
            }
            try {
                more = inAThread(round);
            } finally {
                turns.leave();
            }
        }
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

    @FunctionalInterface
    private interface Taker {
        void take(byte[] buffer, int from, int length);
    }

    /** Rounds over {@code most} bytes, or all that there are; each returns whether there is more. */
    private static Callable<Boolean> rounds(InputStream bytes, long most, Taker taker) {
        byte[] buffer = new byte[BUFFER_BYTES];
        long[] toGo = {most};
        return () -> {
            for (int left = ROUND_BYTES; left > 0 && toGo[0] > 0; ) {
                if (Thread.interrupted()) {
                    throw cancelled(null);
                }
                int count = bytes.read(buffer, 0, (int) Math.min(buffer.length, toGo[0]));
                if (count < 0) {
                    return false;
                }
                taker.take(buffer, 0, count);
                left -= count;
                toGo[0] -= count;
            }
            return toGo[0] > 0;
        };
    }

    private static ProtocolException cancelled(@Nullable Throwable cause) {
        return new ProtocolException(Fault.CANCELLED, "Nobody waits for this any more.", cause);
    }
}
