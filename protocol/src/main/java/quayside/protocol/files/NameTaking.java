package quayside.protocol.files;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Optional;
import quayside.protocol.message.OnConflict;

/**
 * Gives a part file that is on the disk its name (step 4 of PROTOCOL.md section 8.1).
 *
 * <p>Where that stops between link and unlink, the user's file has a second name, which must not be one that a later try writes to. So a part
 * that a later try could open gets a name of its own first. A kill before the link costs what had arrived; one after it leaves a name
 * that is only ever deleted. After a power cut a disk without a journal may hold the link but not the renaming; there {@link
 * Directory#hasOneName} finds the second name.
 *
 * @param resumable whether a later try would open {@code part}
 */
record NameTaking(Directory directory, Path part, boolean resumable, Look look) {
    /** What is done to the part file under the name that it has now; what fails keeps it from being published. */
    interface Look {
        /** Before it takes a name. */
        void beforeTaking(Path from) throws IOException;

        /** Before it replaces the target. */
        void beforeReplacing(Path from) throws IOException;
    }

    /** The path published; empty where the conflict rule leaves the old file; then, and after a failure, the part file is where it was */
    Optional<Path> take(Path target, Instant modified, OnConflict onConflict) throws IOException {
        Path from = part;
        if (resumable) {
            from = PartName.aside(part);
            directory.move(part, directory, from, true);
        }
        boolean taken = false;
        try {
            look.beforeTaking(from);
            Optional<Path> place = take(from, target, modified, onConflict);
            taken = place.isPresent();
            return place;
        } finally {
            if (taken) {
                // The file is there from now on, so what cannot be tidied up is no failure.
                Quietly.delete(directory, from);
            } else if (resumable) {
                bringBack(from);
            }
        }
    }

    private Optional<Path> take(Path from, Path target, Instant modified, OnConflict onConflict) throws IOException {
        int tries = onConflict == OnConflict.RENAME ? FreeName.MOST_TRIES : 1;
        for (int attempt = 1; attempt <= tries; attempt++) {
            Path place = target.resolveSibling(FreeName.of(target.getFileName().toString(), attempt));
            try {
                publish(from, place);
                return Optional.of(place);
            } catch (FileAlreadyExistsException e) {
                if (onConflict != OnConflict.RENAME) {
                    return replace(from, target, modified, onConflict);
                }
            }
        }
        throw LocalConflict.exists(target);
    }

    /** Some disks say of a name that they do not take that it is not there; but what was to get it is. */
    private void publish(Path from, Path place) throws IOException {
        try {
            directory.publish(from, place.getFileName());
        } catch (NoSuchFileException e) {
            BasicFileAttributes _ = directory.attributes(from);
            throw FileProblem.unstorable(place.getFileName().toString(), e);
        }
    }

    private Optional<Path> replace(Path from, Path target, Instant modified, OnConflict onConflict) throws IOException {
        if (!LocalConflict.wanted(target, modified, onConflict)) {
            return Optional.empty();
        }
        look.beforeReplacing(from);
        directory.move(from, directory, target.getFileName(), true);
        return Optional.of(target);
    }

    /** For a later try; where that fails, nobody can come back for it. */
    private void bringBack(Path from) {
        try {
            directory.move(from, directory, part, true);
        } catch (IOException e) {
            Quietly.delete(directory, from);
        }
    }
}
