package quayside.server.storage;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import quayside.protocol.message.Entry;
import quayside.protocol.message.Mode;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.transfer.StoredTime;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;

/** Opens files of the share for reading; the last one's folder stays open. */
final class FileReader implements Storage.Reader {
    private final ShareRoot root;
    private final Protections protections;
    private final InstantSource clock;
    private final OpenFolders folders;

    FileReader(ShareRoot root, Protections protections, InstantSource clock) {
        this.root = root;
        this.protections = protections;
        this.clock = clock;
        this.folders = new OpenFolders(root);
    }

    @Override
    public Storage.Content open(RemotePath file, Optional<Request.Resume> from) throws ProtocolException {
        root.requireVisible(file);
        if (file.isRoot()) {
            throw isFolder(file);
        }
        try {
            return open(clock.instant(), folders.only(file.parent()), root.name(file), file, from);
        } catch (IOException e) {
            throw DiskFaults.of(e, file);
        }
    }

    @Override
    public void close() {
        folders.close();
    }

    private Storage.Content open(Instant now, Folder folder, Path name, RemotePath file, Optional<Request.Resume> from)
            throws IOException {
        BasicFileAttributes before = folder.attributes(name);
        requireFile(file, before);
        SeekableByteChannel channel = folder.openFile(name, Folder.Opening.READ);
        try {
            // Looked at again now that it is open: the name may have been given to something else in between.
            BasicFileAttributes opened = folder.attributes(name);
            requireFile(file, opened);
            if (!Objects.equals(before.fileKey(), opened.fileKey())
                    || !before.lastModifiedTime().equals(opened.lastModifiedTime())
                    || before.size() != opened.size()) {
                throw new ProtocolException(Fault.CHANGED, DiskFaults.quoted(file) + " was just replaced; try again.");
            }
            protections.require(file, opened);
            long size = channel.size();
            if (size > Limits.MAX_FILE_BYTES) {
                throw new ProtocolException(
                        Fault.TOO_LARGE, DiskFaults.quoted(file) + " is larger than can be transferred.");
            }
            boolean settled = StoredTime.isSettled(opened.lastModifiedTime().toInstant(), now);
            String version = settled ? Version.of(opened, size) : Version.ofOneMoment(opened, size, now);
            long offset = offset(file, from, settled ? version : null, size);
            if (offset > 0) {
                channel.position(offset);
            }
            Entry entry = new Entry(
                    file.name(),
                    Entry.Kind.FILE,
                    size,
                    opened.lastModifiedTime().toInstant(),
                    Mode.of(opened),
                    protections.shown(file, opened));
            return new Storage.Content(
                    entry, version, offset, new SteadyStream(file, folder, name, channel, opened, size, offset));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** @param version null where the file may have been changed without another one */
    private static long offset(RemotePath file, Optional<Request.Resume> from, @Nullable String version, long size)
            throws ProtocolException {
        if (from.isEmpty()) {
            return 0;
        }
        if (!from.get().version().equals(version)) {
            throw new ProtocolException(
                    Fault.CHANGED, DiskFaults.quoted(file) + " was changed since its beginning was fetched.");
        }
        if (from.get().offset() > size) {
            throw new ProtocolException(
                    Fault.MALFORMED, DiskFaults.quoted(file) + " has fewer bytes than were said to be there already.");
        }
        return from.get().offset();
    }

    private void requireFile(RemotePath path, BasicFileAttributes attributes) throws ProtocolException {
        Entry entry = root.entry(path.name(), attributes);
        if (entry == null) {
            throw DiskFaults.notFound(path, null);
        }
        if (entry.isFolder()) {
            throw isFolder(path);
        }
    }

    static ProtocolException isFolder(RemotePath path) {
        return new ProtocolException(Fault.NOT_FOUND, DiskFaults.quoted(path) + " is a folder, not a file.");
    }
}
