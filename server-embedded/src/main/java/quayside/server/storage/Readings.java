package quayside.server.storage;

import java.util.HexFormat;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Checksum;
import quayside.protocol.wire.Trail;

/**
 * The readings of files that are sent, each under a word that only its receiver knows. A client that lost its
 * connection resumes by the word, and neither side reads the beginning again (PROTOCOL.md section 5.2). No file is kept
 * open, because on a disk that reports every change, a file with the same version as before is unchanged. Thread-safe.
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
     * Returns the checkpoints of the reading {@code word}, if it was a reading of {@code file} in its present version,
     * and no other content can have that version.
     */
    Optional<Trail> of(String word, RemotePath file, String version) {
        return known.get(word)
                .filter(each -> each.file().equals(file) && each.version().equals(version))
                .filter(_ -> reportsChanges.getAsBoolean())
                .map(Known::trail);
    }
}
