package quayside.server.storage;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.protocol.files.Directory;
import quayside.protocol.files.FileProblem;
import quayside.protocol.files.Unkept;
import quayside.protocol.message.Entry;
import quayside.protocol.message.Mode;
import quayside.protocol.message.Names;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.ProtocolException;
import quayside.server.protect.ProtectedFiles;
import quayside.server.storage.Storage.Upload;
import quayside.server.storage.Storage.UploadResult;
import quayside.server.text.ServerPhrase;

/**
 * Gives files and folders that were made elsewhere their names.
 *
 * <p>The check of a name and of who may touch it runs {@link #exclusively} together with the change that follows. So of
 * two uploads to one name, the second finds the file of the first. Another process of the host's computer can still put
 * a file there in the microseconds between check and change. That file would be replaced as a whole.
 */
final class Publisher {
    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

    private final Set<Unkept> reported = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final ShareRoot root;
    private final ConflictRule rule;
    private final Digests digests;
    private final CompletedUploads completed;

    /** @param clock measures how long ago an upload was published */
    Publisher(ShareRoot root, ConflictRule rule, Digests digests, InstantSource clock) {
        this.completed = new CompletedUploads(clock);
        this.root = root;
        this.rule = rule;
        this.digests = digests;
    }

    /**
     * A file that is whole and has the metadata that it gets under its name.
     *
     * @param attributes the file's own attributes
     * @param replaced the file that it was to replace when it got its metadata; null for none
     */
    record Prepared(
            BasicFileAttributes attributes, @Nullable BasicFileAttributes replaced) {
        /** Returns whether {@code now} is the file to replace, with the same owner and mode as then. */
        boolean isPreparedFor(BasicFileAttributes now) {
            return replaced != null
                    && Objects.equals(replaced.fileKey(), now.fileKey())
                    && Mode.of(replaced).equals(Mode.of(now))
                    && Objects.equals(owners(replaced), owners(now));
        }

        private static @Nullable Object owners(BasicFileAttributes attributes) {
            return attributes instanceof PosixFileAttributes posix ? List.of(posix.owner(), posix.group()) : null;
        }
    }

    /** Returns the file that an earlier sending of {@code upload} was published as, as it was then. */
    Optional<Entry> earlier(Upload upload) {
        return completed.of(upload);
    }

    /** Decides what would happen to {@code upload} now. */
    ConflictRule.Resolution decide(Directory folder, Upload upload, Protections protections) throws IOException {
        Optional<Entry> earlier = earlier(upload);
        if (earlier.isEmpty()) {
            return rule.decide(folder, upload, protections);
        }
        if (upload.drop().isPresent()) {
            return new ConflictRule.Resolution.Keep(earlier.get(), true);
        }
        // A guest that may no longer touch the file or its name learns nothing of it.
        RemotePath path = upload.target().sibling(earlier.get().name());
        protections.require(path, folder.find(root.name(path)));
        return new ConflictRule.Resolution.Keep(earlier.get(), true);
    }

    /** Reports to the host, once for each kind, which properties of guests' files the disk did not keep. */
    void reportUnkept(Set<Unkept> unkept) {
        for (Unkept each : unkept) {
            if (reported.add(each)) {
                LOG.warn("{}", each.sentence(ServerPhrase.SHARED_FOLDERS_DISK));
            }
        }
    }

    /** Forgets uploads that were published long ago. */
    void sweep() {
        completed.sweep();
    }

    /** Forgets an upload that is not certainly on the disk: if it is sent again, it may be published again. */
    void forget(Upload upload) {
        completed.remove(upload);
    }

    /**
     * Moves the finished file {@code staged} out of {@code area} to the target of {@code upload}. The caller still has
     * to sync the folder.
     *
     * @param folder the target's folder
     * @param prepared the file, with metadata for the file that it was to replace
     */
    UploadResult publish(
            Directory area, Path staged, Prepared prepared, Directory folder, Upload upload, Protections protections)
            throws IOException {
        return exclusively(() -> {
            return switch (decide(folder, upload, protections)) {
                case ConflictRule.Resolution.Keep keep -> new UploadResult.Skipped(keep.existing());
                case ConflictRule.Resolution.Publish publish -> {
                    RemotePath path = upload.target().sibling(publish.name().toString());
                    BasicFileAttributes replaced = publish.replaced();
                    BasicFileAttributes attributes = prepared.attributes();
                    if (replaced != null && !prepared.isPreparedFor(replaced)) {
                        Set<Unkept> _ = area.giveMetadata(staged, folder, publish.name(), upload.mode());
                        attributes = area.attributes(staged);
                    }
                    protections.reserve(path, attributes, upload.lock());
                    boolean ends = replaced != null && !protections.mayHaveOtherNames(path);
                    move(area, staged, folder, path, replaced != null);
                    digests.forget(path);
                    if (replaced != null && ends) {
                        protections.files().replaced(replaced);
                    }
                    Entry entry = new Entry(
                            publish.name().toString(),
                            Entry.Kind.FILE,
                            attributes.size(),
                            attributes.lastModifiedTime().toInstant(),
                            Mode.of(attributes),
                            protections.shown(path, attributes));
                    completed.add(upload, entry);
                    yield new UploadResult.Stored(entry, upload.drop().map(_ -> path));
                }
            };
        });
    }

