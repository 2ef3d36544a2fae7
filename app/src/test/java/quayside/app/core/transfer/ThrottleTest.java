package quayside.app.core.transfer;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import quayside.app.core.Patience;

class ThrottleTest {
    @Test
    void aListenerThatFailsEndsNoReports() {
        AtomicInteger calls = new AtomicInteger();
        try (Throttle throttle = new Throttle(Duration.ZERO, () -> {
            if (calls.incrementAndGet() == 1) {
                throw new IllegalStateException("a fault of a listener");
            }
        })) {
            throttle.changed();
            Patience.await().until(() -> calls.get() == 1);
            throttle.changed();
            Patience.await().until(() -> calls.get() == 2);
        }
    }
}
