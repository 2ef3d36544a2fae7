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
 * Walks a tree from the inside of open folders: links are met, never followed. A tree may be deeper than any path of guests: only so many folders are open at a
 * time, and those further up are found again by their names.
 */
final class TreeWalk implements Closeable {
    /** No tree that guests can make is deeper, so that only the host's own has its names kept in memory. */
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
     * What is met on the way.
     *
     * @param path null where guests cannot name it
     * @param depth how many folders down from the top of the tree
     */
    record Met(Path name, @Nullable RemotePath path, int depth, BasicFileAttributes attributes) {
        boolean isFolder() {
            return attributes.isDirectory() && !attributes.isOther();
        }
    }

    interface Visitor {
        /**
         * Told of everything, of a folder before what it holds.
         *
         * @return whether a folder is to be entered
         */
        boolean meet(Directory folder, Met met) throws IOException;

        /** Told of a folder after what it holds, if it was entered. */
        default void leave(Directory folder, Met met) throws IOException {}
    }

    /** A folder on the way down, open or found again. */
    private static final class Level {
        private final Met met;
        private @Nullable Directory folder;
        /** Of a folder that was closed to make room: the names that are still to come. */
        private @Nullable Queue<Path> rest;

        Level(Met met, Directory folder) {
            this.met = met;
            this.folder = folder;
        }

        @Nullable
        Path next() throws IOException {
            return rest != null ? rest.poll() : Objects.requireNonNull(folder).next();
        }
    }

    /**
     * Visits {@code name} of {@code parent} and all below. What somebody else deletes meanwhile is left out.
     *
     * @param path that of {@code name}; null where guests cannot name it
     */
    static void run(Directory parent, Path name, @Nullable RemotePath path, Visitor visitor) throws IOException {
        try (TreeWalk walk = new TreeWalk(parent, visitor)) {
            walk.meet(parent, new Met(name, path, 0, parent.attributes(name)));
            while (!walk.levels.isEmpty()) {
                walk.step();
            }
        }
    }

    private void step() throws IOException {
        Level level = levels.getLast();
        Path name = level.next();
        try {
            if (name == null) {
                leave(level);
            } else {
                Directory folder = open(levels.size() - 1);
                meet(
                        folder,
                        new Met(name, child(level.met.path(), name), level.met.depth() + 1, folder.attributes(name)));
            }
        } catch (NoSuchFileException e) {
            // Somebody else deleted it first.
            if (levels.isEmpty()) {
                throw e;
            }
        }
    }

    private void meet(Directory folder, Met met) throws IOException {
        if (visitor.meet(folder, met) && met.isFolder()) {
            levels.add(new Level(met, folder.open(met.name())));
            park(levels.size() - 1 - MAX_OPEN);
        }
    }

    private void leave(Level level) throws IOException {
        close(level);
        levels.removeLast();
        visitor.leave(levels.isEmpty() ? parent : open(levels.size() - 1), level.met);
    }

    private void park(int index) throws IOException {
        if (index < 0) {
            return;
        }
        Level level = levels.get(index);
        if (level.rest == null) {
            Queue<Path> rest = new ArrayDeque<>();
            for (Path name = level.next(); name != null; name = level.next()) {
                rest.add(name);
            }
            level.rest = rest;
        }
        close(level);
    }

    /** The folder of a level; where it was closed it is descended to anew, and what lies shortly above it stays open as well. */
    private Directory open(int index) throws IOException {
        Directory open = levels.get(index).folder;
        return open != null ? open : reopen(index);
    }

    private Directory reopen(int index) throws IOException {
        Directory at = parent;
        for (int i = 0; i <= index; i++) {
            Level level = levels.get(i);
            Directory next = level.folder != null ? level.folder : at.open(level.met.name());
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
