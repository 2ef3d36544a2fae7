package quayside.protocol.client.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import quayside.protocol.client.connection.Connection;
import quayside.protocol.client.connection.FaultPolicy;
import quayside.protocol.client.connection.Reconnector;
import quayside.protocol.client.connection.TaskGroup;
import quayside.protocol.client.unlock.Pipeline;
import quayside.protocol.client.unlock.Unlocker;
import quayside.protocol.files.FileProblem;
import quayside.protocol.files.LocalNames;
import quayside.protocol.files.NativeFile;
import quayside.protocol.message.Entry;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.text.ByteSize;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

/**
 * Uploads files, and folders with everything in them. Small files go over one connection without waiting for answers;
 * large files go over a second one at the same time. A name that comes twice is transferred twice. The second comes
 * only after the first has ended, and replaces nothing.
 *
 * <p>A new folder has no conflicts. An existing one is listed first. A file that exists already with the same size and
 * time is skipped, so that another try transfers only the files that the last one did not finish. A guest who only
 * sends files ({@link quayside.protocol.message.ShareInfo#mayList}) sees no conflicts: everything is sent.
 */
public final class TreeUpload {
    private static final Pipeline.Window WINDOW = new Pipeline.Window(512, 4 * 1024 * 1024);

    /**
     * The total weight requested ahead. A folder weighs as much as many files, because its listing stays in memory
     * until its turn.
     */
    private static final int MAX_AHEAD = 256;

    private static final int FOLDER_WEIGHT = 16;

    /** A share that does not even report its space cannot be uploaded to. */
    private static final Pipeline.Outcome<Long> REQUIRED = new Pipeline.Outcome<>() {
        @Override
        public void refused(ProtocolException why) throws ProtocolException {
            throw why;
        }
    };

    private final Reconnector connections;
    private final ConflictRules rules;
    private final boolean serverChecksSeen;
    private final boolean mayList;
    private final Unlocker unlocker;
    private final TransferProgress progress;
    private final TaskGroup tasks;

    /**
     * @param serverChecksSeen whether the server knows {@link Request.Post#seen}
     * @param mayList whether the guest sees the share. If not, nothing is looked up: the server finds a free name for
     *     everything
     */
    public TreeUpload(
            Reconnector connections,
            Unlocker unlocker,
            ConflictRules rules,
            boolean serverChecksSeen,
            boolean mayList,
            TransferProgress progress,
            TaskGroup tasks) {
        this.connections = connections;
        this.rules = rules;
        this.serverChecksSeen = serverChecksSeen;
        this.mayList = mayList;
        this.unlocker = unlocker;
        this.progress = progress;
        this.tasks = tasks;
    }

