package quayside.app.core.files;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import quayside.app.core.text.AppReason;
import quayside.protocol.files.FileProblem;
import quayside.protocol.wire.ProtocolException;

/**
 * The user's trash, as the desktops of Linux know it (Trash specification 1.0 of freedesktop.org): one in the home
 * folder, and one at the top of each other disk. Nothing is copied from one disk to another. Stateless; every method
 * blocks on the disk.
 */
public final class Trash {
    private static final LinkOption AS_IT_IS = LinkOption.NOFOLLOW_LINKS;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final int STICKY = 01000;
    private static final int MAX_NAME_CHARS = 60;
    private static final int MAX_TRIES = 10_000;

    private final Optional<Path> home;
    private final int user;
    private final Clock clock;

    /**
     * Something in the trash.
     *
     * @param original the path at which it was
     */
    public record Trashed(Path original, Path file, Path info) {}

    /** One trash; {@code top} is the top of its disk, and null for the one in the home folder. */
    private record Bin(
            Path folder, Path files, Path infos, @Nullable Path top) {}

    /**
     * @param home the trash of the home folder; empty if this system has no trash of this kind
     * @param user the number of the user
     */
    Trash(Optional<Path> home, int user, Clock clock) {
        this.home = home;
        this.user = user;
        this.clock = clock;
    }

    /** Returns the trash of the user who runs the program. Only Linux has one that this program knows. */
    public static Trash ofUser(Function<String, @Nullable String> environment) {
        Clock clock = Clock.system(ZoneId.systemDefault());
        if (!System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux")) {
            return new Trash(Optional.empty(), -1, clock);
        }
        try {
            int user = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
            String data = environment.apply("XDG_DATA_HOME");
            Path folder = data != null && data.startsWith("/")
                    ? Path.of(data)
                    : Path.of(System.getProperty("user.home", "/"), ".local", "share");
            return new Trash(Optional.of(folder.resolve("Trash")), user, clock);
        } catch (IOException | RuntimeException e) {
            return new Trash(Optional.empty(), -1, clock);
        }
    }

