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
 * Calls of the C library of Linux for what Java does not offer by descriptor: access control lists, extended attributes, the set-group-ID bit, folders, files
 * without a name, times before 1970. Only where the architecture is known and the program may make such calls without a warning; everybody else does what Java
 * offers.
 *
 * <p>All calls go through one method handle that takes five integers of 64 bits, for each further kind costs a start some milliseconds: where a function takes
 * fewer or narrower ones the convention of these architectures leaves the rest of the registers unread. Thread-safe.
 */
@SuppressWarnings("restricted") // what this class is for
final class LinuxCalls {
    static final int AGAIN = 11;
    static final int NOT_SUPPORTED = 95;
    static final int NO_SUCH_ATTRIBUTE = 61;
    static final int TOO_SMALL = 34;

    private static final int MAY_NOT = 1;
    private static final int NOT_THERE = 2;
    private static final int DENIED = 13;
    private static final int EXISTS = 17;
    private static final int NO_FOLDER = 20;
    private static final int LINK = 40;

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

    /** What is called, by its name in the library. */
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

    /** Empty where one of them is missing. */
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
     * @param arena for what the call needs
     * @param about a name for messages
     * @return what it returned, never below 0
     * @throws IOException what it set as the error
     */
    long call(Function function, Arena arena, String about, long... arguments) throws IOException {
        MemorySegment state = arena.allocate(STATE);
        long result = invoke(function, state, arguments);
        // Most return 32 bits, and what is above them is undefined; the others never return more than 31.
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
            case MAY_NOT, DENIED -> new AccessDeniedException(about);
            case NOT_THERE -> new NoSuchFileException(about);
            case EXISTS -> new FileAlreadyExistsException(about);
            case NO_FOLDER, LINK -> new NotDirectoryException(about);
            default -> new Failure(about, errno, reason(errno, arena));
        };
    }

    /** In English: the library has its words from a locale only once a program asks it to. */
    private String reason(int errno, Arena arena) {
        long text = invoke(Function.STRERROR, arena.allocate(STATE), errno);
        return MemorySegment.ofAddress(text).reinterpret(256).getString(0);
    }
}
