package quayside.server;

import java.util.Optional;
import quayside.protocol.message.Entry;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.storage.Storage;

/** A disk that is full after {@code room} bytes of an upload; a {@code STAT} of "bug" meets a mistake of our own. */
record FailingStorage(Storage disk, long room) implements Storage {
    @Override
    public Content open(RemotePath file) throws ProtocolException {
        return disk.open(file);
    }

    @Override
    public Listing list(RemotePath folder) throws ProtocolException {
        return disk.list(folder);
    }

    @Override
    public Entry stat(RemotePath path) throws ProtocolException {
        if (path.name().equals("bug")) {
            throw new IllegalStateException("a mistake");
        }
        return disk.stat(path);
    }

    @Override
    public Optional<Entry> check(Upload upload) throws ProtocolException {
        return disk.check(upload);
    }

    @Override
    public Staged stage(Upload upload) throws ProtocolException {
        Staged staged = disk.stage(upload);
        return new Staged() {
            private long left = room;

            @Override
            public void write(byte[] buffer, int count) throws ProtocolException {
                left -= count;
                if (left < 0) {
                    throw new ProtocolException(Fault.DISK_FULL, "The host's disk has no room.");
                }
                staged.write(buffer, count);
            }

            @Override
            public Landed commit() throws ProtocolException {
                return staged.commit();
            }

            @Override
            public void close() {
                staged.close();
            }
        };
    }

    @Override
    public void makeFolder(RemotePath folder) throws ProtocolException {
        disk.makeFolder(folder);
    }

    @Override
    public void move(RemotePath from, RemotePath to) throws ProtocolException {
        disk.move(from, to);
    }

    @Override
    public void delete(RemotePath path, boolean recursive) throws ProtocolException {
        disk.delete(path, recursive);
    }

    @Override
    public void close() {
        disk.close();
    }
}
