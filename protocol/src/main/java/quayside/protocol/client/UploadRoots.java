package quayside.protocol.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import quayside.protocol.files.FileProblem;
import quayside.protocol.message.ByteSize;
import quayside.protocol.message.Mode;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;

/**
 * Goes through what is uploaded into one folder of the share, in the order in which it was named. Each file is looked for there, and each folder made or listed,
 * well before its turn. Files for which somebody has to be asked come last, so that the others do not wait for an answer. For one thread.
 */
final class UploadRoots {
    /** So much is asked for ahead, where a folder counts for many files: its listing stays in memory until its turn. */
    private static final int MOST_AHEAD = 256;

    private static final int FOLDER_WEIGHT = 16;

    private final UploadFiles files;
    private final TreeUpload trees;
    private final Pipeline pipeline;
    private final RemotePath into;
    private final LocalCount count;
    private final Cancellation cancellation;
    private final FolderTimes times;
    private final List<Next> locked = new ArrayList<>();
    private @Nullable FreeSpace space;
    private long newBytes;

    /** @param into a folder of the share, which is there */
    UploadRoots(
            UploadFiles files,
            Pipeline pipeline,
            RemotePath into,
            LocalCount count,
            Cancellation cancellation,
            FolderTimes times) {
        this.files = files;
        this.trees = new TreeUpload(files, pipeline, cancellation, times);
        this.pipeline = pipeline;
        this.into = into;
        this.count = count;
        this.cancellation = cancellation;
        this.times = times;
    }

    /**
     * A file or folder of this computer.
     *
     * @param index among all that was named
     * @param local absolute
     */
    record Root(int index, Path local, String name, Tally.Source tally) {}

    /** What was asked for and waits for its turn. */
    private sealed interface Next {
        int weight();
    }

    private record NextFile(Root root, UploadFiles.Source source, Lookup lookup) implements Next {
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

    void visit(List<Root> roots) throws IOException {
        Deque<Next> ahead = new ArrayDeque<>();
        int weight = 0;
        for (Root root : roots) {
            cancellation.check();
            Next next = ask(root);
            if (next == null) {
                root.tally().allSeen();
            } else {
                ahead.add(next);
                weight += next.weight();
            }
            while (weight > MOST_AHEAD) {
                Next due = ahead.remove();
                weight -= due.weight();
                move(due);
            }
        }
        if (ahead.stream().allMatch(UploadRoots::isLarge)) {
            // What is left needs one connection, and not this one.
            pipeline.finish();
            pipeline.rest();
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

    /** Null where it is not to be had here, which is told. */
    private @Nullable Next ask(Root root) throws IOException {
        try {
            // What the user picked is followed where it is a link; what lies in it is not.
            BasicFileAttributes attributes = LocalFile.attributes(root.local());
            RemotePath target = into.child(root.name());
            if (attributes.isDirectory()) {
                return folder(root, attributes, target);
            }
            Path file = Files.isSymbolicLink(root.local()) ? root.local().toRealPath() : root.local();
            Lookup lookup = new Lookup(target);
            UploadFiles.Source source = new UploadFiles.Source(file, root.name(), LocalFile.at(file));
            pipeline.submit(lookup);
            return new NextFile(root, source, lookup);
        } catch (ProtocolException e) {
            if (Tally.endsAll(e)) {
                throw e;
            }
            root.tally().end(e);
        } catch (IOException e) {
            root.tally().end(FileProblem.local(e));
        }
        return null;
    }

    private NextFolder folder(Root root, BasicFileAttributes attributes, RemotePath target) throws IOException {
        if (space == null) {
            space = new FreeSpace();
            pipeline.submit(space);
        }
        RemoteFolder remote = new RemoteFolder(target, root.name(), null, true, Mode.of(attributes), root.tally());
        times.add(0, target.toString(), attributes.lastModifiedTime().toInstant());
        pipeline.submit(remote.making());
        pipeline.submit(remote.listing());
        return new NextFolder(root, remote);
    }

    private void move(Next next) throws IOException {
        cancellation.check();
        switch (next) {
            case NextFile file -> {
                if (!file.lookup().isAnswered()) {
                    pipeline.await(file.lookup()::isAnswered);
                }
                RemoteNames.Known known = file.lookup().known();
                if (known != null && files.asks(file.source(), known)) {
                    locked.add(file);
                } else {
                    moveNow(file);
                }
            }
            case NextFolder folder -> moveNow(folder);
        }
    }

    private void moveNow(NextFile file) throws IOException {
        Tally.Source tally = file.root().tally();
        files.move(
                file.source(),
                RemoteFolder.there(into, tally),
                file.lookup().known(),
                file.root().name());
        tally.allSeen();
    }

    private void moveNow(NextFolder folder) throws IOException {
        RemoteFolder remote = folder.remote();
        Tally.Source tally = folder.root().tally();
        pipeline.await(remote::isListed);
        if (remote.isNew()) {
            // Of a folder that was there a part may be there as well.
            requireSpace(folder.root());
        }
        if (!tally.hasEnded()) {
            trees.visit(folder.root().local(), remote);
        }
        tally.allSeen();
    }

    private void requireSpace(Root root) throws ProtocolException {
        long free = space == null ? -1 : space.freeBytes;
        if (free < 0) {
            return;
        }
        long bytes = count.bytes(root.index());
        if (newBytes + bytes > free) {
            root.tally()
                    .end(new ProtocolException(
                            Fault.DISK_FULL,
                            "There is not enough space on the host's disk: " + ByteSize.shown(bytes)
                                    + " are to be sent, and " + ByteSize.shown(Math.max(0, free - newBytes))
                                    + " are free."));
        } else {
            newBytes += bytes;
        }
    }

    /** Looks for a file of the share. What goes wrong with that goes wrong again, and is told, when the file is sent. */
    private static final class Lookup extends Inquiry {
        private final RemotePath target;
        private volatile boolean answered;
        private volatile RemoteNames.@Nullable Known known;

        Lookup(RemotePath target) {
            super(new Request.Stat(target));
            this.target = target;
        }

        @Override
        void read(Connection connection) throws IOException {
            known = RemoteNames.Known.of(connection.described(target));
            answered = true;
        }

        @Override
        void refused(ProtocolException why) {
            answered = true;
        }

        boolean isAnswered() {
            return answered;
        }

        /** What has the name; null where nothing does. */
        RemoteNames.@Nullable Known known() {
            return known;
        }
    }

    /** Asks what room the share's disk has. */
    private static final class FreeSpace implements Pipeline.Exchange {
        private volatile long freeBytes = -1;

        @Override
        public long bytes() {
            return 0;
        }

        @Override
        public void send(Connection connection, boolean repeated) throws IOException {
            connection.channel().send(new Request.Ping());
        }

        @Override
        public void receive(Connection connection) throws IOException {
            Response answer = connection.answer();
            if (!(answer instanceof Response.Pong pong)) {
                throw Connection.unexpected(answer);
            }
            freeBytes = pong.freeBytes();
        }
    }
}
