package quayside.protocol.client.transfer;

/** Is notified on the transferring thread, often; must return at once. */
@FunctionalInterface
public interface ProgressListener {
    ProgressListener NONE = (done, total) -> {};

    /** {@code doneBytes} of {@code totalBytes} of the current file have been authenticated or sent. */
    void progressed(long doneBytes, long totalBytes);
}
