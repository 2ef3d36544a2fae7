package quayside.server.protect;

import com.google.gson.JsonElement;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.StrictJson;
import quayside.protocol.wire.ProtocolException;

/**
 * Reads {@code protected.json}.
 *
 * <p>Damage locks files. A file whose lock cannot be read is put under a sealed lock. If it is no longer known which
 * files were protected, a sealed lock is put on everything. An incomplete last line is not damage: it was being written
 * when the program or the power ended.
 */
final class ProtectionReader {
    /**
     * The first version keeps later changes in a journal in the same folder: lines with lists of steps, without
     * checksums.
     */
    private static final int VERSION_WITH_JOURNAL = 1;

    private final RandomGenerator random;
    private final ProtectionIndex index = new ProtectionIndex();
    private int version;
    private int lineBytes;
    private boolean hasEnd;
    private boolean damaged;

    private ProtectionReader(RandomGenerator random) {
        this.random = random;
    }

    /**
     * The result of reading.
     *
     * @param damaged whether a part could not be read
     * @param isIntact whether the file is just as {@link ProtectionCodec#whole} wrote it, so that lines can be appended
     * @param lineBytes the size of the lines in the file
     */
    record Reading(ProtectionIndex index, boolean damaged, boolean isIntact, int lineBytes) {}

    private record Whole(int version, @Nullable String everything, List<JsonElement> locks, List<KeptFile> files) {}

    private record Line(List<JsonElement> locks, List<Step> steps) {}

    /** Exactly one field is set; the last two occur in journals only. */
    private record Step(
            @Nullable KeptFile put,
            @Nullable Protection remove,
            ProtectionCodec.@Nullable KeptLock lock,
            @Nullable String everything) {}

    /** A {@link Protection} whose lock may be damaged. */
    private record KeptFile(
            @Nullable RemotePath path, @Nullable JsonElement lock, List<FileIdentity> identities) {}

    /**
     * Reads all that was stored.
     *
     * @param text the content of the file; null if it is missing
     * @param journal the journal in the same folder; null if there is none
     */
    static Reading read(byte @Nullable [] text, byte @Nullable [] journal, RandomGenerator random) {
        ProtectionReader reader = new ProtectionReader(random);
        boolean known = text != null && reader.tries(() -> reader.file(text));
        boolean isCurrent = reader.version == ProtectionCodec.VERSION;
        // If the file has this version, the journal is a leftover whose content the file already has.
        if (journal != null && !isCurrent) {
            known &= reader.tries(() -> reader.journal(journal));
        }
        if (!known) {
            Lock sealed = Lock.sealed(random);
            reader.index.add(sealed);
            reader.index.everything(sealed.id());
            reader.damaged = true;
        }
        reader.index.kept(reader.index.unkept().size());
        boolean isIntact = isCurrent && reader.hasEnd && reader.lineBytes == 0 && !reader.damaged;
        return new Reading(reader.index, reader.damaged, isIntact, reader.lineBytes);
    }

    @FunctionalInterface
    private interface Part {
        void read() throws ProtocolException;
    }

    /** Returns false if a part cannot be read; then it is not known which files were protected. */
    private boolean tries(Part part) {
        try {
            part.read();
            return true;
        } catch (ProtocolException | RuntimeException e) {
            // The failure is not reported further, because it could quote the content.
            return false;
        }
    }

    private static <T> T read(byte[] text, int from, int to, Class<T> type) throws ProtocolException {
        JsonElement json = StrictJson.read(StrictJson.decode(Arrays.copyOfRange(text, from, to)));
        return Objects.requireNonNull(ProtectionCodec.GSON.fromJson(json, type));
    }

    private void file(byte[] text) throws ProtocolException {
        int found = new String(text, StandardCharsets.ISO_8859_1).indexOf(ProtectionCodec.END);
        int end = found < 0 ? text.length : found + ProtectionCodec.END.length();
        Whole whole = read(text, 0, end, Whole.class);
        version = whole.version();
        if (version != ProtectionCodec.VERSION && version != VERSION_WITH_JOURNAL) {
            throw new IllegalArgumentException("another version");
        }
        if (whole.everything() != null) {
            lockEverything(whole.everything());
        }
        whole.locks().forEach(this::lock);
        whole.files().forEach(this::put);
        hasEnd = found >= 0;
        lineBytes = text.length - end;
        lines(text, end);
    }

    private void lines(byte[] text, int first) throws ProtocolException {
        int from = first;
        while (from < text.length) {
            int to = from;
            while (to < text.length && text[to] != '\n') {
                to++;
            }
            boolean isEnded = to < text.length;
            if (!isEnded && ProtectionCodec.isLine(text, from, to - 1)) {
                // The line had an end, which is damaged.
                to--;
            }
            if (ProtectionCodec.isLine(text, from, to)) {
                Line line = read(text, from, to, Line.class);
                line.locks().forEach(this::lock);
                line.steps().forEach(this::step);
            } else if (isEnded && to > from) {
                throw new IllegalArgumentException("a damaged line");
            }
            from = to + 1;
        }
    }

    private void journal(byte[] text) throws ProtocolException {
        int from = 0;
        for (int to = 0; to < text.length; to++) {
            if (text[to] == '\n') {
                for (Step step : read(text, from, to, Step[].class)) {
                    step(step);
                }
                from = to + 1;
            }
        }
    }

    private void step(Step step) {
        if (step.put() != null) {
            put(step.put());
        } else if (step.remove() != null) {
            index.remove(step.remove());
        } else if (step.lock() != null) {
            index.add(step.lock().lock());
        } else if (Objects.requireNonNull(step.everything()).isEmpty()) {
            index.everything(null);
        } else {
            lockEverything(step.everything());
        }
    }

    private void lockEverything(String id) {
        Lock known = index.lock(id);
        if (known != null && known.hash() != null) {
            throw new IllegalArgumentException("the lock on everything has a passcode");
        }
        index.add(new Lock(id, null));
        index.everything(id);
    }

    private void lock(JsonElement json) {
        try {
            index.add(ProtectionCodec.GSON
                    .fromJson(json, ProtectionCodec.KeptLock.class)
                    .lock());
        } catch (RuntimeException e) {
            // The files under it get a sealed lock instead.
            damaged = true;
        }
    }

    private void put(KeptFile file) {
        index.put(new Protection(file.path(), lockOf(file), file.identities()));
    }

    /** Returns the id of the lock that the file is under, or of a sealed one instead. */
    private String lockOf(KeptFile file) {
        Lock lock;
        try {
            String id = Objects.requireNonNull(ProtectionCodec.GSON.fromJson(file.lock(), String.class));
            if (index.lock(id) != null) {
                return id;
            }
            lock = new Lock(id, null);
        } catch (RuntimeException e) {
            lock = Lock.sealed(random);
        }
        damaged = true;
        index.add(lock);
        return lock.id();
    }
}
