package quayside.app.ui.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import quayside.app.ui.browse.Arrangement;
import quayside.app.ui.browse.FileSource.Item;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.transfer.QuickCheck;
import quayside.protocol.message.Entry;
import quayside.protocol.message.Omitted;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/**
 * Finds the names in a transfer's target folder that other files have taken, in folders below it too. A file of the same
 * size and time is not a conflict. Links count as the transfer treats them: an upload follows one that the user picked and
 * leaves out the others; a download neither follows nor replaces one, so that its name is taken. Blocks; for worker threads
 * only.
 */
final class ConflictFinder {
    /** Further conflicts are not looked for. */
    static final int MAX_FOUND = 5000;

    /** Up to this number, names are looked up one by one; for more names, listing the whole folder is faster. */
    private static final int MAX_LOOKUPS = 16;

    private final ShareClient client;
    private final boolean upload;
    private final Cancellation cancellation;
    private final List<Conflict> conflicts = new ArrayList<>();
    private final List<Conflict> identical = new ArrayList<>();
    private final Deque<Folders> folders = new ArrayDeque<>();
    private boolean more;

    /**
     * A taken name: the file to transfer and the existing file.
     *
     * @param path begins with the name of the source, as in {@link quayside.protocol.client.transfer.ConflictRules}
     */
    record Conflict(String path, Entry source, Entry target) {}

    /**
     * What was found, in natural order.
     *
     * @param identical the files that exist already, with the same size and time
     * @param more whether there may be further conflicts
     */
    record Found(List<Conflict> conflicts, List<Conflict> identical, boolean more) {}

    /** What is on this computer. */
    private record Local(Entry entry, boolean isLink) {}

    /** A folder that exists on both sides. */
    private record Folders(String path, Path here, RemotePath there) {}

    private ConflictFinder(ShareClient client, boolean upload, Cancellation cancellation) {
        this.client = client;
        this.upload = upload;
        this.cancellation = cancellation;
    }

    static Found onShare(ShareClient client, List<Path> files, RemotePath into, Cancellation cancellation)
            throws IOException {
        if (!client.share().mayList()) {
            // The host's program finds a free name for everything.
            return new Found(List.of(), List.of(), false);
        }
        ConflictFinder finder = new ConflictFinder(client, true, cancellation);
        Map<String, Path> byName = new HashMap<>();
        for (Path file : files) {
            byName.put(String.valueOf(file.getFileName()), file);
        }
        for (Entry target : finder.targets(byName, into)) {
            Path file = byName.get(target.name());
            if (file != null) {
                finder.meet(target.name(), picked(file), file, into.child(target.name()), target);
            }
        }
        return finder.found();
    }

    static Found onDisk(ShareClient client, List<Item<RemotePath>> items, Path into, Cancellation cancellation)
            throws IOException {
        ConflictFinder finder = new ConflictFinder(client, false, cancellation);
        for (Item<RemotePath> item : items) {
            Optional<Path> existing = child(into, item.entry().name());
            if (existing.isPresent()) {
                finder.meet(item.entry().name(), existing(existing.get()), existing.get(), item.path(), item.entry());
            }
        }
        return finder.found();
    }

    private Found found() throws IOException {
        while (!folders.isEmpty() && !more) {
            compare(folders.removeFirst());
        }
        Comparator<Conflict> order = Comparator.comparing(Conflict::path, new Arrangement.NaturalOrder());
        conflicts.sort(order);
        identical.sort(order);
        return new Found(List.copyOf(conflicts), List.copyOf(identical), more);
    }

    /** Looks at what has the same name on both sides. */
    private void meet(String path, Optional<Local> found, Path here, RemotePath there, Entry remote) {
        if (found.isEmpty()) {
            return;
        }
        Entry local = found.get().entry();
        if (local.isFolder() && remote.isFolder()) {
            folders.add(new Folders(path, here, there));
            return;
        }
        Conflict conflict = upload ? new Conflict(path, local, remote) : new Conflict(path, remote, local);
        if (conflict.source().isFolder()) {
            // A folder has no policy; its transfer reports that a file is in its way.
            return;
        }
        boolean same = !found.get().isLink() && QuickCheck.same(conflict.source(), conflict.target());
        List<Conflict> list = same ? identical : conflicts;
        if (list.size() < MAX_FOUND) {
            list.add(conflict);
        } else {
            more |= !same;
        }
    }

