package quayside.server.protect;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A file of lines of text, to which lines are added. Once {@link #append} has returned the line survives a power cut; a line whose end is missing is one
 * that was being written when the program or the power ended, and counts as never written.
 */
final class Journal {
    private final StateFolder folder;
    private final Path file;

    /** Up to the end of the last whole line. */
    private long bytes;

    Journal(StateFolder folder, String name) {
        this.folder = folder;
        this.file = folder.resolve(name);
    }

    /** Its whole lines, or null where it is not there. */
    byte @Nullable [] read() throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return null;
        }
        byte[] content = Files.readAllBytes(file);
        int whole = content.length;
        while (whole > 0 && content[whole - 1] != '\n') {
            whole--;
        }
        bytes = whole;
        return Arrays.copyOf(content, whole);
    }

    /** The size of its whole lines; 0 where it is not there. */
    long bytes() {
        return bytes;
    }

    /**
     * Adds a line.
     *
     * @param line ends with the only line feed in it
     * @return false where somebody took lines away that were written before; nothing is added then
     */
    boolean append(byte[] line) throws IOException {
        boolean isNew = !Files.exists(file, LinkOption.NOFOLLOW_LINKS);
        try (FileChannel channel = isNew ? folder.create(file) : FileChannel.open(file, StandardOpenOption.WRITE)) {
            if (channel.size() < bytes) {
                return false;
            }
            // What a write that failed has left.
            channel.truncate(bytes);
            channel.position(bytes);
            StateFolder.writeSynced(channel, line);
        }
        if (isNew) {
            folder.sync();
        }
        bytes += line.length;
        return true;
    }

    void delete() throws IOException {
        folder.delete(file);
        bytes = 0;
    }
}
