package quayside.app.core.publish;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A value that changes, with listeners for each new value.
 *
 * <p>Thread-safe. Every listener gets every value in the order in which it was set, one call at a time, and no lock is
 * held during the call: a listener may set the next value itself. Calls happen on threads that set a value or add a
 * listener. A listener must return at once.
 */
public final class Published<T> {
    private final List<Consumer<? super T>> listeners = new ArrayList<>();
    private final Queue<Runnable> calls = new ArrayDeque<>();
    private T value;
    private boolean delivering;

    public Published(T first) {
        value = first;
    }

    public synchronized T get() {
        return value;
    }

    public void set(T next) {
        setIf(() -> true, next);
    }

    /**
     * Sets {@code next} if {@code condition} holds. The condition is evaluated under the lock that orders the values,
     * so that a worker whose work is no longer wanted cannot publish after its successor.
     *
     * @return whether it held
     */
    public boolean setIf(BooleanSupplier condition, T next) {
        synchronized (this) {
            if (!condition.getAsBoolean()) {
                return false;
            }
            value = next;
            for (Consumer<? super T> listener : listeners) {
                calls.add(() -> listener.accept(next));
            }
        }
        deliver();
        return true;
    }

    /** Adds a listener, which first gets the present value. */
    public Subscription listen(Consumer<? super T> listener) {
        synchronized (this) {
            T present = value;
            listeners.add(listener);
            calls.add(() -> listener.accept(present));
        }
        deliver();
        return () -> {
            synchronized (this) {
                listeners.remove(listener);
            }
        };
    }

    private void deliver() {
        synchronized (this) {
            if (delivering) {
                return;
            }
            delivering = true;
        }
        while (true) {
            Runnable call;
            synchronized (this) {
                call = calls.poll();
                if (call == null) {
                    delivering = false;
                    return;
                }
            }
            Listeners.run(call);
        }
    }
}
