package quayside.server.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.transfer.ProgressListener;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;

/** Measures how long downloads take, after one that warms up; they are checked as always. */
final class Stopwatch {
    /** What is downloaded. */
    static final String FILE = "large.bin";

    private final Path folder;
    private final int rounds;

    Stopwatch(Path folder, int rounds) {
        this.folder = folder;
        this.rounds = rounds;
    }

    /** Each round's time, sorted. */
    record Figures(List<Duration> times) {
        @Override
        public String toString() {
            return times.get(times.size() / 2).toMillis() + " ms ("
                    + times.getFirst().toMillis() + " to " + times.getLast().toMillis() + ")";
        }
    }

    Figures download(ShareClient client) throws IOException {
        List<Duration> times = new ArrayList<>();
        for (int round = 0; round <= rounds; round++) {
            long begun = System.nanoTime();
            client.get(RemotePath.parse(FILE), folder, OnConflict.FAIL, ProgressListener.NONE, new Cancellation());
            if (round > 0) {
                times.add(Duration.ofNanos(System.nanoTime() - begun));
            }
            Files.delete(folder.resolve(FILE));
        }
        Collections.sort(times);
        return new Figures(times);
    }
}
