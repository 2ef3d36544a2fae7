package quayside.protocol.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import quayside.protocol.message.Mode;

/**
 * Each operation on this computer's file system that a landing takes (PROTOCOL.md section 8), one by one, so that a test can number them and
 * let each fail. Thread-safe; every method blocks on the disk. Links are never followed in the place of a file.
 */
public interface Disk {
    /**
     * Makes a part file and opens it for reading and writing; it is its owner's alone, where the file system knows such a thing.
     *
     * @throws FileAlreadyExistsException where the name is taken
     */
    FileChannel createPart(Path part) throws IOException;

    /**
     * Opens the part file that an earlier try left for reading and writing; empty where none is there, and where it has a second name: under that
     * it may be a file of the user's.
     */
    Optional<FileChannel> openPart(Path part) throws IOException;

    /**
     * Opens a record for reading and writing and locks it until the channel is closed; empty while somebody else holds it, in this program
     * or another.
     *
     * @param create whether to make one where none is
     * @throws NoSuchFileException where there is none and none is to be made
     */
    Optional<FileChannel> lockRecord(Path record, boolean create) throws IOException;

    /** What {@code file} is, itself where it is a link. */
    BasicFileAttributes attributes(Path file) throws IOException;

    /** When somebody last did something to {@code file}, which {@link #setModified} does not hide. */
    Instant touched(Path file) throws IOException;

    /** Sets the time of a file or folder to {@code modified}, or what the disk can store of it. */
    void setModified(Path file, FileTime modified) throws IOException;

    /**
     * Gives the part file {@code part} the mode, the owner and all else that it is to have under its name (PROTOCOL.md section 8.5).
     *
     * @param replaced the file in the same folder that it is about to replace; empty where it replaces none
     * @param source the mode of its source, beyond which it allows nobody anything
     * @return what the disk did not take
     */
    Set<Unkept> dress(Path part, Optional<Path> replaced, Optional<Mode> source) throws IOException;

    /**
     * Gives {@code part} the name {@code place} in one step where that is free. The old name may be left; see {@link #delete}.
     *
     * @throws FileAlreadyExistsException where it is taken
     */
    void publish(Path part, Path place) throws IOException;

    /** Gives {@code part} the name {@code other} of a part file in the same folder in one step, whatever has that. */
    void renamePart(Path part, Path other) throws IOException;

    /** Gives {@code part} the name {@code place} in one step, replacing the file that has it. */
    void publishReplacing(Path part, Path place) throws IOException;

    /** Deletes a file, if it is there. */
    void delete(Path file) throws IOException;

    /** Waits until the names in {@code folder} are on the disk. */
    void syncFolder(Path folder) throws IOException;

    /** Room for this user on the disk of {@code folder}; -1 where that is not known. */
    long freeBytes(Path folder);

    /**
     * Which names {@code folder} takes for one.
     *
     * @param name free there; files are made under it and deleted at once
     */
    NameFolding folding(Path folder, PartName name) throws IOException;

    /** The part files and records in {@code folder}, of whatever age and in use or not. */
    List<Path> leftovers(Path folder) throws IOException;

    /**
     * This disk for what lies below {@code folder}, whose own path is trusted: there no link is followed, whatever is swapped for one meanwhile. What lies elsewhere
     * is as before.
     */
    Within within(Path folder) throws IOException;

    /** A disk below a trusted folder. Closing it releases what it keeps open; it can be used afterwards. */
    interface Within extends Disk, AutoCloseable {
        /**
         * Makes {@code folder} where it is missing; returns whether it was there.
         *
         * @param source the mode of its source, beyond which a new folder allows nobody but its owner anything
         * @throws FileAlreadyExistsException where something else has its name, a link among it
         */
        boolean makeFolder(Path folder, Optional<Mode> source) throws IOException;

        @Override
        void close() throws IOException;
    }
}
