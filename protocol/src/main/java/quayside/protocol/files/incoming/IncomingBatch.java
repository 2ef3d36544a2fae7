package quayside.protocol.files.incoming;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import quayside.protocol.files.Disk;
import quayside.protocol.files.Unkept;
import quayside.protocol.message.Mode;
import quayside.protocol.message.OnConflict;

/**
 * Lands small files that arrived together (PROTOCOL.md section 8.1): first the data of all is on the disk, then each takes its name, then
 * each folder is synced once. Safe for use by several threads; {@link #land} blocks on the disk.
 */
public final class IncomingBatch {
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

    public IncomingBatch(Disk disk, SecureRandom random) {
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
            SharedSyncs.run(attempts.stream()
                    .<Runnable>map(attempt -> attempt::makeDurable)
                    .toList());
            attempts.forEach(Attempt::takeName);
            syncFolders(attempts);
        } finally {
            attempts.forEach(Attempt::close);
        }
        return attempts.stream().map(Attempt::outcome).toList();
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
        private @Nullable IncomingDownload landing;
        private @Nullable Path place;
        private @Nullable IOException failure;

        Attempt(Arrived file) {
            this.file = file;
        }

        void write() {
            step(() -> {
                landing = IncomingDownload.plain(disk, file.folder(), random);
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

        private IncomingDownload landing() {
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
