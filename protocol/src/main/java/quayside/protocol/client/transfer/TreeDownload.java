package quayside.protocol.client.transfer;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import quayside.protocol.client.connection.Reconnector;
import quayside.protocol.client.connection.TaskGroup;
import quayside.protocol.client.unlock.Pipeline;
import quayside.protocol.client.unlock.Unlocker;
import quayside.protocol.files.DirectoryTree;
import quayside.protocol.files.Unkept;
import quayside.protocol.files.incoming.IncomingBatch;
import quayside.protocol.message.RemotePath;
import quayside.protocol.text.DisplayText;
import quayside.protocol.text.Phrase;
import quayside.protocol.wire.ProtocolException;

/**
 * Downloads files, and folders with everything in them. Folders are listed ahead. Small files come over one connection
 * without waiting for each other; large files come over a second one at the same time.
 *
 * <p>A file that exists already with the same size and time is skipped, so that another try transfers only the files
 * that the last one did not finish. A name that comes twice is fetched twice. The second comes only after the first has
 * ended, and replaces nothing.
 */
public final class TreeDownload {
    private static final Pipeline.Window WINDOW = new Pipeline.Window(512, 16 * 1024 * 1024);

    private final Reconnector connections;
    private final DownloadDisk disk;
    private final ConflictRules rules;
    private final Unlocker unlocker;
    private final TransferProgress progress;
    private final TaskGroup tasks;

    public TreeDownload(
            Reconnector connections,
            Unlocker unlocker,
            DownloadDisk disk,
            ConflictRules rules,
            TransferProgress progress,
            TaskGroup tasks) {
        this.connections = connections;
        this.disk = disk;
        this.rules = rules;
        this.unlocker = unlocker;
        this.progress = progress;
        this.tasks = tasks;
    }

    public void run(List<RemotePath> sources, Path intoFolder, String server) throws IOException {
        DownloadDisk.requireWritable(intoFolder);
        Path into = LocalFile.followed(intoFolder);
        List<Integer> first = new ArrayList<>();
        List<Integer> second = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < sources.size(); i++) {
            // The content of the share itself may have any name.
            boolean alone = sources.get(i).isRoot() ? names.isEmpty() : !names.contains("");
            alone &= names.add(sources.get(i).name());
            (alone ? first : second).add(i);
        }
        // Even if somebody replaces a folder that is made there, nothing is written outside the chosen folder.
        try (DirectoryTree within = new DirectoryTree(disk.disk(), into)) {
            DownloadDisk confined = disk.within(within);
            LocalForest local = new LocalForest(sources, progress, into, server, confined, within);
            download(first, local, confined, rules);
            if (!second.isEmpty()) {
                download(second, local, confined, rules.withoutReplacing());
            }
        }
    }

    private void download(List<Integer> sources, LocalForest local, DownloadDisk confined, ConflictRules conflicts)
            throws IOException {
        SmallFileWriter writer = new SmallFileWriter(new IncomingBatch(confined.disk(), confined.random()), tasks);
        LargeFiles large = new LargeFiles(connections, unlocker, tasks);
        try (FolderTimes times = new FolderTimes();
                TreeListing listing = new TreeListing(sources, local, progress, tasks, connections, unlocker);
                Pipeline small = new Pipeline(WINDOW, connections, unlocker, tasks)) {
            tasks.start("quayside-list", listing::run);
            tasks.start("quayside-land", writer::run);
            listing.awaitFirstFiles();
            new FileDownloader(local, confined, conflicts, small, writer, large, times, tasks.cancellation())
                    .downloadAll(listing);
            small.finish();
            writer.complete();
            large.complete();
            tasks.join();
            times.forEach((source, path, modified) -> setModified(local.folder(source), path, modified));
        }
    }

    private void setModified(LocalTree local, String path, Instant modified) {
        try {
            local.setModified(path, modified);
        } catch (ProtocolException e) {
            progress.unkept(DisplayText.escape(local.shown(path)), Set.of(Unkept.TIME), Phrase.THIS_DISK);
        }
    }
}
