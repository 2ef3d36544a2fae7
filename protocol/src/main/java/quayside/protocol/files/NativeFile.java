package quayside.protocol.files;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import quayside.protocol.files.LinuxCalls.Function;
import quayside.protocol.message.Mode;

/**
 * A file or folder of Linux that is open by its descriptor, for what Java does not offer so. What lies in a folder is reached a name at a time and through no
 * link; of what a path leads to {@link #is} tells whether it is what Java has open. Every method blocks on the disk. For one thread.
 */
public final class NativeFile implements AutoCloseable {
    private static final Optional<LinuxCalls> CALLS = areKnown() ? LinuxCalls.find() : Optional.empty();

    private static final boolean ARM = System.getProperty("os.arch", "").equals("aarch64");
    private static final int FOLDER = ARM ? 0x4000 : 0x10000;
    private static final int NO_LINK = ARM ? 0x8000 : 0x20000;
    private static final int NOT_INHERITED = 0x80000;
    private static final int NO_WAITING = 0x800;
    private static final int WRITE = 1;
    private static final int UNNAMED = 0x400000 | FOLDER;

    private static final int SET_SIGNAL = 10;
    private static final int IGNORED_SIGNAL = 23;
    private static final int SET_LEASE = 1024;
    private static final int READ_LEASE = 0;
    private static final int NO_LEASE = 2;

    private static final int HERE = -100;
    private static final int NO_FOLLOW = 0x100;
    private static final int ITSELF = 0x1000;
    private static final int BASIC = 0x7ff;
    private static final int STAT_BYTES = 256;
    private static final int USUAL_ATTRIBUTE_BYTES = 512;
    private static final int MAX_ATTRIBUTE_BYTES = 65_536;

    private final LinuxCalls calls;
    private final int descriptor;
    private final String name;
    private boolean closed;

    /**
     * What the system tells of a file.
     *
     * @param mode also of its owner's group and all others
     * @param givesGroup for a folder: whether what is made in it has its group
     */
    record Stat(Mode mode, boolean givesGroup, int owner, int group, long device, long number) {}

    /** Whether a file is open for writing, or mapped so, by any program: what it holds may change then with no trace in its times. */
    public enum Writers {
        NONE,
        SOME,
        /** The system has no way to tell, or tells it only to the file's owner. */
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
     * Opens the directory {@code below} of the trusted one {@code top}, a name at a time.
     *
     * @param key what Java calls the directory that is meant
     * @return empty if this system has no such calls, or the directory is no longer where it was: then there is only what Java offers
     */
    static Optional<NativeFile> directory(Path top, Path below, @Nullable Object key) {
        if (CALLS.isEmpty() || !top.getFileSystem().equals(FileSystems.getDefault())) {
            return Optional.empty();
        }
        try {
            NativeFile at = open(CALLS.get(), HERE, top.toAbsolutePath().toString(), FOLDER, 0);
            if (!below.toString().isEmpty()) {
                for (Path step : below) {
                    try (NativeFile above = at) {
                        at = open(at.calls, above.descriptor, step.toString(), FOLDER | NO_LINK, 0);
                    }
                }
            }
            if (at.is(key)) {
                return Optional.of(at);
            }
            at.close();
        } catch (IOException e) {
            // It was moved.
        }
        return Optional.empty();
    }

    /**
     * Who may be writing to {@code file} now; links are followed.
     *
     * @param key what Java calls the file that is meant
     */
    public static Writers writers(Path file, @Nullable Object key) {
        if (CALLS.isEmpty() || !file.getFileSystem().equals(FileSystems.getDefault())) {
            return Writers.UNKNOWN;
        }
        try (NativeFile opened = open(CALLS.get(), HERE, file.toAbsolutePath().toString(), NO_WAITING, 0)) {
            return opened.is(key) ? opened.writers() : Writers.UNKNOWN;
        } catch (IOException e) {
            return Writers.UNKNOWN;
        }
    }

