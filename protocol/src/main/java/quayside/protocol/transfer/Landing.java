package quayside.protocol.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import quayside.protocol.message.DisplayText;
import quayside.protocol.message.OnConflict;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/**
 * One download's way onto the disk (PROTOCOL.md section 8.1): into a part file beside the target, then data sync, publishing
 * under a name in one atomic step, folder sync. Until {@link #publish} returns, the target's name holds what it held before.
 *
 * <p>For one thread. {@link #close} without a publish deletes the part file.
 */
public final class Landing implements AutoCloseable {
    private final Path folder;
    private final Path part;
    private final FileChannel channel;
    private boolean published;

    /** Creates the part file in {@code folder}; its name never depends on the target's. */
    public Landing(Path folder, SecureRandom random) throws IOException {
        byte[] name = new byte[8];
        random.nextBytes(name);
        this.folder = folder;
        this.part = folder.resolve(".quayside-" + HexFormat.of().formatHex(name) + ".part");
        this.channel = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /** Appends {@code count} authenticated bytes. */
    public void write(byte[] buffer, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /**
     * Makes what was written durable and visible as {@code target}, an entry of this landing's folder.
     *
     * @return the path published, another than {@code target} under {@link OnConflict#RENAME}; empty where the conflict rule leaves the old file
     * @throws ProtocolException {@link Fault#EXISTS} where the name is taken and the rule is {@link OnConflict#FAIL}, or a folder has it
     */
    public Optional<Path> publish(Path target, Instant modified, OnConflict onConflict) throws IOException {
        Files.setLastModifiedTime(part, FileTime.from(modified));
        channel.force(true);
        channel.close();
        Optional<Path> place = move(target, modified, onConflict);
        if (place.isPresent()) {
            syncFolder();
            published = true;
        }
        return place;
    }

    /** What the rule says of {@code target} as it is now: false where a transfer would end in {@link OnConflict#SKIP}. Fails as {@link #publish}. */
    public static boolean wanted(Path target, Instant modified, OnConflict onConflict) throws IOException {
        BasicFileAttributes old;
        try {
            old = Files.readAttributes(target, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return true;
        }
        return switch (onConflict) {
            case RENAME -> true;
            case SKIP -> false;
            case FAIL -> throw exists(target);
            case OVERWRITE -> {
                refuseFolder(target, old);
                yield true;
            }
            case NEWER -> {
                refuseFolder(target, old);
                yield old.lastModifiedTime().toInstant().isBefore(modified);
            }
        };
    }

    private Optional<Path> move(Path target, Instant modified, OnConflict onConflict) throws IOException {
        int tries = onConflict == OnConflict.RENAME ? FreeName.MOST_TRIES : 1;
        for (int attempt = 1; attempt <= tries; attempt++) {
            Path place = target.resolveSibling(FreeName.of(target.getFileName().toString(), attempt));
            try {
                publishNew(place);
                return Optional.of(place);
            } catch (FileAlreadyExistsException e) {
                if (onConflict != OnConflict.RENAME) {
                    if (!wanted(target, modified, onConflict)) {
                        return Optional.empty();
                    }
                    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                    return Optional.of(target);
                }
            }
        }
        throw exists(target);
    }

    /** A hard link is the one way in plain Java to take a name atomically only where it is free. */
    private void publishNew(Path place) throws IOException {
        try {
            Files.createLink(place, part);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (UnsupportedOperationException | FileSystemException e) {
            // FAT and some network file systems have no links: there a check and a move have to do.
            if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
                throw new FileAlreadyExistsException(place.toString());
            }
            Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
            return;
        }
        Files.delete(part);
    }

    private void syncFolder() throws IOException {
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        } catch (FileSystemException e) {
            // Windows opens no folder as a file; it journals the rename itself.
            if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
                throw e;
            }
        }
    }

    private static void refuseFolder(Path target, BasicFileAttributes old) throws ProtocolException {
        if (!old.isRegularFile()) {
            throw exists(target);
        }
    }

    private static ProtocolException exists(Path target) {
        return new ProtocolException(
                Fault.EXISTS, "\"" + DisplayText.escape(target.getFileName().toString()) + "\" is already there.");
    }

    @Override
    public void close() throws IOException {
        channel.close();
        if (!published) {
            Files.deleteIfExists(part);
        }
    }
}
