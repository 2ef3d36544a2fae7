package quayside.server;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import quayside.protocol.message.Entry;
import quayside.protocol.message.Mode;
import quayside.protocol.message.RemotePath;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Checksum;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.protect.Keyring;
import quayside.server.protect.Lock;
import quayside.server.protect.ProtectedNames;
import quayside.server.storage.Storage;

/**
 * A disk that is full after {@code room} bytes of an upload; a {@code STAT} of "bug" fails with a fault of the program.
 */
record FailingStorage(Storage disk, long room) implements Storage {
    @Override
    public Storage with(Keyring keys, String asker) {
        return new FailingStorage(disk.with(keys, asker), room);
    }

    @Override
    public boolean protect(RemotePath file, Optional<Lock> lock) throws ProtocolException {
        return disk.protect(file, lock);
    }

    @Override
    public ProtectedNames protectedFiles() {
        return disk.protectedFiles();
    }

    @Override
    public Reader reader() {
        return disk.reader();
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
    public Digest digest(RemotePath file, String asker) throws ProtocolException {
        return disk.digest(file, asker);
    }

    @Override
    public Batch batch() {
        Batch batch = disk.batch();
        return new Batch() {
            @Override
            public StageResult stage(Upload upload) throws ProtocolException {
                return switch (batch.stage(upload)) {
                    case Staged staged -> new Filling(staged);
                    case StageResult.Declined declined -> declined;
                };
            }

            @Override
            public void copy(RemotePath from, RemotePath to) throws ProtocolException {
                batch.copy(from, to);
            }

            @Override
            public boolean isFull() {
                return batch.isFull();
            }

            @Override
            public List<UploadResult> commit() {
                return batch.commit();
            }

            @Override
            public void close() {
                batch.close();
            }
        };
    }

    private final class Filling implements Staged {
        private final Staged staged;
        private long left = room;

        Filling(Staged staged) {
            this.staged = staged;
        }

        @Override
        public long offset() {
            return staged.offset();
        }

        @Override
        public Optional<String> prefix() {
            return staged.prefix();
        }

        @Override
        public Checksum whole() {
            return staged.whole();
        }

        @Override
        public void restart() throws ProtocolException {
            staged.restart();
        }

        @Override
        public void write(byte[] buffer, int count) throws ProtocolException {
            left -= count;
            if (left < 0) {
                throw new ProtocolException(Fault.DISK_FULL, Sentence.said("The host's disk has no room."));
            }
            staged.write(buffer, count);
        }

        @Override
        public void discard() {
            staged.discard();
        }

        @Override
        public void close() {
            staged.close();
        }
    }

    @Override
    public Optional<Entry> makeFolder(RemotePath folder, boolean existing, Optional<Mode> mode)
            throws ProtocolException {
        return disk.makeFolder(folder, existing, mode);
    }

    @Override
    public Optional<RemotePath> makeDropFolder(RemotePath folder, RemotePath within, Optional<Mode> mode)
            throws ProtocolException {
        return disk.makeDropFolder(folder, within, mode);
    }

    @Override
    public void setModified(RemotePath folder, Instant modified) throws ProtocolException {
        disk.setModified(folder, modified);
    }

    @Override
    public void move(RemotePath from, RemotePath to) throws ProtocolException {
        disk.move(from, to);
    }

    @Override
    public Condition condition() {
        return disk.condition();
    }

    @Override
    public void delete(RemotePath path, boolean recursive) throws ProtocolException {
        disk.delete(path, recursive);
    }

    @Override
    public OptionalLong free() {
        return disk.free();
    }

    @Override
    public void sweep() {
        disk.sweep();
    }

    @Override
    public void close() {
        disk.close();
    }
}
