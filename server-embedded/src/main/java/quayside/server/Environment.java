package quayside.server;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;
import quayside.server.guard.Admission;
import quayside.server.guard.BodyLimits;
import quayside.server.protect.Hashing;
import quayside.server.session.SessionTimes;
import quayside.server.storage.FolderStorage;
import quayside.server.storage.SeveralFolders;
import quayside.server.storage.Storage;

/**
 * The external dependencies and limits of a server, which tests replace.
 *
 * @param clock for events
 * @param nanos the monotonic clock, for deadlines and limits
 * @param connections the maximum number of connections at once
 * @param connectionsPerSource the maximum number at once from one source
 * @param bodies the memory limit of bodies under way, and how slow they may be
 * @param passcodeCost the cost of hashing a passcode
 * @param sweeping the interval at which the server looks for leftovers of uploads
 * @param summing the interval at which the host is notified of the events that were only counted
 */
record Environment(
        InstantSource clock,
        LongSupplier nanos,
        SecureRandom random,
        SessionTimes times,
        int connections,
        int connectionsPerSource,
        Duration sweeping,
        Duration summing,
        BodyLimits bodies,
        Hashing.Cost passcodeCost,
        StorageOpener storage,
        Listener listener) {

    @FunctionalInterface
    interface StorageOpener {
        Storage open(ShareOptions options) throws IOException;
    }

    @FunctionalInterface
    interface Listener {
        /** Returns a socket that is not bound yet. */
        ServerSocket open() throws IOException;
    }

    static Environment standard() {
        InstantSource clock = InstantSource.system();
        SecureRandom random = new SecureRandom();
        return new Environment(
                clock,
                System::nanoTime,
                random,
                SessionTimes.standard(),
                Admission.totalFor(Runtime.getRuntime().maxMemory()),
                Admission.DEFAULT_PER_SOURCE,
                Duration.ofHours(1),
                Duration.ofSeconds(10),
                BodyLimits.standard(),
                Hashing.Cost.STANDARD,
                options -> open(options, clock, random),
                ServerSocket::new);
    }

    private static Storage open(ShareOptions options, InstantSource clock, SecureRandom random) throws IOException {
        return options.folders().isEmpty()
                ? FolderStorage.open(options.folder(), options.showHidden(), options.neverShared(), clock, random)
                : SeveralFolders.open(options.folders(), options.showHidden(), options.neverShared(), clock, random);
    }

    /**
     * Checks the folders that {@link #standard()} would serve, without changing anything in them.
     *
     * @param ours folders that this program shares now; they are only compared with the others
     */
    static void check(ShareOptions options, List<Path> ours) throws IOException {
        if (options.folders().isEmpty()) {
            FolderStorage.check(options.folder(), options.neverShared());
        } else {
            SeveralFolders.check(options.folders(), options.neverShared(), ours);
        }
    }
}
