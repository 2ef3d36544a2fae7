package quayside.server.protect;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.protocol.files.PrivateFile;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.text.ServerPhrase;
import quayside.server.text.ServerReason;

/**
 * Keeps a {@link ProtectionIndex} in {@code protected.json}. Thread-safe.
 *
 * <p>While the file is small, each change rewrites it. Once it is large, a change adds a line, so that its cost does
 * not depend on the number of protected files. When the lines have outgrown the rest, the file is rewritten. With
 * 50,000 protected files, rewriting takes a second, and adding a line takes less than a millisecond.
 */
final class ProtectionStore {
    private static final Logger LOG = LoggerFactory.getLogger(ProtectionStore.class);
    private static final String FILE = "protected.json";

    /** The file in which earlier versions kept the last changes. */
    private static final String JOURNAL = "protected.journal";

    /** Up to this size each change rewrites the file. */
    private static final int SMALL_BYTES = 64 * 1024;

    /**
     * The maximum number of protected files. All of them are in memory, some 600 bytes each, and guests can add them.
     */
    static final int MAX_PROTECTED = 100_000;

    private final PrivateFile file;
    private final ProtectionIndex index;
    private final Optional<Sentence> warning;

    /** Held while the file is written. Reads do not wait for it. */
    private final ReentrantLock writing = new ReentrantLock();

    private volatile boolean empty;

    /** The size of the file before its lines, and the size of the lines. */
    private long wholeBytes, lineBytes;

    /** Whether the file is known to hold what was written last, and nothing else. */
    private boolean intact;

    private ProtectionStore(PrivateFile file, ProtectionIndex index, Optional<Sentence> warning) {
        this.file = file;
        this.index = index;
        this.empty = index.isEmpty();
        this.warning = warning;
    }

    /** Opens the store; see {@link ProtectedFiles#open}. */
    static ProtectionStore open(Path folder, InstantSource clock, RandomGenerator random) throws IOException {
        PrivateFile file = new PrivateFile(folder.resolve(FILE));
        PrivateFile journal = new PrivateFile(folder.resolve(JOURNAL));
        byte[] text = file.read();
        byte[] lines = journal.read();
        ProtectionReader.Reading reading = text == null && lines == null
                ? new ProtectionReader.Reading(new ProtectionIndex(), false, true, 0)
                : ProtectionReader.read(text, lines, random);
        Optional<Sentence> warning = Optional.empty();
        if (reading.damaged()) {
            PrivateFile copy = file.sibling(".damaged-" + clock.instant().getEpochSecond());
            copy.write(text == null ? new byte[0] : text);
            if (lines != null) {
                copy.sibling(".journal").write(lines);
            }
            warning = Optional.of(warning(copy, reading.index()));
        }
        ProtectionStore store = new ProtectionStore(file, reading.index(), warning);
        store.lineBytes = reading.lineBytes();
        store.wholeBytes = text == null ? 0 : text.length - store.lineBytes;
        store.intact = reading.isIntact();
        if (reading.damaged() || lines != null) {
            store.writeWhole();
            deleteLeftover(journal);
        }
        return store;
    }

    private static Sentence warning(PrivateFile copy, ProtectionIndex index) {
        return Sentence.of(
                index.everything() == null ? ServerPhrase.PROTECTION_DAMAGED : ServerPhrase.PROTECTION_LOST,
                Objects.requireNonNull(copy.path().getFileName()));
    }

    private static void deleteLeftover(PrivateFile journal) {
        try {
            journal.delete();
        } catch (IOException e) {
            LOG.debug("The journal of an earlier version stays; it is not read any more", e);
        }
    }

    Optional<Sentence> warning() {
        return warning;
    }

    /** Returns whether nothing is protected. Never blocks. */
    boolean isEmpty() {
        return empty;
    }