    /** Returns whether the entries of {@code folder} can go to a trash. */
    public boolean isFor(Path folder) {
        try {
            return bin(folder.toRealPath(), device(folder.toRealPath())).isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Moves a file, a link, or a folder with its content to the trash.
     *
     * @throws ProtocolException {@link AppReason#NO_TRASH} if its disk has no trash; it then stays where it is
     */
    public Trashed put(Path entry) throws IOException {
        try {
            Path name = entry.toAbsolutePath().getFileName();
            Path parent = entry.toAbsolutePath().getParent();
            if (name == null || parent == null) {
                throw new ProtocolException(AppReason.NO_TRASH, entry);
            }
            Path original = parent.toRealPath().resolve(name);
            Bin bin =
                    bin(original, device(original)).orElseThrow(() -> new ProtocolException(AppReason.NO_TRASH, name));
            if (bin.folder().toRealPath().startsWith(original)
                    || original.startsWith(bin.folder().toRealPath())) {
                throw new ProtocolException(AppReason.NO_TRASH, name);
            }
            return put(original, name, bin);
        } catch (IOException e) {
            throw FileProblem.named(e);
        }
    }

    private Trashed put(Path original, Path name, Bin bin) throws IOException {
        for (int i = 1; i <= MAX_TRIES; i++) {
            String free = shortened(name.toString()) + (i == 1 ? "" : "." + i);
            Path info = bin.infos().resolve(free + ".trashinfo");
            Path file = bin.files().resolve(free);
            try {
                // The info file reserves the name.
                Files.writeString(info, info(original, bin), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            } catch (FileAlreadyExistsException e) {
                continue;
            }
            boolean moved = false;
            try {
                if (Files.exists(file, AS_IT_IS)) {
                    continue;
                }
                Files.move(original, file, StandardCopyOption.ATOMIC_MOVE);
                moved = true;
                return new Trashed(original, file, info);
            } catch (AtomicMoveNotSupportedException e) {
                throw new ProtocolException(AppReason.NO_TRASH, e, name);
            } finally {
                if (!moved) {
                    Files.deleteIfExists(info);
                }
            }
        }
        throw new FileAlreadyExistsException(name.toString());
    }

    /** Puts it back to where it was; replaces nothing. */
    public void restore(Trashed trashed) throws IOException {
        try {
            Files.move(trashed.file(), trashed.original());
            Files.deleteIfExists(trashed.info());
        } catch (IOException e) {
            throw FileProblem.named(e);
        }
    }

    /**
     * Puts everything back that can be put back.
     *
     * @throws IOException the first failure; what failed stays in the trash
     */
    public void restoreAll(List<Trashed> all) throws IOException {
        IOException first = null;
        for (Trashed each : all) {
            try {
                restore(each);
            } catch (IOException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private String info(Path original, Bin bin) {
        // Byte for byte, because a name need not be text.
        String whole = encoded(original);
        String above = bin.top() == null ? "" : encoded(bin.top()) + "/";
        String encoded = whole.substring(above.equals("//") ? 1 : above.length());
        String time = DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(
                LocalDateTime.now(clock).truncatedTo(ChronoUnit.SECONDS));
        return "[Trash Info]\nPath=" + encoded + "\nDeletionDate=" + time + "\n";
    }

    /** Returns a path in percent encoding, as URLs have it. */
    private static String encoded(Path path) {
        String raw = path.toUri().getRawPath();
        return raw.length() > 1 && raw.endsWith("/") ? raw.substring(0, raw.length() - 1) : raw;
    }

    /** Leaves room for a number and the ending of the info file within the 255 bytes of a name. */
    private static String shortened(String name) {
        int end = Math.min(name.length(), MAX_NAME_CHARS);
        return Character.isHighSurrogate(name.charAt(end - 1)) ? name.substring(0, end - 1) : name.substring(0, end);
    }

    /** Returns the trash of the disk {@code device}; empty if it has none, or one that another user could change. */
    private Optional<Bin> bin(Path real, long device) throws IOException {
        if (home.isEmpty()) {
            return Optional.empty();
        }
        Path existing = home.get();
        while (Files.notExists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        try {
            if (device(existing.toRealPath()) == device) {
                Files.createDirectories(home.get(), PosixFilePermissions.asFileAttribute(OWNER_ONLY));
                return Optional.of(bin(home.get(), null));
            }
            Path top = top(real, device);
            Path all = top.resolve(".Trash");
            // The administrator of a disk makes this folder for all users.
            boolean shared = Files.isDirectory(all, AS_IT_IS)
                    && ((Integer) Files.getAttribute(all, "unix:mode", AS_IT_IS) & STICKY) != 0;
            Path own = shared ? all.resolve(String.valueOf(user)) : top.resolve(".Trash-" + user);
            return Optional.of(bin(ownFolder(own), top));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Bin bin(Path folder, @Nullable Path top) throws IOException {
        return new Bin(folder, ownFolder(folder.resolve("files")), ownFolder(folder.resolve("info")), top);
    }

    /** Returns the folder, made if it is missing. Throws if it is a link, or the folder of another user. */
    private Path ownFolder(Path folder) throws IOException {
        try {
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(EnumSet.copyOf(OWNER_ONLY)));
        } catch (FileAlreadyExistsException e) {
            boolean own = Files.isDirectory(folder, AS_IT_IS)
                    && ((Integer) Files.getAttribute(folder, "unix:uid", AS_IT_IS)) == user;
            if (!own) {
                throw e;
            }
        }
        return folder;
    }

    private static Path top(Path real, long device) throws IOException {
        Path top = real;
        for (Path parent = top.getParent(); parent != null && device(parent) == device; parent = parent.getParent()) {
            top = parent;
        }
        return top;
    }

    private static long device(Path path) throws IOException {
        return (Long) Files.getAttribute(path, "unix:dev", AS_IT_IS);
    }
}
