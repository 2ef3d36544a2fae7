package quayside.server.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.text.ServerReason;

/**
 * Folders of the host that no guest reaches, wherever in the share they are. They are identified by their file keys
 * instead of their names, so that no spelling, link or second mount leads to them. The disk is asked each time,
 * because such a folder may be deleted and made again. Thread-safe.
 */
final class ExcludedFolders {
    private final List<Excluded> folders;

    /** @param key its file key at the beginning; null if it did not exist */
    private record Excluded(Path place, @Nullable Object key) {}

    private ExcludedFolders(List<Excluded> folders) {
        this.folders = folders;
    }

    /**
     * Excludes {@code folders} from a share.
     *
     * @param share the real path of the shared folder
     * @param folders need not exist
     * @throws ProtocolException {@link Fault#REFUSED} if the share is one of them or is inside one, or if one is inside
     *     the share and the system has no key to identify it by
     */
    static ExcludedFolders of(Path share, List<Path> folders) throws IOException {
        List<Excluded> excluded = new ArrayList<>();
        for (Path folder : folders) {
            Path place = real(folder);
            Object key = key(place);
            if (isWithin(share, place)) {
                throw new ProtocolException(ServerReason.SETTINGS_FOLDER);
            }
            if (place.startsWith(share) && key(share) == null) {
                throw new ProtocolException(ServerReason.SETTINGS_INSIDE);
            }
            excluded.add(new Excluded(place, key));
        }
        return new ExcludedFolders(List.copyOf(excluded));
    }

    /** Returns whether the folder {@code place} is {@code other} or is inside it; both are real paths. */
    static boolean isWithin(Path place, Path other) {
        return place.startsWith(other) || holds(place, key(other));
    }

    /** Returns whether these are the attributes of one of the folders. */
    boolean contains(BasicFileAttributes attributes) {
        Object key = attributes.isDirectory() ? attributes.fileKey() : null;
        return key != null
                && folders.stream().anyMatch(each -> key.equals(each.key()) || key.equals(key(each.place())));
    }

    /** Returns whether one of the folders is the folder of these attributes or is inside it. */
    boolean areWithin(BasicFileAttributes attributes) {
        Object key = attributes.isDirectory() ? attributes.fileKey() : null;
        return key != null && folders.stream().anyMatch(each -> key.equals(each.key()) || holds(each.place(), key));
    }

    /** Returns whether {@code place} or a folder above it has {@code key}. */
    private static boolean holds(Path place, @Nullable Object key) {
        for (Path at = place; at != null; at = at.getParent()) {
            if (key != null && Objects.equals(key, key(at))) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Object key(Path place) {
        try {
            BasicFileAttributes attributes =
                    place.getFileSystem().provider().readAttributesIfExists(place, BasicFileAttributes.class);
            return attributes == null ? null : attributes.fileKey();
        } catch (IOException e) {
            return null;
        }
    }

    /** Returns the real path of {@code folder}, which need not exist. */
    static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            return folder.toAbsolutePath().normalize();
        }
    }
}
