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
 * Times of files as file systems store them: to the nanosecond, 100 ns, 10 ms, a second or two. One rule for both ends, since a file that is taken for another one by its time
 * is not transferred. When somebody last did something to a file, by which leftovers are known (PROTOCOL.md section 8.4), is {@link #touched}: a part file is given its
 * source's modified time right before it takes its name, and may then look years old to another program.
 */
public final class FileTimes {
    /** What file systems count in that do not keep the microsecond, in nanoseconds; the finest first. */
    private static final long[] COARSE = {10_000_000L, 1_000_000_000L, 2_000_000_000L};

    /** The coarsest of them: two writes so close together may leave one modified time. */
    private static final Duration COARSEST = Duration.ofSeconds(2);

    /** As much for a disk that keeps more than 10 ms: the kernel's clock ticks every 10 ms at the slowest. */
    private static final Duration FINE = Duration.ofMillis(100);

    /** Further ahead than two clocks differ. */
    private static final Duration AHEAD = Duration.ofDays(1);

    /** What Java can set on every common file system. */
    private static final Instant EARLIEST = Instant.parse("1901-12-14T00:00:00Z");

    private static final Instant LATEST = Instant.parse("2262-04-11T00:00:00Z");

    /** The earliest times of file systems, and what stands here: of 32 bits, of nanoseconds in 64 bits, and of NTFS. */
    private static final List<Instant> FIRST = List.of(
            Instant.parse("1901-12-13T20:45:52Z"),
            EARLIEST,
            Instant.parse("1677-09-21T00:12:43Z"),
            Instant.parse("1601-01-01T00:00:00Z"));

    /** The latest ones: of 31, 32, 34 and more bits, of XFS, of nanoseconds in 63 bits, of HFS+ and of NTFS. */
    private static final List<Instant> LAST = List.of(
            Instant.parse("2038-01-19T03:14:07Z"),
            Instant.parse("2106-02-07T06:28:15Z"),
            Instant.parse("2446-05-10T22:38:55Z"),
            Instant.parse("2486-07-02T20:20:24Z"),
            Instant.parse("2262-04-11T23:47:16Z"),
            LATEST,
            Instant.parse("2040-02-06T06:28:15Z"),
            Instant.parse("9999-12-31T23:59:59Z"));

    /** Those of FAT and exFAT, which count from it in some local time. */
    private static final Instant FIRST_OF_FAT = Instant.parse("1980-01-01T00:00:00Z");

    private static final Instant LAST_OF_FAT = Instant.parse("2107-12-31T23:59:59Z");
    private static final Duration ZONES = Duration.ofHours(14);

    private FileTimes() {}

    /**
     * The nearest time to {@code time} that Java can set: it fails at a fraction of a second before 1970, and what is far away it cuts off by itself.
     */
    public static FileTime nearest(FileTime time) {
        Instant wanted = time.toInstant();
        if (wanted.isBefore(EARLIEST) || wanted.isAfter(LATEST)) {
            return FileTime.from(wanted.isBefore(EARLIEST) ? EARLIEST : LATEST);
        }
        return wanted.isBefore(Instant.EPOCH) ? FileTime.from(wanted.truncatedTo(ChronoUnit.SECONDS)) : time;
    }

    /** Whether {@code stored} is the nearest to {@code source} that some file system has, which does not reach as far. */
    private static boolean isEnd(Instant stored, Instant source) {
        Instant second = stored.truncatedTo(ChronoUnit.SECONDS);
        return source.isBefore(stored)
                ? FIRST.contains(second) || isNear(stored, FIRST_OF_FAT)
                : LAST.contains(second) || isNear(stored, LAST_OF_FAT);
    }

    private static boolean isNear(Instant stored, Instant end) {
        // Zones differ by quarters of an hour, and the last second or two of one may be cut off.
        long intoQuarter = Math.floorMod(stored.getEpochSecond(), 900L);
        return Duration.between(stored, end).abs().compareTo(ZONES) <= 0 && (intoQuarter == 0 || intoQuarter >= 898);
    }

    /**
     * Whether every write after {@code now} leaves another modified time than {@code modified} (PROTOCOL.md section 4.2). Until then a file
     * may change without a trace, so that nothing which was read of it may be joined with what is read later.
     *
     * @param now taken before the file was looked at
     */
    public static boolean isSettled(Instant modified, Instant now) {
        Duration age = Duration.between(modified, now);
        return age.compareTo(unit(modified)) >= 0 || age.negated().compareTo(AHEAD) > 0;
    }

    private static Duration unit(Instant modified) {
        return modified.get(ChronoField.NANO_OF_SECOND) % COARSE[0] == 0 ? COARSEST : FINE;
    }

    /** How long it takes from {@code now} on until a file {@link #isSettled}; zero also where it is so far ahead of the clock that waiting helps nothing. */
    static Duration untilSettled(Instant modified, Instant now) {
        Duration unit = unit(modified);
        Duration left = unit.minus(Duration.between(modified, now));
        return left.isNegative() || left.compareTo(unit.multipliedBy(2)) > 0 ? Duration.ZERO : left;
    }

    /**
     * Whether {@code stored} is what a disk made of {@code source}: the same microsecond, or a fraction of a second cut to a coarser unit. Two
     * different whole seconds are never the same, unless the stored one is the first or the last that a file system has and the source lies beyond: archives keep no fractions, and may hold two versions of a file a second apart.
     */
    public static boolean isOf(Instant stored, Instant source) {
        return isKept(stored, source) || isEnd(stored, source);
    }

    /** As {@link #isOf}, by a disk that reaches so far. */
    public static boolean isKept(Instant stored, Instant source) {
        if (stored.truncatedTo(ChronoUnit.MICROS).equals(source.truncatedTo(ChronoUnit.MICROS))) {
            return true;
        }
        if (source.getNano() == 0) {
            return false;
        }
        // Seconds count from an even one, so that every unit divides its start.
        long nanos = Math.floorMod(source.getEpochSecond(), 2L) * 1_000_000_000L + source.getNano();
        for (long unit : COARSE) {
            if (stored.equals(source.minusNanos(nanos % unit))) {
                return true;
            }
        }
        return false;
    }

    /** Returns the latest of what the file system tells: when {@code file} was made, written to, and changed in any way if it knows that. */
    public static Instant touched(Directory directory, Path file, BasicFileAttributes attributes) throws IOException {
        return Stream.of(attributes.creationTime(), attributes.lastModifiedTime(), directory.changed(file, attributes))
                .filter(Objects::nonNull)
                .max(FileTime::compareTo)
                .orElseThrow()
                .toInstant();
    }

    /** As above, of the file as it is now. */
    public static Instant touched(Directory directory, Path file) throws IOException {
        return touched(directory, file, directory.attributes(file));
    }

    /**
     * The last change of any kind to a file: to what it holds, its times, its rights, its names. Nobody can set it.
     *
     * @param fileKey of the file that it was asked of
     */
    public record Change(FileTime time, Object fileKey) {}

    /**
     * File systems of which it is known that they keep the time of the last change by themselves. On others (FAT, and some that are reached over a network) it follows the
     * modified time, which can be set, or comes late.
     */
    private static final Set<String> TELLING = Set.of(
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

    /** Whether every change of {@code file} is told by {@link #change}, however well somebody hides it. */
    public static boolean isTold(Path file) {
        try {
            return TELLING.contains(Files.getFileStore(file).type());
        } catch (IOException e) {
            return false;
        }
    }

    /** Of what is at {@code file} now; empty where the system has no such time. */
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
