package quayside.protocol.client.transfer;

import java.time.Duration;
import quayside.protocol.client.connection.Reconnector;
import quayside.protocol.client.unlock.Unlocker;
import quayside.protocol.text.Sentence;

/**
 * Is notified on the transferring threads, often, one call at a time; must return at once. Paths begin with the
 * source's name and are escaped for display.
 */
public interface TransferListener extends Reconnector.Listener, Unlocker.Listener {
    TransferListener NONE = new TransferListener() {};

    /** Reports the number of files and bytes of the whole transfer, as far as they are known. */
    default void counted(long files, long bytes) {}

    default void fileStarted(String path, long bytes) {}

    /** Reports the bytes done over all sources. The number decreases if a file fails half-way. */
    default void progressed(long bytesDone) {}

    /**
     * Reports, before the progress that includes them, the bytes that were transferred in this call. Those of skipped
     * files and of earlier tries, which are done as well, do not count. The number never decreases.
     */
    default void transferred(long bytes) {}

    default void fileFinished(String path, TransferResult result) {}

    default void fileFailed(String path, Sentence sentence) {}

    /**
     * The connection was lost and will be tried again after {@code pause}. {@code sentence} explains what happened and
     * what the transfer waits for.
     */
    @Override
    default void waiting(Sentence sentence, Duration pause) {}

    /** The connection works again, and the transfer continues. */
    @Override
    default void resumed() {}

    /** Everything waits for a passcode. {@code sentence} names the file, escaped for display. */
    @Override
    default void asking(Sentence sentence) {}

    /** The passcode was given, or is unavailable, and the transfer continues. */
    @Override
    default void answered() {}

    /** Reports something that may interest the user and is no failure, for example that a changed file starts again. */
    default void noted(String path, Sentence sentence) {}
}
