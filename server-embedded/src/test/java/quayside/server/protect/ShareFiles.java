package quayside.server.protect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.jspecify.annotations.Nullable;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.ProtocolException;

/** The files of a share, as what looks at them tells {@link ProtectedFiles}. */
record ShareFiles(Path share) {
    static RemotePath path(String text) {
        try {
            return RemotePath.parse(text);
        } catch (ProtocolException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Writes a file that holds its own name, and the folders on the way to it. */
    BasicFileAttributes make(String name) throws IOException {
        Path file = share.resolve(name);
        Files.createDirectories(file.getParent());
        return attributes(Files.writeString(file, name));
    }

    static BasicFileAttributes attributes(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    /** What is locked under a name, whether a file is there or not. */
    List<String> locks(ProtectedFiles of, String name) throws IOException {
        Path file = share.resolve(name);
        @Nullable BasicFileAttributes there = Files.exists(file) ? attributes(file) : null;
        return of.locks(path(name), there, _ -> false);
    }
}
