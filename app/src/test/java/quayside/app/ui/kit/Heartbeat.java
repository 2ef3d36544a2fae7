package quayside.app.ui.kit;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;

/**
 * Measures how long the JavaFX thread leaves others waiting: asks it every few milliseconds, and keeps the longest time
 * until an answer. Also keeps what the thread did then.
 */
public final class Heartbeat implements AutoCloseable {
    private static final long EVERY_MS = 5;

    /** A stall of this length is long enough to look where it comes from. */
    private static final long LONG_MS = 60;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("heartbeat").factory());
    private final Thread javafx = Fx.call(Thread::currentThread);
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private long longest;
    private long computed;
    private List<StackTraceElement> where = List.of();

    public Heartbeat() {
        var _ = clock.scheduleWithFixedDelay(this::beat, 0, EVERY_MS, TimeUnit.MILLISECONDS);
    }

    private void beat() {
        CountDownLatch answered = new CountDownLatch(1);
        long asked = System.nanoTime();
        long before = threads.getThreadCpuTime(javafx.threadId());
        Platform.runLater(answered::countDown);
        List<StackTraceElement> doing = List.of();
        try {
            if (!answered.await(LONG_MS, TimeUnit.MILLISECONDS)) {
                doing = List.of(javafx.getStackTrace());
                answered.await();
            }
        } catch (InterruptedException closed) {
            return;
        }
        keep(System.nanoTime() - asked, threads.getThreadCpuTime(javafx.threadId()) - before, doing);
    }

    private synchronized void keep(long nanos, long ofProcessor, List<StackTraceElement> doing) {
        computed = Math.max(computed, ofProcessor);
        if (nanos > longest) {
            longest = nanos;
            where = doing;
        }
    }

    /** Returns the longest stall since the last call. */
    public synchronized Stall take() {
        Stall stall = new Stall(Duration.ofNanos(longest), Duration.ofNanos(computed), where);
        longest = 0;
        computed = 0;
        where = List.of();
        return stall;
    }

    /**
     * A time in which the JavaFX thread answered nobody.
     *
     * @param computed the most time of the processor that it used in one stall, which other programs hardly change
     * @param where its stack in that time, if it was long
     */
    public record Stall(Duration time, Duration computed, List<StackTraceElement> where) {
        @Override
        public String toString() {
            StringBuilder text =
                    new StringBuilder(time.toMillis() + " ms (computing at most " + computed.toMillis() + " ms)");
            where.stream().limit(30).forEach(frame -> text.append("\n    at ").append(frame));
            return text.toString();
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
