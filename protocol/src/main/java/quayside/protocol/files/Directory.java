package quayside.protocol.files;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import quayside.protocol.message.Mode;

/**
 * An open directory. Each operation concerns one name directly in it and follows no link, so that a descent through one {@code Directory} after another cannot be led
 * elsewhere. Thread-safe but for {@link #next}; every method blocks on the disk.
 */
public interface Directory extends Closeable {
    /** What a file is opened for. */
    enum Opening {
        READ(StandardOpenOption.READ, NOFOLLOW_LINKS),
        /** A file that must be there, for reading and writing. */
        OLD(StandardOpenOption.READ, StandardOpenOption.WRITE, NOFOLLOW_LINKS),
        /** A file that must not be there yet, for reading and writing. */
        NEW(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE, NOFOLLOW_LINKS),
        /** A file that may be there, for reading and writing. */
        NEW_OR_OLD(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE, NOFOLLOW_LINKS);

        @SuppressWarnings("ImmutableEnumChecker") // Set.of makes it so.
        private final Set<OpenOption> options;

        Opening(OpenOption... options) {
            this.options = Set.of(options);
        }

        /** Returns Java's options; never through a link. */
        Set<OpenOption> options() {
            return options;
        }
    }

    /** Returns the attributes of this directory itself. */
    BasicFileAttributes attributes() throws IOException;

    /**
     * Returns the attributes of the entry {@code name}, of a link itself if it is one. If the system knows modes they are {@link
     * java.nio.file.attribute.PosixFileAttributes}. {@link NoSuchFileException} also for a name that the disk does not take.
     */
    BasicFileAttributes attributes(Path name) throws IOException;

    /** As {@link #attributes(Path)}; null if nothing has the name. */
    default @Nullable BasicFileAttributes find(Path name) throws IOException {
        try {
            return attributes(name);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /**
     * Returns when {@code name} was last changed in any way; null if the system does not tell, or its path leads to another file than that of {@code attributes}: Java
     * asks by path.
     */
    @Nullable
    FileTime changed(Path name, BasicFileAttributes attributes) throws IOException;

    /** Tells who may be writing to {@code name} now, if its path leads to the file of {@code attributes}. */
    NativeFile.Writers writers(Path name, BasicFileAttributes attributes) throws IOException;

    /** Returns whether the file {@code name} of {@code attributes} has no other name, as far as the system tells. */
    boolean hasOneName(Path name, BasicFileAttributes attributes) throws IOException;

    /**
     * Returns whether {@code name} is free by a glance, which is cheaper than to find nothing under it. For a first look only: while somebody swaps directories it may
     * be wrong.
     */
    boolean seemsFree(Path name);

    /** Opens the directory {@code name}; {@link java.nio.file.NotDirectoryException} for anything else, links among it. */
    Directory open(Path name) throws IOException;

    /**
     * Opens the file {@code name}. The caller checks before that it is a regular file: opening a pipe blocks. A file that is made by this is nobody else's, if the
     * system knows such a thing.
     */
    SeekableByteChannel openFile(Path name, Opening opening) throws IOException;

    /**
     * Makes the directory {@code name}. Unless this directory {@link #makesDirectories} it is done by path: only where that is trusted; from there a new directory is moved
     * to its place.
     */
    void makeDirectory(Path name, FileAttribute<?>... attributes) throws IOException;

    /** Returns whether a directory is made as surely in this very one as a file is, with all that is inherited from it. */
    boolean makesDirectories() throws IOException;

    void deleteFile(Path name) throws IOException;

    /** Deletes an empty directory. */
    void deleteDirectory(Path name) throws IOException;

    /** Sets the time of an entry to {@code modified}, or what the disk can store of it. */
    void setModified(Path name, FileTime modified) throws IOException;

    /**
     * Gives the file {@code name}, which is about to be moved into {@code target}, the mode, the owner and all else that it is to have there (PROTOCOL.md section 8.5).
     *
     * @param replaced the file of {@code target} that it is about to replace; null if it replaces none
     * @param source the mode of its source, beyond which it allows nobody anything
     * @return what the disk did not take
     */
    Set<Unkept> giveMetadata(Path name, Directory target, @Nullable Path replaced, Optional<Mode> source)
            throws IOException;

    /**
     * Moves {@code name} to {@code newName} in {@code target} in one step.
     *
     * @param replace whether a file there is replaced; if not, the caller has looked that there is none, for not every system refuses by itself
     */
    void move(Path name, Directory target, Path newName, boolean replace) throws IOException;

    /**
     * Gives the file {@code name} the free name {@code newName}, in one step if the system offers that. The old name may be left.
     *
     * @throws java.nio.file.FileAlreadyExistsException if it is taken
     */
    void publish(Path name, Path newName) throws IOException;

    /** Returns the next name of one pass over the directory, or null after the last. */
    @Nullable
    Path next() throws IOException;

    /** Returns those of all names that are {@code wanted}, in a pass of its own. */
    List<Path> names(Predicate<Path> wanted) throws IOException;

    /** Waits until the entries are on the disk, if the system knows such a thing. */
    void sync() throws IOException;

    @Override
    void close() throws IOException;
}
