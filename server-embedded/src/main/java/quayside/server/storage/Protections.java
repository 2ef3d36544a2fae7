package quayside.server.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import quayside.protocol.files.Directory;
import quayside.protocol.files.FileProblem;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.protect.Keyring;
import quayside.server.protect.Lock;
import quayside.server.protect.ProtectedFiles;
import quayside.server.text.ServerPhrase;
import quayside.server.text.ServerReason;

/**
 * The protected files of the share, as seen with one keyring (PROTOCOL.md section 5.8). As thread-safe as the keyring.
 */
final class Protections {
    private final ShareRoot root;
    private final ProtectedFiles files;
    private final Keyring keys;

    Protections(ShareRoot root, ProtectedFiles files, Keyring keys) {
        this.root = root;
        this.files = files;
        this.keys = keys;
    }

    Protections with(Keyring others) {
        return new Protections(root, files, others);
    }

    ProtectedFiles files() {
        return files;
    }

    /** Returns the lock that an entry shows: the first that is not open, or else the first. */
    Optional<String> shown(RemotePath path, BasicFileAttributes attributes) {
        List<String> locks = attributes.isDirectory() ? List.of() : locks(path, attributes);
        return locks.stream()
                .filter(lock -> !keys.opens(lock))
                .findFirst()
                .or(() -> locks.stream().findFirst());
    }

    /** Does the same as {@link #shown}, for the entry {@code name}. */
    Optional<String> shownIn(RemotePath folder, String name, BasicFileAttributes attributes) {
        if (files.isEmpty()) {
            return Optional.empty();
        }
        try {
            return shown(folder.child(name), attributes);
        } catch (ProtocolException e) {
            // It is so deep that no request can name it.
            return Optional.empty();
        }
    }

    /**
     * Throws {@link Fault#PASSCODE_NEEDED} if the file at {@code path}, or the name, has a lock that is not open.
     * The index also remembers which file was seen under a protected name, and the new name of a protected file if the
     * system reports when that file was made.
     *
     * @param path null for a file that guests cannot name
     * @param attributes the attributes of the file; null for none
     */
    void require(@Nullable RemotePath path, @Nullable BasicFileAttributes attributes) throws ProtocolException {
        requireOpen(path, ServerReason.FILE_PROTECTED, locks(path, attributes));
    }

    /** Does the same as {@link #require} for a name and all names below it, whether they exist or not. */
    void requireWithin(RemotePath folder) throws ProtocolException {
        // The name itself comes first, so that each message fits the name in it.
        require(folder, null);
        requireOpen(folder, ServerReason.FOLDER_PROTECTED, files.isEmpty() ? List.of() : files.locksWithin(folder));
    }

    private void requireOpen(@Nullable RemotePath path, ServerReason what, List<String> locks)
            throws ProtocolException {
        for (String lock : locks) {
            if (!keys.opens(lock)) {
                throw new ProtocolException(what, path == null ? ServerPhrase.UNNAMED_FILE : path).under(lock);
            }
        }
    }

    /** Returns the locks on a name and on the file there. */
    List<String> locks(@Nullable RemotePath path, @Nullable BasicFileAttributes attributes) {
        if (files.isEmpty()) {
            return List.of();
        }
        // A folder under a protected name does not change the protection of the name.
        BasicFileAttributes file = attributes == null || attributes.isDirectory() ? null : attributes;
        return path == null
                ? files.locks(Objects.requireNonNull(file))
                : files.locks(path, file, other -> file != null && isSame(file, other));
    }

    /**
     * Returns whether the name {@code other} leads to the file of these attributes, or may do so because the system has
     * no file keys.
     */
    private boolean isSame(BasicFileAttributes attributes, RemotePath other) {
        try (Directory folder = root.descend(other.parent())) {
            BasicFileAttributes found = folder.find(root.name(other));
            return found != null && Objects.equals(found.fileKey(), attributes.fileKey());
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns whether {@code name} certainly does not exist. */
    private boolean isGone(RemotePath name) {
        try (Directory folder = root.descend(name.parent())) {
            return folder.find(root.name(name)) == null;
        } catch (ProtocolException e) {
            return e.fault() == Fault.NOT_FOUND;
        } catch (IOException e) {
            return false;
        }
    }

    void tidy() throws IOException {
        files.tidy(this::isGone);
    }

    /** Deletes files that guests may delete, and with {@link #deleted} their protections. */
    final class Deletion {
        private final List<ProtectedFiles.Deleted> found = new ArrayList<>();

        /**
         * Deletes a file. The caller holds the publisher's lock, so that the file is not protected in between.
         *
         * @param path null if guests cannot name it
         */
        void delete(Directory parent, Path name, @Nullable RemotePath path) throws IOException {
            if (files.isEmpty()) {
                parent.deleteFile(name);
                return;
            }
            BasicFileAttributes attributes = parent.attributes(name);
            List<String> locks = locks(path, attributes);
            requireOpen(path, ServerReason.FILE_PROTECTED, locks);
            boolean others = !locks.isEmpty() && (path == null || mayHaveOtherNames(path));
            parent.deleteFile(name);
            if (!locks.isEmpty()) {
                found.add(new ProtectedFiles.Deleted(attributes, locks.getFirst(), others));
            }
        }

        /** Ends the protections of the deleted files, once the deletion is on the disk. */
        void deleted(ProtectedFiles.Given names) throws IOException {
            files.deleted(names, found);
        }
    }

    /** Returns whether the file at {@code path} may have other names. */
    boolean mayHaveOtherNames(RemotePath path) throws IOException {
        return !files.isEmpty() && hasOtherNames(place(path));
    }

    private static boolean hasOtherNames(Path place) {
        try {
            return !(Files.getAttribute(place, "unix:nlink", LinkOption.NOFOLLOW_LINKS) instanceof Integer links)
                    || links > 1;
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return true;
        }
    }

    /** Returns the place of {@code path}. Links in it are followed, so it must only be used to look. */
    Path place(RemotePath path) throws IOException {
        Path place = root.place();
        for (String name : path.names()) {
            Path next = root.names().path(name);
            if (next == null) {
                throw FileProblem.MISSING.atHost(path, null);
            }
            place = place.resolve(next);
        }
        return place;
    }

    /** Protects files that are about to be published, under whichever name; see {@link #reserve}. */
    void announce(List<ProtectedFiles.Arriving> arriving) throws IOException {
        if (!arriving.isEmpty()) {
            files.announce(arriving);
        }
    }

    /** Does the same as {@link ProtectedFiles#reserve}, if there is a lock. */
    void reserve(RemotePath path, BasicFileAttributes attributes, Optional<Lock> lock) throws IOException {
        if (lock.isPresent()) {
            files.reserve(path, attributes, lock.get());
        }
    }
}
