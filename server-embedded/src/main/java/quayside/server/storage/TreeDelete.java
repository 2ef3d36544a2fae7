package quayside.server.storage;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;
import quayside.protocol.message.Names;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** Deletes trees from the inside of open folders: links are removed, never followed. */
final class TreeDelete {
    /** Each level holds a descriptor open; people do not nest as deep as this. */
    private static final int MAX_DEPTH = 256;

    private TreeDelete() {}

    /** How a file goes. */
    @FunctionalInterface
    interface Unlink {
        /**
         * Deletes a file, or what else is no folder.
         *
         * @param path null where guests cannot name it
         */
        void delete(Folder parent, Path name, @Nullable RemotePath path) throws IOException;
    }

    /** Deletes {@code name} and all below. */
    static void delete(Folder parent, Path name) throws IOException {
        delete(parent, name, null, (folder, file, _) -> folder.deleteFile(file), 0);
    }

    /** As above, each file by {@code unlink}. */
    static void delete(Folder parent, Path name, RemotePath path, Unlink unlink) throws IOException {
        delete(parent, name, path, unlink, 0);
    }

    private static void delete(Folder parent, Path name, @Nullable RemotePath path, Unlink unlink, int depth)
            throws IOException {
        if (!isFolder(parent.attributes(name))) {
            unlink.delete(parent, name, path);
            return;
        }
        checkDepth(depth);
        try (Folder folder = parent.open(name)) {
            for (Path entry = folder.next(); entry != null; entry = folder.next()) {
                try {
                    delete(folder, entry, child(path, entry), unlink, depth + 1);
                } catch (NoSuchFileException e) {
                    // Somebody else deleted it first.
                }
            }
        }
        parent.deleteFolder(name);
    }

    /** Fails where {@code name} holds what no guest may touch, or something that is protected and not open. */
    static void check(Folder parent, Path name, RemotePath path, Protections protections) throws IOException {
        new Check(path, protections).run(parent, name, path, 0);
    }

    /**
     * One look through a tree.
     *
     * @param top what is to be deleted or moved
     */
    private record Check(RemotePath top, Protections protections) {
        /**
         * Fails where something is in the way.
         *
         * @param path null where guests cannot name it
         */
        void run(Folder parent, Path name, @Nullable RemotePath path, int depth) throws IOException {
            if (Names.isReserved(name.toString())) {
                throw new ProtocolException(
                        Fault.REFUSED, DiskFaults.quoted(top) + " holds files that Quayside keeps for itself.");
            }
            BasicFileAttributes attributes = ConflictRule.find(parent, name);
            if (attributes != null && isFolder(attributes)) {
                checkDepth(depth);
                try (Folder folder = parent.open(name)) {
                    for (Path entry = folder.next(); entry != null; entry = folder.next()) {
                        run(folder, entry, child(path, entry), depth + 1);
                    }
                }
            } else if (attributes != null) {
                protections.require(path, attributes);
            }
        }
    }

    private static @Nullable RemotePath child(@Nullable RemotePath folder, Path name) {
        try {
            return folder == null ? null : folder.child(name.toString());
        } catch (ProtocolException e) {
            return null;
        }
    }

    private static void checkDepth(int depth) throws ProtocolException {
        if (depth > MAX_DEPTH) {
            throw new ProtocolException(Fault.REFUSED, "The folder is nested too deeply to be deleted from here.");
        }
    }

    private static boolean isFolder(BasicFileAttributes attributes) {
        return attributes.isDirectory() && !attributes.isOther();
    }
}
