package quayside.server.storage;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import quayside.protocol.crypto.Sha256;
import quayside.protocol.files.Directory;
import quayside.protocol.files.DirectoryCache;
import quayside.protocol.files.FileProblem;
import quayside.protocol.files.FileTimes;
import quayside.protocol.files.NativeFile;
import quayside.protocol.files.Prefix;
import quayside.protocol.files.Settling;
import quayside.protocol.message.Entry;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.wire.Checksum;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Trail;
import quayside.server.text.ServerReason;

/** Opens files of the share for reading. The folder of the last one stays open. */
final class FileReader implements Storage.Reader {
    private final ShareRoot root;
    private final Protections protections;
    private final Digests digests;
    private final Readings readings;
    private final String asker;
    private final InstantSource clock;
    private final Settling settling;
    private final DirectoryCache<RemotePath> folders;

    /** @param asker identifies the guest; if several wait for the digest of a beginning, askers take turns */
    FileReader(
            ShareRoot root,
            Protections protections,
            Digests digests,
            Readings readings,
            String asker,
            InstantSource clock,
            Settling settling) {
        this.root = root;
        this.protections = protections;
        this.digests = digests;
        this.readings = readings;
        this.asker = asker;
        this.clock = clock;
        this.settling = settling;
        this.folders = new DirectoryCache<>(1, root::descend);
    }

    @Override
    public Storage.Content open(RemotePath file, Optional<Request.Resume> from) throws ProtocolException {
        root.requireVisible(file);
        if (file.isRoot()) {
            throw isFolder(file);
        }
        try {
            return open(folders.get(file.parent()), root.name(file), file, from);
        } catch (IOException e) {
            throw FileProblem.atHost(e, file);
        }
    }

    @Override
    public void close() {
        folders.close();
    }

    private Storage.Content open(Directory folder, Path name, RemotePath file, Optional<Request.Resume> from)
            throws IOException {
        Instant looked = clock.instant();
        BasicFileAttributes before = folder.attributes(name);
        requireFile(file, before);
        FileTime changedBefore = folder.changed(name, before);
        SeekableByteChannel channel = folder.openFile(name, Directory.Opening.READ);
        try {
            // The attributes are read again now that the file is open: the name may have been given to another file in
            // between.
            BasicFileAttributes opened = folder.attributes(name);
            requireFile(file, opened);
            FileTime changed = folder.changed(name, opened);
            if (!Objects.equals(before.fileKey(), opened.fileKey())
                    || !before.lastModifiedTime().equals(opened.lastModifiedTime())
                    || before.size() != opened.size()
                    || !Objects.equals(changedBefore, changed)) {
                throw new ProtocolException(ServerReason.REPLACED, file);
            }
            protections.require(file, opened);
            long size = channel.size();
            if (size > Limits.MAX_FILE_BYTES) {
                throw new ProtocolException(ServerReason.TOO_LARGE_TO_SEND, file);
            }
            settling.await(opened.lastModifiedTime(), changed);
            // The clock is read after the wait, so that a file that has settled meanwhile gets a version that can be
            // resumed.
            Version version = Version.of(opened, size, changed, clock.instant());
            SteadyStream bytes = new SteadyStream(file, folder, name, channel, opened, changed, size);
            NativeFile.Writers writers =
                    size > Limits.EAGER_POST_BYTES ? folder.writers(name, opened) : NativeFile.Writers.UNKNOWN;
            if (writers == NativeFile.Writers.SOME) {
                bytes.readAgain(digests.follow(bytes, new Trail(), size, asker));
            }
            Checksum whole = new Checksum();
            // The change time reveals a file that was replaced and put back.
            boolean isOpen = version.certain()
                    && writers == NativeFile.Writers.NONE
                    && changed != null
                    && FileTimes.isSettled(changed.toInstant(), looked)
                    && root.isOnOwnDisk(opened);
            long offset = 0;
            if (from.isPresent()) {
                offset = from.get().offset();
                whole = passOver(file, from.get(), version, size, bytes, isOpen);
            }
            Entry entry = new Entry(
                    file.name(),
                    Entry.Kind.FILE,
                    size,
                    opened.lastModifiedTime().toInstant(),
                    folder.mode(name, opened),
                    protections.shown(file, opened));
            if (size == offset) {
                // No byte of the stream will be read, so its end is checked here.
                bytes.requireEnd();
            }
            Optional<Storage.Reading> reading = Optional.empty();
            if (isOpen) {
                reading = Optional.of(readings.begin(file, version.word(), offset, whole, asker));
            }
            return new Storage.Content(entry, version.word(), isOpen, offset, whole, reading, bytes);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Skips {@code bytes} up to the requested offset, if the asker's bytes are the same. Returns their checksum.
     *
     * @param isOpen whether the open file is certainly the one of {@code version}
     */
    private Checksum passOver(
            RemotePath file, Request.Resume from, Version version, long size, SteadyStream bytes, boolean isOpen)
            throws IOException {
        if (!version.lasting() || !version.word().equals(from.version())) {
            throw changed(file);
        }
        if (from.offset() > size) {
            throw new ProtocolException(ServerReason.SHORTER_THAN_SAID, file);
        }
        return switch (from.proof()) {
            case Request.Prefix prefix -> {
                Prefix own = digests.prefix(bytes, from.offset(), asker);
                if (!own.is(prefix.sha256())) {
                    throw changed(file);
                }
                yield own.checksum();
            }
            case Request.Reading reading -> {
                Trail trail = readings.of(reading.word(), file, version.word())
                        .filter(_ -> isOpen)
                        .orElseThrow(() -> new ProtocolException(ServerReason.NOT_COMPARED, file));
                yield digests.follow(bytes, trail, from.offset(), asker);
            }
        };
    }

    private static ProtocolException changed(RemotePath file) {
        return new ProtocolException(ServerReason.CHANGED_SINCE, file);
    }

    private void requireFile(RemotePath path, BasicFileAttributes attributes) throws ProtocolException {
        Entry entry = root.entry(path.name(), attributes);
        if (entry == null) {
            throw FileProblem.MISSING.atHost(path, null);
        }
        if (entry.isFolder()) {
            throw isFolder(path);
        }
    }

    static ProtocolException isFolder(RemotePath path) {
        return new ProtocolException(ServerReason.IS_A_FOLDER, path);
    }

    /**
     * A short word for the present state of a file. It reveals nothing about the file, and differs once anything that the
     * system reports of the file has changed (PROTOCOL.md section 5.2).
     *
     * @param lasting whether the word stays the same as long as the file does; if not, it is never used a second time
     * @param certain whether every change of the file changes the word, for as long as the file has its number. That holds
     *     if the system reports the time of the last change of any kind, which nobody can set
     */
    private record Version(String word, boolean lasting, boolean certain) {
        /**
         * Returns the version of a file with these attributes.
         *
         * @param changed the time of its last change of any kind; null if the system does not report it
         * @param now a time from before the attributes were read
         */
        static Version of(BasicFileAttributes attributes, long size, @Nullable FileTime changed, Instant now) {
            Instant modified = attributes.lastModifiedTime().toInstant();
            boolean settled = FileTimes.isSettled(modified, now)
                    && (changed == null || FileTimes.isSettled(changed.toInstant(), now));
            String all = size + " " + modified + " " + changed + " " + attributes.creationTime() + " "
                    + attributes.fileKey() + (settled ? "" : " " + now);
            return new Version(Sha256.word(all), settled, settled && changed != null);
        }
    }
}
