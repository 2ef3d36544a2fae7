package quayside.app.ui.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * Finds the names in a transfer's target folder that other files have taken. A file of the same size and time is not a
 * conflict. Blocks; for worker threads only.
 */
final class ConflictFinder {
    /** A taken name: the file to transfer and the existing file. */
    record Conflict(Entry source, Entry target) {}

    /** Up to this number, names are looked up one by one; for more names, listing the whole folder is faster. */
    private static final int MAX_LOOKUPS = 16;

    private ConflictFinder() {}

    static List<Conflict> onShare(ShareClient client, List<Path> files, RemotePath into, Cancellation cancellation)
            throws IOException {
        Map<String, Path> byName = new HashMap<>();
        for (Path file : files) {
            byName.put(String.valueOf(file.getFileName()), file);
        }
        List<Conflict> conflicts = new ArrayList<>();
        for (Entry target : targets(client, byName, into, cancellation)) {
            Path file = byName.get(target.name());
            Optional<Entry> source = file == null ? Optional.empty() : describe(file);
            source.filter(entry -> !QuickCheck.same(entry, target))
                    .ifPresent(entry -> conflicts.add(new Conflict(entry, target)));
        }
        return conflicts;
    }

    static List<Conflict> onDisk(List<Item<RemotePath>> items, Path into) throws IOException {
        List<Conflict> conflicts = new ArrayList<>();
        for (Item<RemotePath> item : items) {
            Optional<Entry> target = describe(into, item.entry().name());
            target.filter(existing -> !QuickCheck.same(item.entry(), existing))
                    .ifPresent(existing -> conflicts.add(new Conflict(item.entry(), existing)));
        }
        return conflicts;
    }

    private static List<Entry> targets(
            ShareClient client, Map<String, Path> byName, RemotePath into, Cancellation cancellation)
            throws IOException {
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

    private static Optional<Entry> describe(Path folder, String name) throws IOException {
        try {
            return describe(folder.resolve(name));
        } catch (InvalidPathException e) {
            // A file of this name cannot exist; the transfer itself finds a name that can be stored.
            return Optional.empty();
        }
    }

    private static Optional<Entry> describe(Path file) throws IOException {
        try {
            BasicFileAttributes about =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            Entry.Kind kind = about.isDirectory() ? Entry.Kind.FOLDER : Entry.Kind.FILE;
            return Optional.of(new Entry(
                    String.valueOf(file.getFileName()),
                    kind,
                    about.isDirectory() ? 0 : about.size(),
                    about.lastModifiedTime().toInstant()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
