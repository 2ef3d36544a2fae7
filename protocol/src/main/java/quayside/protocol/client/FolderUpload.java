package quayside.protocol.client;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import quayside.protocol.message.ByteSize;
import quayside.protocol.message.Mode;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.transfer.LocalNames;
import quayside.protocol.transfer.StorageFaults;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/**
 * Uploads a file, or a folder with all it holds: its small files and folders over one connection without waiting for answers, its large files
 * over another beside it.
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

    void run(Path source, RemotePath intoFolder) throws IOException {
        Path absolute;
        try {
            absolute = LocalFile.followed(source);
        } catch (IOException e) {
            throw StorageFaults.of(e);
        }
        if (absolute.getFileName() == null) {
            throw new ProtocolException(Fault.LOCAL_STORAGE, "A whole disk has no name to upload it under.");
        }
        String name = LocalNames.requireTold(absolute);
        LocalNames.requireOthers(name);
        BasicFileAttributes attributes;
        try {
            // What the user picked is followed where it is a link; what lies in it is not.
            attributes = LocalFile.attributes(absolute);
        } catch (IOException e) {
            throw StorageFaults.of(e);
        }
        prepare();
        if (attributes.isDirectory()) {
            try (FolderTimes times = new FolderTimes()) {
                RemotePath target = intoFolder.child(name);
                times.add(target.toString(), attributes.lastModifiedTime().toInstant());
                folder(absolute, Mode.of(attributes), name, target, times);
                try (Pipeline last = new Pipeline("quayside-times", WINDOW, connections, crew.cancellation())) {
                    times.send(last);
                }
            }
        } else {
            tally.counted(1, attributes.size());
            RemotePath target = intoFolder.child(name);
            Tally.Item item = tally.start(name, attributes.size());
            try (Carrier carrier = new Carrier(connections, crew.cancellation())) {
                item.moveWith(
                        carrier,
                        connections,
                        watch -> new Upload(
                                connections.secret(),
                                absolute,
                                target,
                                onConflict,
                                connections.keys(),
                                watch,
                                crew.cancellation())::run);
            }
        }
    }

    /** Where what is sent is to be protected. */
    private void prepare() throws IOException {
        try (Carrier carrier = new Carrier(connections, crew.cancellation())) {
            carrier.ask(connection -> {
                connections.keys().prepare(connection);
                return true;
            });
        }
    }

    private void folder(Path source, Optional<Mode> mode, String name, RemotePath target, FolderTimes times)
            throws IOException {
        LocalCount count = new LocalCount(source, tally, crew.cancellation());
        crew.start("quayside-count", count::run);
        LargeFiles large = new LargeFiles(crew, connections);
        try (Pipeline small = new Pipeline("quayside-answers", WINDOW, connections, crew.cancellation())) {
            RemoteFolder top = new RemoteFolder(target, name, null, true, mode, tally);
            FreeSpace space = new FreeSpace();
            small.submit(space);
            small.submit(top.making());
            small.submit(top.listing());
            small.finish();
            if (top.isNew()) {
                // Of a folder that was there a part may be there as well.
                space.require(count);
            }
            UploadFiles files = new UploadFiles(onConflict, small, large, connections, tally, crew.cancellation());
            new TreeUpload(files, small, tally, crew.cancellation(), times).visit(source, top);
            small.finish();
            large.complete();
            crew.join();
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

        void require(LocalCount count) throws ProtocolException {
            long free = freeBytes;
            if (free >= 0 && count.bytes() > free) {
                throw new ProtocolException(
                        Fault.DISK_FULL,
                        "There is not enough space on the host's disk: " + ByteSize.shown(count.bytes())
                                + " are to be sent, and " + ByteSize.shown(free) + " are free.");
            }
        }
    }
}
