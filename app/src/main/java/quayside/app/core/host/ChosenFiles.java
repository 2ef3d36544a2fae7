package quayside.app.core.host;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import quayside.app.core.text.AppReason;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.message.Names;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.storage.NamedFolder;

/** Translates local files that the owner chose into their paths in the share. */
final class ChosenFiles {
    private final Path shared;
    private final boolean hidden;

    /**
     * @param shared the shared folder
     * @param hidden whether guests see hidden files
     */
    ChosenFiles(Path shared, boolean hidden) throws IOException {
        this.shared = shared.toRealPath();
        this.hidden = hidden;
    }

    /** Returns the chosen files of a share as {@link #paths} does, by the paths that guests see. */
    static List<RemotePath> pathsIn(SharedFolder share, List<Path> chosen) throws IOException {
        if (share.folders().isEmpty()) {
            return new ChosenFiles(share.folder(), share.showHidden()).paths(chosen);
        }
        List<RemotePath> paths = new ArrayList<>();
        for (Path each : chosen) {
            NamedFolder folder = folderOf(share, each);
            for (RemotePath path : new ChosenFiles(folder.folder(), share.showHidden()).paths(List.of(each))) {
                paths.add(path.within(folder.name()));
            }
        }
        return paths;
    }

    /** Returns the path in a share of a folder on this computer; fails if guests do not see it. */
    static RemotePath folder(SharedFolder share, Path chosen) throws IOException {
        if (share.folders().isEmpty()) {
            return new ChosenFiles(share.folder(), share.showHidden()).folder(chosen);
        }
        NamedFolder folder = folderOf(share, chosen);
        return new ChosenFiles(folder.folder(), share.showHidden())
                .folder(chosen)
                .within(folder.name());
    }

    private static NamedFolder folderOf(SharedFolder share, Path chosen) throws IOException {
        for (NamedFolder each : share.folders()) {
            if (Files.isDirectory(each.folder())
                    && chosen.toRealPath().startsWith(each.folder().toRealPath())) {
                return each;
            }
        }
        throw new ProtocolException(AppReason.NOT_IN_SHARE, String.valueOf(chosen.getFileName()));
    }

    /** Counts the files of a share as {@link #contents} does. Of several folders, one that is not there is left out. */
    static HostService.Contents contentsOf(SharedFolder share, Cancellation cancellation) throws IOException {
        if (share.folders().isEmpty()) {
            return new ChosenFiles(share.folder(), share.showHidden()).contents(cancellation);
        }
        Map<String, HostService.Contents> each = new HashMap<>();
        for (NamedFolder folder : share.folders()) {
            if (Files.isDirectory(folder.folder())) {
                each.put(folder.name(), new ChosenFiles(folder.folder(), share.showHidden()).contents(cancellation));
            }
        }
        return new HostService.Contents(
                each.values().stream().mapToLong(HostService.Contents::files).sum(),
                each.values().stream().mapToLong(HostService.Contents::bytes).sum(),
                each);
    }

    /**
     * Returns the chosen files and those in the chosen folders, without those that guests do not see. Blocks on the
     * disk.
     *
     * @throws ProtocolException with {@link Fault#REFUSED} if one is outside of the shared folder
     */
    List<RemotePath> paths(List<Path> chosen) throws IOException {
        List<RemotePath> paths = new ArrayList<>();
        for (Path each : chosen) {
            Files.walkFileTree(inShare(each), new Seen() {
                @Override
                void file(Path file, long bytes) throws IOException {
                    paths.add(RemotePath.parse(String.join("/", names(file))));
                }
            });
        }
        return paths;
    }

    /**
     * Returns the path of a chosen folder. Blocks on the disk.
     *
     * @throws ProtocolException with {@link Fault#REFUSED} if guests do not see it
     */
    RemotePath folder(Path chosen) throws IOException {
        Path folder = inShare(chosen);
        if (!Files.isDirectory(folder) || !isSeen(folder)) {
            throw new ProtocolException(AppReason.NOT_IN_SHARE, String.valueOf(chosen.getFileName()));
        }
        return RemotePath.parse(String.join("/", names(folder)));
    }

    /** Counts all files that guests see. Folders that cannot be read count as empty. Blocks on the disk. */
    HostService.Contents contents(Cancellation cancellation) throws IOException {
        long[] files = {0, 0};
        Files.walkFileTree(shared, new Seen() {
            @Override
            void file(Path file, long bytes) throws IOException {
                cancellation.check();
                files[0]++;
                files[1] += bytes;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (file.equals(shared)) {
                    throw failure;
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) {
                return FileVisitResult.CONTINUE;
            }
        });
        return new HostService.Contents(files[0], files[1]);
    }

    /** Visits the files that guests see. */
    private abstract class Seen extends SimpleFileVisitor<Path> {
        abstract void file(Path file, long bytes) throws IOException;

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return isSeen(folder) ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            if (attributes.isRegularFile() && isSeen(file)) {
                file(file, attributes.size());
            }
            return FileVisitResult.CONTINUE;
        }
    }

    /** Returns the real path of {@code chosen}. A link is refused, because links are not shared. */
    private Path inShare(Path chosen) throws IOException {
        Path folder = chosen.toAbsolutePath().normalize().getParent();
        Path name = chosen.getFileName();
        Path place = folder == null || name == null
                ? chosen.toRealPath()
                : folder.toRealPath().resolve(name);
        if (!place.startsWith(shared)
                || Files.isSymbolicLink(place)
                || !Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            throw new ProtocolException(AppReason.NOT_IN_SHARE, String.valueOf(name));
        }
        return place;
    }

    private boolean isSeen(Path place) {
        return names(place).stream()
                .allMatch(name ->
                        Names.fault(name) == null && !Names.isReserved(name) && (hidden || !Names.isHidden(name)));
    }

    private List<String> names(Path place) {
        List<String> names = new ArrayList<>();
        if (!place.equals(shared)) {
            shared.relativize(place).forEach(name -> names.add(name.toString()));
        }
        return names;
    }
}
