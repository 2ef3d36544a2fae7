package quayside.app.ui.browse;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import quayside.app.core.files.Tree;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.transfer.ProgressListener;
import quayside.protocol.message.Entry;
import quayside.protocol.message.Omitted;
import quayside.protocol.message.Passcode;
import quayside.protocol.message.RemotePath;
import quayside.protocol.text.DisplayText;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** Files that are only told of: a source for panes under test. Thread-safe. */
public final class MemorySource implements FileSource<RemotePath> {
    public static final Instant MODIFIED = Instant.parse("2026-11-22T13:03:00Z");

    private final String rootTitle;
    private final Map<String, List<Entry>> folders = new TreeMap<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final List<String> counted = new CopyOnWriteArrayList<>();
    private volatile int pageSize = 200;
    private volatile Rights rights = Rights.ALL;
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile String fault = "";
    private volatile Optional<Runnable> watching = Optional.empty();
    private volatile Omitted omitted = Omitted.NONE;

    public MemorySource(String rootTitle) {
        this.rootTitle = rootTitle;
        folders.put("", new ArrayList<>());
    }

    public static RemotePath path(String text) {
        try {
            return RemotePath.parse(text);
        } catch (ProtocolException e) {
            throw new AssertionError(e);
        }
    }

    public synchronized MemorySource file(String path, long size, Instant modified) {
        put(path, Entry.Kind.FILE, size, modified);
        return this;
    }

    public MemorySource file(String path, long size) {
        return file(path, size, MODIFIED);
    }

    public synchronized MemorySource folder(String path, Instant modified) {
        put(path, Entry.Kind.FOLDER, 0, modified);
        folders.putIfAbsent(path, new ArrayList<>());
        return this;
    }

    public MemorySource folder(String path) {
        return folder(path, MODIFIED);
    }

    /** Lets folders be watched, and runs {@code start} when a watch starts. It notices nothing. */
    void watching(Runnable start) {
        watching = Optional.of(start);
    }

    @Override
    public Optional<Watch> watch(RemotePath folder, Runnable changed) {
        return watching.map(start -> new Watch() {
            @Override
            public void start() {
                start.run();
            }

            @Override
            public void close() {
                // Nothing runs.
            }
        });
    }

    /** Removes an entry of the root folder. */
    synchronized void remove(String name) {
        folders.get("").removeIf(entry -> entry.name().equals(name));
    }

    public MemorySource pages(int size) {
        pageSize = size;
        return this;
    }

    public MemorySource allowed(Rights newRights) {
        rights = newRights;
        return this;
    }

    /** Listings stop before their end until the latch opens. */
    public void gate(CountDownLatch newGate) {
        gate = newGate;
    }

    /** Every call fails with this sentence from now on; empty: none does. */
    public void fail(String sentence) {
        fault = sentence;
    }

    /** What was changed, as "verb path". */
    public List<String> calls() {
        return calls;
    }

    private void put(String path, Entry.Kind kind, long size, Instant modified) {
        RemotePath where = path(path);
        folders.get(where.parent().toString()).add(new Entry(where.name(), kind, size, modified));
    }

    @Override
    public Omitted list(RemotePath folder, Consumer<List<Entry>> pages, Cancellation cancellation) throws IOException {
        check();
        List<Entry> entries;
        synchronized (this) {
            List<Entry> found = folders.get(folder.toString());
            if (found == null) {
                throw new ProtocolException(Fault.NOT_FOUND, Sentence.said("That folder is not there any more."));
            }
            entries = List.copyOf(found);
        }
        for (int i = 0; i < entries.size(); i += pageSize) {
            if (i > 0) {
                await();
            }
            cancellation.check();
            pages.accept(entries.subList(i, Math.min(entries.size(), i + pageSize)));
        }
        await();
        return omitted;
    }

    @Override
    public Optional<Tree<RemotePath>> tree() {
        return Optional.of(new Tree<>() {
            @Override
            public Omitted list(RemotePath folder, Consumer<List<Entry>> pages, Cancellation cancellation)
                    throws IOException {
                counted.add(folder.toString());
                return MemorySource.this.list(folder, pages, cancellation);
            }

            @Override
            public RemotePath child(RemotePath folder, String name) throws IOException {
                return folder.child(name);
            }
        });
    }

    /** The folders whose content was counted. */
    public List<String> counted() {
        return counted;
    }

    /** Leaves so much out of each folder. */
    public void omit(Omitted now) {
        omitted = now;
    }

    @Override
    public synchronized void makeFolder(RemotePath folder, String name) throws IOException {
        check();
        calls.add("mkdir " + folder.child(name));
        folder(folder.child(name).toString());
    }

