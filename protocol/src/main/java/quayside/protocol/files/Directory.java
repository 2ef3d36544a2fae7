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
 * An open directory. Each operation concerns one name directly in it and follows no link. So other programs cannot
 * redirect a descent from one {@code Directory} to the next. Thread-safe except for {@link #next}. Every method blocks
 * on the disk.
 */
public interface Directory extends Closeable {
    /** The purpose for which a file is opened. */
    enum Opening {
        READ(StandardOpenOption.READ, NOFOLLOW_LINKS),
        /** An existing file, for reading and writing. */
        OLD(StandardOpenOption.READ, StandardOpenOption.WRITE, NOFOLLOW_LINKS),
        /** A file that must not exist yet, for reading and writing. */
        NEW(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE, NOFOLLOW_LINKS),
        /** A file that may exist, for reading and writing. */
        NEW_OR_OLD(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE, NOFOLLOW_LINKS);

        @SuppressWarnings("ImmutableEnumChecker") // Set.of makes it so.
        private final Set<OpenOption> options;

        Opening(OpenOption... options) {
            this.options = Set.of(options);
        }

        /** Returns Java's options, which never follow a link. */
        Set<OpenOption> options() {
            return options;
        }
    }

    /** Returns the attributes of this directory itself. */
    BasicFileAttributes attributes() throws IOException;

    /**
     * Returns the attributes of the entry {@code name}, or of the link if it is one. If the system has permissions,
     * they are {@link java.nio.file.attribute.PosixFileAttributes}. Throws {@link NoSuchFileException} also for a name
     * that the disk cannot store.
     */
    BasicFileAttributes attributes(Path name) throws IOException;

    /** Returns the same as {@link #attributes(Path)}, or null if there is no such entry. */
    default @Nullable BasicFileAttributes find(Path name) throws IOException {
        try {
            return attributes(name);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /**
     * Returns when {@code name} was last changed in any way. Returns null if the system does not report it. Java asks
     * by path, so this also returns null if the path no longer leads to the file with {@code attributes}.
     */
    @Nullable
    FileTime changed(Path name, BasicFileAttributes attributes) throws IOException;

    /** Returns who may be writing to {@code name} now, if its path leads to the file with {@code attributes}. */
    NativeFile.Writers writers(Path name, BasicFileAttributes attributes) throws IOException;

    /**
     * Returns the mode of the file {@code name} with {@code attributes}, as a limit for files that do not get its access
     * control list: it grants nobody more than the list does. Empty if the system has no modes.
     */
    Optional<Mode> mode(Path name, BasicFileAttributes attributes) throws IOException;

    /**
     * Returns whether the file {@code name} with {@code attributes} has no other name, as far as the system reports it.
     */
    boolean hasOneName(Path name, BasicFileAttributes attributes) throws IOException;

    /**
     * Returns whether {@code name} is free, by a check that is cheaper than a failing lookup. For a first check only:
     * it may be wrong while somebody swaps directories.
     */
    boolean seemsFree(Path name);

    /**
     * Opens the directory {@code name}. Throws {@link java.nio.file.NotDirectoryException} for anything else, including
     * a link.
     */
    Directory open(Path name) throws IOException;

    /**
     * Opens the file {@code name}. The caller first checks that it is a regular file, because opening a pipe blocks. A
     * file that this creates is private to its owner, if the system has permissions.
     */
    SeekableByteChannel openFile(Path name, Opening opening) throws IOException;

    /**
     * Makes the directory {@code name}. Unless this directory {@link #makesDirectories}, the new one is made by its
     * path. Then call this only in a trusted directory, and move the new one from there to its place.
     */
    void makeDirectory(Path name, FileAttribute<?>... attributes) throws IOException;

    /**
     * Returns whether directories can be made in this directory as safely as files, with everything inherited from it.
     */
    boolean makesDirectories() throws IOException;

    void deleteFile(Path name) throws IOException;

    /** Deletes an empty directory. */
    void deleteDirectory(Path name) throws IOException;

    /** Sets the modified time of an entry to {@code modified}, or to the nearest that the disk can store. */
    void setModified(Path name, FileTime modified) throws IOException;

    /**
     * Gives the file {@code name}, which is about to be moved into {@code target}, its mode, owner and other metadata
     * there (PROTOCOL.md section 8.5).
     *
     * @param replaced the file of {@code target} that it is about to replace; null if it replaces none
     * @param source the mode of its source, which limits the permissions
     * @return the properties that the disk did not keep
     */
    Set<Unkept> giveMetadata(Path name, Directory target, @Nullable Path replaced, Optional<Mode> source)
            throws IOException;

    /**
     * Moves {@code name} to {@code newName} in {@code target} in one step.
     *
     * @param replace whether an existing file is replaced. If not, the caller has checked that there is none, because
     *     not every system refuses to replace
     */
    void move(Path name, Directory target, Path newName, boolean replace) throws IOException;

    /**
     * Gives the file {@code name} the free name {@code newName}, in one step if the system offers that. The old name
     * may remain.
     *
     * @throws java.nio.file.FileAlreadyExistsException if the name is taken
     */
    void publish(Path name, Path newName) throws IOException;

    /** Returns the next name of one pass over the directory, or null after the last. */
    @Nullable
    Path next() throws IOException;

    /** Returns all names that are {@code wanted}, in a separate pass. */
    List<Path> names(Predicate<Path> wanted) throws IOException;

    /** Waits until the entries are on the disk, if the system offers that. */
    void sync() throws IOException;

    @Override
    void close() throws IOException;
}
