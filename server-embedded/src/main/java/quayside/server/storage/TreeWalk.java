package quayside.server.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.protocol.files.Directory;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;

/**
 * Walks a tree through open folders; it visits links but never follows them. A tree may be deeper than any path of
 * guests. So only a limited number of folders is open at a time, and those further up are opened again by their names.
 */
final class TreeWalk implements Closeable {
    /** Guests cannot make a tree deeper than that, so names are kept in memory only for trees that the host made. */
    static final int MAX_OPEN = Limits.MAX_PATH_DEPTH + 8;

    private static final Logger LOG = LoggerFactory.getLogger(TreeWalk.class);

    private final Directory parent;
    private final Visitor visitor;
    private final List<Level> levels = new ArrayList<>();

    private TreeWalk(Directory parent, Visitor visitor) {
        this.parent = parent;
        this.visitor = visitor;
    }

    /**
     * An entry that the walk visits.
     *
     * @param path null if guests cannot name it
     * @param depth the number of folders below the top of the tree
     */
    record Visited(Path name, @Nullable RemotePath path, int depth, BasicFileAttributes attributes) {
        boolean isFolder() {
            return attributes.isDirectory() && !attributes.isOther();
        }
    }

    interface Visitor {
        /**
         * Visits an entry; a folder comes before its content.
         *
         * @return whether to enter the folder
         */
        boolean visit(Directory folder, Visited visited) throws IOException;

        /** Visits a folder again after its content, if it was entered. */
        default void leave(Directory folder, Visited visited) throws IOException {}
    }

    /** A folder on the way down, open or closed. */
    private static final class Level {
        private final Visited visited;
        private @Nullable Directory folder;
        /** The names that are still to visit, of a folder that was closed to limit the open ones. */
        private @Nullable Queue<Path> remaining;

        Level(Visited visited, Directory folder) {
            this.visited = visited;
            this.folder = folder;
        }

        @Nullable
        Path next() throws IOException {
            return remaining != null
                    ? remaining.poll()
                    : Objects.requireNonNull(folder).next();
        }
    }

    /**
     * Visits {@code name} of {@code parent} and everything below. Entries that are deleted meanwhile are left out.
     *
     * @param path the path of {@code name}; null if guests cannot name it
     */
    static void run(Directory parent, Path name, @Nullable RemotePath path, Visitor visitor) throws IOException {
        try (TreeWalk walk = new TreeWalk(parent, visitor)) {
            walk.visit(parent, new Visited(name, path, 0, parent.attributes(name)));
            while (!walk.levels.isEmpty()) {
                walk.step();
            }
        }
    }

    /** Deletes {@code name}, which may be anything, and everything below. */
    static void delete(Directory parent, Path name) throws IOException {
        run(parent, name, null, new Visitor() {
            @Override
            public boolean visit(Directory folder, Visited visited) throws IOException {
                if (!visited.isFolder()) {
                    folder.deleteFile(visited.name());
                }
                return true;
            }

            @Override
            public void leave(Directory folder, Visited visited) throws IOException {
                folder.deleteDirectory(visited.name());
            }
        });
    }

    private void step() throws IOException {
        Level level = levels.getLast();
        Path name = level.next();
        try {
            if (name == null) {
                leave(level);
            } else {
                Directory folder = open(levels.size() - 1);
                visit(
                        folder,
                        new Visited(
                                name,
                                child(level.visited.path(), name),
                                level.visited.depth() + 1,
                                folder.attributes(name)));
            }
        } catch (NoSuchFileException e) {
            // It was deleted meanwhile.
            if (levels.isEmpty()) {
                throw e;
            }
        }
    }

    private void visit(Directory folder, Visited visited) throws IOException {
        if (visitor.visit(folder, visited) && visited.isFolder()) {
            levels.add(new Level(visited, folder.open(visited.name())));
            park(levels.size() - 1 - MAX_OPEN);
        }
    }

    private void leave(Level level) throws IOException {
        close(level);
        levels.removeLast();
        visitor.leave(levels.isEmpty() ? parent : open(levels.size() - 1), level.visited);
    }

    private void park(int index) throws IOException {
        if (index < 0) {
            return;
        }
        Level level = levels.get(index);
        if (level.remaining == null) {
            Queue<Path> remaining = new ArrayDeque<>();
            for (Path name = level.next(); name != null; name = level.next()) {
                remaining.add(name);
            }
            level.remaining = remaining;
        }
        close(level);
    }

    /**
     * Returns the folder of a level. If it was closed, it is opened again from above, and the nearest folders above it
     * stay open too.
     */
    private Directory open(int index) throws IOException {
        Directory open = levels.get(index).folder;
        return open != null ? open : reopen(index);
    }

    private Directory reopen(int index) throws IOException {
        Directory at = parent;
        for (int i = 0; i <= index; i++) {
            Level level = levels.get(i);
            Directory next = level.folder != null ? level.folder : at.open(level.visited.name());
            if (i > 0) {
                park(i - 1 <= index - MAX_OPEN ? i - 1 : -1);
            }
            level.folder = next;
            at = next;
        }
        return at;
    }

    private static @Nullable RemotePath child(@Nullable RemotePath folder, Path name) {
        try {
            return folder == null ? null : folder.child(name.toString());
        } catch (ProtocolException e) {
            return null;
        }
    }

    private static void close(Level level) {
        try {
            if (level.folder != null) {
                level.folder.close();
                level.folder = null;
            }
        } catch (IOException e) {
            LOG.debug("A folder could not be closed", e);
        }
    }

    @Override
    public void close() {
        levels.forEach(TreeWalk::close);
    }
}
