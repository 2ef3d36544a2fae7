package quayside.server.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import quayside.server.storage.WatchedDisk.Watch;

/** Opens shares on disks that are watched, for tests of other packages too. */
public final class WatchedShares {
    private WatchedShares() {}

    public static Storage open(Path folder, Watch watch) {
        return open(folder, InstantSource.system(), watch);
    }

    public static Storage open(Path folder, InstantSource clock, Watch watch) {
        try {
            return FolderStorage.open(folder, false, List.of(), clock, new Random(11), new WatchedDisk(watch));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
