package quayside.app.demo;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Waits for other threads, with a timeout. */
final class Waiting {
    private static final Duration LONGEST = Duration.ofSeconds(45);

    private Waiting() {}

    /**
     * Returns the first state for which {@code condition} holds.
     *
     * @param listen registers a listener, which gets the present state at once
     * @param what completes "… took too long"
     */
    static <T> T forState(Consumer<Consumer<T>> listen, Predicate<T> condition, String what)
            throws Mismatch, InterruptedException {
        CompletableFuture<T> reached = new CompletableFuture<>();
        listen.accept(state -> {
            if (condition.test(state)) {
                reached.complete(state);
            }
        });
        return forResult(reached, what);
    }

    static <T> T forResult(CompletableFuture<T> result, String what) throws Mismatch, InterruptedException {
        try {
            return result.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new Mismatch(what + " took too long.");
        } catch (ExecutionException e) {
            throw new Mismatch(what + " failed: " + e.getCause());
        }
    }
}
