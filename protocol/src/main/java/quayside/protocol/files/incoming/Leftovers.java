package quayside.protocol.files.incoming;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import quayside.protocol.files.Directory;
import quayside.protocol.files.Disk;
import quayside.protocol.files.FileTimes;
import quayside.protocol.files.PartNames;

/** Deletes part files and records that no later try has resumed (PROTOCOL.md section 8.4). */
public final class Leftovers {
    /** The age at which they are deleted. Younger ones may still be wanted. */
    public static final Duration KEPT = Duration.ofDays(7);

    private Leftovers() {}

    /**
     * Deletes old leftovers in {@code folder}. Those in use stay. Those that cannot be read or deleted are left for a
     * later sweep, because a sweep must never make a download fail.
     */
    public static void sweep(Disk disk, Path folder, Instant now) {
        try (Directory directory = disk.open(folder)) {
            for (Path file : directory.names(PartNames::isLeftover)) {
                try {
                    if (isOld(directory, file, now)) {
                        sweepOne(directory, file, now);
                    }
                } catch (IOException e) {
                    // Another program may have been quicker.
                }
            }
        } catch (IOException e) {
            // The next sweep may be able to read it.
        }
    }

    /**
     * Deletes the files of {@code name} in {@code folder}, whatever their age. If they are in use they stay. Those that
     * cannot be deleted are left to a sweep.
     */
    public static void delete(Disk disk, Path folder, PartNames name) {
        Path part = name.part(folder).getFileName();
        Path record = name.record(folder).getFileName();
        try (Directory directory = disk.open(folder)) {
            Optional<FileChannel> held = HeldRecords.OF_PROGRAM.lock(directory, record, false);
            if (held.isPresent()) {
                try (FileChannel _ = held.get()) {
                    delete(directory, part);
                    delete(directory, PartNames.aside(part));
                    delete(directory, record);
                }
            }
        } catch (IOException e) {
            // The files are gone, or a later sweep deletes them.
        }
    }

    private static void delete(Directory directory, Path file) throws IOException {
        if (directory.find(file) != null) {
            directory.deleteFile(file);
        }
    }

    private static void sweepOne(Directory directory, Path file, Instant now) throws IOException {
        String name = file.toString();
        if (name.endsWith(".trial")) {
            directory.deleteFile(file);
            return;
        }
        String stem = name.substring(0, name.lastIndexOf('.'));
        Path record = file.resolveSibling(stem + ".resume");
        Path part = file.resolveSibling(stem + ".part");
        Optional<FileChannel> held;
        try {
            held = HeldRecords.OF_PROGRAM.lock(directory, record, false);
        } catch (NoSuchFileException e) {
            // A part file without a record is written to as long as it is wanted, and this one is old.
            directory.deleteFile(part);
            return;
        }
        if (held.isEmpty()) {
            return;
        }
        try (FileChannel _ = held.get()) {
            if (isOld(directory, record, now) && (file.equals(part) || isOldOrGone(directory, part, now))) {
                delete(directory, part);
                directory.deleteFile(record);
            }
        }
    }

    private static boolean isOldOrGone(Directory directory, Path file, Instant now) throws IOException {
        try {
            return isOld(directory, file, now);
        } catch (NoSuchFileException e) {
            return true;
        }
    }

    private static boolean isOld(Directory directory, Path file, Instant now) throws IOException {
        return FileTimes.touched(directory, file).isBefore(now.minus(KEPT));
    }
}
