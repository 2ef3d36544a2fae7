package quayside.protocol.files;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Calls of the C library of Linux for operations that Java does not offer by descriptor: access control lists, extended
 * attributes, the set-group-ID bit, directories, files without a name, times before 1970. Used only if the architecture
 * is known and the program may make such calls without a warning. Otherwise only the operations of Java are used.
 *
 * <p>All calls use one method handle with five 64-bit integers, because each further handle would cost some
 * milliseconds at startup. If a function takes fewer or narrower arguments, it does not read the rest of the registers,
 * by the calling convention of these architectures. Thread-safe.
 */
@SuppressWarnings("restricted") // what this class is for
final class LinuxCalls {
    static final int EAGAIN = 11;
    static final int EOPNOTSUPP = 95;
    static final int ENODATA = 61;
    static final int ERANGE = 34;

    private static final int EPERM = 1;
    private static final int ENOENT = 2;
    private static final int EACCES = 13;
    private static final int EEXIST = 17;
    private static final int ENOTDIR = 20;
    private static final int ELOOP = 40;

    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    /** (function, state, five integers) -> integer. */
    private static final MethodHandle CALL = Linker.nativeLinker()
            .downcallHandle(
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG),
                    Linker.Option.captureCallState("errno"));

    /** The functions that are called, by their names in the library. */
    enum Function {
        OPENAT,
        CLOSE,
        STATX,
        FCHMOD,
        FCHOWN,
        FCNTL,
        MKDIRAT,
        UTIMENSAT,
        FGETXATTR,
        FSETXATTR,
        FLISTXATTR,
        FREMOVEXATTR,
        STRERROR
    }

    private final Map<Function, MemorySegment> functions;

    private LinuxCalls(Map<Function, MemorySegment> functions) {
        this.functions = functions;
    }

    /** Finds the functions; empty if one of them is missing. */
    static Optional<LinuxCalls> find() {
        Map<Function, MemorySegment> functions = new EnumMap<>(Function.class);
        for (Function function : Function.values()) {
            Optional<MemorySegment> found =
                    Linker.nativeLinker().defaultLookup().find(function.name().toLowerCase(Locale.ROOT));
            if (found.isEmpty()) {
                return Optional.empty();
            }
            functions.put(function, found.get());
        }
        return Optional.of(new LinuxCalls(functions));
    }

    /** A call that failed. */
    static final class Failure extends FileSystemException {
        private static final long serialVersionUID = 1L;

        private final int errno;

        Failure(@Nullable String file, int errno, String reason) {
            super(file, null, reason);
            this.errno = errno;
        }

        int errno() {
            return errno;
        }
    }

    /**
     * Calls {@code function}.
     *
     * @param arena holds the memory of the call
     * @param about a name for messages
     * @return the result, never below 0
     * @throws IOException the error that the function set
     */
    long call(Function function, Arena arena, String about, long... arguments) throws IOException {
        MemorySegment state = arena.allocate(STATE);
        long result = invoke(function, state, arguments);
        // Most functions return 32 bits, and the bits above are undefined. The others never return more than 31 bits.
        int returned = (int) result;
        if (returned < 0) {
            throw failure((int) ERRNO.get(state, 0L), about, arena);
        }
        return returned;
    }

    private long invoke(Function function, MemorySegment state, long... arguments) {
        long[] all = Arrays.copyOf(arguments, 5);
        try {
            return (long) CALL.invokeExact(functions.get(function), state, all[0], all[1], all[2], all[3], all[4]);
        } catch (Throwable e) {
            throw new AssertionError("a call of the system cannot throw", e);
        }
    }

    private IOException failure(int errno, String about, Arena arena) {
        return switch (errno) {
            case EPERM, EACCES -> new AccessDeniedException(about);
            case ENOENT -> new NoSuchFileException(about);
            case EEXIST -> new FileAlreadyExistsException(about);
            case ENOTDIR, ELOOP -> new NotDirectoryException(about);
            default -> new Failure(about, errno, reason(errno, arena));
        };
    }

    /**
     * Returns the library's message for an error. It is in English, because the library uses a locale only if the
     * program sets one.
     */
    private String reason(int errno, Arena arena) {
        long text = invoke(Function.STRERROR, arena.allocate(STATE), errno);
        return MemorySegment.ofAddress(text).reinterpret(256).getString(0);
    }
}
