package quayside.server.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.util.Optional;
import quayside.protocol.files.Directory;
import quayside.protocol.files.Disk;
import quayside.protocol.files.FileProblem;
import quayside.protocol.files.Metadata;
import quayside.protocol.message.Entry;
import quayside.protocol.message.Mode;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/**
 * Makes folders: at their place if the system offers that, otherwise in the staging area, from which they are moved.
 */
record NewFolder(ShareRoot root, StagingArea staging, ConflictRule rule, Publisher publisher, Protections protections) {
    /** Makes a folder at a path that guests may change; see {@link Storage#makeFolder}. */
    Optional<Entry> make(RemotePath path, boolean existing, Optional<Mode> mode) throws ProtocolException {
        Optional<Entry> found = existing ? folderAt(path) : Optional.empty();
        if (found.isEmpty()) {
            try {
                make(path, mode);
            } catch (ProtocolException e) {
                // Another guest may have made it since.
                found = existing && e.fault() == Fault.EXISTS ? folderAt(path) : found;
                if (found.isEmpty()) {
                    throw e;
                }
            }
        }
        return found;
    }

    private Optional<Entry> folderAt(RemotePath path) throws ProtocolException {
        try (Directory parent = root.descend(path.parent())) {
            BasicFileAttributes attributes = parent.find(root.name(path));
            if (attributes == null || !attributes.isDirectory()) {
                return Optional.empty();
            }
            // Two folders of a guest that differ only in case would become one, and their files would replace each
            // other.
            rule.requireSpelling(parent, path, attributes);
            return Optional.ofNullable(root.entry(path.name(), attributes));
        } catch (IOException e) {
            throw FileProblem.atHost(e, path);
        }
    }

    private void make(RemotePath path, Optional<Mode> mode) throws ProtocolException {
        FileAttribute<?>[] attributes = Metadata.ofFolder(Disk.isPosix(root.place()), mode);
        try (Directory parent = root.descend(path.parent())) {
            if (parent.makesDirectories()) {
                publisher.makeWhereFree(parent, path, attributes, protections);
                return;
            }
        } catch (IOException e) {
            throw FileProblem.atHost(e, path);
        }
        makeAndMove(path, attributes);
    }

    private void makeAndMove(RemotePath path, FileAttribute<?>... attributes) throws ProtocolException {
        String stem = staging.takeFresh();
        try (Directory area = staging.open()) {
            Path name = staging.path(stem);
            area.makeDirectory(name, attributes);
            try {
                publisher.moveToFree(area, name, path, protections);
            } catch (IOException e) {
                StagingArea.discard(area, name);
                throw e;
            }
        } catch (IOException e) {
            throw FileProblem.atHost(e, path);
        } finally {
            staging.release(stem);
        }
    }
}
