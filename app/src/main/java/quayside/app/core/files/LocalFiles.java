package quayside.app.core.files;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import quayside.app.core.text.AppReason;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.transfer.FileDigest;
import quayside.protocol.client.transfer.ProgressListener;
import quayside.protocol.files.FileProblem;
import quayside.protocol.files.LocalNames;
import quayside.protocol.message.Entry;
import quayside.protocol.message.Names;
import quayside.protocol.message.Omitted;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

/**
 * The local side of the window: lists, creates folders, renames, deletes. Stateless except for the home folder. Every
 * method blocks on the disk and throws {@link ProtocolException} with a plain sentence: {@link Fault#LOCAL_STORAGE},
 * {@link Fault#NOT_FOUND}, {@link Fault#EXISTS} or {@link Fault#MALFORMED}.
 */
public final class LocalFiles {
    private static final int PAGE = 200;
    private static final List<String> USUAL =
            List.of("Desktop", "Documents", "Downloads", "Music", "Pictures", "Public", "Videos");

    private final Path home;
    private final Trash trash;

    /** Uses the home folder of the user who runs the program. */
    public LocalFiles() {
        this(Path.of(System.getProperty("user.home", "/")));
    }

    /** Uses {@code home} as the home folder. */
    public LocalFiles(Path home) {
        this(home, Trash.ofUser(System::getenv));
    }

    /** Uses {@code home} as the home folder, and {@code trash} for what is deleted. */
    public LocalFiles(Path home, Trash trash) {
        this.home = home;
        this.trash = trash;
    }

    /** Returns the trash of this computer. */
    public Trash trash() {
        return trash;
    }

