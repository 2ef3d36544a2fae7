package quayside.server.storage;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import quayside.protocol.message.Entry;
import quayside.protocol.message.RemotePath;
import quayside.protocol.transfer.FreeName;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.storage.Storage.Upload;

/** Decides where an upload lands, or that it does not, by what stands under its name now (PROTOCOL.md section 5.3). */
final class ConflictRule {
    private final SystemNames names;

    ConflictRule(SystemNames names) {
        this.names = names;
    }

    sealed interface Decision {
        /** Under {@code name}, and over the file there where {@code replace}. */
        record Publish(Path name, boolean replace) implements Decision {}

        record Keep(Entry existing) implements Decision {}
    }

    /** @param folder the target's, freshly opened: it may be listed */
    Decision decide(Folder folder, Upload upload) throws IOException {
        RemotePath target = upload.target();
        Path name = storable(target.name(), target);
        BasicFileAttributes attributes = find(folder, name);
        if (attributes == null) {
            return new Decision.Publish(name, false);
        }
        Entry existing = ShareRoot.entry(target.name(), attributes);
        return switch (upload.onConflict()) {
            case RENAME -> new Decision.Publish(firstFree(folder, target), false);
            case FAIL -> throw DiskFaults.exists(target, null);
            case SKIP -> new Decision.Keep(file(existing, target));
            case OVERWRITE -> replace(folder, name, file(existing, target), attributes, upload);
            case NEWER ->
                file(existing, target).modified().isBefore(upload.modified())
                        ? replace(folder, name, file(existing, target), attributes, upload)
                        : new Decision.Keep(file(existing, target));
        };
    }

    private static Entry file(@Nullable Entry existing, RemotePath target) throws ProtocolException {
        if (existing == null || existing.isFolder()) {
            throw DiskFaults.exists(target, null);
        }
        return existing;
    }

    private Decision replace(Folder folder, Path name, Entry existing, BasicFileAttributes attributes, Upload upload)
            throws IOException {
        if (!upload.mayReplace()) {
            throw new ProtocolException(
                    Fault.REFUSED,
                    "The host does not allow replacing files, such as " + DiskFaults.quoted(upload.target()) + ".");
        }
        if (isSpelledOtherwise(folder, existing.name(), attributes.fileKey())) {
            throw new ProtocolException(
                    Fault.EXISTS,
                    "A file whose name differs from " + DiskFaults.quoted(upload.target())
                            + " only by case or accents is there.");
        }
        return new Decision.Publish(name, true);
    }

    /**
     * Whether the file found under {@code name} is another one in truth, which this folder takes for the same. Only where the folder
     * answers to another spelling too is it read through for the one that it stores.
     */
    private boolean isSpelledOtherwise(Folder folder, String name, @Nullable Object key) throws IOException {
        if (!foldsNames(folder, name, key)) {
            return false;
        }
        for (Path stored = folder.next(); stored != null; stored = folder.next()) {
            if (stored.toString().equals(name)) {
                return false;
            }
        }
        return true;
    }

    private boolean foldsNames(Folder folder, String name, @Nullable Object key) throws IOException {
        for (String other : List.of(
                name.toUpperCase(Locale.ROOT),
                name.toLowerCase(Locale.ROOT),
                Normalizer.normalize(name, Normalizer.Form.NFD),
                Normalizer.normalize(name, Normalizer.Form.NFC))) {
            Path path = other.equals(name) ? null : names.path(other);
            BasicFileAttributes attributes = path == null ? null : find(folder, path);
            if (attributes != null && Objects.equals(attributes.fileKey(), key)) {
                return true;
            }
        }
        return false;
    }

    private Path firstFree(Folder folder, RemotePath target) throws IOException {
        for (int attempt = 2; attempt <= FreeName.MOST_TRIES; attempt++) {
            Path name = storable(FreeName.of(target.name(), attempt), target);
            if (find(folder, name) == null) {
                return name;
            }
        }
        throw DiskFaults.exists(target, null);
    }

    private Path storable(String name, RemotePath target) throws ProtocolException {
        Path path = names.path(name);
        if (path == null) {
            throw DiskFaults.exists(target, null);
        }
        return path;
    }

    static @Nullable BasicFileAttributes find(Folder folder, Path name) throws IOException {
        try {
            return folder.attributes(name);
        } catch (NoSuchFileException e) {
            return null;
        }
    }
}
