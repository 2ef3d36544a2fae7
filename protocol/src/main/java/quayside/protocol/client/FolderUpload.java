package quayside.protocol.client;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import quayside.protocol.files.FileProblem;
import quayside.protocol.files.LocalNames;
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
final class FolderUpload {
    private static final Pipeline.Window WINDOW = new Pipeline.Window(512, 4 * 1024 * 1024);

    private final Reconnection connections;
    private final OnConflict onConflict;
    private final Tally tally;
    private final Crew crew;

    FolderUpload(Reconnection connections, OnConflict onConflict, Tally tally, Crew crew) {
        this.connections = connections;
        this.onConflict = onConflict;
        this.tally = tally;
        this.crew = crew;
    }

    void run(List<Path> sources, RemotePath intoFolder) throws IOException {
        LocalCount count = new LocalCount(sources, tally, crew.cancellation());
        crew.start("quayside-count", count::run);
        List<UploadRoots.Root> first = new ArrayList<>();
        List<UploadRoots.Root> second = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < sources.size(); i++) {
            Path absolute;
            try {
                absolute = LocalFile.followed(sources.get(i));
            } catch (IOException e) {
                tally.source(i).end(FileProblem.local(e));
                continue;
            }
            if (absolute.getFileName() == null) {
                tally.source(i)
                        .end(new ProtocolException(
                                Fault.LOCAL_STORAGE, "A whole disk has no name to upload it under."));
                continue;
            }
            String name;
            try {
                name = LocalNames.requireTold(absolute);
                LocalNames.requireOthers(name);
            } catch (ProtocolException e) {
                tally.source(i).end(e);
                continue;
            }
            (names.add(name) ? first : second).add(new UploadRoots.Root(i, absolute, name, tally.source(i)));
        }
        upload(first, intoFolder, onConflict, count);
        if (!second.isEmpty()) {
            upload(second, intoFolder, onConflict.withoutReplacing(), count);
        }
    }

    /** Moves what has names of its own; returns when all of it is there, or has failed. */
    private void upload(List<UploadRoots.Root> roots, RemotePath into, OnConflict rule, LocalCount count)
            throws IOException {
        LargeFiles large = new LargeFiles(crew, connections);
        try (FolderTimes times = new FolderTimes();
                Pipeline small = new Pipeline("quayside-answers", WINDOW, connections, crew.cancellation())) {
            // Where what is sent is to be protected.
            small.askFirst(connections.keys()::prepare);
            UploadFiles files = new UploadFiles(rule, small, large, connections, crew.cancellation());
            new UploadRoots(files, small, into, count, crew.cancellation(), times).visit(roots);
            small.finish();
            large.complete();
            crew.join();
            times.send(small);
        }
    }
}