    /**
     * Lists a folder in pages as they are read, in no order, on the calling thread. A link is shown as its target.
     * Broken links, entries that are neither file nor folder, and names that are not text are omitted. What Quayside
     * keeps there while something arrives is neither listed nor counted.
     *
     * @param showHidden whether hidden entries are listed instead of counted
     * @return the counts of omitted entries
     */
    public Omitted list(Path folder, boolean showHidden, Consumer<List<Entry>> pages) throws IOException {
        List<Entry> page = new ArrayList<>();
        long names = 0;
        long links = 0;
        long specials = 0;
        long hidden = 0;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (Names.isReserved(String.valueOf(entry.getFileName()))) {
                    continue;
                }
                if (!showHidden && isHidden(entry)) {
                    hidden++;
                    continue;
                }
                Optional<BasicFileAttributes> attributes = attributes(entry);
                if (LocalNames.text(entry).isEmpty()) {
                    names++;
                } else if (attributes.isPresent() && !attributes.get().isOther()) {
                    page.add(described(entry, attributes.get()));
                } else if (attributes.isPresent()) {
                    specials++;
                } else {
                    links += Files.isSymbolicLink(entry) ? 1 : 0;
                }
                if (page.size() == PAGE) {
                    pages.accept(List.copyOf(page));
                    page.clear();
                }
            }
        } catch (NotDirectoryException e) {
            throw new ProtocolException(AppReason.NOT_A_FOLDER, e, named(folder));
        } catch (DirectoryIteratorException e) {
            throw FileProblem.named(new IOException(e.getMessage(), e));
        } catch (IOException e) {
            throw FileProblem.named(e);
        }
        if (!page.isEmpty()) {
            pages.accept(List.copyOf(page));
        }
        return new Omitted(names, links, specials, hidden);
    }

    /** Creates one folder in {@code folder}. */
    public void makeFolder(Path folder, String name) throws IOException {
        Path made = child(folder, name);
        try {
            Files.createDirectory(made);
        } catch (IOException e) {
            throw FileProblem.named(e);
        }
    }

    /** Removes a folder, if it is empty. */
    public void removeEmptyFolder(Path folder) throws IOException {
        try {
            Files.delete(folder);
        } catch (IOException e) {
            throw FileProblem.named(e);
        }
    }

    /** Returns the home folder of the user. */
    public Path home() {
        return home;
    }

    /** Renames an entry within its folder; never replaces another entry. */
    public void rename(Path entry, String newName) throws IOException {
        Path parent = entry.toAbsolutePath().getParent();
        if (parent == null) {
            throw new ProtocolException(AppReason.ROOT_HAS_NO_NAME);
        }
        Path target = child(parent, newName);
        try {
            if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                // Two names of one file are two entries, unless the disk takes one name for the other.
                if (!isOtherSpelling(entry, newName) || !Files.isSameFile(entry, target)) {
                    throw new ProtocolException(Reason.EXISTS, named(target));
                }
                // Otherwise Java would do nothing, because the file is there already.
                Files.move(entry, target, StandardCopyOption.ATOMIC_MOVE);
            } else {
                Files.move(entry, target);
            }
        } catch (IOException e) {
            throw FileProblem.named(e);
        }
    }

    private static boolean isOtherSpelling(Path entry, String newName) {
        return Names.folded(String.valueOf(entry.getFileName())).equals(Names.folded(newName));
    }

    /**
     * Deletes a file, or a folder with its content; a link itself, not its target. Stops at the first entry that cannot
     * be deleted.
     */
    public void delete(Path entry) throws IOException {
        try {
            Files.walkFileTree(entry, new Deleting());
        } catch (IOException e) {
            throw FileProblem.named(e);
        }
    }

    /**
     * Returns the places that a folder chooser offers first: the home folder, its usual folders, then the disks,
     * including removable ones.
     */
    public List<Path> places() {
        Set<Path> places = new LinkedHashSet<>();
        places.add(home);
        USUAL.stream().map(home::resolve).filter(Files::isDirectory).forEach(places::add);
        home.getFileSystem().getRootDirectories().forEach(places::add);
        Path user = home.getFileName();
        if (user != null) {
            for (String mounts : List.of("/media/" + user, "/run/media/" + user, "/Volumes")) {
                places.addAll(foldersIn(home.getFileSystem().getPath(mounts)));
            }
        }
        return List.copyOf(places);
    }

    private static List<Path> foldersIn(Path folder) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, Files::isDirectory)) {
            entries.forEach(found::add);
        } catch (IOException | DirectoryIteratorException e) {
            return found; // No such folder on this system, or none that this user sees.
        }
        found.sort(null);
        return found;
    }

    private static Entry described(Path entry, BasicFileAttributes attributes) {
        boolean folder = attributes.isDirectory();
        return new Entry(
                String.valueOf(entry.getFileName()),
                folder ? Entry.Kind.FOLDER : Entry.Kind.FILE,
                folder ? 0 : attributes.size(),
                attributes.lastModifiedTime().toInstant());
    }

    private static Optional<BasicFileAttributes> attributes(Path entry) {
        try {
            return Optional.of(Files.readAttributes(entry, BasicFileAttributes.class));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean isHidden(Path entry) {
        try {
            Path name = entry.getFileName();
            return Files.isHidden(entry) || (name != null && Names.isHidden(name.toString()));
        } catch (IOException e) {
            return false;
        }
    }

    private static Path child(Path folder, String name) throws ProtocolException {
        Sentence fault = Names.fault(name);
        if (fault != null) {
            throw new ProtocolException(Reason.NAME_INVALID, name, fault);
        }
        try {
            return folder.resolve(name);
        } catch (InvalidPathException e) {
            throw new ProtocolException(Reason.NAME_UNSTORABLE, e, name);
        }
    }

    /**
     * Returns the SHA-256 of a file in 64 lower-case hexadecimal characters, as {@code sha256sum} prints it. Follows
     * links, and reads the whole file on the calling thread.
     *
     * @param progress notified after each MiB at the latest
     * @throws ProtocolException {@link Fault#NOT_FOUND}, {@link Fault#LOCAL_STORAGE}, {@link Fault#CANCELLED}, or
     *     {@link Fault#CHANGED} if it was changed while it was read
     */
    public static String sha256(Path file, ProgressListener progress, Cancellation cancellation)
            throws ProtocolException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new ProtocolException(AppReason.NOT_A_FILE, named(file));
        }
        try {
            return FileDigest.sha256(file, progress, cancellation);
        } catch (ProtocolException e) {
            throw e.getCause() instanceof IOException ofDisk ? FileProblem.named(ofDisk) : e;
        }
    }

    private static Path named(Path path) {
        Path name = path.getFileName();
        return name == null ? path : name;
    }

    /** Deletes what it visits, each folder after its content. */
    static class Deleting extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
            if (failure != null) {
                throw failure;
            }
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
