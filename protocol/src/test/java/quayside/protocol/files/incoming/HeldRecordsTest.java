package quayside.protocol.files.incoming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.crypto.ClientSecret;
import quayside.protocol.files.Directory;
import quayside.protocol.files.Disk;
import quayside.protocol.files.PartNames;

final class HeldRecordsTest {
    private static final ClientSecret SECRET = ClientSecret.of(new byte[ClientSecret.BYTES]);

    private static final int THREADS = 4;
    private static final int ROUNDS = 500;
    private static final Path SYSTEM_LOCKS = Path.of("/proc/locks");

    @TempDir
    Path folder;

    /** A thread that opened and closed a record another one holds would take away the system's lock, which other programs see. */
    @Test
    void oneOfManyThreadsHoldsARecordAndTheSystemsLock() throws Exception {
        assumeTrue(Files.isReadable(SYSTEM_LOCKS), "the system shows no locks");
        Path record = Files.createFile(PartNames.of(SECRET, "server", "a", "a").record(folder));
        String inode = ":" + Files.getAttribute(record, "unix:ino") + " ";
        HeldRecords records = new HeldRecords();
        CyclicBarrier start = new CyclicBarrier(THREADS);
        try (Directory directory = Disk.ofSystem().open(folder);
                ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            for (int round = 0; round < ROUNDS; round++) {
                List<Future<Optional<FileChannel>>> tries = new ArrayList<>();
                for (int i = 0; i < THREADS; i++) {
                    tries.add(threads.submit(() -> {
                        start.await();
                        return records.lock(directory, record.getFileName(), true);
                    }));
                }
                List<FileChannel> held = new ArrayList<>();
                for (Future<Optional<FileChannel>> each : tries) {
                    each.get().ifPresent(held::add);
                }
                assertThat(held).hasSize(1);
                assertThat(isLocked(inode)).as("round %d", round).isTrue();
                held.getFirst().close();
                assertThat(isLocked(inode)).isFalse();
            }
        }
    }

    private static boolean isLocked(String inode) throws IOException {
        return Files.readAllLines(SYSTEM_LOCKS).stream()
                .anyMatch(line -> line.contains("POSIX") && line.contains(inode));
    }
}
