package quayside.app.core.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import quayside.protocol.message.OnConflict;
import quayside.server.ShareOptions;
import quayside.server.storage.NamedFolder;

/**
 * The user's settings. Immutable; {@link SettingsStore} keeps them.
 *
 * @param computer this computer's name for other people; empty if the user chose none
 */
public record Settings(
        Appearance look,
        LocalSide local,
        Moving transfers,
        Hosting host,
        Notices notices,
        Start start,
        Nearby nearby,
        Background background,
        String computer) {
    /** The maximum length of {@link #computer} in UTF-16 units. */
    public static final int MAX_COMPUTER_NAME = 64;

    /** The window's colours. */
    public enum Theme {
        /** The system's preference. */
        SYSTEM,
        LIGHT,
        DARK
    }

    /** What Enter and a double click do with a file. */
    public enum OpenFile {
        OPEN,
        TRANSFER
    }

    /** What the program opens when it starts. */
    public enum Reopen {
        NOTHING,
        LAST_SHARES
    }

    /**
     * The look of the window.
     *
     * @param fontScale factor of the text size, {@value #MIN_FONT_SCALE} to {@value #MAX_FONT_SCALE}
     * @param language empty for the system's language
     */
    public record Appearance(Theme theme, double fontScale, Optional<Locale> language) {
        public static final double MIN_FONT_SCALE = 0.5;
        public static final double MAX_FONT_SCALE = 3;

        public Appearance {
            if (!(fontScale >= MIN_FONT_SCALE && fontScale <= MAX_FONT_SCALE)) {
                throw new IllegalArgumentException("font scale " + fontScale);
            }
        }

        public Appearance withTheme(Theme next) {
            return new Appearance(next, fontScale, language);
        }

        public Appearance withFontScale(double next) {
            return new Appearance(theme, next, language);
        }

        public Appearance withLanguage(Optional<Locale> next) {
            return new Appearance(theme, fontScale, next);
        }
    }

    /**
     * The pane of this computer's files.
     *
     * @param downloadFolder the initial folder of the pane; empty for the home folder
     * @param showHidden whether the pane shows names that begin with a dot
     */
    public record LocalSide(Optional<Path> downloadFolder, boolean showHidden, OpenFile openFile) {
        public LocalSide withDownloadFolder(Optional<Path> next) {
            return new LocalSide(next, showHidden, openFile);
        }

        public LocalSide withShowHidden(boolean next) {
            return new LocalSide(downloadFolder, next, openFile);
        }

        public LocalSide withOpenFile(OpenFile next) {
            return new LocalSide(downloadFolder, showHidden, next);
        }
    }

    /**
     * Transfers.
     *
     * @param parallel how many run at once, 1 to {@value #MAX_PARALLEL}
     * @param downLimit bytes per second of all downloads; 0 for no limit, otherwise at least {@value #MIN_LIMIT}
     * @param upLimit bytes per second of all uploads; 0 for no limit, otherwise at least {@value #MIN_LIMIT}
     * @param conflict the rule for taken names; empty if the user is asked
     * @param resume whether kept transfers continue at the start; otherwise they are paused
     * @param waitOffline whether uploads to a share that is away wait for it; otherwise they are refused
     * @param clearAfterDay whether a finished transfer is removed after a day
     */
    public record Moving(
            int parallel,
            long downLimit,
            long upLimit,
            Optional<OnConflict> conflict,
            boolean resume,
            boolean waitOffline,
            boolean clearAfterDay) {
        public static final int MAX_PARALLEL = 8;
        public static final long MIN_LIMIT = 16_000;

        public Moving {
            if (parallel < 1 || parallel > MAX_PARALLEL) {
                throw new IllegalArgumentException("parallel " + parallel);
            }
            requireLimit(downLimit);
            requireLimit(upLimit);
        }

        private static void requireLimit(long bytesPerSecond) {
            if (bytesPerSecond != 0 && bytesPerSecond < MIN_LIMIT) {
                throw new IllegalArgumentException("limit " + bytesPerSecond);
            }
        }

        public Moving withParallel(int next) {
            return new Moving(next, downLimit, upLimit, conflict, resume, waitOffline, clearAfterDay);
        }

        public Moving withLimits(long down, long up) {
            return new Moving(parallel, down, up, conflict, resume, waitOffline, clearAfterDay);
        }

        public Moving withConflict(Optional<OnConflict> next) {
            return new Moving(parallel, downLimit, upLimit, next, resume, waitOffline, clearAfterDay);
        }

        public Moving withResume(boolean next) {
            return new Moving(parallel, downLimit, upLimit, conflict, next, waitOffline, clearAfterDay);
        }

        public Moving withWaitOffline(boolean next) {
            return new Moving(parallel, downLimit, upLimit, conflict, resume, next, clearAfterDay);
        }

        public Moving withClearAfterDay(boolean next) {
            return new Moving(parallel, downLimit, upLimit, conflict, resume, waitOffline, next);
        }
    }

    /**
     * This computer as a host.
     *
     * @param folders the folders shared last, at most {@value #MAX_FOLDERS}, the newest first
     * @param port preferred TCP port, 0 to 65535; 0 for any free one
     * @param showHidden whether names that begin with a dot are shared
     * @param reachable whether the router is asked to open the port to the internet
     * @param keepLog whether the log of what guests do is kept across restarts
     * @param together the folders that were shared under one link last, by the names that guests see; empty if it was one
     */
    public record Hosting(
            List<Path> folders,
            int port,
            boolean showHidden,
            boolean reachable,
            boolean keepLog,
            List<NamedFolder> together) {
        /** The last folder and five others. */
        public static final int MAX_FOLDERS = 6;

        public Hosting {
            folders = folders.stream().distinct().limit(MAX_FOLDERS).toList();
            together = List.copyOf(together);
            if (port < 0 || port > 65_535) {
                throw new IllegalArgumentException("port " + port);
            }
        }

        /** Shares one folder, on this network only, and keeps the log. */
        public Hosting(List<Path> folders, int port, boolean showHidden) {
            this(folders, port, showHidden, false, true, List.of());
        }

        /** Returns the folder shared last. */
        public Optional<Path> folder() {
            return folders.stream().findFirst();
        }

        /** Returns this with {@code next} as the folder shared last, alone. */
        public Hosting withFolder(Path next) {
            return withFolders(next, List.of());
        }

        /** Returns this with {@code next} as the folder shared last, together with others if {@code all} are several. */
        public Hosting withFolders(Path next, List<NamedFolder> all) {
            return new Hosting(
                    Stream.concat(Stream.of(next), folders.stream()).toList(),
                    port,
                    showHidden,
                    reachable,
                    keepLog,
                    all);
        }

        public Hosting withPort(int next) {
            return new Hosting(folders, next, showHidden, reachable, keepLog, together);
        }

        public Hosting withShowHidden(boolean next) {
            return new Hosting(folders, port, next, reachable, keepLog, together);
        }

        public Hosting withReachable(boolean next) {
            return new Hosting(folders, port, showHidden, next, keepLog, together);
        }

        public Hosting withKeepLog(boolean next) {
            return new Hosting(folders, port, showHidden, reachable, next, together);
        }
    }

    /**
     * The events that the user is notified of.
     *
     * @param guests whether a guest joined
     * @param arrivals whether files of guests arrived
     * @param wrongKeys whether somebody tries wrong access keys
     */
    public record Notices(boolean done, boolean failed, boolean guests, boolean arrivals, boolean wrongKeys) {
        public Notices withDone(boolean next) {
            return new Notices(next, failed, guests, arrivals, wrongKeys);
        }

        public Notices withFailed(boolean next) {
            return new Notices(done, next, guests, arrivals, wrongKeys);
        }

        public Notices withGuests(boolean next) {
            return new Notices(done, failed, next, arrivals, wrongKeys);
        }

        public Notices withArrivals(boolean next) {
            return new Notices(done, failed, guests, next, wrongKeys);
        }

        public Notices withWrongKeys(boolean next) {
            return new Notices(done, failed, guests, arrivals, next);
        }
    }

    /** The start of the program. */
    public record Start(Reopen reopen) {}

    /**
     * Shares nearby.
     *
     * @param announce whether the share of this computer is announced on its networks
     * @param look whether the first screen lists the shares of others
     */
    public record Nearby(boolean announce, boolean look) {}

    /** What closing the window does while something is shared. */
    public enum WhenClosed {
        ASK,
        KEEP_SHARING,
        QUIT
    }

    /**
     * What goes on without the user.
     *
     * @param shareAtStart whether the last folder is shared when the program starts
     * @param permissions what guests may do in a folder that is shared: what they might do when it was last changed
     * @param keepAwake whether the system does not fall asleep by itself while something is transferred
     */
    public record Background(
            WhenClosed whenClosed, boolean shareAtStart, ShareOptions.Permissions permissions, boolean keepAwake) {
        public Background withWhenClosed(WhenClosed next) {
            return new Background(next, shareAtStart, permissions, keepAwake);
        }

        public Background withShareAtStart(boolean next) {
            return new Background(whenClosed, next, permissions, keepAwake);
        }

        public Background withPermissions(ShareOptions.Permissions next) {
            return new Background(whenClosed, shareAtStart, next, keepAwake);
        }

        public Background withKeepAwake(boolean next) {
            return new Background(whenClosed, shareAtStart, permissions, next);
        }
    }

    public Settings {
        if (computer.length() > MAX_COMPUTER_NAME || computer.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("computer name");
        }
    }

    /** Returns the default settings. */
    public static Settings standard(int hostPort) {
        return new Settings(
                new Appearance(Theme.SYSTEM, 1, Optional.empty()),
                new LocalSide(Optional.empty(), false, OpenFile.OPEN),
                new Moving(3, 0, 0, Optional.empty(), true, true, true),
                new Hosting(List.of(), hostPort, false),
                new Notices(true, true, true, true, true),
                new Start(Reopen.LAST_SHARES),
                new Nearby(true, true),
                new Background(WhenClosed.ASK, false, ShareOptions.Permissions.ALL, true),
                "");
    }

    public Settings withLook(Appearance next) {
        return new Settings(next, local, transfers, host, notices, start, nearby, background, computer);
    }

    public Settings withLocal(LocalSide next) {
        return new Settings(look, next, transfers, host, notices, start, nearby, background, computer);
    }

    public Settings withTransfers(Moving next) {
        return new Settings(look, local, next, host, notices, start, nearby, background, computer);
    }

    public Settings withHost(Hosting next) {
        return new Settings(look, local, transfers, next, notices, start, nearby, background, computer);
    }

    public Settings withNotices(Notices next) {
        return new Settings(look, local, transfers, host, next, start, nearby, background, computer);
    }

    public Settings withStart(Start next) {
        return new Settings(look, local, transfers, host, notices, next, nearby, background, computer);
    }

    public Settings withNearby(Nearby next) {
        return new Settings(look, local, transfers, host, notices, start, next, background, computer);
    }

    public Settings withBackground(Background next) {
        return new Settings(look, local, transfers, host, notices, start, nearby, next, computer);
    }

    public Settings withComputer(String next) {
        return new Settings(look, local, transfers, host, notices, start, nearby, background, next);
    }
}
