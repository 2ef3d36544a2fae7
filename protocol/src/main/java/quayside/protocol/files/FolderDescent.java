package quayside.protocol.files;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Opens folders below a trusted one by their descriptors, a name at a time and through no link, so that whatever is swapped meanwhile, what is done in a folder
 * is done in that very folder. The last few stay open. Thread-safe.
 */
final class FolderDescent implements Closeable {
    private static final int MOST_OPEN = 8;

    private final Path top;
    private final Map<Path, Held> held = new HashMap<>();
    private final Deque<Path> order = new ArrayDeque<>();
    private boolean closed;

    private static final class Held {
        private final SecureDirectoryStream<Path> folder;
        private @Nullable NativeFolder itself;
        private boolean looked;
        private int users;
        private boolean forgotten;

        Held(SecureDirectoryStream<Path> folder) {
            this.folder = folder;
        }
    }

    /** What is done in a folder while it is open. */
    @FunctionalInterface
    interface Work<T> {
        T in(SecureDirectoryStream<Path> folder) throws IOException;
    }

    /** As {@link Work}, also with calls of the system where it has such. */
    @FunctionalInterface
    interface NativeWork<T> {
        T in(SecureDirectoryStream<Path> folder, @Nullable NativeFolder itself) throws IOException;
    }

    private FolderDescent(Path top) {
        this.top = top;
    }

    /** Empty where the system has no descriptors of folders. */
    static Optional<FolderDescent> below(Path top) throws IOException {
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(top)) {
            return stream instanceof SecureDirectoryStream ? Optional.of(new FolderDescent(top)) : Optional.empty();
        }
    }

    /** Does {@code work} in {@code folder}; fails with {@link NotDirectoryException} where that, or one above it, is a link or a file. */
    <T> T in(Path folder, Work<T> work) throws IOException {
        Held open = take(folder);
        try {
            return work.in(open.folder);
        } finally {
            giveBack(open);
        }
    }

    /** As {@link #in}. What uses one folder natively does so one after the other. */
    <T> T natively(Path folder, NativeWork<T> work) throws IOException {
        Held open = take(folder);
        try {
            synchronized (open) {
                if (!open.looked) {
                    open.looked = true;
                    Object key = open.folder
                            .getFileAttributeView(BasicFileAttributeView.class)
                            .readAttributes()
                            .fileKey();
                    open.itself = NativeFolder.of(top, folder, key).orElse(null);
                }
                return work.in(open.folder, open.itself);
            }
        } finally {
            giveBack(open);
        }
    }

    private synchronized Held take(Path folder) throws IOException {
        Held known = held.get(folder);
        if (known == null) {
            known = new Held(open(folder));
            if (order.size() == MOST_OPEN) {
                forget(order.remove());
            }
            held.put(folder, known);
            order.add(folder);
        }
        known.users++;
        if (closed) {
            order.remove(folder);
            forget(folder);
        }
        return known;
    }

    private synchronized void giveBack(Held open) throws IOException {
        open.users--;
        closeUnused(open);
    }

    private void forget(Path folder) throws IOException {
        Held open = held.remove(folder);
        if (open != null) {
            open.forgotten = true;
            closeUnused(open);
        }
    }

    private static void closeUnused(Held open) throws IOException {
        if (open.forgotten && open.users == 0) {
            if (open.itself != null) {
                open.itself.close();
            }
            open.folder.close();
        }
    }

    /** The caller closes it. */
    @SuppressWarnings("StreamResourceLeak")
    private SecureDirectoryStream<Path> open(Path folder) throws IOException {
        SecureDirectoryStream<Path> at = (SecureDirectoryStream<Path>) Files.newDirectoryStream(top);
        if (folder.equals(top)) {
            return at;
        }
        for (Path name : top.relativize(folder)) {
            try (SecureDirectoryStream<Path> above = at) {
                at = open(above, name);
            }
        }
        return at;
    }

    private static SecureDirectoryStream<Path> open(SecureDirectoryStream<Path> above, Path name) throws IOException {
        // Asked before opening: opening a pipe would wait for its other end. A link put here since fails to open.
        if (!above.getFileAttributeView(name, BasicFileAttributeView.class, NOFOLLOW_LINKS)
                .readAttributes()
                .isDirectory()) {
            throw new NotDirectoryException(name.toString());
        }
        return above.newDirectoryStream(name, NOFOLLOW_LINKS);
    }

    /** Closes what nobody uses; the rest when it is given back. What is opened afterwards is closed at once again. */
    @Override
    public synchronized void close() throws IOException {
        closed = true;
        for (Iterator<Path> each = order.iterator(); each.hasNext(); ) {
            forget(each.next());
            each.remove();
        }
    }
}
