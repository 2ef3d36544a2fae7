package quayside.server.storage;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.protocol.crypto.Sha256;
import quayside.protocol.files.Directory;
import quayside.protocol.files.Disk;
import quayside.protocol.files.FileTimes;
import quayside.protocol.files.Metadata;
import quayside.protocol.files.incoming.PartFile;
import quayside.protocol.message.Names;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.text.ServerReason;

/**
 * The folder {@code .quayside/staging} in the share, on the same disk as the targets, in which uploads grow until they
 * are whole. It is made when it is first needed, so that a read-only folder can still be shared. It is removed at the
 * end if it is empty.
 *
 * <p>Each name in it has a stem of 32 hexadecimal digits. Code that works on a stem {@link #take takes} it for that
 * time. Thread-safe.
 */
final class StagingArea {
    private static final Logger LOG = LoggerFactory.getLogger(StagingArea.class);
    static final String FOLDER = "staging";

    /** The ending of the name of an arriving file. */
    static final String PART = ".part";

    /** The ending of the name of its record. */
    static final String RECORD = ".resume";

    private static final Pattern OUR_NAME = Pattern.compile("([0-9a-f]{32})(\\.part|\\.resume)?(\\.trial)?");

    /** A time that every disk can store. */
    private static final Instant LONG_AGO = Instant.parse("2001-01-01T00:00:00Z");

    private final ShareRoot root;
    private final String line;
    private final int random;
    private final AtomicInteger count = new AtomicInteger();
    private final Set<String> taken = ConcurrentHashMap.newKeySet();
    private final Remembered<Leftover> remembered = new Remembered<>();
    private volatile @Nullable Boolean reportsChanges;

    /**
     * The state of a part file that this server has left.
     *
     * @param reading the reading of the source from which all of it came
     * @param fingerprint the attributes of the part file at that time
     */
    record Leftover(String reading, PartFile.Known part, List<Object> fingerprint) {}

    /** @param line the number of this process and of those before it; see {@link ShareLock#line} */
    StagingArea(ShareRoot root, long line, RandomGenerator random) {
        this.root = root;
        this.line = HexFormat.of().toHexDigits(line);
        this.random = random.nextInt();
    }

    Directory open() throws IOException {
        try (Directory share = root.open();
                Directory reserved = openOrMake(share, Names.RESERVED)) {
            return openOrMake(reserved, FOLDER);
        } catch (NotDirectoryException e) {
            throw new ProtocolException(ServerReason.NO_STAGING, e, Names.RESERVED);
        }
    }

    /**
     * Requires that the folders of the area in {@code root} are folders, as far as they exist.
     *
     * @throws ProtocolException {@link Fault#EXISTS} if something else has their names
     */
    static void requirePlace(ShareRoot root) throws IOException {
        try (Directory share = root.open()) {
            Path name = root.place().getFileSystem().getPath(Names.RESERVED);
            requireFolder(share, name, Names.RESERVED);
            if (share.find(name) != null) {
                try (Directory reserved = share.open(name)) {
                    requireFolder(reserved, name.getFileSystem().getPath(FOLDER), Names.RESERVED + "/" + FOLDER);
                }
            }
        }
    }

    private static void requireFolder(Directory parent, Path name, String shown) throws IOException {
        BasicFileAttributes attributes = parent.find(name);
        if (attributes != null && !attributes.isDirectory()) {
            throw new ProtocolException(
                    attributes.isSymbolicLink() ? ServerReason.STAGING_IS_A_LINK : ServerReason.STAGING_IS_A_FILE,
                    shown);
        }
    }

    private Directory openOrMake(Directory parent, String text) throws IOException {
        Path name = path(text);
        try {
            return parent.open(name);
        } catch (NoSuchFileException e) {
            try {
                parent.makeDirectory(name, Metadata.ofOwnFolder(Disk.isPosix(root.place())));
            } catch (FileAlreadyExistsException made) {
                // Another upload made it meanwhile.
            }
            return parent.open(name);
        }
    }

    Path path(String name) {
        return root.place().getFileSystem().getPath(name);
    }

    /** Marks {@code stem} as in use until it is {@link #release released}; returns false if it is in use already. */
    boolean take(String stem) {
        return taken.add(stem);
    }

    /**
     * Takes an unused stem, for what no later try resumes. It is a counter of this server, after two random numbers: one
     * that tells which process may delete it ({@link #deleteUnresumable}), and one that distinguishes it from what could
     * not be deleted.
     */
    String takeFresh() {
        HexFormat hex = HexFormat.of();
        String stem = line + hex.toHexDigits(random) + hex.toHexDigits(count.incrementAndGet());
        if (!take(stem)) {
            throw new AssertionError("a name came twice");
        }
        return stem;
    }

    /** Returns the stem for {@code source} and {@code target}, which is the same for all tries of an upload. */
    static String stem(RemotePath target, String source) {
        return HexFormat.of().formatHex(Arrays.copyOf(Sha256.of(target + "\0" + source), 16));
    }