    private void compare(Folders both) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try {
            Omitted _ = client.list(both.there(), entries::addAll, cancellation);
        } catch (ProtocolException e) {
            // The transfer itself reports a folder that it may not read or write.
            if (e.fault() != Fault.NOT_FOUND && e.fault() != Fault.REFUSED) {
                throw e;
            }
        }
        for (Entry entry : entries) {
            Optional<Path> here = more ? Optional.empty() : child(both.here(), entry.name());
            if (here.isPresent()) {
                Optional<Local> found = upload ? inFolder(here.get()) : existing(here.get());
                meet(
                        both.path() + "/" + entry.name(),
                        found,
                        here.get(),
                        both.there().child(entry.name()),
                        entry);
            }
        }
    }

    private List<Entry> targets(Map<String, Path> byName, RemotePath into) throws IOException {
        List<Entry> targets = new ArrayList<>();
        if (byName.size() > MAX_LOOKUPS) {
            Omitted _ = client.list(
                    into,
                    page -> page.stream()
                            .filter(entry -> byName.containsKey(entry.name()))
                            .forEach(targets::add),
                    cancellation);
            return targets;
        }
        for (String name : byName.keySet()) {
            try {
                targets.add(client.stat(into.child(name)));
            } catch (ProtocolException e) {
                // A name that the share cannot hold is not a conflict; the transfer reports it in its row.
                if (e.fault() != Fault.NOT_FOUND && e.fault() != Fault.MALFORMED) {
                    throw e;
                }
            }
        }
        return targets;
    }

    private static Optional<Path> child(Path folder, String name) {
        try {
            return Optional.of(folder.resolve(name));
        } catch (InvalidPathException e) {
            // A file of this name cannot exist; the transfer itself finds a name that can be stored.
            return Optional.empty();
        }
    }

    /** Returns what an upload sends for a file that the user picked; empty if it reports that it cannot send it. */
    private static Optional<Local> picked(Path file) throws IOException {
        return attributes(file).filter(ConflictFinder::isSent).map(about -> new Local(entry(file, about), false));
    }

    /** Returns what an upload sends for a file in a folder; empty if it leaves the file out. */
    private static Optional<Local> inFolder(Path file) throws IOException {
        return attributes(file, LinkOption.NOFOLLOW_LINKS)
                .filter(ConflictFinder::isSent)
                .map(about -> new Local(entry(file, about), false));
    }

    private static boolean isSent(BasicFileAttributes about) {
        return about.isDirectory() || about.isRegularFile();
    }

    /**
     * Returns what a download finds under a name. A link is shown as the file to which it leads, because the user knows
     * that one.
     */
    private static Optional<Local> existing(Path file) throws IOException {
        Optional<BasicFileAttributes> found = attributes(file, LinkOption.NOFOLLOW_LINKS);
        if (found.filter(BasicFileAttributes::isSymbolicLink).isEmpty()) {
            return found.map(about -> new Local(entry(file, about), false));
        }
        BasicFileAttributes shown =
                attributes(file).filter(BasicFileAttributes::isRegularFile).orElse(found.get());
        return Optional.of(new Local(entry(file, shown), true));
    }

    private static Optional<BasicFileAttributes> attributes(Path file, LinkOption... options) throws IOException {
        try {
            return Optional.of(Files.readAttributes(file, BasicFileAttributes.class, options));
        } catch (NoSuchFileException | NotDirectoryException e) {
            return Optional.empty();
        }
    }

    private static Entry entry(Path file, BasicFileAttributes about) {
        return new Entry(
                String.valueOf(file.getFileName()),
                about.isDirectory() ? Entry.Kind.FOLDER : Entry.Kind.FILE,
                about.isDirectory() ? 0 : about.size(),
                about.lastModifiedTime().toInstant());
    }
}
