package quayside.server.protect;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * A small file that is replaced whole. Whatever happens, its name holds the old content or the new one, and once {@link #write} has returned the new one
 * survives a power cut.
 */
final class StateFile {
    private final StateFolder folder;
    private final String name;
    private final Path file;
    private long bytes;

    StateFile(StateFolder folder, String name) {
        this.folder = folder;
        this.name = name;
        this.file = folder.resolve(name);
    }

    /** What it holds, or null where it is not there. */
    byte @Nullable [] read() throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return null;
        }
        byte[] content = Files.readAllBytes(file);
        bytes = content.length;
        return content;
    }

    /** Its size when it was last read or written; 0 where it is not there. */
    long bytes() {
        return bytes;
    }

    void write(byte[] content) throws IOException {
        folder.make();
        Path fresh = folder.resolve(name + ".new");
        writeSynced(fresh, content);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        folder.sync();
        bytes = content.length;
    }

    void delete() throws IOException {
        folder.delete(file);
        bytes = 0;
    }

    /** Puts {@code content} beside it under a name that begins with its own; returns the copy. */
    Path keepCopy(byte[] content, String suffix) throws IOException {
        Path copy = folder.resolve(name + suffix);
        writeSynced(copy, content);
        folder.sync();
        return copy;
    }

    private void writeSynced(Path to, byte[] content) throws IOException {
        // One that a killed server left may have been made for others to read.
        Files.deleteIfExists(to);
        try (FileChannel channel = folder.create(to)) {
            StateFolder.writeSynced(channel, content);
        }
    }
}
