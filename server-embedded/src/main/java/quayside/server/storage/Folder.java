package quayside.server.storage;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import quayside.protocol.files.NativeFile;
import quayside.protocol.files.Unkept;
import quayside.protocol.message.Mode;

/**
 * An open folder of the host's file system. Every operation concerns one name directly in it and follows no link, so that
 * whoever descends a {@code Folder} at a time cannot be led out of the share.
 */
interface Folder extends Closeable {
    /** What a file is opened for. */
    enum Opening {
        READ(StandardOpenOption.READ, NOFOLLOW_LINKS),
        /** A file that must not be there yet, for writing. */
        NEW(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, NOFOLLOW_LINKS),
        /** A file that may be there, for reading and writing. */
        NEW_OR_OLD(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE, NOFOLLOW_LINKS);

        @SuppressWarnings("ImmutableEnumChecker") // Set.of makes it so.
        private final Set<OpenOption> options;

        Opening(OpenOption... options) {
            this.options = Set.of(options);
        }

        /** Those of Java; never through a link. */
        Set<OpenOption> options() {
            return options;
        }
    }

    /** Of this folder itself. */
    BasicFileAttributes attributes() throws IOException;

    /**
     * Of the entry {@code name}; of a link itself where it is one. Where the system knows who may run a file they are {@link
     * java.nio.file.attribute.PosixFileAttributes}.
     */
    BasicFileAttributes attributes(Path name) throws IOException;

    /**
     * When {@code name} was last changed in any way, as it is now and follows no link; null where the system does not tell, or its path leads to another file than that of {@code
     * attributes}: Java asks by path.
     */
    @Nullable
    FileTime changed(Path name, BasicFileAttributes attributes) throws IOException;

    /** Who may be writing to {@code name} now, if its path leads to the file of {@code attributes}. */
    NativeFile.Writers writers(Path name, BasicFileAttributes attributes) throws IOException;

    /**
     * Whether {@code name} is free by a glance, which is cheaper than to find nothing under it. For a first look only: where somebody swaps
     * folders at that moment it may be wrong.
     */
    boolean seemsFree(Path name);

    /** Opens the folder {@code name}; {@link java.nio.file.NotDirectoryException} for anything else, links among it. */
    Folder open(Path name) throws IOException;

    /**
     * Opens the file {@code name}. Whether it is a regular file is the caller's to check before: opening a pipe blocks. A file that is made by this is nobody else's,
     * where the system knows such a thing.
     */
    SeekableByteChannel openFile(Path name, Opening opening) throws IOException;

    /**
     * Makes the folder {@code name}. Unless this folder {@link #makesFolders} it is done by path, and so for the staging area alone, where no guest
     * can move anything: from there a new folder is moved to its place.
     */
    void makeFolder(Path name, FileAttribute<?>... attributes) throws IOException;

    /** Whether a folder can be made in this very folder, whatever happens to its path, with all that is inherited from this one. */
    boolean makesFolders() throws IOException;

    void deleteFile(Path name) throws IOException;

    /** Deletes an empty folder. */
    void deleteFolder(Path name) throws IOException;

    void setModified(Path name, FileTime modified) throws IOException;

    /**
     * Gives the file {@code name}, which is about to be moved into {@code target}, the mode, the owner and all else that it is to have there (PROTOCOL.md section
     * 8.5).
     *
     * @param replaced the file of {@code target} that it is about to replace; null where it replaces none
     * @param source the mode of its source, beyond which it allows nobody anything
     * @return what the disk did not take
     */
    Set<Unkept> dress(Path name, Folder target, @Nullable Path replaced, Optional<Mode> source) throws IOException;

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
