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
import quayside.protocol.message.ByteSize;
import quayside.protocol.message.DisplayText;
import quayside.protocol.message.Entry;
import quayside.protocol.message.Mode;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;

/**
 * The local side of a folder's download: where each of its folders is, whether it was there before, and what is in it already. Paths are the
 * names from the source on, joined by {@code /}. Thread-safe, but for {@link #make}, which is for one thread.
 */
final class LocalTree {
    /** What may be in memory and not yet on the disk when its space is looked at. */
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
     * @param source the folder of the share; the share itself has no name here, and what it holds arrives in {@code into}
     * @param into an existing folder
     * @param server its identity
     * @param disk that of {@code disks}, below {@code into}
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

    /** A folder as it is found: with what it holds, or new and empty. */
    record Place(Path folder, boolean existed) {}

    /** For messages, where the source's own name is part of it. Not escaped. */
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

    /** The folder of {@code path} if it is there now. */
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

    /** Which names the folder of {@code path} takes for one; where it is not there yet, the nearest above it that is. */
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

    /** What of {@code entry} is not yet there, as far as a glance tells. */
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

    /** The room on the disk now; -1 if that is not known. */
    long freeBytes() {
        Path there = top;
        while (!Files.isDirectory(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return disk.freeBytes(there);
    }

    /** Fails if what was missing when there were {@code free} bytes of room, or -1, does not fit them. */
    static void requireSpace(long missingBytes, long free) throws ProtocolException {
        if (free >= 0 && missingBytes - SLACK_BYTES > free) {
            throw new ProtocolException(
                    Fault.LOCAL_STORAGE,
                    "There is not enough space on this computer: " + ByteSize.shown(missingBytes) + " are to come, and "
                            + ByteSize.shown(free) + " were free.");
        }
    }

    /** Why nothing can be put into the folder of {@code path}: its own reason, or that of one above it. */
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
     * Makes the folder of {@code path} if it is missing. A link in its place would lead the download elsewhere, so it is refused like a file.
     *
     * @param mode of its source
     * @throws ProtocolException why it is unavailable, which is then the {@link #failure} of all below it; beyond the first {@link #MAX_REMEMBERED} what is below finds out by
     *     itself
     */
    Place make(String path, Optional<Mode> mode) throws ProtocolException {
        try {
            Path folder = resolve(path);
            boolean existed = existed(folder, path.isEmpty() && source.isRoot(), mode);
            if (existed) {
                DownloadDisk.requireWritable(folder);
                Leftovers.sweep(disk, folder, Instant.now());
            } else {
                // What is in it will be said to be on the disk, so it has to be there itself.
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

    /** Gives the folder of {@code path} its time, once all is in it; the one that the user chose keeps its own. */
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
            throw new ProtocolException(
                    Fault.EXISTS,
                    "\"" + DisplayText.escape(folder.getFileName().toString())
                            + "\" is already there and is not a folder.",
                    e);
        } catch (NoSuchFileException e) {
            // The folder above was there just now; some disks say so of a name that they do not take.
            if (Files.isDirectory(Objects.requireNonNull(folder.getParent()), LinkOption.NOFOLLOW_LINKS)) {
                throw FileProblem.unstorable(folder.getFileName().toString(), e);
            }
            throw e;
        }
    }
}
