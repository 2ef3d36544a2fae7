package quayside.server.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import quayside.protocol.files.WatchedDisk;
import quayside.protocol.files.WatchedDisk.Watch;

/** Opens shares on disks that are watched, for tests of other packages too. */
public final class WatchedShares {
    /** More than anything takes to settle. */
    private static final Duration AHEAD = Duration.ofSeconds(10);

    private WatchedShares() {}

    public static Storage open(Path folder, Watch watch) {
        return open(folder, InstantSource.system(), watch);
    }

    /**
     * On the system's own disk, which nobody waits for, by a clock that is so far ahead that what was just written counts as settled; for tests that are
     * about neither what a loss of power leaves nor files that change.
     */
    public static Storage openHurried(Path folder) {
        InstantSource system = InstantSource.system();
        return open(folder, () -> system.instant().plus(AHEAD), new Watch() {
            @Override
            public void before(WatchedDisk.Operation operation, String name) {}

            @Override
            public boolean syncs() {
                return false;
            }
        });
    }

    public static Storage open(Path folder, InstantSource clock, Watch watch) {
        try {
            return FolderStorage.open(folder, false, List.of(), clock, new Random(11), new WatchedDisk(watch));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
