package quayside.app.core.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.app.core.settings.FileTurn;
import quayside.protocol.files.PrivateFile;

/**
 * The log of who did what on the shares of this computer, kept across restarts in a file that only its owner can read: one
 * JSON object a line, the oldest first. It is bounded, and a damaged line costs only itself. Programs that run at the same
 * time add to one file and keep each other's lines. Thread-safe; only {@link #open}, {@link #clear} and {@link #close} block on
 * the disk.
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

    /** The lines that are to be written. The monitor of this object guards it and the next fields, as the entries. */
    private final List<String> unwritten = new ArrayList<>();

    private boolean isWriting;

    /** How often the log was cleared. */
    private long clears;

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
     * @param keeps returns whether the user wants it to be kept now. What happens while it is not wanted is never written;
     *     {@link #keepsChanged} deletes the file
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
        journal.keepsChanged();
        return journal;
    }

    private synchronized void read() {
        if (file == null || !keeps.getAsBoolean()) {
            return;
        }
        try {
            byte[] content = file.read();
            if (content != null) {
                file.narrow();
                lines(content).forEach(line -> LogEntry.parse(line).ifPresent(this::remember));
            }
        } catch (IOException e) {
            LOG.warn("The log of activity cannot be read: {}", e.toString());
        }
    }

    private static Stream<String> lines(byte[] content) {
        return new String(content, StandardCharsets.UTF_8).lines();
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
            if (file == null || !keeps.getAsBoolean()) {
                return;
            }
            unwritten.add(entry.json());
            if (isWriting) {
                return;
            }
            isWriting = true;
        }
        later(this::write);
    }

    /** Removes all entries, also from the disk. */
    public void clear() {
        synchronized (this) {
            clears++;
            entries.clear();
            unwritten.clear();
        }
        later(this::delete);
    }

    /** Deletes the file soon, if the user does not want the log to be kept. The entries stay until the program ends. */
    public void keepsChanged() {
        if (!keeps.getAsBoolean()) {
            later(() -> {
                if (!keeps.getAsBoolean()) {
                    delete();
                }
            });
        }
    }

    private void later(Runnable work) {
        try {
            writer.execute(work);
        } catch (RejectedExecutionException e) {
            // The program is ending.
        }
    }

    private void delete() {
        if (file == null || !Files.exists(file.path(), LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (FileTurn _ = FileTurn.take(file.path())) {
            file.delete();
        } catch (IOException e) {
            LOG.warn("The log of activity cannot be deleted: {}", e.toString());
        }
    }

    private void write() {
        List<String> added;
        long before;
        synchronized (this) {
            isWriting = false;
            added = keeps.getAsBoolean() ? List.copyOf(unwritten) : List.of();
            unwritten.clear();
            before = clears;
        }
        if (file == null || added.isEmpty()) {
            return;
        }
        try (FileTurn _ = FileTurn.take(file.path())) {
            append(file, added);
        } catch (IOException e) {
            LOG.warn("The log of activity cannot be written: {}", e.toString());
            again(added, before);
        }
    }

    /** Tries to write lines again with the next entry, unless the log was cleared since. */
    private synchronized void again(List<String> lines, long before) {
        if (clears == before) {
            unwritten.addAll(0, lines);
            int tooMany = unwritten.size() - MAX_ENTRIES;
            if (tooMany > 0) {
                unwritten.subList(0, tooMany).clear();
            }
        }
    }

    /** Adds lines to those in the file, whoever wrote them. The caller has its turn. */
    private static void append(PrivateFile file, List<String> added) throws IOException {
        byte[] bytes = bytes(added);
        long length = wholeLines(file.path());
        if (length < 0 || length + bytes.length > MAX_BYTES || !file.append(bytes, length)) {
            byte[] content = file.read();
            Stream<String> kept = content == null
                    ? Stream.empty()
                    : lines(content).filter(line -> LogEntry.parse(line).isPresent());
            file.write(newest(Stream.concat(kept, added.stream()).toList()));
        }
    }

    /**
     * Returns the bytes of the file; -1 if it is missing, or does not end with the end of a line. A line that was not
     * written whole would spoil the next one.
     */
    private static long wholeLines(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long size = channel.size();
            ByteBuffer last = ByteBuffer.allocate(1);
            return size > 0 && channel.read(last, size - 1) == 1 && last.get(0) == '\n' ? size : -1;
        } catch (NoSuchFileException e) {
            return -1;
        }
    }

    private static byte[] bytes(List<String> lines) {
        return lines.stream()
                .map(line -> line + "\n")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the newest lines that leave room for further ones. */
    private static byte[] newest(List<String> all) {
        List<String> lines = new ArrayList<>();
        long size = 0;
        for (String line : all.reversed()) {
            size += line.getBytes(StandardCharsets.UTF_8).length + 1L;
            if (size > MAX_BYTES * KEPT || lines.size() == MAX_ENTRIES) {
                break;
            }
            lines.add(line);
        }
        return bytes(lines.reversed());
    }

    /** Writes what is left, and waits for it. */
    @Override
    public void close() {
        // What another program kept from being written is tried once more.
        later(this::write);
        writer.close();
    }
}
