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
import quayside.protocol.message.SeenFile;

/**
 * Publishes small files that were received together (PROTOCOL.md section 8.1). First it writes the data of all files to
 * the disk. Then it gives each file its name. Then it syncs each folder once. Several threads may use it. {@link
 * #publish} blocks on the disk.
 */
public final class IncomingBatch {
    private final Disk disk;
    private final SecureRandom random;

    /**
     * A received file whose bytes were checked, for the entry {@code target} of {@code folder}. The array is not
     * copied.
     *
     * @param seen the only file that it replaces; empty if it may replace any
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record ReceivedFile(
            Path folder,
            Path target,
            byte[] content,
            Instant modified,
            Optional<Mode> mode,
            OnConflict onConflict,
            Optional<SeenFile> seen) {}

    /** The result for one file. */
    public sealed interface Outcome {
        /**
         * The file is complete, synced and has its name, which under {@link OnConflict#RENAME} may differ from the
         * requested one.
         *
         * @param unkept what the disk did not keep of it
         */
        record Published(Path place, Set<Unkept> unkept) implements Outcome {}

        /** The conflict policy kept the existing file. */
        record Skipped() implements Outcome {}

        /** The name keeps its previous content, unless only the sync of the folder failed. */
        record Failed(IOException why) implements Outcome {}
    }

    public IncomingBatch(Disk disk, SecureRandom random) {
        this.disk = disk;
        this.random = random;
    }

    /** Publishes all {@code files}. Returns the outcomes in the same order. */
    public List<Outcome> publish(List<ReceivedFile> files) {
        List<Attempt> attempts = new ArrayList<>(files.size());
        for (ReceivedFile file : files) {
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
        private final ReceivedFile file;
        private @Nullable IncomingDownload incoming;
        private @Nullable Path place;
        private @Nullable IOException failure;

        Attempt(ReceivedFile file) {
            this.file = file;
        }

        void write() {
            step(() -> {
                incoming = IncomingDownload.plain(disk, file.folder(), random);
                incoming.replaceOnly(file.seen());
                incoming.begin("", file.content().length);
                incoming.write(file.content(), file.content().length);
            });
        }

        void makeDurable() {
            step(() -> incoming().makeDurable(file.target(), file.modified(), file.mode(), file.onConflict()));
        }

        void takeName() {
            step(() -> place = incoming()
                    .takeName(file.target(), file.modified(), file.mode(), file.onConflict())
                    .orElse(null));
        }

        Optional<IOException> syncFolder() {
            try {
                incoming().syncFolder();
                return Optional.empty();
            } catch (IOException e) {
                return Optional.of(e);
            }
        }

        void close() {
            if (incoming != null) {
                incoming.close();
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
                    ? new Outcome.Skipped()
                    : new Outcome.Published(place, incoming().unkept());
        }

        private IncomingDownload incoming() {
            if (incoming == null) {
                throw new IllegalStateException("not begun");
            }
            return incoming;
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
