package quayside.protocol.files;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import quayside.protocol.message.Mode;
import quayside.protocol.message.OnConflict;

/**
 * Lands small files that arrived together (PROTOCOL.md section 8.1): first the data of all is on the disk, then each takes its name, then
 * each folder is synced once. Safe for use by several threads; {@link #land} blocks on the disk.
 */
public final class SmallLandings {
    /** A disk that takes longer for one sync does several in the time of one; a quicker one is not worth the threads. */
    private static final Duration SLOW_SYNC = Duration.ofNanos(300_000);

    private final Disk disk;
    private final SecureRandom random;

    /** One file whose bytes were checked, for the entry {@code target} of {@code folder}. The array is not copied. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Arrived(
            Path folder, Path target, byte[] content, Instant modified, Optional<Mode> mode, OnConflict onConflict) {}

    /** How it went. */
    public sealed interface Outcome {
        /**
         * Whole, synced and under its name, another than asked under {@link OnConflict#RENAME}.
         *
         * @param unkept what the disk did not take of it
         */
        record Landed(Path place, Set<Unkept> unkept) implements Outcome {}

        /** The conflict rule left the old file. */
        record Left() implements Outcome {}

        /** The name holds what it held, unless only the folder's sync failed. */
        record Failed(IOException why) implements Outcome {}
    }

    public SmallLandings(Disk disk, SecureRandom random) {
        this.disk = disk;
        this.random = random;
    }

    /** Lands all of {@code files}, and says of each in the same order how it went. */
    public List<Outcome> land(List<Arrived> files) {
        List<Attempt> attempts = new ArrayList<>(files.size());
        for (Arrived file : files) {
            attempts.add(new Attempt(file));
        }
        try {
            attempts.forEach(Attempt::write);
            makeDurable(attempts);
            attempts.forEach(Attempt::takeName);
            syncFolders(attempts);
        } finally {
            attempts.forEach(Attempt::close);
        }
        return attempts.stream().map(Attempt::outcome).toList();
    }

    private static void makeDurable(List<Attempt> attempts) {
        int done = 0;
        boolean slow = false;
        while (done < attempts.size() && !slow) {
            long begun = System.nanoTime();
            attempts.get(done++).makeDurable();
            slow = System.nanoTime() - begun > SLOW_SYNC.toNanos();
        }
        if (done == attempts.size()) {
            return;
        }
        List<Future<?>> syncs = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Attempt attempt : attempts.subList(done, attempts.size())) {
                syncs.add(threads.submit(attempt::makeDurable));
            }
        }
        syncs.forEach(SmallLandings::requireNoBug);
    }

    /** What is no failure of the disk ends the landing of all, as it does outside these threads; no name was taken yet. */
    private static void requireNoBug(Future<?> done) {
        if (done.state() == Future.State.FAILED) {
            switch (done.exceptionNow()) {
                case Error error -> throw error;
                case RuntimeException misuse -> throw misuse;
                case Throwable other -> throw new AssertionError(other);
            }
        }
    }

    private static void syncFolders(List<Attempt> attempts) {
        Map<Path, Optional<IOException>> synced = new HashMap<>();
        for (Attempt attempt : attempts) {
            if (attempt.place != null) {
                attempt.fail(synced.computeIfAbsent(attempt.file.folder(), _ -> attempt.syncFolder()));
            }
        }
    }

    private final class Attempt {
        private final Arrived file;
        private @Nullable Landing landing;
        private @Nullable Path place;
        private @Nullable IOException failure;

        Attempt(Arrived file) {
            this.file = file;
        }

        void write() {
            step(() -> {
                landing = Landing.plain(disk, file.folder(), random);
                landing.begin("", file.content().length);
                landing.write(file.content(), file.content().length);
            });
        }

        void makeDurable() {
            step(() -> landing().makeDurable(file.target(), file.modified(), file.mode(), file.onConflict()));
        }

        void takeName() {
            step(() -> place = landing()
                    .takeName(file.target(), file.modified(), file.mode(), file.onConflict())
                    .orElse(null));
        }

        Optional<IOException> syncFolder() {
            try {
                landing().syncFolder();
                return Optional.empty();
            } catch (IOException e) {
                return Optional.of(e);
            }
        }

        void close() {
            if (landing != null) {
                landing.close();
            }
        }

        void fail(Optional<IOException> why) {
            failure = why.orElse(null);
        }

        Outcome outcome() {
            if (failure != null) {
                return new Outcome.Failed(failure);
            }
            return place == null
                    ? new Outcome.Left()
                    : new Outcome.Landed(place, landing().unkept());
        }

        private Landing landing() {
            if (landing == null) {
                throw new IllegalStateException("not begun");
            }
            return landing;
        }

        private void step(Step step) {
            if (failure == null) {
                try {
                    step.run();
                } catch (IOException e) {
                    failure = e;
                }
            }
        }
    }

    private interface Step {
        void run() throws IOException;
    }
}
