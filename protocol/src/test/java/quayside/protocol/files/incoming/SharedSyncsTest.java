package quayside.protocol.files.incoming;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

final class SharedSyncsTest {
    private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();

    private void sync() {
        threads.add(Thread.currentThread());
    }

    @Test
    void theFirstIsSyncedHereAndEachOnce() {
        SharedSyncs.run(List.of());
        SharedSyncs.run(List.of(this::sync, this::sync, this::sync));
        assertThat(threads).hasSize(3);
        assertThat(threads.peek()).isSameAs(Thread.currentThread());
    }

    @Test
    void whereTheDiskIsSlowTheRestIsSyncedAtTheSameTime() {
        Runnable slow = () -> {
            sync();
            for (long until = System.nanoTime() + 1_000_000; System.nanoTime() < until; ) {
                Thread.onSpinWait();
            }
        };
        SharedSyncs.run(List.of(slow, this::sync, this::sync));
        assertThat(threads).hasSize(3).doesNotHaveDuplicates();
    }
}
