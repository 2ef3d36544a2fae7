package quayside.protocol.files;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Gives a part file a name only if the name is free (PROTOCOL.md section 8.1). Plain Java does that in one step only by
 * a hard link. FAT and some network file systems have no links; there this class checks the name and then moves the
 * file.
 */
record LinkOrMove(Links links) {
    /** Makes {@code name} a hard link to {@code existing}, as {@link Files#createLink} does. */
    @FunctionalInterface
    interface Links {
        void create(Path name, Path existing) throws IOException;
    }

    void publish(Path part, Path place) throws IOException {
        try {
            links.create(place, part);
        } catch (UnsupportedOperationException e) {
            move(part, place);
        } catch (FileSystemException e) {
            // Java has no exception type for unsupported links, and the message is in the user's language.
            if (e.getClass() != FileSystemException.class || FileProblem.isDiskFull(e) || takesLinks(part)) {
                throw e;
            }
            move(part, place);
        }
    }

    /** Returns whether a link with another name can be made in the folder of {@code part}. */
    private boolean takesLinks(Path part) throws IOException {
        Path trial = part.resolveSibling(part.getFileName() + ".trial");
        Files.deleteIfExists(trial);
        try {
            links.create(trial, part);
            return true;
        } catch (FileSystemException e) {
            return e.getClass() != FileSystemException.class;
        } catch (UnsupportedOperationException e) {
            return false;
        } finally {
            Files.deleteIfExists(trial);
        }
    }

    private static void move(Path part, Path place) throws IOException {
        if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(place.toString());
        }
        Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
    }
}