    /** Returns the states of the part files that this server has left, by their stems. */
    Remembered<Leftover> remembered() {
        return remembered;
    }

    void release(String stem) {
        taken.remove(stem);
    }

    /**
     * The times of a file that has just been given a modified time.
     *
     * @param modified the modified time as the disk stored it
     * @param changed the time of the last change of any kind, as the disk reports it; null if the system does not know
     */
    record Times(FileTime modified, @Nullable FileTime changed) {}

    /** Finds out how the disk stores {@code modified}, on a temporary file. */
    Times trial(Instant modified) throws IOException {
        String stem = takeFresh();
        Path name = path(stem);
        try (Directory area = open()) {
            try {
                area.openFile(name, Directory.Opening.NEW).close();
                area.setModified(name, FileTime.from(modified));
                BasicFileAttributes attributes = area.attributes(name);
                return new Times(attributes.lastModifiedTime(), area.changed(name, attributes));
            } finally {
                discard(area, name);
            }
        } finally {
            release(stem);
        }
    }

    /**
     * Returns whether the disk reports the time of the last change of any kind, which nobody can set. On some disks
     * (FAT, among others) that time follows the modified time. On file systems behind a network or a program it may
     * come late. The disk is tested once, on the first call; the result is false if the test fails.
     */
    boolean reportsChanges() {
        Boolean known = reportsChanges;
        if (known == null) {
            try {
                Times times = trial(LONG_AGO);
                // Some disks store local time, and some accept no time at all.
                FileTime later = FileTime.from(LONG_AGO.plus(Duration.ofDays(2)));
                known = FileTimes.keepsChangeTime(root.place())
                        && times.changed() != null
                        && times.changed().compareTo(later) > 0
                        && times.modified().compareTo(later) < 0;
            } catch (IOException e) {
                LOG.debug("It could not be tested whether the disk reports changes", e);
                known = false;
            }
            reportsChanges = known;
        }
        return known;
    }

    /** Deletes a file or folder that was not published, as far as possible. */
    static void discard(Directory area, Path name) {
        try {
            TreeWalk.delete(area, name);
        } catch (NoSuchFileException e) {
            // It was never made, or it was published and only a later step failed.
        } catch (IOException e) {
            LOG.warn("An unfinished upload could not be removed from the staging area", e);
        }
    }

    /** Deletes the files that are not in use and have not been touched since {@code before}. */
    void sweep(Instant before) {
        forEach((area, name, stem) -> {
            boolean old = isOlder(area, name, before)
                    && isOlder(area, path(stem + PART), before)
                    && isOlder(area, path(stem + RECORD), before);
            if (old) {
                TreeWalk.delete(area, name);
            }
        });
    }

    /**
     * Deletes what killed processes have left that no later try can resume, such as copies, which can be as large as the
     * disk. What other processes may be writing is left, and so is what can be resumed.
     */
    void deleteUnresumable() {
        forEach((area, name, stem) -> {
            boolean isFresh =
                    !name.toString().endsWith(PART) && !name.toString().endsWith(RECORD);
            if (isFresh && stem.startsWith(line)) {
                TreeWalk.delete(area, name);
            }
        });
    }

    @FunctionalInterface
    private interface Visit {
        void accept(Directory area, Path name, String stem) throws IOException;
    }

    /** Visits what is not in use. */
    private void forEach(Visit visit) {
        try (Directory share = root.open();
                Directory reserved = share.open(path(Names.RESERVED));
                Directory area = reserved.open(path(FOLDER))) {
            for (Path name = area.next(); name != null; name = area.next()) {
                Matcher ours = OUR_NAME.matcher(name.toString());
                if (ours.matches()) {
                    visit(area, name, ours.group(1), visit);
                }
            }
        } catch (NoSuchFileException e) {
            // Nothing was ever uploaded here.
        } catch (IOException e) {
            LOG.warn("Leftovers of interrupted uploads could not be deleted", e);
        }
    }

    private void visit(Directory area, Path name, String stem, Visit visit) throws IOException {
        if (!take(stem)) {
            return;
        }
        try {
            visit.accept(area, name, stem);
        } catch (NoSuchFileException e) {
            // It was deleted meanwhile.
        } finally {
            release(stem);
        }
    }

    /** Returns whether {@code name} was last touched earlier; also true if it does not exist. */
    private boolean isOlder(Directory area, Path name, Instant before) throws IOException {
        BasicFileAttributes attributes = area.find(name);
        return attributes == null || FileTimes.touched(area, name, attributes).isBefore(before);
    }

    /** Removes the folder itself if it is empty. */
    void removeIfEmpty() {
        try (Directory share = root.open();
                Directory reserved = share.open(path(Names.RESERVED))) {
            if (reserved.find(path(FOLDER)) != null) {
                reserved.deleteDirectory(path(FOLDER));
            }
            share.deleteDirectory(path(Names.RESERVED));
        } catch (NoSuchFileException | DirectoryNotEmptyException e) {
            // Never made, or still in use.
        } catch (IOException e) {
            LOG.debug("The staging area could not be removed", e);
        }
    }
}