    public void run(List<Path> sources, RemotePath intoFolder) throws IOException {
        LocalCount count = new LocalCount(sources, progress, tasks.cancellation());
        tasks.start("quayside-count", count::run);
        List<Root> first = new ArrayList<>();
        List<Root> second = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < sources.size(); i++) {
            Path absolute;
            try {
                absolute = LocalFile.followed(sources.get(i));
            } catch (IOException e) {
                progress.source(i).end(FileProblem.local(e));
                continue;
            }
            if (absolute.getFileName() == null) {
                progress.source(i).end(new ProtocolException(Reason.DISK_HAS_NO_NAME));
                continue;
            }
            String name;
            try {
                name = LocalNames.requireText(absolute);
                LocalNames.requireUnreserved(name);
            } catch (ProtocolException e) {
                progress.source(i).end(e);
                continue;
            }
            (names.add(name) ? first : second).add(new Root(i, absolute, name, progress.source(i)));
        }
        upload(first, intoFolder, rules, count);
        if (!second.isEmpty()) {
            upload(second, intoFolder, rules.withoutReplacing(), count);
        }
    }

    /** Uploads sources with distinct names. Returns when all are stored or have failed. */
    private void upload(List<Root> roots, RemotePath into, ConflictRules conflicts, LocalCount count)
            throws IOException {
        LargeFiles large = new LargeFiles(connections, unlocker, tasks);
        try (FolderTimes times = new FolderTimes();
                Pipeline small = new Pipeline(WINDOW, connections, unlocker, tasks)) {
            small.prepare();
            FileUploader files = new FileUploader(
                    conflicts, serverChecksSeen, small, large, connections.secret(), unlocker, tasks.cancellation());
            new Roots(files, small, into, count, times).visit(roots);
            small.finish();
            large.complete();
            tasks.join();
            times.send(small);
        }
    }

    /**
     * A file or folder of this computer.
     *
     * @param index its index among the sources
     * @param local its absolute path
     */
    record Root(int index, Path local, String name, TransferProgress.Source progress) {}

    /** A source that was requested and waits for its turn. */
    private sealed interface Next {
        int weight();
    }

    private record NextFile(Root root, FileUploader.Source source, CompletableFuture<Optional<Entry>> existing)
            implements Next {
        @Override
        public int weight() {
            return 1;
        }
    }

    private record NextFolder(Root root, RemoteFolder remote) implements Next {
        @Override
        public int weight() {
            return FOLDER_WEIGHT;
        }
    }

    /**
     * Uploads sources into one folder of the share, in the order in which they were named. Each file is looked up
     * there, and each folder made or listed, well before its turn. Files that need a passcode come last, so that the
     * others do not wait for an answer.
     */
    private final class Roots {
        private final FileUploader files;
        private final LocalWalk trees;
        private final Pipeline pipeline;
        private final RemotePath into;
        private final LocalCount count;
        private final FolderTimes times;
        private final List<Next> locked = new ArrayList<>();
        private @Nullable CompletableFuture<Optional<Long>> space;
        private long newBytes;

        Roots(FileUploader files, Pipeline pipeline, RemotePath into, LocalCount count, FolderTimes times) {
            this.files = files;
            this.trees = new LocalWalk(files, pipeline, tasks.cancellation(), times);
            this.pipeline = pipeline;
            this.into = into;
            this.count = count;
            this.times = times;
        }

        void visit(List<Root> roots) throws IOException {
            Deque<Next> ahead = new ArrayDeque<>();
            int weight = 0;
            for (Root root : roots) {
                tasks.cancellation().check();
                Next next = ask(root);
                if (next == null) {
                    root.progress().allSeen();
                } else {
                    ahead.add(next);
                    weight += next.weight();
                }
                while (weight > MAX_AHEAD) {
                    Next due = ahead.remove();
                    weight -= due.weight();
                    move(due);
                }
            }
            if (ahead.stream().allMatch(Roots::isLarge)) {
                // The rest needs one connection, and not this one.
                pipeline.finish();
                pipeline.giveBack();
            }
            while (!ahead.isEmpty()) {
                move(ahead.remove());
            }
            for (Next each : locked) {
                moveNow((NextFile) each);
            }
        }

        private static boolean isLarge(Next next) {
            return next instanceof NextFile file && file.source().found().size() > Limits.EAGER_POST_BYTES;
        }

        /** Requests what a source needs; null if the source is unavailable here, which is reported. */
        private @Nullable Next ask(Root root) throws IOException {
            try {
                // A link that the user picked is followed. A link inside a folder is not.
                BasicFileAttributes attributes = LocalFile.attributes(root.local());
                RemotePath target = into.child(root.name());
                if (attributes.isDirectory()) {
                    return folder(root, attributes, target);
                }
                Path file = Files.isSymbolicLink(root.local()) ? root.local().toRealPath() : root.local();
                FileUploader.Source source = new FileUploader.Source(file, root.name(), LocalFile.at(file));
                return new NextFile(root, source, look(target));
            } catch (ProtocolException e) {
                if (FaultPolicy.concernsAllItems(e)) {
                    throw e;
                }
                root.progress().end(e);
            } catch (IOException e) {
                root.progress().end(FileProblem.local(e));
            }
            return null;
        }

        private NextFolder folder(Root root, BasicFileAttributes attributes, RemotePath target) throws IOException {
            if (space == null) {
                space = pipeline.submit(new Request.Ping(), TreeUpload::readFreeBytes, REQUIRED);
            }
            RemoteFolder remote = new RemoteFolder(
                    target, root.name(), null, NativeFile.mode(root.local(), attributes), root.progress());
            times.add(0, target.toString(), attributes.lastModifiedTime().toInstant());
            remote.make(pipeline);
            if (mayList) {
                remote.list(pipeline);
            }
            return new NextFolder(root, remote);
        }

        private void move(Next next) throws IOException {
            tasks.cancellation().check();
            switch (next) {
                case NextFile file -> {
                    RemoteNames.Known known = known(file);
                    if (known != null && files.needsPasscode(file.source(), known)) {
                        locked.add(file);
                    } else {
                        moveNow(file);
                    }
                }
                case NextFolder folder -> moveNow(folder);
            }
        }

        /** Looks up a file of the share. A fault here occurs again when the file is sent, and is reported then. */
        private CompletableFuture<Optional<Entry>> look(RemotePath target) throws ProtocolException {
            if (!mayList) {
                return CompletableFuture.completedFuture(Optional.empty());
            }
            return pipeline.submit(
                    new Request.Stat(target),
                    connection -> EntryReader.described(target, connection.answer()),
                    new Pipeline.Outcome<>() {});
        }

        /** Returns the existing entry of the name; null if there is none. */
        private RemoteNames.@Nullable Known known(NextFile file) throws ProtocolException {
            return pipeline.await(file.existing()).map(RemoteNames.Known::of).orElse(null);
        }

        private void moveNow(NextFile file) throws IOException {
            TransferProgress.Source progress = file.root().progress();
            files.move(
                    file.source(),
                    RemoteFolder.there(into, progress),
                    known(file),
                    file.root().name());
            progress.allSeen();
        }

        private void moveNow(NextFolder folder) throws IOException {
            RemoteFolder remote = folder.remote();
            TransferProgress.Source progress = folder.root().progress();
            RemoteNames _ = remote.names(pipeline);
            if (remote.isNew(pipeline)) {
                // If the folder existed before, a part of its content may exist as well.
                requireSpace(folder.root());
            }
            if (!progress.hasEnded()) {
                trees.visit(folder.root().local(), remote);
                progress.noteLeftOut(folder.root().name());
            }
            progress.allSeen();
        }

        private void requireSpace(Root root) throws ProtocolException {
            long free = space == null ? -1 : pipeline.await(space).orElse(-1L);
            if (free < 0) {
                return;
            }
            long bytes = count.bytes(root.index());
            if (newBytes + bytes > free) {
                root.progress()
                        .end(new ProtocolException(
                                Reason.NO_SPACE_AT_HOST,
                                new ByteSize(bytes),
                                new ByteSize(Math.max(0, free - newBytes))));
            } else {
                newBytes += bytes;
            }
        }
    }

    private static long readFreeBytes(Connection connection) throws IOException {
        Response answer = connection.answer();
        if (answer instanceof Response.Pong pong) {
            return pong.freeBytes();
        }
        throw Connection.unexpected(answer);
    }
}
