package quayside.app.core.desktop;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.annotations.DBusMemberName;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.app.core.text.AppReason;
import quayside.protocol.wire.ProtocolException;

/**
 * Opens files with the programs that the system has for them, and shows files in the file manager. A name is passed as
 * part of an absolute path and without a shell, so no name is an option or a command. Thread-safe; every method blocks,
 * for some seconds at most.
 */
public final class Opener {
    private static final Logger LOG = LoggerFactory.getLogger(Opener.class);
    private static final int SECONDS_TO_FAIL = 3;

    /** The endings of files that some system runs when they are opened. */
    private static final Set<String> PROGRAMS = Set.of(
            ("desktop sh bash zsh csh ksh run bin appimage elf out py pyw pyc pl rb php lua jar jnlp class exe com bat"
                            + " cmd ps1 psm1 vbs vbe js jse wsf wsh hta msi msp msc scr pif lnk url cpl reg inf scf gadget"
                            + " application appref-ms chm settingcontent-ms library-ms command tool app action workflow scpt scptd"
                            + " applescript terminal webloc fileloc inetloc pkg")
                    .split(" ", -1));

    /** The kinds of systems that differ here. */
    enum Desktop {
        FREEDESKTOP,
        MAC,
        WINDOWS
    }

    /** What this class needs of the system. */
    interface Host {
        Desktop desktop();

        /** Returns whether there is a program of that name. */
        boolean has(String program);

        /**
         * Starts a program. Returns its exit status if it ends within some seconds.
         *
         * @param command each argument for itself
         */
        Optional<Integer> start(List<String> command) throws IOException;

        /** Asks the file manager of the desktop to show files. Returns whether one has answered. */
        boolean showItems(List<String> uris);
    }

    private final Host host;

    Opener(Host host) {
        this.host = host;
    }

    /** Returns this system. */
    static Host systemHost(Function<String, @Nullable String> environment) {
        return new SystemHost(environment);
    }

    /**
     * Returns the opener of this system. Programs inherit the niceness of the thread that is the first to call this in a
     * process, unlike that of the threads that open files ({@code packaging/priority.options}).
     */
    public static Opener ofSystem(Function<String, @Nullable String> environment) {
        return new Opener(systemHost(environment));
    }

    /**
     * Opens a file or folder with the program that the system has for it.
     *
     * @throws ProtocolException {@link AppReason#NO_PROGRAM} if there is none
     */
    public void open(Path file) throws IOException {
        String path = file.toAbsolutePath().toString();
        run(
                file,
                switch (host.desktop()) {
                    case FREEDESKTOP -> List.of(freedesktop(path));
                    case MAC -> List.of("open", path);
                    // Not "start", which is a command of a shell, and a shell reads more than a name out of a name.
                    case WINDOWS -> List.of("rundll32", "url.dll,FileProtocolHandler", path);
                });
    }

    /** Returns whether opening a file of this name may run it. */
    public static boolean isProgramName(String name) {
        // Windows ignores dots and spaces at the end.
        String plain = name.replaceFirst("[. ]+$", "").toLowerCase(Locale.ROOT);
        int dot = plain.lastIndexOf('.');
        return dot >= 0 && PROGRAMS.contains(plain.substring(dot + 1));
    }

    /** Returns whether opening a file may run it, by its name, or because it is executable and looks so. Blocks. */
    public static boolean isProgram(Path file) {
        if (Files.isDirectory(file)) {
            // A folder of such a name is a program on macOS alone.
            return file.toString().endsWith(".app");
        }
        if (isProgramName(String.valueOf(file.getFileName()))) {
            return true;
        }
        if (!Files.isRegularFile(file) || !Files.isExecutable(file)) {
            return false;
        }
        // On some disks every file is executable.
        try (InputStream in = Files.newInputStream(file)) {
            String start = new String(in.readNBytes(4), StandardCharsets.ISO_8859_1);
            return start.startsWith("#!") || start.startsWith("MZ") || start.equals((char) 0x7F + "ELF");
        } catch (IOException e) {
            return true;
        }
    }

    private String[] freedesktop(String path) {
        return host.has("xdg-open") || !host.has("gio")
                ? new String[] {"xdg-open", path}
                : new String[] {"gio", "open", path};
    }

