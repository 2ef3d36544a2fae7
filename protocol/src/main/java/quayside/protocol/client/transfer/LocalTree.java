package quayside.protocol.client.transfer;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import quayside.protocol.files.Directory;
import quayside.protocol.files.DirectoryTree;
import quayside.protocol.files.FileProblem;
import quayside.protocol.files.LocalNames;
import quayside.protocol.files.NameFolding;
import quayside.protocol.files.PartNames;
import quayside.protocol.files.incoming.ConflictPolicy;
import quayside.protocol.files.incoming.Leftovers;
import quayside.protocol.message.Entry;
import quayside.protocol.message.Mode;
import quayside.protocol.message.RemotePath;
import quayside.protocol.text.ByteSize;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

/**
 * The local side of a folder's download: the places of its folders, whether they existed before, and what is in them
 * already. Paths start at the source, with names joined by {@code /}. Thread-safe, except for {@link #make}, which is
 * for one thread.
 */
final class LocalTree {
    /** The number of bytes that may still be in memory and not yet on the disk when the free space is checked. */
    private static final long SLACK_BYTES = 64L * 1024 * 1024;

    static final int MAX_REMEMBERED = 1000;

    private final RemotePath source;
    private final Path top;
    private final String server;
    private final DownloadDisk disks;
    private final DirectoryTree disk;
    private final LocalNames names;
    private final Map<String, ProtocolException> failures = new HashMap<>();

    /**
     * @param source the folder of the share. The share itself has no name here, and its content goes directly into
     *     {@code into}
     * @param into an existing folder
     * @param server the server's identity
     * @param disk the disk of {@code disks}, confined to {@code into} and below
     */
    LocalTree(RemotePath source, Path into, String server, DownloadDisk disks, DirectoryTree disk)
            throws ProtocolException {
        this.source = source;
        this.names = LocalNames.of(into);
        this.top = source.isRoot() ? into : names.resolve(into, source.name());
        this.server = server;
        this.disks = disks;
        this.disk = disk;
    }

    /** A local folder, and whether it existed before. A new one is empty. */
    record Place(Path folder, boolean existed) {}

    /** Returns {@code path} for messages, beginning with the source's own name. Not escaped. */
    String shown(String path) {
        if (path.isEmpty()) {
            return source.isRoot() ? "." : source.name();
        }
        return source.isRoot() ? path : source.name() + "/" + path;
    }

    RemotePath remote(String path) throws ProtocolException {
        RemotePath remote = source;
        if (!path.isEmpty()) {
            for (String name : path.split("/", -1)) {
                remote = remote.child(name);
            }
        }
        return remote;
    }

    private Path resolve(String path) throws ProtocolException {
        Path folder = top;
        if (!path.isEmpty()) {
            for (String name : path.split("/", -1)) {
                folder = names.resolve(folder, name);
            }
        }
        return folder;
    }

    Path resolve(Place place, String name) throws ProtocolException {
        return names.resolve(place.folder(), name);
    }

