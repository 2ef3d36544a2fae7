package quayside.protocol.files;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import quayside.protocol.files.LinuxCalls.Function;
import quayside.protocol.message.Mode;

/**
 * A file or directory of Linux that is open by its descriptor, for operations that Java does not offer. An entry is
 * reached one name at a time and never through a link. {@link #is} checks whether a path leads to the file that Java
 * has open. Every method blocks on the disk. For one thread.
 */
public final class NativeFile implements AutoCloseable {
    private static final Optional<LinuxCalls> CALLS = areKnown() ? LinuxCalls.find() : Optional.empty();

    private static final boolean ARM = System.getProperty("os.arch", "").equals("aarch64");
    private static final int O_DIRECTORY = ARM ? 0x4000 : 0x10000;
    private static final int O_NOFOLLOW = ARM ? 0x8000 : 0x20000;
    private static final int O_CLOEXEC = 0x80000;
    private static final int O_NONBLOCK = 0x800;
    private static final int O_WRONLY = 1;
    private static final int O_TMPFILE = 0x400000 | O_DIRECTORY;

    private static final int F_SETSIG = 10;
    private static final int SIGURG = 23;
    private static final int F_SETLEASE = 1024;
    private static final int F_RDLCK = 0;
    private static final int F_UNLCK = 2;

    private static final int AT_FDCWD = -100;
    private static final int AT_SYMLINK_NOFOLLOW = 0x100;
    private static final int AT_EMPTY_PATH = 0x1000;
    private static final int STATX_BASIC_STATS = 0x7ff;
    private static final int STAT_BYTES = 256;
    private static final int USUAL_ATTRIBUTE_BYTES = 512;
    private static final int MAX_ATTRIBUTE_BYTES = 65_536;

    private final LinuxCalls calls;
    private final int descriptor;
    private final String name;
    private boolean closed;

    /**
     * The status of a file.
     *
     * @param mode the permissions of its owner, of its group and of others
     * @param givesGroup for a directory: whether new entries in it get its group
     */
    record Stat(Mode mode, boolean givesGroup, int owner, int group, long device, long number) {}

    /**
     * Whether any program has a file open or mapped for writing. If so, its content may change without a trace in its
     * times.
     */
    public enum Writers {
        NONE,
        SOME,
        /** The system cannot report it, or reports it only to the file's owner. */
        UNKNOWN
    }

    private NativeFile(LinuxCalls calls, int descriptor, String name) {
        this.calls = calls;
        this.descriptor = descriptor;
        this.name = name;
    }

    private static boolean areKnown() {
        String architecture = System.getProperty("os.arch", "");
        return System.getProperty("os.name", "").equals("Linux")
                && List.of("amd64", "aarch64").contains(architecture)
                && ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN
                && System.getProperty("sun.jnu.encoding", "")
                        .toUpperCase(Locale.ROOT)
                        .equals("UTF-8")
                && NativeFile.class.getModule().isNativeAccessEnabled();
    }

    /**
     * Opens the directory {@code below} of the trusted directory {@code top}, one name at a time.
     *
     * @param key Java's key of the intended directory
     * @return empty if this system has no such calls, or if the directory was moved. Then only the operations of Java
     *     are available
     */
    static Optional<NativeFile> directory(Path top, Path below, @Nullable Object key) {
        if (CALLS.isEmpty() || !top.getFileSystem().equals(FileSystems.getDefault())) {
            return Optional.empty();
        }
        try {
            NativeFile at = open(CALLS.get(), AT_FDCWD, top.toAbsolutePath().toString(), O_DIRECTORY, 0);
            if (!below.toString().isEmpty()) {
                for (Path step : below) {
                    try (NativeFile above = at) {
                        at = open(at.calls, above.descriptor, step.toString(), O_DIRECTORY | O_NOFOLLOW, 0);
                    }
                }
            }
            if (at.is(key)) {
                return Optional.of(at);
            }
            at.close();
        } catch (IOException e) {
            // The directory was moved.
        }
        return Optional.empty();
    }

    /**
     * Returns who may be writing to {@code file} now. Links are followed.
     *
     * @param key Java's key of the intended file
     */
    public static Writers writers(Path file, @Nullable Object key) {
        if (CALLS.isEmpty() || !file.getFileSystem().equals(FileSystems.getDefault())) {
            return Writers.UNKNOWN;
        }
        try (NativeFile opened =
                open(CALLS.get(), AT_FDCWD, file.toAbsolutePath().toString(), O_NONBLOCK, 0)) {
            return opened.is(key) ? opened.writers() : Writers.UNKNOWN;
        } catch (IOException e) {
            return Writers.UNKNOWN;
        }
    }

