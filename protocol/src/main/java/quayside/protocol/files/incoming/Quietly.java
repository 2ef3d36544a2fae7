package quayside.protocol.files.incoming;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import quayside.protocol.files.Directory;

/** Tidies up and ignores failures, because they must never make an operation fail. */
final class Quietly {
    private Quietly() {}

    static void delete(Directory directory, @Nullable Path leftover) {
        try {
            if (leftover != null) {
                directory.deleteFile(leftover);
            }
        } catch (IOException e) {
            // A later sweep deletes it.
        }
    }

    static void close(@Nullable Closeable open) {
        try {
            if (open != null) {
                open.close();
            }
        } catch (IOException e) {
            // The descriptor is released anyway.
        }
    }
}