    /**
     * Returns the result of {@code work} on the index, under the lock of the index. What the work adds to the index is
     * stored with the next change.
     */
    synchronized <T> T withIndex(Function<ProtectionIndex, T> work) {
        try {
            return work.apply(index);
        } finally {
            empty = index.isEmpty();
        }
    }

    /** Applies {@code lesson} as {@link #withIndex} does, without a result. */
    void learn(Consumer<ProtectionIndex> lesson) {
        withIndex(all -> {
            lesson.accept(all);
            return all;
        });
    }

    /**
     * Changes the index, and returns when the change is on the disk. If it fails nothing has changed. Concurrent
     * readers see the change before it is on the disk.
     *
     * @return whether there was something to change
     */
    boolean change(Consumer<ProtectionIndex> change) throws IOException {
        return change(change, Integer.MAX_VALUE);
    }

    /**
     * Changes the index as {@link #change} does, for changes that guests can cause at will.
     *
     * @throws ProtocolException with {@link Fault#DISK_FULL} if more than {@link #MAX_PROTECTED} would be protected
     */
    boolean grow(Consumer<ProtectionIndex> change) throws IOException {
        return change(change, MAX_PROTECTED);
    }

    private boolean change(Consumer<ProtectionIndex> change, int max) throws IOException {
        writing.lock();
        try {
            int before = withIndex(all -> all.unkept().size());
            int size = withIndex(ProtectionIndex::size);
            boolean kept = false;
            try {
                boolean changed = withIndex(all -> {
                    change.accept(all);
                    return all.unkept().size() > before;
                });
                if (withIndex(ProtectionIndex::size) > Math.max(size, max)) {
                    throw new ProtocolException(ServerReason.TOO_MANY_PROTECTED, size);
                }
                keep();
                kept = true;
                return changed;
            } finally {
                if (!kept) {
                    learn(all -> all.undo(before));
                }
            }
        } finally {
            writing.unlock();
        }
    }

    /** Ends the lock on everything, and returns when that is on the disk. If it fails nothing has changed. */
    void release() throws IOException {
        writing.lock();
        String lock = withIndex(ProtectionIndex::everything);
        boolean kept = false;
        try {
            learn(all -> all.everything(null));
            writeWhole();
            kept = true;
        } finally {
            if (!kept) {
                learn(all -> all.everything(lock));
            }
            writing.unlock();
        }
    }

    /** Rewrites the file if it has lines, because people can read it best without them. */
    void settle() throws IOException {
        writing.lock();
        try {
            if (lineBytes > 0) {
                writeWhole();
            }
        } finally {
            writing.unlock();
        }
    }

    private void keep() throws IOException {
        if (withIndex(all -> all.unkept().isEmpty())) {
            return;
        }
        boolean takesLines = intact && wholeBytes > SMALL_BYTES && lineBytes <= wholeBytes;
        if (!takesLines || isEmpty() || !addLine()) {
            writeWhole();
        }
    }

    /** The serialised steps: the bytes, and how many of the unstored steps they cover. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Text(byte[] bytes, int steps) {}

    /** Returns false if the file is not as it was left. */
    private boolean addLine() throws IOException {
        Text line = withIndex(
                all -> new Text(ProtectionCodec.line(all), all.unkept().size()));
        // After a failed write the file may hold any part of the line, so the next change rewrites the file.
        intact = false;
        if (!file.append(line.bytes(), wholeBytes + lineBytes)) {
            return false;
        }
        lineBytes += line.bytes().length;
        intact = true;
        learn(all -> all.kept(line.steps()));
        return true;
    }

    private void writeWhole() throws IOException {
        Text whole = withIndex(all -> new Text(
                all.isEmpty() ? new byte[0] : ProtectionCodec.whole(all),
                all.unkept().size()));
        intact = false;
        if (whole.bytes().length == 0) {
            file.delete();
        } else {
            file.write(whole.bytes());
        }
        wholeBytes = whole.bytes().length;
        lineBytes = 0;
        intact = true;
        learn(all -> all.kept(whole.steps()));
    }
}