    /**
     * Does the same as {@link Directory#mode}, for a path. Links are followed.
     *
     * @param attributes the attributes of the intended file or directory
     */
    public static Optional<Mode> mode(Path file, BasicFileAttributes attributes) {
        if (CALLS.isEmpty() || !file.getFileSystem().equals(FileSystems.getDefault())) {
            return Mode.of(attributes);
        }
        String path = file.toAbsolutePath().toString();
        return mode(() -> open(CALLS.get(), AT_FDCWD, path, O_NONBLOCK, 0), attributes);
    }

    @FunctionalInterface
    interface Opening {
        NativeFile open() throws IOException;
    }

    /** Returns the mode of the file that {@code opening} opens, if it is the one with {@code attributes}. */
    static Optional<Mode> mode(Opening opening, BasicFileAttributes attributes) {
        Optional<Mode> mode = Mode.of(attributes);
        if (mode.isEmpty() || attributes.isSymbolicLink() || attributes.isOther()) {
            return mode;
        }
        try (NativeFile opened = opening.open()) {
            if (opened.is(attributes.fileKey())) {
                return Optional.of(Metadata.withoutAccess(opened, mode.get()));
            }
        } catch (IOException e) {
            // It cannot be read or was moved, so it is not known whether it has a list.
        }
        return mode.map(Mode::withoutGroup);
    }