    /** Shows a file or folder in the file manager, selected if the file manager can select. */
    public void show(Path file) throws IOException {
        Path absolute = file.toAbsolutePath();
        Path parent = absolute.getParent() == null ? absolute : absolute.getParent();
        switch (host.desktop()) {
            case FREEDESKTOP -> {
                if (!host.showItems(List.of(absolute.toUri().toASCIIString()))) {
                    open(parent);
                }
            }
            case MAC -> run(file, List.of("open", "-R", absolute.toString()));
            // Explorer reports failure even after success.
            case WINDOWS -> {
                Optional<Integer> _ = host.start(List.of("explorer.exe", "/select," + absolute));
            }
        }
    }

    private void run(Path file, List<String> command) throws IOException {
        Path name = file.getFileName() == null ? file : file.getFileName();
        Optional<Integer> status;
        try {
            status = host.start(command);
        } catch (IOException e) {
            throw new ProtocolException(AppReason.NO_PROGRAM, e, name);
        }
        if (status.isPresent() && status.get() != 0) {
            throw new ProtocolException(AppReason.NO_PROGRAM, name);
        }
    }

    /** The file manager of a desktop. Public because dbus-java implements it by reflection. */
    @DBusInterfaceName("org.freedesktop.FileManager1")
    public interface FileManager extends DBusInterface {
        @DBusMemberName("ShowItems")
        void showItems(List<String> uris, String startupId);
    }

    private record SystemHost(Function<String, @Nullable String> environment) implements Host {
        private static final Executor STARTER = starter();

        // Nothing relies on the order of the threads.
        @SuppressWarnings("ThreadPriorityCheck")
        private static Executor starter() {
            ThreadPoolExecutor starter = new ThreadPoolExecutor(
                    1,
                    1,
                    0,
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(),
                    Thread.ofPlatform()
                            .daemon()
                            .name("opener")
                            .priority(Thread.MAX_PRIORITY)
                            .factory());
            starter.prestartCoreThread();
            return starter;
        }

        @Override
        public Desktop desktop() {
            String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
            return name.startsWith("windows")
                    ? Desktop.WINDOWS
                    : name.startsWith("mac") ? Desktop.MAC : Desktop.FREEDESKTOP;
        }

        @Override
        public boolean has(String program) {
            String path = environment.apply("PATH");
            return path != null
                    && Arrays.stream(path.split(File.pathSeparator, -1))
                            .filter(folder -> !folder.isEmpty())
                            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        }

        @Override
        public Optional<Integer> start(List<String> command) throws IOException {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectInput(ProcessBuilder.Redirect.from(nothing()))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD);
            // The fonts of this window are not those of another program.
            builder.environment().remove("FONTCONFIG_FILE");
            Process started = start(builder);
            try {
                return started.waitFor(SECONDS_TO_FAIL, TimeUnit.SECONDS)
                        ? Optional.of(started.exitValue())
                        : Optional.empty();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }

        private Process start(ProcessBuilder builder) throws IOException {
            try {
                return CompletableFuture.supplyAsync(
                                () -> {
                                    try {
                                        return builder.start();
                                    } catch (IOException e) {
                                        throw new UncheckedIOException(e);
                                    }
                                },
                                STARTER)
                        .join();
            } catch (CompletionException e) {
                if (e.getCause() instanceof UncheckedIOException failed) {
                    throw failed.getCause();
                }
                throw e;
            }
        }

        private File nothing() {
            return new File(desktop() == Desktop.WINDOWS ? "NUL" : "/dev/null");
        }

        @Override
        public boolean showItems(List<String> uris) {
            String bus = environment.apply("DBUS_SESSION_BUS_ADDRESS");
            if (bus == null || bus.isBlank()) {
                return false;
            }
            try (DBusConnection connection = SessionBus.connect(bus)) {
                return SessionBus.within(SessionBus.ANSWER, () -> {
                    connection
                            .getRemoteObject(
                                    "org.freedesktop.FileManager1", "/org/freedesktop/FileManager1", FileManager.class)
                            .showItems(uris, "");
                    return true;
                });
            } catch (IOException e) {
                LOG.debug("No file manager answers on the session bus", e);
                return false;
            }
        }
    }
}
