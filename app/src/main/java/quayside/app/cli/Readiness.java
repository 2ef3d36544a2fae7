package quayside.app.cli;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.app.core.settings.ConfigFolder;

/**
 * Tells the service manager (systemd) how the program is doing, as sd_notify(3) does: a datagram to the socket that {@code
 * NOTIFY_SOCKET} names. Java has no datagrams of that kind, so this calls the C library; the program systemd-notify would be
 * another process, which a unit does not trust unless it is told to. Without a manager it does nothing. For one thread.
 */
@SuppressWarnings("restricted") // what this class is for
final class Readiness {
    private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);
    private static final short AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_CLOEXEC = 0x80000;

    /** The bytes of a path in an address. */
    private static final int MAX_PATH = 108;

    private final @Nullable String socket;
    private final Duration watchdog;
    private long patted = System.nanoTime();

    private Readiness(@Nullable String socket, Duration watchdog) {
        this.socket = socket;
        this.watchdog = watchdog;
    }

    static Readiness of(ConfigFolder.Lookup environment) {
        String socket = environment.get("NOTIFY_SOCKET");
        boolean isUsable = socket != null
                && socket.length() > 1
                && (socket.startsWith("/") || socket.startsWith("@"))
                && socket.getBytes(StandardCharsets.UTF_8).length < MAX_PATH
                && System.getProperty("os.name", "").equals("Linux");
        return new Readiness(isUsable ? socket : null, watchdog(environment).orElse(Duration.ZERO));
    }

    private static Optional<Duration> watchdog(ConfigFolder.Lookup environment) {
        String micros = environment.get("WATCHDOG_USEC");
        String process = environment.get("WATCHDOG_PID");
        boolean isMeant = process == null
                || process.equals(Long.toString(ProcessHandle.current().pid()));
        return micros != null && micros.matches("[0-9]{1,15}") && isMeant
                ? Optional.of(Duration.ofNanos(Long.parseLong(micros) * 1000))
                : Optional.empty();
    }

    /** Returns how often {@link #isWell} has to be called: twice within the time that the manager waits, or seldom. */
    Duration interval(Duration usual) {
        Duration half = watchdog.dividedBy(2);
        return half.isPositive() && half.compareTo(usual) < 0 ? half : usual;
    }

    void isReady() {
        send("READY=1\n");
    }

    void isStopping() {
        send("STOPPING=1\n");
    }

    /** Tells, if the manager wants to know it and it is time, that the program still works. */
    void isWell() {
        long now = System.nanoTime();
        if (watchdog.isPositive() && now - patted >= watchdog.dividedBy(3).toNanos()) {
            patted = now;
            send("WATCHDOG=1\n");
        }
    }

    private void send(String message) {
        if (socket == null) {
            return;
        }
        try {
            send(socket, message.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.warn("The service manager cannot be notified: {}", e.getMessage());
        }
    }

    private static void send(String socket, byte[] message) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            byte[] path = socket.getBytes(StandardCharsets.UTF_8);
            boolean isAbstract = path[0] == '@';
            MemorySegment address = arena.allocate(Short.BYTES + MAX_PATH);
            address.set(ValueLayout.JAVA_SHORT, 0, AF_UNIX);
            MemorySegment.copy(path, 0, address, ValueLayout.JAVA_BYTE, Short.BYTES, path.length);
            if (isAbstract) {
                // An abstract name begins with a zero, and ends with the address instead of another one.
                address.set(ValueLayout.JAVA_BYTE, Short.BYTES, (byte) 0);
            }
            int length = Short.BYTES + path.length + (isAbstract ? 0 : 1);
            int descriptor = (int) handle("socket", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT)
                    .invoke((int) AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
            if (descriptor < 0) {
                throw new IOException("no socket");
            }
            try {
                long sent = (long) sendto().invoke(
                                descriptor,
                                arena.allocateFrom(ValueLayout.JAVA_BYTE, message),
                                (long) message.length,
                                0,
                                address,
                                length);
                if (sent < 0) {
                    throw new IOException("nobody listens at " + socket);
                }
            } finally {
                int _ = (int) handle("close", ValueLayout.JAVA_INT).invoke(descriptor);
            }
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IOException(e);
        }
    }

    private static MethodHandle sendto() {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                symbol(linker, "sendto"),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_INT,
                        ValueLayout.ADDRESS,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_INT,
                        ValueLayout.ADDRESS,
                        ValueLayout.JAVA_INT));
    }

    private static MethodHandle handle(String name, ValueLayout... arguments) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(symbol(linker, name), FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments));
    }

    private static MemorySegment symbol(Linker linker, String name) {
        SymbolLookup library = linker.defaultLookup();
        return library.find(name).orElseThrow();
    }
}
