package quayside.protocol.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Times of files as file systems store them: to the nanosecond, 100 ns, 10 ms, 1 s or 2 s. Both ends compare times by
 * the same rules, since a file that counts as the same by its time is not transferred.
 *
 * <p>{@link #touched} is the time when a file was last changed in any way. It decides which leftovers are old
 * (PROTOCOL.md section 8.4). A part file gets its source's modified time right before it takes its name, and may then
 * seem years old by that time alone.
 */
public final class FileTimes {
    /** The units of file systems that do not store microseconds, in nanoseconds; the finest first. */
    private static final long[] COARSE = {10_000_000L, 1_000_000_000L, 2_000_000_000L};

    /** The coarsest unit. Two writes within it may leave the same modified time. */
    private static final Duration COARSEST = Duration.ofSeconds(2);

    /** The same limit for a disk whose times are finer than 10 ms: the kernel's clock ticks at least every 10 ms. */
    private static final Duration FINE = Duration.ofMillis(100);

    /** The largest difference that is put down to two clocks. */
    private static final Duration AHEAD = Duration.ofDays(1);

    /** The earliest time that Java can set on every common file system. */
    private static final Instant EARLIEST = Instant.parse("1901-12-14T00:00:00Z");

    private static final Instant LATEST = Instant.parse("2262-04-11T00:00:00Z");

    /**
     * The earliest times of file systems: of seconds in 32 bits, of the limit that is set here, of nanoseconds in 64
     * bits, and of NTFS.
     */
    private static final List<Instant> FIRST = List.of(
            Instant.parse("1901-12-13T20:45:52Z"),
            EARLIEST,
            Instant.parse("1677-09-21T00:12:43Z"),
            Instant.parse("1601-01-01T00:00:00Z"));

    /**
     * The latest times: of seconds in 31, 32, 34 and more bits, of XFS, of nanoseconds in 63 bits, of the limit that
     * is set here, of HFS+ and of NTFS.
     */
    private static final List<Instant> LAST = List.of(
            Instant.parse("2038-01-19T03:14:07Z"),
            Instant.parse("2106-02-07T06:28:15Z"),
            Instant.parse("2446-05-10T22:38:55Z"),
            Instant.parse("2486-07-02T20:20:24Z"),
            Instant.parse("2262-04-11T23:47:16Z"),
            LATEST,
            Instant.parse("2040-02-06T06:28:15Z"),
            Instant.parse("9999-12-31T23:59:59Z"));

    /** The first time of FAT and exFAT, which count from it in some local time. */
    private static final Instant FIRST_OF_FAT = Instant.parse("1980-01-01T00:00:00Z");

    private static final Instant LAST_OF_FAT = Instant.parse("2107-12-31T23:59:59Z");
    private static final Duration ZONES = Duration.ofHours(14);

    private FileTimes() {}

    /**
     * Returns the nearest time to {@code time} that Java can set. Java fails at a fraction of a second before 1970, and
     * cuts off distant times.
     */
    public static FileTime nearest(FileTime time) {
        Instant wanted = time.toInstant();
        if (wanted.isBefore(EARLIEST) || wanted.isAfter(LATEST)) {
            return FileTime.from(wanted.isBefore(EARLIEST) ? EARLIEST : LATEST);
        }
        return wanted.isBefore(Instant.EPOCH) ? FileTime.from(wanted.truncatedTo(ChronoUnit.SECONDS)) : time;
    }

    /**
     * Returns whether {@code source} is beyond the range of some file system, and {@code stored} is the nearest time in
     * that range.
     */
    private static boolean isEnd(Instant stored, Instant source) {
        Instant second = stored.truncatedTo(ChronoUnit.SECONDS);
        return source.isBefore(stored)
                ? FIRST.contains(second) || isNear(stored, FIRST_OF_FAT)
                : LAST.contains(second) || isNear(stored, LAST_OF_FAT);
    }

    private static boolean isNear(Instant stored, Instant end) {
        // Zones differ by quarters of an hour, and the last second or two of a quarter may be cut off.
        long intoQuarter = Math.floorMod(stored.getEpochSecond(), 900L);
        return Duration.between(stored, end).abs().compareTo(ZONES) <= 0 && (intoQuarter == 0 || intoQuarter >= 898);
    }

    /**
     * Returns whether every write after {@code now} leaves a modified time other than {@code modified} (PROTOCOL.md
     * section 4.2). Until then a file may change without a trace, so content read before must not be joined with
     * content read later.
     *
     * @param now a time before the file was checked
     */
    public static boolean isSettled(Instant modified, Instant now) {
        Duration age = Duration.between(modified, now);
        return age.compareTo(unit(modified)) >= 0 || age.negated().compareTo(AHEAD) > 0;
    }

    private static Duration unit(Instant modified) {
        return modified.get(ChronoField.NANO_OF_SECOND) % COARSE[0] == 0 ? COARSEST : FINE;
    }

    /**
     * Returns how long it takes from {@code now} until the file {@link #isSettled}. Also returns zero if the modified
     * time is so far ahead of the clock that waiting does not help.
     */
    static Duration untilSettled(Instant modified, Instant now) {
        Duration unit = unit(modified);
        Duration left = unit.minus(Duration.between(modified, now));
        return left.isNegative() || left.compareTo(unit.multipliedBy(2)) > 0 ? Duration.ZERO : left;
    }

    /**
     * Returns whether a disk may have stored {@code source} as {@code stored}: the same microsecond, or a fraction of a
     * second cut to a coarser unit. Two different whole seconds never match, unless the stored one is the first or the
     * last of a file system and the source is beyond it. The reason is that archives store no fractions, and may
     * contain two versions of a file that are a second apart.
     */
    public static boolean isOf(Instant stored, Instant source) {
        return isKept(stored, source) || isEnd(stored, source);
    }

    /** Decides as {@link #isOf}, for a disk whose range includes the source. */
    public static boolean isKept(Instant stored, Instant source) {
        if (stored.truncatedTo(ChronoUnit.MICROS).equals(source.truncatedTo(ChronoUnit.MICROS))) {
            return true;
        }
        if (source.getNano() == 0) {
            return false;
        }
        // Counts from an even second, so that the start is a multiple of every unit.
        long nanos = Math.floorMod(source.getEpochSecond(), 2L) * 1_000_000_000L + source.getNano();
        for (long unit : COARSE) {
            if (stored.equals(source.minusNanos(nanos % unit))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns the latest time that the file system reports for {@code file}: of its creation, of the last write, and of
     * any other change if the system has that.
     */
    public static Instant touched(Directory directory, Path file, BasicFileAttributes attributes) throws IOException {
        return Stream.of(attributes.creationTime(), attributes.lastModifiedTime(), directory.changed(file, attributes))
                .filter(Objects::nonNull)
                .max(FileTime::compareTo)
                .orElseThrow()
                .toInstant();
    }

    /**
     * Returns the same as {@link #touched(Directory, Path, BasicFileAttributes)}, for the present attributes of the
     * file.
     */
    public static Instant touched(Directory directory, Path file) throws IOException {
        return touched(directory, file, directory.attributes(file));
    }

    /**
     * The last change of any kind to a file: of its content, times, permissions or names. No program can set it.
     *
     * @param fileKey the key of the file that was queried
     */
    public record Change(FileTime time, Object fileKey) {}

    /**
     * File systems that are known to maintain the time of the last change themselves. On others (FAT, and some network
     * file systems) it follows the modified time, which can be set, or comes late.
     */
    private static final Set<String> KEEPING_CHANGE_TIME = Set.of(
            "apfs",
            "bcachefs",
            "btrfs",
            "ext2",
            "ext3",
            "ext4",
            "f2fs",
            "hfs",
            "jfs",
            "overlay",
            "tmpfs",
            "xfs",
            "zfs");

    /** Returns whether {@link #change} shows every change of {@code file}, even one that somebody hides. */
    public static boolean keepsChangeTime(Path file) {
        try {
            return KEEPING_CHANGE_TIME.contains(Files.getFileStore(file).type());
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns the last change of the file that is at {@code file} now; empty if the system has no such time. */
    public static Optional<Change> change(Path file, LinkOption... options) throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return Optional.empty();
        }
        Map<String, Object> found = Files.readAttributes(file, "unix:ctime,fileKey", options);
        Object key = found.get("fileKey");
        return key != null && found.get("ctime") instanceof FileTime time
                ? Optional.of(new Change(time, key))
                : Optional.empty();
    }
}