    /** Returns the folder of {@code path} if it exists now. */
    Optional<Place> look(String path) {
        try {
            Path folder = resolve(path);
            boolean chosen = path.isEmpty() && source.isRoot();
            boolean there = chosen || Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS);
            return there ? Optional.of(new Place(folder, true)) : Optional.empty();
        } catch (ProtocolException e) {
            return Optional.empty();
        }
    }

    /**
     * Returns which names the folder of {@code path} treats as equal. If it does not exist yet, asks the nearest
     * existing folder above it.
     */
    NameFolding folding(String path) throws IOException {
        Path there = source.isRoot() ? top : Objects.requireNonNull(top.getParent());
        Path folder = resolve(path);
        for (Path name : there.relativize(folder)) {
            Path next = there.resolve(name);
            if (!Files.isDirectory(next, LinkOption.NOFOLLOW_LINKS)) {
                break;
            }
            there = next;
        }
        return PartNames.random(disks.random()).folding(disk, there);
    }

    /** Returns the bytes of {@code entry} that are missing here, judged without reading files. */
    long missingBytes(Optional<Place> place, String path, Entry entry) {
        if (place.isEmpty()) {
            return entry.size();
        }
        try {
            Path target = resolve(place.get(), entry.name());
            Optional<BasicFileAttributes> old = ConflictPolicy.at(target);
            if (old.isPresent() && QuickCheck.same(entry, old.get())) {
                return 0;
            }
            return entry.size() <= Limits.EAGER_POST_BYTES
                    ? entry.size()
                    : entry.size() - Math.min(entry.size(), partBytes(place.get(), path, entry, target));
        } catch (IOException e) {
            return entry.size();
        }
    }

    private long partBytes(Place place, String path, Entry entry, Path target) throws IOException {
        RemotePath file = remote(path).child(entry.name());
        PartNames part = disks.partName(server, file, target);
        return ConflictPolicy.at(part.part(place.folder()))
                .map(BasicFileAttributes::size)
                .orElse(0L);
    }

    /** Returns the free space of the disk; -1 if that is unknown. */
    long freeBytes() {
        Path there = top;
        while (!Files.isDirectory(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return disk.freeBytes(there);
    }

    /**
     * Throws if {@code missingBytes} do not fit into {@code free} bytes, both measured at the same time; {@code free}
     * is -1 if unknown.
     */
    static void requireSpace(long missingBytes, long free) throws ProtocolException {
        if (free >= 0 && missingBytes - SLACK_BYTES > free) {
            throw new ProtocolException(Reason.NO_SPACE, new ByteSize(missingBytes), new ByteSize(free));
        }
    }

    /**
     * Returns why the folder of {@code path} is unavailable: its own fault, or the fault of a folder above it. Null if
     * it is available.
     */
    @Nullable
    ProtocolException failure(String path) {
        if (failures.isEmpty()) {
            return null;
        }
        ProtocolException why = failures.get("");
        for (int end = path.indexOf('/'); why == null && end >= 0; end = path.indexOf('/', end + 1)) {
            why = failures.get(path.substring(0, end));
        }
        return why != null ? why : failures.get(path);
    }

    /**
     * Makes the folder of {@code path} if it is missing. Refuses a link in its place as it refuses a file, because the
     * link would lead the download elsewhere.
     *
     * @param mode the mode of the source folder
     * @throws ProtocolException why the folder is unavailable. This is then the {@link #failure} of everything below
     *     it. Only the first {@link #MAX_REMEMBERED} failures are remembered; below others, each folder fails on its
     *     own
     */
    Place make(String path, Optional<Mode> mode) throws ProtocolException {
        try {
            Path folder = resolve(path);
            boolean existed = existed(folder, path.isEmpty() && source.isRoot(), mode);
            if (existed) {
                DownloadDisk.requireWritable(folder);
                Leftovers.sweep(disk, folder, Instant.now());
            } else {
                // Files in this folder will be reported as on the disk, so the folder itself has to be there.
                try (Directory above = disk.open(Objects.requireNonNull(folder.getParent()))) {
                    above.sync();
                }
            }
            return new Place(folder, existed);
        } catch (IOException e) {
            ProtocolException why = FileProblem.local(e);
            if (failures.size() < MAX_REMEMBERED) {
                failures.put(path, why);
            }
            throw why;
        }
    }

    /**
     * Sets the modified time of the folder of {@code path}, once everything is in it. The folder that the user chose
     * keeps its own time.
     */
    void setModified(String path, Instant modified) throws ProtocolException {
        if (path.isEmpty() && source.isRoot()) {
            return;
        }
        Path folder = resolve(path);
        try (Directory above = disk.open(Objects.requireNonNull(folder.getParent()))) {
            above.setModified(folder.getFileName(), FileTime.from(modified));
        } catch (IOException e) {
            throw FileProblem.local(e);
        }
    }

    private boolean existed(Path folder, boolean chosen, Optional<Mode> mode) throws IOException {
        if (chosen) {
            return true;
        }
        try {
            return disk.makeDirectory(folder, mode);
        } catch (FileAlreadyExistsException e) {
            throw new ProtocolException(Reason.EXISTS_AS_FILE, e, folder.getFileName());
        } catch (NoSuchFileException e) {
            // The folder above existed just now. Some disks report a name that they cannot store as missing.
            if (Files.isDirectory(Objects.requireNonNull(folder.getParent()), LinkOption.NOFOLLOW_LINKS)) {
                throw FileProblem.unstorable(folder.getFileName().toString(), e);
            }
            throw e;
        }
    }
}
