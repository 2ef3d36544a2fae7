package quayside.server.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.protocol.files.Directory;
import quayside.protocol.files.FileProblem;
import quayside.protocol.files.FileTimes;
import quayside.protocol.files.Spellings;
import quayside.protocol.files.incoming.ConflictPolicy;
import quayside.protocol.files.incoming.FreeName;
import quayside.protocol.message.Entry;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.protect.Lock;
import quayside.server.storage.Storage.Upload;
import quayside.server.text.ServerReason;

/** Decides where an upload is published, if at all, depending on what has its name now (PROTOCOL.md section 5.3). */
final class ConflictRule {
    private static final Logger LOG = LoggerFactory.getLogger(ConflictRule.class);

    private final ShareRoot root;
    private final StagingArea staging;

    /** @param staging tests how the disk stores a time */
    ConflictRule(ShareRoot root, StagingArea staging) {
        this.root = root;
        this.staging = staging;
    }

    sealed interface Resolution {
        /**
         * The upload is published under {@code name}.
         *
         * @param replaced the existing file that it replaces; null if there is none
         */
        record Publish(Path name, @Nullable BasicFileAttributes replaced) implements Resolution {}

        /**
         * The existing file stays.
         *
         * @param arrived whether {@code existing} counts as this upload, which arrived before; otherwise the policy
         *     keeps it
         */
        record Keep(Entry existing, boolean arrived) implements Resolution {}
    }

    /** @param folder the target's folder */
    Resolution decide(Directory folder, Upload upload, Protections protections) throws IOException {
        RemotePath target = upload.target();
        Path name = storable(target.name(), target);
        BasicFileAttributes attributes = folder.find(name);
        if (upload.onConflict() != OnConflict.RENAME) {
            protections.require(target, attributes);
        }
        if (attributes == null && isFree(target, protections)) {
            return new Resolution.Publish(name, null);
        }
        if (attributes != null && upload.onConflict() != OnConflict.RENAME) {
            // A file with another spelling of the name is another file. It is neither replaced nor treated as this one.
            requireSpelling(folder, target, attributes);
        }
        Entry existing = attributes == null ? null : entry(target, attributes, protections);
        if (existing != null && isSame(existing, upload)) {
            return new Resolution.Keep(existing, true);
        }
        boolean isFile = existing != null && !existing.isFolder();
        Instant modified = existing == null ? Instant.MIN : existing.modified();
        return switch (ConflictPolicy.decide(isFile, modified, upload.modified(), upload.onConflict())) {
            case RENAME -> firstFree(folder, upload, protections);
            case REFUSE -> throw FileProblem.TAKEN.atHost(target, null);
            case KEEP -> new Resolution.Keep(seen(existing, target), false);
            case REPLACE -> replace(name, Objects.requireNonNull(attributes), Objects.requireNonNull(existing), upload);
        };
    }

    /**
     * Returns whether the existing file counts as the upload. An upload with a lock is never satisfied by a file
     * without that lock.
     */
    private boolean isSame(Entry existing, Upload upload) {
        return upload.unlessSame()
                && !existing.isFolder()
                && (upload.lock().isEmpty() || upload.lock().map(Lock::id).equals(existing.lock()))
                && existing.size() == upload.size()
                && isSameTime(existing.modified(), upload.modified());
    }

    /**
     * Returns whether two times are the same for this disk. The first and last times of a file system stand for all
     * times beyond them, but only if this disk stores them so.
     */
    private boolean isSameTime(Instant stored, Instant source) {
        if (FileTimes.isKept(stored, source) || !FileTimes.isOf(stored, source)) {
            return FileTimes.isKept(stored, source);
        }
        try {
            return staging.trial(source).modified().toInstant().equals(stored);
        } catch (IOException e) {
            LOG.debug("It could not be tested how the disk stores a time", e);
            return false;
        }
    }

    /**
     * Returns the entry that guests see under the name. Something that they do not see, such as a link, only takes the
     * name.
     */
    private static Entry seen(@Nullable Entry existing, RemotePath target) throws ProtocolException {
        if (existing == null) {
            throw FileProblem.TAKEN.atHost(target, null);
        }
        return existing;
    }

    private static Resolution replace(Path name, BasicFileAttributes attributes, Entry existing, Upload upload)
            throws ProtocolException {
        if (upload.seen().isPresent() && !upload.seen().get().is(existing)) {
            throw new ProtocolException(ServerReason.NOT_THE_SEEN_FILE, upload.target());
        }
        if (!upload.mayReplace()) {
            throw new ProtocolException(ServerReason.REPLACING_NOT_ALLOWED, upload.target());
        }
        return new Resolution.Publish(name, attributes);
    }

    /**
     * Throws {@link Fault#EXISTS} if the entry found under the target's name is stored under another name, which this
     * folder treats as the same.
     */
    void requireSpelling(Directory folder, RemotePath target, BasicFileAttributes found) throws IOException {
        if (isSpelledOtherwise(folder, target)) {
            throw new ProtocolException(
                    found.isDirectory() ? ServerReason.FOLDER_FOLDED : ServerReason.FILE_FOLDED, target);
        }
    }

    /**
     * Returns whether the target exists only in another spelling. The folder is read through only if it also answers to
     * another spelling.
     */
    private boolean isSpelledOtherwise(Directory folder, RemotePath target) throws IOException {
        if (!answersToOthers(folder, target.name())) {
            return false;
        }
        try (Directory listed = root.descend(target.parent())) {
            for (Path stored = listed.next(); stored != null; stored = listed.next()) {
                if (stored.toString().equals(target.name())) {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * Returns whether something exists under another spelling. The file's identity is not compared, because some disks
     * (exFAT by FUSE) report a different one for each spelling. A name with a tilde may be a short form of any other
     * name.
     */
    private boolean answersToOthers(Directory folder, String name) throws IOException {
        if (Spellings.mayBeShort(name)) {
            return true;
        }
        for (String other : Spellings.others(name)) {
            Path path = root.names().path(other);
            if (path != null && folder.find(path) != null) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns the first name that is free. With {@code unlessSame}, a numbered file that counts as this upload is kept,
     * because it is this upload, whose response was lost.
     */
    private Resolution firstFree(Directory folder, Upload upload, Protections protections) throws IOException {
        RemotePath target = upload.target();
        for (int attempt = 2; attempt <= FreeName.MAX_TRIES; attempt++) {
            String text = FreeName.of(target.name(), attempt);
            Path name = storable(text, target);
            BasicFileAttributes attributes = folder.find(name);
            RemotePath path = target.parent().child(text);
            if (attributes == null && isFree(path, protections)) {
                return new Resolution.Publish(name, null);
            }
            Entry existing = attributes == null ? null : entry(path, attributes, protections);
            if (existing != null && isSame(existing, upload)) {
                return new Resolution.Keep(existing, true);
            }
        }
        throw FileProblem.TAKEN.atHost(target, null);
    }

    private @Nullable Entry entry(RemotePath path, BasicFileAttributes attributes, Protections protections) {
        Entry entry = root.entry(path.name(), attributes);
        return entry == null ? null : entry.under(protections.shown(path, attributes));
    }

    /** Returns whether a name without a file is free. It may still be protected, because the file may come back. */
    private static boolean isFree(RemotePath path, Protections protections) {
        try {
            protections.require(path, null);
            return true;
        } catch (ProtocolException e) {
            return false;
        }
    }

    private Path storable(String name, RemotePath target) throws ProtocolException {
        Path path = root.names().path(name);
        if (path == null) {
            throw FileProblem.TAKEN.atHost(target, null);
        }
        return path;
    }
}
