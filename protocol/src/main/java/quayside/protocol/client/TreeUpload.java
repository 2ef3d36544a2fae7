package quayside.protocol.client;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.transfer.StorageFaults;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;

/** Uploads a tree, a folder at a time; holds no list of it in memory. */
final class TreeUpload {
    private final ShareClient client;
    private final OnConflict onConflict;
    private final Tally tally;
    private final Cancellation cancellation;
    private long files;
    private long bytes;

    TreeUpload(ShareClient client, OnConflict onConflict, Tally tally, Cancellation cancellation) {
        this.client = client;
        this.onConflict = onConflict;
        this.tally = tally;
        this.cancellation = cancellation;
    }

    FolderTransfer.Summary run(Path source, RemotePath intoFolder) throws IOException {
        Path absolute = source.toAbsolutePath().normalize();
        if (absolute.getFileName() == null) {
            throw new ProtocolException(Fault.LOCAL_STORAGE, "A whole disk has no name to upload it under.");
        }
        BasicFileAttributes attributes;
        try {
            // What the user picked is followed where it is a link; what lies in it is not.
            attributes = Files.readAttributes(absolute, BasicFileAttributes.class);
            count(absolute, attributes, 0);
        } catch (IOException e) {
            throw StorageFaults.of(e);
        }
        tally.counted(files, bytes);
        item(absolute, attributes, intoFolder, absolute.getFileName().toString());
        return tally.summary();
    }

    private void count(Path path, BasicFileAttributes attributes, int depth) throws IOException {
        if (attributes.isRegularFile()) {
            files++;
            bytes += attributes.size();
        } else if (attributes.isDirectory() && depth < Limits.MAX_PATH_DEPTH) {
            cancellation.check();
            try (DirectoryStream<Path> children = Files.newDirectoryStream(path)) {
                for (Path child : children) {
                    count(child, attributesOf(child), depth + 1);
                }
            } catch (ProtocolException e) {
                throw e;
            } catch (IOException | DirectoryIteratorException e) {
                // It is named among the failures when its turn comes.
            }
        }
    }

    private void item(Path path, BasicFileAttributes attributes, RemotePath folder, String shown) throws IOException {
        cancellation.check();
        if (attributes.isRegularFile()) {
            tally.file(shown, attributes.size(), progress -> {
                RemotePath target = folder.child(path.getFileName().toString());
                return client.post(path, target, onConflict, progress, cancellation);
            });
        } else if (attributes.isDirectory()) {
            tally.step(shown, () -> folder(path, folder.child(path.getFileName().toString()), shown));
        } else {
            tally.note(shown, Fault.LOCAL_STORAGE, "It is a link or a device, neither a file nor a folder.");
        }
    }

    private void folder(Path path, RemotePath target, String shown) throws IOException {
        try (DirectoryStream<Path> children = Files.newDirectoryStream(path)) {
            ensureRemote(target);
            for (Path child : children) {
                String childShown = shown + "/" + child.getFileName();
                tally.step(childShown, () -> item(child, attributesOf(child), target, childShown));
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private void ensureRemote(RemotePath target) throws IOException {
        try {
            client.makeFolder(target, cancellation);
        } catch (ProtocolException e) {
            if (e.fault() != Fault.EXISTS || !client.stat(target, cancellation).isFolder()) {
                throw e;
            }
        }
    }

    private static BasicFileAttributes attributesOf(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }
}
