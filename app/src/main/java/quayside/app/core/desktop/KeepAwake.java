package quayside.app.core.desktop;

import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.types.UInt32;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.app.core.publish.Turns;

/**
 * Keeps the system from falling asleep by itself while something is transferred. The user can still send it to sleep. It
 * asks the desktop's power manager over the session bus, and starts the system's own command for that (systemd-inhibit,
 * caffeinate), whichever there are. Both end with this program, however it ends: the bus notices, and the command waits
 * for the end of its input. It goes on for a while after it was wanted, so that many small files ask for it once.
 * Thread-safe; {@link #want} and {@link #stop} return at once.
 */
public final class KeepAwake implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeepAwake.class);
    private static final String PROGRAM = "Quayside";
    private static final String REASON = "Files are being transferred";
    private static final int SECONDS_TO_END = 2;
    private static final Duration REST = Duration.ofMinutes(1);

    /** Of the session manager of GNOME: 4 for sleep. */
    private static final UInt32 SLEEP = new UInt32(4);

    private final Optional<String> bus;
    private final List<String> command;
    private final Duration rest;

    /** Their round does what the last call wants. */
    private final Turns turns = new Turns("keep-awake");

    private boolean wanted;

    /** Whether what is wanted is still to be done. */
    private boolean isDue;

    // Of the turns, and after their end of the one that closes:
    private boolean isHeld;
    private @Nullable DBusConnection connection;

    private @Nullable Process process;

    /**
     * @param bus the address of the session bus; empty if the system has none
     * @param command keeps the system awake until its input ends; empty for none
     */
    KeepAwake(Optional<String> bus, List<String> command) {
        this(bus, command, REST);
    }

    /** @param rest how long the system is kept awake after that was wanted */
    KeepAwake(Optional<String> bus, List<String> command, Duration rest) {
        this.bus = bus;
        this.command = command;
        this.rest = rest;
    }

    /** Returns the command of this system, or none if it is not installed. */
    static List<String> command(String system, String path) {
        List<String> command = system.toLowerCase(Locale.ROOT).startsWith("mac")
                ? List.of("caffeinate", "-i", "cat")
                : List.of(
                        "systemd-inhibit", "--what=idle", "--who=" + PROGRAM, "--why=" + REASON, "--mode=block", "cat");
        for (String folder : path.split(File.pathSeparator, -1)) {
            File program = new File(folder, command.getFirst());
            if (!folder.isEmpty() && program.canExecute()) {
                return command;
            }
        }
        return List.of();
    }

    /** Keeps the system awake from now on, or lets it sleep after a time of rest. */
    public synchronized void want(boolean on) {
        if (on != wanted) {
            wanted = on;
            settleIn(on ? Duration.ZERO : rest);
        }
    }

    /** Lets the system sleep at once. */
    public synchronized void stop() {
        if (wanted || isDue) {
            wanted = false;
            settleIn(Duration.ZERO);
        }
    }

    private void settleIn(Duration wait) {
        isDue = true;
        turns.run(() -> turns.nextRound(this::settle, wait));
    }

    /** Returns what is to be done now. */
    private synchronized boolean due() {
        isDue = false;
        return wanted;
    }

    private void settle() {
        boolean on = due();
        if (on && !isHeld) {
            isHeld = true;
            hold();
        } else if (!on && isHeld) {
            release();
        }
    }

    private void hold() {
        if (bus.isPresent()) {
            try {
                connection = SessionBus.connect(bus.get());
                ask(connection);
            } catch (IOException | DBusException | DBusExecutionException e) {
                LOG.info("The desktop does not keep the system awake: {}", e.getMessage());
                if (turns.isEnded()) {
                    // The one that closes leaves the bus: this thread is interrupted.
                    return;
                }
                leave();
            }
        }
        if (!command.isEmpty()) {
            try {
                process = new ProcessBuilder(command)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
            } catch (IOException e) {
                LOG.info("The system is not kept awake: {}", e.getMessage());
            }
        }
    }

    private static void ask(DBusConnection bus) throws IOException, DBusException {
        IOException none = new IOException("It has no power manager");
        try {
            DesktopApi.PowerManager manager =
                    bus.getRemoteObject(DesktopApi.POWER, DesktopApi.POWER_PATH, DesktopApi.PowerManager.class, false);
            UInt32 _ = SessionBus.within(SessionBus.ANSWER, () -> manager.inhibit(PROGRAM, REASON));
            return;
        } catch (IOException e) {
            none.addSuppressed(e);
        }
        DesktopApi.SessionManager manager = bus.getRemoteObject(
                DesktopApi.SESSION, DesktopApi.SESSION_PATH, DesktopApi.SessionManager.class, false);
        UInt32 _ = SessionBus.within(SessionBus.ANSWER, () -> manager.inhibit(PROGRAM, new UInt32(0), REASON, SLEEP));
    }

    private void release() {
        isHeld = false;
        leave();
        Process running = process;
        process = null;
        if (running != null) {
            try {
                running.getOutputStream().close();
                if (!running.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                    running.destroy();
                }
            } catch (IOException e) {
                running.destroy();
            } catch (InterruptedException e) {
                running.destroy();
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Leaves the bus, by which the desktop forgets the wish. */
    private void leave() {
        DBusConnection held = connection;
        connection = null;
        if (held != null) {
            try {
                held.close();
            } catch (IOException e) {
                LOG.debug("The session bus was left with a fault", e);
            }
        }
    }

    /** Lets the system sleep, and waits until everything has ended. A desktop that does not answer is not waited for. */
    @Override
    public void close() {
        turns.end(true);
        turns.awaitEnd();
        release();
    }
}
