package quayside.server.storage;

import java.util.HexFormat;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Checksum;
import quayside.protocol.wire.Trail;

/**
 * The readings of files that are sent, by words that only their receivers know. A client that lost its connection
 * resumes by the word, and neither side reads the beginning again (PROTOCOL.md section 5.2). No file is kept open: on a
 * disk that reports every change, a file with the same version as before was not touched since. Thread-safe.
 */
final class Readings {
    private final BooleanSupplier reportsChanges;
    private final RandomGenerator random;
    private final Remembered<Known> known = new Remembered<>();

    /**
     * @param reportsChanges whether the share's disk reports every change of a file; asked before a reading is resumed
     */
    Readings(BooleanSupplier reportsChanges, RandomGenerator random) {
        this.reportsChanges = reportsChanges;
        this.random = random;
    }

    private record Known(RemotePath file, String version, Trail trail) {}

    /**
     * Begins another reading of {@code file} for {@code asker}.
     *
     * @param version the certain version of the file as it is open now; the file is on the share's own disk
     * @param whole the checksum of the bytes up to {@code offset}, as they were read from it
     */
    Storage.Reading begin(RemotePath file, String version, long offset, Checksum whole, String asker) {
        HexFormat hex = HexFormat.of();
        String word = hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
        Trail trail = new Trail();
        trail.passed(offset, whole);
        known.put(word, asker, new Known(file, version, trail));
        return new Storage.Reading(word, trail);
    }

    /**
     * Returns what was read as {@code word}, if that was {@code file} in its present version and no other file can have
     * that version.
     */
    Optional<Trail> of(String word, RemotePath file, String version) {
        return known.get(word)
                .filter(each -> each.file().equals(file) && each.version().equals(version))
                .filter(_ -> reportsChanges.getAsBoolean())
                .map(Known::trail);
    }
}