    /** Moves the new folder {@code name} of {@code from} to {@code target}, which must be free. */
    void moveToFree(Directory from, Path name, RemotePath target, Protections protections) throws IOException {
        try (Directory folder = root.descend(target.parent())) {
            exclusively(() -> {
                requireFree(from, name, folder, target, protections);
                move(from, name, folder, target, false);
                return target;
            });
            root.sync(folder);
        }
    }

    /**
     * Makes the folder {@code target} in {@code folder}; the name must be free. The folder is on the disk when this
     * returns.
     */
    void makeWhereFree(Directory folder, RemotePath target, FileAttribute<?>[] attributes, Protections protections)
            throws IOException {
        exclusively(() -> {
            Path name = root.name(target);
            BasicFileAttributes taken = folder.find(name);
            protections.require(target, taken);
            if (taken != null) {
                throw FileProblem.TAKEN.atHost(target, null);
            }
            try {
                folder.makeDirectory(name, attributes);
            } catch (NoSuchFileException e) {
                throw unstorable(target, e);
            }
            return target;
        });
        root.sync(folder);
    }

    /**
     * Renames {@code source} in {@code from}, with the protection of all that it holds. The change is on the disk when
     * this returns.
     */
    void rename(Directory from, RemotePath source, RemotePath target, Protections protections) throws IOException {
        Path name = root.name(source);
        boolean checkedProtections = !protections.files().isEmpty();
        TreeCheck.beforeMove(from, name, source, target, root, protections);
        try (Directory folder = root.descend(target.parent())) {
            boolean onDisk = exclusively(() -> {
                if (!checkedProtections && !protections.files().isEmpty()) {
                    // Something has been protected since.
                    TreeCheck.beforeMove(from, name, source, target, root, protections);
                }
                protections.requireWithin(source);
                protections.requireWithin(target);
                requireFree(from, name, folder, target, protections);
                ProtectedFiles.Given given = protections.files().moving(source, target);
                try {
                    move(from, name, folder, target, false);
                } catch (IOException e) {
                    revert(given, protections, e);
                    throw e;
                }
                digests.forget(source);
                digests.forget(target);
                if (protections.files().locksWithin(source).isEmpty()) {
                    return false;
                }
                sync(folder, from);
                protections.files().moved(source, target);
                return true;
            });
            if (!onDisk) {
                // This sync is outside the lock, because nobody else needs to wait for the disk.
                sync(folder, from);
            }
        }
    }

    /**
     * Moves a file or folder. If the new name is the cause of a failure, the exception names that cause, although some
     * disks report only that something does not exist.
     */
    private void move(Directory from, Path name, Directory folder, RemotePath target, boolean replace)
            throws IOException {
        try {
            from.move(name, folder, root.name(target), replace);
        } catch (NoSuchFileException e) {
            from.attributes(name);
            throw unstorable(target, e);
        } catch (FileSystemException e) {
            throw FileProblem.of(e).isOfName() ? FileProblem.atHost(e, target) : e;
        }
    }

    /**
     * Returns the failure of a name that the disk does not accept. If the folder does not exist, fails as {@link
     * ShareRoot#descend} does.
     */
    private ProtocolException unstorable(RemotePath target, NoSuchFileException why) throws IOException {
        root.descend(target.parent()).close();
        return FileProblem.NAME_INVALID.atHost(target, why);
    }

    private void sync(Directory target, Directory source) throws IOException {
        root.sync(target);
        root.sync(source);
    }

    private static void revert(ProtectedFiles.Given given, Protections protections, IOException why) {
        try {
            protections.files().notMoved(given);
        } catch (IOException e) {
            // Names without a file stay protected.
            why.addSuppressed(e);
        }
    }

    private void requireFree(Directory from, Path name, Directory folder, RemotePath target, Protections protections)
            throws IOException {
        Path newName = root.name(target);
        BasicFileAttributes taken = folder.find(newName);
        protections.require(target, taken);
        if (taken != null && !isRespelling(from.attributes(name), name, taken, newName)) {
            throw FileProblem.TAKEN.atHost(target, null);
        }
    }

    /** A check and the change that depends on it. */
    @FunctionalInterface
    interface Action<T> {
        T run() throws IOException;
    }

    /**
     * Runs {@code work} while no other such work runs. All code that checks a name or a protection and then changes it
     * runs here. So a change that was acknowledged in between is never overwritten.
     */
    <T> T exclusively(Action<T> work) throws IOException {
        lock.lock();
        try {
            return work.run();
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether a name is taken only because the file to be renamed already answers to its new spelling. */
    private static boolean isRespelling(BasicFileAttributes old, Path name, BasicFileAttributes taken, Path newName) {
        return old.fileKey() != null
                && Objects.equals(old.fileKey(), taken.fileKey())
                && Names.folded(name.toString()).equals(Names.folded(newName.toString()));
    }
}
