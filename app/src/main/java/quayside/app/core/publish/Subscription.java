package quayside.app.core.publish;

/** That somebody listens. A listener with a shorter life than what it listens to closes it, and is then forgotten. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {
    /** Ends it. A call that is on its way, on any thread, still happens. Does nothing if it has ended. */
    @Override
    void close();
}
