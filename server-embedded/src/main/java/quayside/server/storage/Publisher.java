package quayside.server.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import quayside.protocol.message.Entry;
import quayside.protocol.message.RemotePath;
import quayside.server.storage.Storage.Landed;
import quayside.server.storage.Storage.Upload;

/**
 * Gives names to what was made elsewhere.
 *
 * <p>For all guests together the look at what stands under a name and the move onto it are one step: of two uploads to one name
 * the second finds the first. Another process of the host's computer can still put a file there between the two,
 * some microseconds long; that file would be replaced, whole by whole.
 */
final class Publisher {
    private final ReentrantLock step = new ReentrantLock();
    private final ShareRoot root;
    private final ConflictRule rule;

    Publisher(ShareRoot root, ConflictRule rule) {
        this.root = root;
        this.rule = rule;
    }

    /** What would happen to {@code upload} now. */
    ConflictRule.Decision decide(Folder folder, Upload upload, Protections protections) throws IOException {
        return rule.decide(folder, upload, protections);
    }

    /**
     * Moves the finished file {@code staged} out of {@code area} to where {@code upload} wants it; the folder is still to be synced.
     *
     * @param folder the target's
     * @param attributes of the file
     */
    Landed publish(
            Folder area,
            Path staged,
            BasicFileAttributes attributes,
            Folder folder,
            Upload upload,
            Protections protections)
            throws IOException {
        step.lock();
        try {
            return switch (rule.decide(folder, upload, protections)) {
                case ConflictRule.Decision.Keep keep -> new Landed.Skipped(keep.existing());
                case ConflictRule.Decision.Publish publish -> {
                    RemotePath path = upload.target().sibling(publish.name().toString());
                    protections.reserve(path, attributes, upload.lock());
                    BasicFileAttributes replaced = publish.replaced();
                    boolean ends = replaced != null && !protections.mayHaveOtherNames(path);
                    area.move(staged, folder, publish.name(), replaced != null);
                    if (replaced != null && ends) {
                        protections.files().replaced(replaced);
                    }
                    yield new Landed.Stored(new Entry(
                            publish.name().toString(),
                            Entry.Kind.FILE,
                            attributes.size(),
                            attributes.lastModifiedTime().toInstant(),
                            Permissions.isExecutable(attributes),
                            protections.shown(path, attributes)));
                }
            };
        } finally {
            step.unlock();
        }
    }

    /** Moves {@code name} of {@code from} to {@code target}, where nothing may be. */
    void moveToFree(Folder from, Path name, RemotePath target, Protections protections) throws IOException {
        Path newName = root.name(target);
        try (Folder folder = root.descend(target.parent())) {
            step.lock();
            try {
                BasicFileAttributes taken = ConflictRule.find(folder, newName);
                protections.require(target, taken);
                if (taken != null && !isRespelling(from.attributes(name), name, taken, newName)) {
                    throw DiskFaults.exists(target, null);
                }
                from.move(name, folder, newName, false);
            } finally {
                step.unlock();
            }
            root.sync(folder);
        }
    }

    /** Whether a name is found taken only because the file to be renamed answers to its new spelling already. */
    private static boolean isRespelling(BasicFileAttributes old, Path name, BasicFileAttributes taken, Path newName) {
        return old.fileKey() != null
                && Objects.equals(old.fileKey(), taken.fileKey())
                && folded(name).equals(folded(newName));
    }

    private static String folded(Path name) {
        return Normalizer.normalize(name.toString(), Normalizer.Form.NFC)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
    }
}
