package quayside.app.core;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** Waits for the work of other threads, on a machine that may be busy. */
public final class Patience {
    private Patience() {}

    /** Begins a wait that checks often and gives up after half a minute. */
    public static ConditionFactory await() {
        return Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .atMost(Duration.ofSeconds(30));
    }

    /** Waits until nothing but the reference knows the object. A try to connect that was given up knows it until its end. */
    public static void awaitCollected(WeakReference<?> gone) {
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    System.gc();
                    return gone.refersTo(null);
                });
    }

    /** Waits until the gate is open. */
    public static void pass(CountDownLatch gate) {
        await().until(() -> gate.getCount() == 0);
    }
}
