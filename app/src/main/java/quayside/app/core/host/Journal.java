package quayside.app.core.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.protocol.files.PrivateFile;

/**
 * The log of who did what on the shares of this computer, kept across restarts in a file that only its owner can read: one
 * JSON object a line, the oldest first. It is bounded, and a damaged line costs only itself. Thread-safe; only
 * {@link #open}, {@link #clear} and {@link #close} block on the disk.
 */
public final class Journal implements AutoCloseable {
    public static final int MAX_ENTRIES = 5000;
    static final int MAX_BYTES = 2 * 1024 * 1024;

    /** The part of the bounds that is left when the oldest entries are dropped, so that the file is seldom replaced. */
    private static final double KEPT = 0.8;

    private static final String NAME = "activity.jsonl";
    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

    private final BooleanSupplier keeps;
    private final @Nullable PrivateFile file;
    private final Deque<LogEntry> entries = new ArrayDeque<>();

    /** The lines that are not written yet. The monitor of this object guards it, as the entries. */
    private final List<String> unwritten = new ArrayList<>();

    /** The bytes of the file; -1 if it has to be written as a whole. Of the writer. */
    private long length = -1;

    private final ExecutorService writer =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("journal").factory());

    private Journal(@Nullable PrivateFile file, BooleanSupplier keeps) {
        this.file = file;
        this.keeps = keeps;
    }

    /** Returns a log that is only in memory. */
    public static Journal inMemory() {
        return new Journal(null, () -> false);
    }

    /**
     * Opens the log.
     *
     * @param keeps returns whether the user wants it to be kept now; if not, the file is deleted with the next entry
     */
    public static Journal open(Path configFolder, BooleanSupplier keeps) {
        PrivateFile file = null;
        try {
            file = PrivateFile.at(configFolder.resolve(NAME));
        } catch (IOException e) {
            LOG.warn("The log of activity is not kept: {}", e.toString());
        }
        Journal journal = new Journal(file, keeps);
        journal.read();
        return journal;
    }

    private synchronized void read() {
        if (file == null || !keeps.getAsBoolean()) {
            return;
        }
        try {
            byte[] content = file.read();
            if (content == null) {
                return;
            }
            // A line that was not written whole has no end, and would spoil the next one.
            boolean isWhole = content.length > 0 && content[content.length - 1] == '\n';
            length = isWhole && content.length <= MAX_BYTES ? content.length : -1;
            new String(content, StandardCharsets.UTF_8)
                    .lines()
                    .forEach(line -> LogEntry.parse(line).ifPresent(this::remember));
        } catch (IOException e) {
            LOG.warn("The log of activity cannot be read: {}", e.toString());
        }
    }

    private void remember(LogEntry entry) {
        entries.add(entry);
        if (entries.size() > MAX_ENTRIES) {
            entries.remove();
        }
    }

    /** Returns the entries, the oldest first. */
    public synchronized List<LogEntry> entries() {
        return List.copyOf(entries);
    }

    /** Adds an entry, which is written soon. */
    public void add(LogEntry entry) {
        synchronized (this) {
            remember(entry);
            if (file == null) {
                return;
            }
            unwritten.add(entry.json());
            if (unwritten.size() > 1) {
                return;
            }
        }
        later(this::write);
    }

    /** Removes all entries, also from the disk. */
    public void clear() {
        synchronized (this) {
            entries.clear();
            unwritten.clear();
        }
        later(this::delete);
    }

    private void later(Runnable work) {
        try {
            writer.execute(work);
        } catch (RejectedExecutionException e) {
            // The program is ending.
        }
    }

    private void delete() {
        length = -1;
        try {
            if (file != null) {
                file.delete();
            }
        } catch (IOException e) {
            LOG.warn("The log of activity cannot be deleted: {}", e.toString());
        }
    }

    private void write() {
        byte[] added;
        List<LogEntry> all;
        synchronized (this) {
            added = bytes(unwritten);
            unwritten.clear();
            all = List.copyOf(entries);
        }
        if (file == null) {
            return;
        }
        if (!keeps.getAsBoolean()) {
            delete();
            return;
        }
        try {
            boolean fits = length >= 0 && length + added.length <= MAX_BYTES;
            if (fits && file.append(added, length)) {
                length += added.length;
            } else {
                byte[] whole = newest(all);
                file.write(whole);
                length = whole.length;
            }
        } catch (IOException e) {
            length = -1;
            LOG.warn("The log of activity cannot be written: {}", e.toString());
        }
    }

    private static byte[] bytes(List<String> lines) {
        return lines.stream()
                .map(line -> line + "\n")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the newest entries that leave room for further ones. */
    private static byte[] newest(List<LogEntry> all) {
        List<String> lines = new ArrayList<>();
        long size = 0;
        for (LogEntry entry : all.reversed()) {
            String line = entry.json();
            size += line.getBytes(StandardCharsets.UTF_8).length + 1L;
            if (size > MAX_BYTES * KEPT) {
                break;
            }
            lines.add(line);
        }
        return bytes(lines.reversed());
    }

    /** Writes what is left, and waits for it. */
    @Override
    public void close() {
        writer.close();
    }
}