    @Override
    public synchronized void rename(RemotePath folder, Entry entry, String newName) throws IOException {
        check();
        calls.add("move " + folder.child(entry.name()) + " " + newName);
        List<Entry> entries = folders.get(folder.toString());
        entries.remove(entry);
        entries.add(new Entry(newName, entry.kind(), entry.size(), entry.modified()));
    }

    @Override
    public synchronized Changed delete(RemotePath folder, List<Entry> entries, Consumer<String> before)
            throws IOException {
        check();
        for (Entry entry : entries) {
            calls.add("delete " + folder.child(entry.name()));
            folders.get(folder.toString()).removeIf(there -> there.name().equals(entry.name()));
        }
        return new Changed(entries.size(), 0, null);
    }

    /** Every file is protected from now on. */
    public synchronized void lockAll() {
        folders.values()
                .forEach(entries ->
                        entries.replaceAll(entry -> entry.isFolder() ? entry : entry.under(Optional.of("lock"))));
    }

    @Override
    public synchronized Changed protect(
            RemotePath folder, List<Entry> entries, Passcode passcode, Consumer<String> before) throws IOException {
        return lock(folder, entries, "protect", Optional.of("lock"));
    }

    @Override
    public synchronized Changed unprotect(RemotePath folder, List<Entry> entries, Consumer<String> before)
            throws IOException {
        return lock(folder, entries, "unprotect", Optional.empty());
    }

    private Changed lock(RemotePath folder, List<Entry> entries, String verb, Optional<String> lock)
            throws IOException {
        check();
        for (Entry entry : entries) {
            calls.add(verb + " " + folder.child(entry.name()));
            folders.get(folder.toString())
                    .replaceAll(there -> there.name().equals(entry.name()) ? there.under(lock) : there);
        }
        return new Changed(entries.size(), 0, null);
    }

    @Override
    public String sha256(RemotePath folder, String name, ProgressListener progress, Cancellation cancellation)
            throws IOException {
        check();
        progress.progressed(1, 2);
        await();
        cancellation.check();
        boolean there;
        synchronized (this) {
            there = folders.get(folder.toString()).stream()
                    .anyMatch(entry -> entry.name().equals(name));
        }
        if (!there) {
            throw new ProtocolException(Fault.NOT_FOUND, Sentence.said("There is no such file."));
        }
        return HexFormat.of().toHexDigits((long) name.hashCode()).repeat(4);
    }

    @Override
    public OptionalLong freeBytes(RemotePath folder) {
        return OptionalLong.of(120_400_000_000L);
    }

    @Override
    public List<RemotePath> places() {
        return List.of(RemotePath.root());
    }

    @Override
    public RemotePath child(RemotePath folder, String name) throws IOException {
        return folder.child(name);
    }

    @Override
    public Optional<RemotePath> parent(RemotePath folder) {
        return folder.isRoot() ? Optional.empty() : Optional.of(folder.parent());
    }

    @Override
    public String name(RemotePath folder) {
        return folder.name();
    }

    @Override
    public String title(RemotePath folder) {
        return folder.isRoot() ? rootTitle : DisplayText.escape(folder.name());
    }

    @Override
    public String path(RemotePath folder) {
        return "/" + folder;
    }

    @Override
    public Place<RemotePath> locate(String typed, RemotePath here) throws IOException {
        RemotePath found =
                path(typed.startsWith("/") ? typed.replaceFirst("^/+", "").replaceFirst("/+$", "") : typed);
        synchronized (this) {
            if (folders.containsKey(found.toString())) {
                return new Place<>(found, Optional.empty());
            }
        }
        throw new ProtocolException(Fault.NOT_FOUND, Sentence.said("That folder is not there."));
    }

    @Override
    public String owner() {
        return "a share";
    }

    @Override
    public synchronized void removeEmptyFolder(RemotePath folder, String name) throws IOException {
        check();
        RemotePath gone = folder.child(name);
        if (!folders.get(gone.toString()).isEmpty()) {
            throw new ProtocolException(Fault.EXISTS, Sentence.said("That folder is not empty."));
        }
        calls.add("rmdir " + gone);
        folders.remove(gone.toString());
        folders.get(folder.toString()).removeIf(there -> there.name().equals(name));
    }

    @Override
    public Rights rights() {
        return rights;
    }

    @Override
    public Optional<String> fingerprint() {
        return Optional.of("abcd efgh");
    }

    private void await() throws IOException {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private void check() throws ProtocolException {
        if (!fault.isEmpty()) {
            throw new ProtocolException(Fault.SERVER_ERROR, Sentence.said(fault));
        }
    }
}
