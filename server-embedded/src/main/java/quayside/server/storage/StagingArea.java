package quayside.server.storage;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.protocol.message.Names;
import quayside.server.storage.Storage.Upload;

/**
 * The folder {@code .quayside/staging} in the share, on the same disk as the targets, where uploads grow until they are whole.
 * It is made when it is first needed, so that a folder that cannot be written can still be shared.
 */
final class StagingArea {
    private static final Logger LOG = LoggerFactory.getLogger(StagingArea.class);
    private static final String FOLDER = "staging";
    private static final Pattern OUR_NAME = Pattern.compile("[0-9a-f]{32}");

    private final ShareRoot root;
    private final Publisher publisher;
    private final Space space;
    private final RandomGenerator random;

    StagingArea(ShareRoot root, Publisher publisher, Space space, RandomGenerator random) {
        this.root = root;
        this.publisher = publisher;
        this.space = space;
        this.random = random;
    }

    Folder open() throws IOException {
        try (Folder share = root.open();
                Folder reserved = openOrMake(share, Names.RESERVED)) {
            return openOrMake(reserved, FOLDER);
        }
    }

    private Folder openOrMake(Folder parent, String text) throws IOException {
        Path name = root.place().getFileSystem().getPath(text);
        try {
            return parent.open(name);
        } catch (NoSuchFileException e) {
            try {
                parent.makeFolder(name, ownersOnly());
            } catch (FileAlreadyExistsException made) {
                // Another upload made it meanwhile.
            }
            return parent.open(name);
        }
    }

    private FileAttribute<?>[] ownersOnly() {
        boolean posix =
                root.place().getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }

    /** A name of fixed length that nobody can foresee. */
    Path freshName() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return root.place().getFileSystem().getPath(HexFormat.of().formatHex(bytes));
    }

    /** Deletes what was not published, as well as that goes. */
    static void discard(Folder area, Path name) {
        try {
            TreeDelete.delete(area, name);
        } catch (NoSuchFileException e) {
            // It was published, and only what came after failed.
        } catch (IOException e) {
            LOG.warn("An unfinished upload could not be removed from the staging area", e);
        }
    }

    StagedFile stage(Upload upload) throws IOException {
        space.promise(upload.target(), upload.size());
        Folder area = null;
        try {
            area = open();
            Path name = freshName();
            SeekableByteChannel channel =
                    area.openFile(name, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
            return new StagedFile(upload, area, name, channel, publisher, space);
        } catch (IOException e) {
            space.release(upload.size());
            if (area != null) {
                area.close();
            }
            throw e;
        }
    }

    /** Deletes what a server that was killed has left, if nothing has written to it since {@code before}. */
    void sweep(Instant before) {
        try (Folder share = root.open();
                Folder reserved = share.open(root.place().getFileSystem().getPath(Names.RESERVED));
                Folder area = reserved.open(root.place().getFileSystem().getPath(FOLDER))) {
            for (Path name = area.next(); name != null; name = area.next()) {
                if (OUR_NAME.matcher(name.toString()).matches()
                        && area.attributes(name).lastModifiedTime().toInstant().isBefore(before)) {
                    TreeDelete.delete(area, name);
                }
            }
        } catch (NoSuchFileException e) {
            // Nothing was ever uploaded here.
        } catch (IOException e) {
            LOG.warn("Leftovers of interrupted uploads could not be deleted", e);
        }
    }
}
