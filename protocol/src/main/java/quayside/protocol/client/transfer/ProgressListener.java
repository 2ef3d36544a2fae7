package quayside.protocol.client.transfer;

/** Is notified of progress, often, on the transferring thread; must return at once. */
@FunctionalInterface
public interface ProgressListener {
    ProgressListener NONE = (done, total) -> {};

    /** Reports that {@code doneBytes} of {@code totalBytes} of the current file have been authenticated or sent. */
    void progressed(long doneBytes, long totalBytes);
}
