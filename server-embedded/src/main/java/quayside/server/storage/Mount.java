package quayside.server.storage;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import quayside.protocol.message.RemotePath;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;
import quayside.server.text.ServerReason;

/**
 * One of several shared folders, under the name that guests see. It stays open while a call uses it, and all uses of it
 * fail soon once the host has removed it. Thread-safe.
 */
final class Mount {
    private final FolderStorage files;
    private final Optional<FileStore> disk;
    private volatile String name;
    private volatile boolean removed;
    private boolean closed;
    private int users;

    /** @param files is closed with this folder */
    Mount(String name, FolderStorage files) {
        this.name = name;
        this.files = files;
        this.disk = Space.disk(files.place());
    }

    String name() {
        return name;
    }

    void rename(String next) {
        name = next;
    }

    FolderStorage files() {
        return files;
    }

    /** Returns the disk; empty if the system does not know it. */
    Optional<FileStore> disk() {
        return disk;
    }

    /**
     * Keeps the folder open until {@link #leave}.
     *
     * @throws ProtocolException if it was removed
     */
    synchronized void enter() throws ProtocolException {
        requireShared();
        users++;
    }

    synchronized void leave() {
        users--;
        if (removed && users == 0) {
            close();
        }
    }

    /** Throws if the host has removed the folder. */
    void requireShared() throws ProtocolException {
        if (removed) {
            throw new ProtocolException(ServerReason.FOLDER_REMOVED, name);
        }
    }

    /** Ends the sharing of this folder. It is closed once nothing uses it. */
    synchronized void remove() {
        removed = true;
        if (users == 0) {
            close();
        }
    }

    /** Waits until nothing uses the removed folder, but no longer than {@code patience}. */
    synchronized void awaitClosed(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        try {
            for (long left = patience.toMillis(); !closed && left > 0; left = (end - System.nanoTime()) / 1_000_000) {
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void close() {
        if (!closed) {
            closed = true;
            files.close();
            notifyAll();
        }
    }

    /** Returns a path of this folder as guests see it. */
    RemotePath seen(RemotePath path) {
        try {
            return path.within(name);
        } catch (ProtocolException e) {
            // No guest can name it.
            return top();
        }
    }

    private RemotePath top() {
        try {
            return RemotePath.root().child(name);
        } catch (ProtocolException e) {
            throw new AssertionError("the name of a folder is a name", e);
        }
    }

    /** Returns a failure of this folder with the paths as guests see them. */
    ProtocolException seen(ProtocolException e) {
        if (e.sentence().key() == Reason.HOST_SHARE_AWAY) {
            return new ProtocolException(ServerReason.NAMED_FOLDER_AWAY, e, name);
        }
        Sentence seen = seen(e.sentence());
        return seen.equals(e.sentence()) ? e : e.saying(seen);
    }

    private Sentence seen(Sentence sentence) {
        List<Object> arguments = sentence.arguments().stream()
                .map(each -> switch (each) {
                    case RemotePath path -> seen(path);
                    case Sentence part -> seen(part);
                    default -> each;
                })
                .toList();
        return new Sentence(sentence.key(), arguments);
    }

    /** Returns the bytes of a file of this folder, which end with a failure once the folder was removed. */
    InputStream seen(InputStream bytes) {
        return new FilterInputStream(bytes) {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                requireShared();
                try {
                    return super.read(buffer, offset, length);
                } catch (ProtocolException e) {
                    throw seen(e);
                }
            }
        };
    }
}
