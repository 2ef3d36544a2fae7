package quayside.protocol.client.transfer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import quayside.protocol.client.connection.Reconnector;
import quayside.protocol.client.connection.TaskGroup;
import quayside.protocol.client.unlock.Pipeline;
import quayside.protocol.client.unlock.Unlocker;
import quayside.protocol.files.LocalNames;
import quayside.protocol.files.StorageFaults;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/**
 * Uploads files, and folders with all they hold: what is small over one connection without waiting for answers, what is large over another beside it. A name
 * that comes twice is transferred twice, but the second only when the first has ended, and replacing nothing.
 *
 * <p>Into a folder that is made now nothing can be in the way. One that was there is listed first: a file that is there already with the same
 * size and time is left, so that another try costs only what the last one did not do.
 */
public final class TreeUpload {
    private static final Pipeline.Window WINDOW = new Pipeline.Window(512, 4 * 1024 * 1024);

    private final Reconnector connections;
    private final OnConflict onConflict;
    private final Unlocker unlocker;
    private final TransferProgress progress;
    private final TaskGroup tasks;

    public TreeUpload(
            Reconnector connections,
            Unlocker unlocker,
            OnConflict onConflict,
            TransferProgress progress,
            TaskGroup tasks) {
        this.connections = connections;
        this.onConflict = onConflict;
        this.unlocker = unlocker;
        this.progress = progress;
        this.tasks = tasks;
    }

    public void run(List<Path> sources, RemotePath intoFolder) throws IOException {
        LocalCount count = new LocalCount(sources, progress, tasks.cancellation());
        tasks.start("quayside-count", count::run);
        List<UploadRoots.Root> first = new ArrayList<>();
        List<UploadRoots.Root> second = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < sources.size(); i++) {
            Path absolute;
            try {
                absolute = LocalFile.followed(sources.get(i));
            } catch (IOException e) {
                progress.source(i).end(StorageFaults.of(e));
                continue;
            }
            if (absolute.getFileName() == null) {
                progress.source(i)
                        .end(new ProtocolException(
                                Fault.LOCAL_STORAGE, "A whole disk has no name to upload it under."));
                continue;
            }
            String name;
            try {
                name = LocalNames.requireTold(absolute);
                LocalNames.requireOthers(name);
            } catch (ProtocolException e) {
                progress.source(i).end(e);
                continue;
            }
            (names.add(name) ? first : second).add(new UploadRoots.Root(i, absolute, name, progress.source(i)));
        }
        upload(first, intoFolder, onConflict, count);
        if (!second.isEmpty()) {
            upload(second, intoFolder, onConflict.withoutReplacing(), count);
        }
    }

    /** Moves what has names of its own; returns when all of it is there, or has failed. */
    private void upload(List<UploadRoots.Root> roots, RemotePath into, OnConflict rule, LocalCount count)
            throws IOException {
        LargeFiles large = new LargeFiles(connections, unlocker, tasks);
        try (FolderTimes times = new FolderTimes();
                Pipeline small = new Pipeline(WINDOW, connections, unlocker, tasks)) {
            small.prepare();
            UploadFiles files =
                    new UploadFiles(rule, small, large, connections.secret(), unlocker, tasks.cancellation());
            new UploadRoots(files, small, into, count, tasks.cancellation(), times).visit(roots);
            small.finish();
            large.complete();
            tasks.join();
            times.send(small);
        }
    }
}
