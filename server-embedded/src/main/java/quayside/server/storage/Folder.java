package quayside.server.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An open folder of the host's file system. Every operation concerns one name directly in it and follows no link, so that
 * whoever descends a {@code Folder} at a time cannot be led out of the share.
 */
interface Folder extends Closeable {
    /** Of this folder itself. */
    BasicFileAttributes attributes() throws IOException;

    /** Of the entry {@code name}; of a link itself where it is one. */
    BasicFileAttributes attributes(Path name) throws IOException;

    /** Opens the folder {@code name}; {@link java.nio.file.NotDirectoryException} for anything else, links among it. */
    Folder open(Path name) throws IOException;

    /** Opens the file {@code name}. Whether it is a regular file is the caller's to check before: opening a pipe blocks. */
    SeekableByteChannel openFile(Path name, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException;

    /**
     * Makes the folder {@code name}. Java offers this by path only, so it is for the staging area alone, where no guest
     * can move anything: from there a new folder is moved to its place.
     */
    void makeFolder(Path name, FileAttribute<?>... attributes) throws IOException;

    void deleteFile(Path name) throws IOException;

    /** Deletes an empty folder. */
    void deleteFolder(Path name) throws IOException;

    void setModified(Path name, FileTime modified) throws IOException;

    /**
     * Moves {@code name} to {@code newName} in {@code target} in one step of the file system.
     *
     * @param replace whether a file there is replaced; where false the caller has looked that there is none, for not every
     *     system refuses by itself
     */
    void move(Path name, Folder target, Path newName, boolean replace) throws IOException;

    /** The next name of one pass over the folder, or null after the last. */
    @Nullable
    Path next() throws IOException;

    /** Waits until the folder's entries are on the disk. */
    void sync() throws IOException;

    @Override
    void close() throws IOException;
}