    private static NativeFile open(LinuxCalls calls, int folder, String name, int flags, int mode) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            long descriptor =
                    calls.call(Function.OPENAT, arena, name, folder, text(arena, name), flags | O_CLOEXEC, mode);
            return new NativeFile(calls, (int) descriptor, name);
        }
    }

    private static long text(Arena arena, String text) {
        return arena.allocateFrom(text, StandardCharsets.UTF_8).address();
    }

    /** Opens the file {@code entry} of this directory, to read and change everything but its content. */
    NativeFile file(Path entry) throws IOException {
        return open(calls, descriptor, entry.toString(), O_NOFOLLOW | O_NONBLOCK, 0);
    }

    /**
     * Makes a file in this directory that has no name and disappears when it is closed. It gets the group, permissions
     * and access control list that the directory gives to a new file.
     */
    NativeFile unnamed() throws IOException {
        return open(calls, descriptor, ".", O_TMPFILE | O_WRONLY, Mode.MOST);
    }

    /**
     * Makes the directory {@code entry} in this one. The system removes from {@code mode} the permissions that are not
     * granted here.
     */
    void makeDirectory(Path entry, Mode mode) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            calls.call(
                    Function.MKDIRAT, arena, entry.toString(), descriptor, text(arena, entry.toString()), mode.bits());
        }
    }

    /**
     * Sets the modified time of {@code entry} of this directory, or of the link if it is one, to {@code modified}, as
     * precisely as the disk can store it. Sets the access time to now, because file systems of older FUSE versions set
     * no time unless both are given.
     */
    @SuppressWarnings("JavaInstantGetSecondsGetNano") // the seconds are set just before
    void setModified(Path entry, Instant modified) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment times = arena.allocate(4L * Long.BYTES, Long.BYTES);
            Instant now = Instant.now();
            times.set(ValueLayout.JAVA_LONG, 0, now.getEpochSecond());
            times.set(ValueLayout.JAVA_LONG, Long.BYTES, now.getNano());
            times.set(ValueLayout.JAVA_LONG, 2L * Long.BYTES, modified.getEpochSecond());
            times.set(ValueLayout.JAVA_LONG, 3L * Long.BYTES, modified.getNano());
            calls.call(
                    Function.UTIMENSAT,
                    arena,
                    entry.toString(),
                    descriptor,
                    text(arena, entry.toString()),
                    times.address(),
                    AT_SYMLINK_NOFOLLOW);
        }
    }

    Stat stat() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment all = arena.allocate(STAT_BYTES, Long.BYTES);
            calls.call(
                    Function.STATX,
                    arena,
                    name,
                    descriptor,
                    text(arena, ""),
                    AT_EMPTY_PATH,
                    STATX_BASIC_STATS,
                    all.address());
            int mode = Short.toUnsignedInt(all.get(ValueLayout.JAVA_SHORT, 28));
            long major = Integer.toUnsignedLong(all.get(ValueLayout.JAVA_INT, 136));
            long minor = Integer.toUnsignedLong(all.get(ValueLayout.JAVA_INT, 140));
            return new Stat(
                    new Mode(mode & Mode.MOST),
                    (mode & 02000) != 0,
                    all.get(ValueLayout.JAVA_INT, 20),
                    all.get(ValueLayout.JAVA_INT, 24),
                    device(major, minor),
                    all.get(ValueLayout.JAVA_LONG, 32));
        }
    }

    /** Returns the number of a device, as Java's keys and {@code makedev} of the C library have it. */
    static long device(long major, long minor) {
        return (major & 0xfffff000L) << 32 | (major & 0xfffL) << 8 | (minor & 0xffffff00L) << 12 | (minor & 0xffL);
    }

    /** Returns whether this is the file with Java's key {@code key}; false also if that cannot be determined. */
    boolean is(@Nullable Object key) throws IOException {
        Stat stat = stat();
        return ("(dev=" + Long.toHexString(stat.device()) + ",ino=" + stat.number() + ")").equals(String.valueOf(key));
    }

    /**
     * Takes a read lease on this file, which the system grants only if no program has it open for writing, and releases
     * it at once. A program that opens the file in between waits for the release.
     */
    Writers writers() {
        try (Arena arena = Arena.ofConfined()) {
            // The system uses a signal to demand the release of a lease, and the default signal would end the process.
            calls.call(Function.FCNTL, arena, name, descriptor, F_SETSIG, SIGURG);
            calls.call(Function.FCNTL, arena, name, descriptor, F_SETLEASE, F_RDLCK);
            calls.call(Function.FCNTL, arena, name, descriptor, F_SETLEASE, F_UNLCK);
            return Writers.NONE;
        } catch (LinuxCalls.Failure e) {
            return e.errno() == LinuxCalls.EAGAIN ? Writers.SOME : Writers.UNKNOWN;
        } catch (IOException e) {
            return Writers.UNKNOWN;
        }
    }

    void setMode(Mode mode) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            calls.call(Function.FCHMOD, arena, name, descriptor, mode.bits());
        }
    }

    /** Sets owner and group; -1 leaves one unchanged. */
    void setOwner(int owner, int group) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            calls.call(Function.FCHOWN, arena, name, descriptor, owner, group);
        }
    }

    /** Returns an extended attribute; empty if the file has none of this name, or its file system has no attributes. */
    Optional<byte[]> attribute(String attribute) throws IOException {
        try {
            return attribute(attribute, USUAL_ATTRIBUTE_BYTES);
        } catch (LinuxCalls.Failure e) {
            if (e.errno() == LinuxCalls.ERANGE) {
                return attribute(attribute, MAX_ATTRIBUTE_BYTES);
            }
            if (isNone(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Optional<byte[]> attribute(String attribute, int maxBytes) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(maxBytes);
            long bytes = calls.call(
                    Function.FGETXATTR, arena, name, descriptor, text(arena, attribute), value.address(), maxBytes);
            return Optional.of(value.asSlice(0, bytes).toArray(ValueLayout.JAVA_BYTE));
        }
    }

    private static boolean isNone(LinuxCalls.Failure e) {
        return e.errno() == LinuxCalls.ENODATA || e.errno() == LinuxCalls.EOPNOTSUPP;
    }

    void setAttribute(String attribute, byte[] value) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            long bytes = arena.allocateFrom(ValueLayout.JAVA_BYTE, value).address();
            calls.call(Function.FSETXATTR, arena, name, descriptor, text(arena, attribute), bytes, value.length, 0);
        }
    }

    /** Removes an extended attribute, if there is one. */
    void removeAttribute(String attribute) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            calls.call(Function.FREMOVEXATTR, arena, name, descriptor, text(arena, attribute));
        } catch (LinuxCalls.Failure e) {
            if (!isNone(e)) {
                throw e;
            }
        }
    }

    List<String> attributes() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment all = arena.allocate(MAX_ATTRIBUTE_BYTES);
            long bytes = calls.call(Function.FLISTXATTR, arena, name, descriptor, all.address(), MAX_ATTRIBUTE_BYTES);
            List<String> names = new ArrayList<>();
            for (long at = 0; at < bytes; ) {
                String next = all.getString(at);
                names.add(next);
                at += next.getBytes(StandardCharsets.UTF_8).length + 1L;
            }
            return names;
        } catch (LinuxCalls.Failure e) {
            if (isNone(e)) {
                return List.of();
            }
            throw e;
        }
    }

    /** Closes the file. Closing twice has no effect. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (Arena arena = Arena.ofConfined()) {
            calls.call(Function.CLOSE, arena, name, descriptor);
        } catch (IOException e) {
            // The descriptor is released anyway.
        }
    }
}
