package quayside.protocol.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Deletes the part files and records that nobody came back for (PROTOCOL.md section 8.4). */
public final class Leftovers {
    /** Younger ones may still be wanted. */
    public static final Duration KEPT = Duration.ofDays(7);

    private Leftovers() {}

    /**
     * Sweeps {@code folder}. What somebody holds stays, and what cannot be looked at or deleted is left for another time: a sweep is never
     * the reason why a download fails.
     */
    public static void sweep(Disk disk, Path folder, Instant now) {
        List<Path> found;
        try {
            found = disk.leftovers(folder);
        } catch (IOException e) {
            return;
        }
        for (Path file : found) {
            try {
                if (isOld(disk, file, now)) {
                    sweepOne(disk, file, now);
                }
            } catch (IOException e) {
                // Another program may have been quicker.
            }
        }
    }

    /**
     * Deletes what was left under {@code name} in {@code folder}, however young. What somebody holds stays, and what cannot be deleted is
     * left to a sweep.
     */
    public static void delete(Disk disk, Path folder, PartName name) {
        Path record = name.record(folder);
        try {
            Optional<FileChannel> held = disk.lockRecord(record, false);
            if (held.isPresent()) {
                try (FileChannel _ = held.get()) {
                    disk.delete(name.part(folder));
                    disk.delete(PartName.aside(name.part(folder)));
                    disk.delete(record);
                }
            }
        } catch (IOException e) {
            // Nothing is there any more, or it is swept one day.
        }
    }

    private static void sweepOne(Disk disk, Path file, Instant now) throws IOException {
        String name = file.getFileName().toString();
        String stem = name.substring(0, name.lastIndexOf('.'));
        Path record = file.resolveSibling(stem + ".resume");
        Path part = file.resolveSibling(stem + ".part");
        Optional<FileChannel> held;
        try {
            held = disk.lockRecord(record, false);
        } catch (NoSuchFileException e) {
            // A part file without a record is written to as long as it is wanted, and this one is old.
            disk.delete(part);
            return;
        }
        if (held.isEmpty()) {
            return;
        }
        try (FileChannel _ = held.get()) {
            if (isOld(disk, record, now) && (file.equals(part) || isOldOrGone(disk, part, now))) {
                disk.delete(part);
                disk.delete(record);
            }
        }
    }

    private static boolean isOldOrGone(Disk disk, Path file, Instant now) throws IOException {
        try {
            return isOld(disk, file, now);
        } catch (NoSuchFileException e) {
            return true;
        }
    }

    private static boolean isOld(Disk disk, Path file, Instant now) throws IOException {
        return disk.touched(file).isBefore(now.minus(KEPT));
    }
}
