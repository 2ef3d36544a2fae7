package quayside.protocol.client.connection;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

/**
 * An object's monitor on which threads of a transfer wait for each other. They are woken when the transfer is
 * cancelled. One that ends before the transfer does is closed.
 */
public final class Monitor implements AutoCloseable {
    private final Object monitor;
    private final Cancellation cancellation;
    private final Cancellation.Registration waking;

    public Monitor(Object monitor, Cancellation cancellation) {
        this.monitor = monitor;
        this.cancellation = cancellation;
        this.waking = cancellation.onCancel(this::wake);
    }

    /** Wakes nobody any more. Must not be called under the object's monitor. */
    @Override
    public void close() {
        waking.close();
    }

    private void wake() {
        synchronized (monitor) {
            monitor.notifyAll();
        }
    }

    /**
     * Waits until {@code done} returns true. The caller holds the monitor, under which {@code done} is evaluated.
     * Throws {@link Fault#CANCELLED} once cancelled.
     */
    public void await(BooleanSupplier done) throws ProtocolException {
        await(done, Duration.ofMillis(Long.MAX_VALUE / 2));
    }

    /** Waits as {@link #await(BooleanSupplier)}, for at most {@code time}. */
    public void await(BooleanSupplier done, Duration time) throws ProtocolException {
        long begun = System.nanoTime();
        try {
            synchronized (monitor) {
                while (!done.getAsBoolean()) {
                    cancellation.check();
                    long left = time.minusNanos(System.nanoTime() - begun).toMillis();
                    if (left <= 0) {
                        return;
                    }
                    monitor.wait(left);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProtocolException(Reason.CANCELLED, e);
        }
    }
}