    private static NativeFile open(LinuxCalls calls, int folder, String name, int flags, int mode) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            long descriptor =
                    calls.call(Function.OPENAT, arena, name, folder, text(arena, name), flags | NOT_INHERITED, mode);
            return new NativeFile(calls, (int) descriptor, name);
        }
    }

    private static long text(Arena arena, String text) {
        return arena.allocateFrom(text, StandardCharsets.UTF_8).address();
    }

    /** Opens the file {@code entry} of this folder for looking at it and changing all but its content. */
    NativeFile file(Path entry) throws IOException {
        return open(calls, descriptor, entry.toString(), NO_LINK | NO_WAITING, 0);
    }

    /** A new file in this folder that has no name and goes when it is closed, with all that the folder gives and grants to a new file. */
    NativeFile unnamed() throws IOException {
        return open(calls, descriptor, ".", UNNAMED | WRITE, Mode.MOST);
    }

    /** Makes the folder {@code entry} in this one; the system takes away from {@code mode} what is not granted here. */
    void makeDirectory(Path entry, Mode mode) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            calls.call(
                    Function.MKDIRAT, arena, entry.toString(), descriptor, text(arena, entry.toString()), mode.bits());
        }
    }

    /**
     * Sets the modified time of {@code entry} of this folder, itself where it is a link, to what the disk can store of {@code modified}; it was last used now. (File systems of
     * older FUSE set no time unless both are said.)
     */
    @SuppressWarnings("JavaInstantGetSecondsGetNano") // the seconds stand right before
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
                    NO_FOLLOW);
        }
    }

    Stat stat() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment all = arena.allocate(STAT_BYTES, Long.BYTES);
            calls.call(Function.STATX, arena, name, descriptor, text(arena, ""), ITSELF, BASIC, all.address());
            int mode = Short.toUnsignedInt(all.get(ValueLayout.JAVA_SHORT, 28));
            long major = Integer.toUnsignedLong(all.get(ValueLayout.JAVA_INT, 136));
            long minor = Integer.toUnsignedLong(all.get(ValueLayout.JAVA_INT, 140));
            return new Stat(
                    new Mode(mode & Mode.MOST),
                    (mode & 02000) != 0,
                    all.get(ValueLayout.JAVA_INT, 20),
                    all.get(ValueLayout.JAVA_INT, 24),
                    (major & 0xfffff000L) << 32 | (major & 0xfffL) << 8 | (minor & 0xffffff00L) << 12 | (minor & 0xffL),
                    all.get(ValueLayout.JAVA_LONG, 32));
        }
    }

    /** Whether this is the file that Java calls {@code key}; false also where that cannot be told. */
    boolean is(@Nullable Object key) throws IOException {
        Stat stat = stat();
        return ("(dev=" + Long.toHexString(stat.device()) + ",ino=" + stat.number() + ")").equals(String.valueOf(key));
    }

    /**
     * Takes a lease on this file for reading, which the system grants only if nobody has it open for writing, and gives it back at once. Whoever opens it in between
     * waits for that.
     */
    Writers writers() {
        try (Arena arena = Arena.ofConfined()) {
            // That a lease is to be given back is said by a signal, and the usual one would end the process.
            calls.call(Function.FCNTL, arena, name, descriptor, SET_SIGNAL, IGNORED_SIGNAL);
            calls.call(Function.FCNTL, arena, name, descriptor, SET_LEASE, READ_LEASE);
            calls.call(Function.FCNTL, arena, name, descriptor, SET_LEASE, NO_LEASE);
            return Writers.NONE;
        } catch (LinuxCalls.Failure e) {
            return e.errno() == LinuxCalls.AGAIN ? Writers.SOME : Writers.UNKNOWN;
        } catch (IOException e) {
            return Writers.UNKNOWN;
        }
    }

    void setMode(Mode mode) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            calls.call(Function.FCHMOD, arena, name, descriptor, mode.bits());
        }
    }

    /** -1 for an owner or group that stays. */
    void setOwner(int owner, int group) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            calls.call(Function.FCHOWN, arena, name, descriptor, owner, group);
        }
    }

    /** Empty where it has none of this name, or its file system knows no such thing. */
    Optional<byte[]> attribute(String attribute) throws IOException {
        try {
            return attribute(attribute, USUAL_ATTRIBUTE_BYTES);
        } catch (LinuxCalls.Failure e) {
            if (e.errno() == LinuxCalls.TOO_SMALL) {
                return attribute(attribute, MAX_ATTRIBUTE_BYTES);
            }
            if (isNone(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Optional<byte[]> attribute(String attribute, int most) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(most);
            long bytes = calls.call(
                    Function.FGETXATTR, arena, name, descriptor, text(arena, attribute), value.address(), most);
            return Optional.of(value.asSlice(0, bytes).toArray(ValueLayout.JAVA_BYTE));
        }
    }

    private static boolean isNone(LinuxCalls.Failure e) {
        return e.errno() == LinuxCalls.NO_SUCH_ATTRIBUTE || e.errno() == LinuxCalls.NOT_SUPPORTED;
    }

    void setAttribute(String attribute, byte[] value) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            long bytes = arena.allocateFrom(ValueLayout.JAVA_BYTE, value).address();
            calls.call(Function.FSETXATTR, arena, name, descriptor, text(arena, attribute), bytes, value.length, 0);
        }
    }

    /** Fine where there is none. */
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

    /** Closing twice is fine. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (Arena arena = Arena.ofConfined()) {
            calls.call(Function.CLOSE, arena, name, descriptor);
        } catch (IOException e) {
            // The descriptor is released all the same.
        }
    }
}
