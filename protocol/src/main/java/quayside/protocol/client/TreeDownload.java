package quayside.protocol.client;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import quayside.protocol.message.DisplayText;
import quayside.protocol.message.Entry;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.transfer.LocalNames;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** Downloads a tree, a folder at a time; holds the entries of the folders on the way down to where it is. */
final class TreeDownload {
    private final ShareClient client;
    private final OnConflict onConflict;
    private final Tally tally;
    private final Cancellation cancellation;
    private final LocalNames names = LocalNames.ofThisSystem();
    private long files;
    private long bytes;

    TreeDownload(ShareClient client, OnConflict onConflict, Tally tally, Cancellation cancellation) {
        this.client = client;
        this.onConflict = onConflict;
        this.tally = tally;
        this.cancellation = cancellation;
    }

    FolderTransfer.Summary run(RemotePath source, Path intoFolder) throws IOException {
        Path folder = intoFolder.toAbsolutePath().normalize();
        Entry entry = client.stat(source, cancellation);
        count(source, entry);
        tally.counted(files, bytes);
        if (source.isRoot()) {
            // The share itself has no name here: what it holds arrives in the folder chosen.
            contents(source, folder, "");
        } else {
            item(source, entry, folder, source.name());
        }
        return tally.summary();
    }

    private void count(RemotePath path, Entry entry) throws IOException {
        if (!entry.isFolder()) {
            files++;
            bytes += entry.size();
            return;
        }
        try {
            for (Entry child : entries(path)) {
                count(path.child(child.name()), child);
            }
        } catch (ProtocolException e) {
            if (e.fault().status() == 0) {
                throw e;
            }
            // It is named among the failures when its turn comes.
        }
    }

    private void item(RemotePath path, Entry entry, Path folder, String shown) throws IOException {
        cancellation.check();
        if (entry.isFolder()) {
            tally.step(shown, () -> {
                Path target = names.resolve(folder, path.name());
                ensureLocal(target);
                contents(path, target, shown + "/");
            });
        } else {
            tally.file(shown, entry.size(), progress -> client.get(path, folder, onConflict, progress, cancellation));
        }
    }

    private void contents(RemotePath path, Path target, String prefix) throws IOException {
        for (Entry child : entries(path)) {
            String shown = prefix + child.name();
            tally.step(shown, () -> item(path.child(child.name()), child, target, shown));
        }
    }

    /** A link in the folder's place would lead the download elsewhere, so it is refused like a file. */
    private static void ensureLocal(Path target) throws IOException {
        try {
            Files.createDirectory(target);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
                throw new ProtocolException(
                        Fault.EXISTS,
                        "\"" + DisplayText.escape(target.getFileName().toString())
                                + "\" is already there and is not a folder.",
                        e);
            }
        }
    }

    private List<Entry> entries(RemotePath path) throws IOException {
        List<Entry> entries = new ArrayList<>();
        client.list(path, entries::addAll, cancellation);
        return entries;
    }
}
