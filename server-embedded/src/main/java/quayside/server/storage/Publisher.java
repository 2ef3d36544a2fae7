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
import quayside.server.storage.Storage.Landed;
import quayside.server.storage.Storage.Upload;

/**
 * Gives names to what was made elsewhere.
 *
 * <p>For all guests together the look at what stands under a name and at who may touch it, and the change that follows, are one {@link #inTurn turn}: of two
 * uploads to one name the second finds the first. Another process of the host's computer can still put a file there between the two,
 * some microseconds long; that file would be replaced, whole by whole.
 */
final class Publisher {
    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

    private final Set<Unkept> told = ConcurrentHashMap.newKeySet();
    private final ReentrantLock turn = new ReentrantLock();
    private final ShareRoot root;
    private final ConflictRule rule;
    private final Digests digests;
    private final CompletedUploads landings;

    /** @param clock tells how long ago something landed */
    Publisher(ShareRoot root, ConflictRule rule, Digests digests, InstantSource clock) {
        this.landings = new CompletedUploads(clock);
        this.root = root;
        this.rule = rule;
        this.digests = digests;
    }

    /**
     * A file that is whole and has what it is to have under its name.
     *
     * @param attributes its own
     * @param replaced the file that it was to replace when it was given them; null for none
     */
    record Dressed(BasicFileAttributes attributes, @Nullable BasicFileAttributes replaced) {
        /** Whether {@code now} is that file, as it was then. */
        boolean isFor(BasicFileAttributes now) {
            return replaced != null
                    && Objects.equals(replaced.fileKey(), now.fileKey())
                    && Mode.of(replaced).equals(Mode.of(now))
                    && Objects.equals(owners(replaced), owners(now));
        }

        private static @Nullable Object owners(BasicFileAttributes attributes) {
            return attributes instanceof PosixFileAttributes posix ? List.of(posix.owner(), posix.group()) : null;
        }
    }

    /** What would happen to {@code upload} now. */
    ConflictRule.Decision decide(Directory folder, Upload upload, Protections protections) throws IOException {
        Optional<Entry> landed = landings.of(upload);
        if (landed.isEmpty()) {
            return rule.decide(folder, upload, protections);
        }
        // Whoever may not touch the file by now, nor its name, is told nothing of it.
        RemotePath path = upload.target().sibling(landed.get().name());
        protections.require(path, folder.find(root.name(path)));
        return new ConflictRule.Decision.Keep(landed.get(), true);
    }

    /** Tells the host, once of each, what the disk did not take of what guests sent. */
    void tell(Set<Unkept> unkept) {
        for (Unkept each : unkept) {
            if (told.add(each)) {
                LOG.warn("{}", each.sentence("The disk of the shared folder"));
            }
        }
    }

    /** Forgets what landed long ago. */
    void sweep() {
        landings.sweep();
    }

    /** What was published is not on the disk for sure: when it is sent again it may land again. */
    void failed(Upload upload) {
        landings.remove(upload);
    }

    /**
     * Moves the finished file {@code staged} out of {@code area} to where {@code upload} wants it; the folder is still to be synced.
     *
     * @param folder the target's
     * @param dressed the file, as it was dressed for what it was to replace
     */
    Landed publish(
            Directory area, Path staged, Dressed dressed, Directory folder, Upload upload, Protections protections)
            throws IOException {
        return inTurn(() -> {
            return switch (decide(folder, upload, protections)) {
                case ConflictRule.Decision.Keep keep -> new Landed.Skipped(keep.existing());
                case ConflictRule.Decision.Publish publish -> {
                    RemotePath path = upload.target().sibling(publish.name().toString());
                    BasicFileAttributes replaced = publish.replaced();
                    BasicFileAttributes attributes = dressed.attributes();
                    if (replaced != null && !dressed.isFor(replaced)) {
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
                    landings.add(upload, entry);
                    yield new Landed.Stored(entry);
                }
            };
        });
    }

    /** Moves the new folder {@code name} of {@code from} to {@code target}, where nothing may be. */
    void moveToFree(Directory from, Path name, RemotePath target, Protections protections) throws IOException {
        try (Directory folder = root.descend(target.parent())) {
            inTurn(() -> {
                requireFree(from, name, folder, target, protections);
                move(from, name, folder, target, false);
                return target;
            });
            root.sync(folder);
        }
    }

    /** Makes the folder {@code target} in {@code folder}, where nothing may be; on the disk when it returns. */
    void makeWhereFree(Directory folder, RemotePath target, FileAttribute<?>[] attributes, Protections protections)
            throws IOException {
        inTurn(() -> {
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

    /** Renames what is at {@code source} in {@code from}, with the protection of all that it holds; on the disk when it returns. */
    void rename(Directory from, RemotePath source, RemotePath target, Protections protections) throws IOException {
        Path name = root.name(source);
        boolean knewAll = !protections.files().isEmpty();
        TreeCheck.beforeMove(from, name, source, target, root, protections);
        try (Directory folder = root.descend(target.parent())) {
            boolean onDisk = inTurn(() -> {
                if (!knewAll && !protections.files().isEmpty()) {
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
                    takeBack(given, protections, e);
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
                // Nobody else needs to wait for the disk.
                sync(folder, from);
            }
        }
    }

    /** A move that fails for its new name says so of that: some disks only say that something is not there. */
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

    /** The name is to blame where the folder is there; fails as {@link ShareRoot#descend} where it is not. */
    private ProtocolException unstorable(RemotePath target, NoSuchFileException why) throws IOException {
        root.descend(target.parent()).close();
        return FileProblem.NAME_INVALID.atHost(target, why);
    }

    private void sync(Directory target, Directory source) throws IOException {
        root.sync(target);
        root.sync(source);
    }

    private static void takeBack(ProtectedFiles.Given given, Protections protections, IOException why) {
        try {
            protections.files().notMoved(given);
        } catch (IOException e) {
            // Names where nothing is stay protected.
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

    /** A look and the change that depends on it. */
    @FunctionalInterface
    interface Turn<T> {
        T take() throws IOException;
    }

    /**
     * Runs {@code work} while no other turn is taken. Whoever looks at what a name stands for, or at what is protected, and then changes either takes one: so
     * nothing that was acknowledged in between is overwritten.
     */
    <T> T inTurn(Turn<T> work) throws IOException {
        turn.lock();
        try {
            return work.take();
        } finally {
            turn.unlock();
        }
    }

    /** Whether a name is found taken only because the file to be renamed answers to its new spelling already. */
    private static boolean isRespelling(BasicFileAttributes old, Path name, BasicFileAttributes taken, Path newName) {
        return old.fileKey() != null
                && Objects.equals(old.fileKey(), taken.fileKey())
                && Names.folded(name.toString()).equals(Names.folded(newName.toString()));
    }
}
