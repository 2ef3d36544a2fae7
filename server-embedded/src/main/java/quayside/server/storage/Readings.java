package quayside.server.storage;

import java.util.HexFormat;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Checksum;
import quayside.protocol.wire.Trail;

/**
 * The readings of files that are sent, by words that only who receives them knows: whoever lost its connection goes on with one, and neither side reads the
 * beginning again (PROTOCOL.md section 5.2). Nothing is kept open: on a disk that tells each change of a file, one that has the version it had then has
 * not been touched since. Thread-safe.
 */
final class Readings {
    private final BooleanSupplier detectsChanges;
    private final RandomGenerator random;
    private final Remembered<Known> known = new Remembered<>();

    /** @param detectsChanges whether the share's disk tells of every change of a file; asked before anything is gone on with */
    Readings(BooleanSupplier detectsChanges, RandomGenerator random) {
        this.detectsChanges = detectsChanges;
        this.random = random;
    }

    private record Known(RemotePath file, String version, Trail trail) {}

    /**
     * Another reading of {@code file}, for {@code asker}.
     *
     * @param version certain, and that of the file as it is open now; the file is on the share's own disk
     * @param whole of the bytes up to {@code offset}, as they were read from it
     */
    Storage.Reading begin(RemotePath file, String version, long offset, Checksum whole, String asker) {
        HexFormat hex = HexFormat.of();
        String word = hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
        Trail trail = new Trail();
        trail.passed(offset, whole);
        known.put(word, asker, new Known(file, version, trail));
        return new Storage.Reading(word, trail);
    }

    /** What was read as {@code word}, if that was {@code file} in the version that it has now, and no other can have that. */
    Optional<Trail> of(String word, RemotePath file, String version) {
        return known.get(word)
                .filter(each -> each.file().equals(file) && each.version().equals(version))
                .filter(_ -> detectsChanges.getAsBoolean())
                .map(Known::trail);
    }
}
