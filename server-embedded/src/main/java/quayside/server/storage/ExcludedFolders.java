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

/**
 * Folders of the host that no guest reaches, wherever in the share they lie: they are told by what the system knows them by, not by a name, so
 * that no spelling, link or second mount leads to them. Asked of the disk each time, since such a folder may be made anew. Thread-safe.
 */
final class ExcludedFolders {
    private final List<Kept> folders;

    /** @param key what it was known by at first; null where it was not there */
    private record Kept(Path place, @Nullable Object key) {}

    private ExcludedFolders(List<Kept> folders) {
        this.folders = folders;
    }

    /**
     * @param share the real path of the shared folder
     * @param folders need not be there
     * @throws ProtocolException {@link Fault#REFUSED} where the share is one of them or lies in one, or where one lies in the share and the
     *     system has nothing to tell it by
     */
    static ExcludedFolders of(Path share, List<Path> folders) throws IOException {
        List<Kept> kept = new ArrayList<>();
        for (Path folder : folders) {
            Path place = real(folder);
            Object key = key(place);
            if (share.startsWith(place) || holds(share, key)) {
                throw new ProtocolException(
                        Fault.REFUSED,
                        "This folder is one in which Quayside keeps its settings and the keys of your shares, or lies in it. Share another folder.");
            }
            if (place.startsWith(share) && key(share) == null) {
                throw new ProtocolException(
                        Fault.REFUSED,
                        "In this folder lies the one in which Quayside keeps its settings and the keys of your shares, and this computer"
                                + " cannot hide it from guests. Share a folder that does not hold it.");
            }
            kept.add(new Kept(place, key));
        }
        return new ExcludedFolders(List.copyOf(kept));
    }

    /** Whether these are the attributes of one of the folders. */
    boolean contains(BasicFileAttributes attributes) {
        Object key = attributes.isDirectory() ? attributes.fileKey() : null;
        return key != null
                && folders.stream().anyMatch(each -> key.equals(each.key()) || key.equals(key(each.place())));
    }

    /** Whether one of the folders is, or lies in, the folder of these attributes. */
    boolean liesIn(BasicFileAttributes attributes) {
        Object key = attributes.isDirectory() ? attributes.fileKey() : null;
        return key != null && folders.stream().anyMatch(each -> key.equals(each.key()) || holds(each.place(), key));
    }

    /** Whether {@code place} or a folder above it is known by {@code key}. */
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

    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            return folder.toAbsolutePath().normalize();
        }
    }
}
