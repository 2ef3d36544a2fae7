package quayside.protocol.client.transfer;

import java.time.Duration;
import quayside.protocol.client.connection.Reconnector;
import quayside.protocol.client.unlock.Unlocker;

/** Is notified on the transferring threads, often and one call at a time; must return at once. Paths begin with the source's name and are escaped for display. */
public interface TransferListener extends Reconnector.Listener, Unlocker.Listener {
    TransferListener NONE = new TransferListener() {};

    /** What there is to do in all, as known now. */
    default void counted(long files, long bytes) {}

    default void fileStarted(String path, long bytes) {}

    /** {@code bytesDone} over the whole tree; goes back if a file failed half-way. */
    default void progressed(long bytesDone) {}

    default void fileFinished(String path, TransferResult result) {}

    default void fileFailed(String path, String sentence) {}

    /** The connection was lost and is tried again after {@code pause}: {@code sentence} says what happened and what is waited for. */
    @Override
    default void waiting(String sentence, Duration pause) {}

    /** The connection is there again, and the transfer continues. */
    @Override
    default void resumed() {}

    /** Everything waits for a passcode: {@code sentence} says for which file, escaped for display. */
    @Override
    default void asking(String sentence) {}

    /** The passcode was given, or is not available, and the transfer continues. */
    @Override
    default void answered() {}

    /** Something that the user may want to know and that is no failure, such as a file that was changed and starts again. */
    default void noted(String path, String sentence) {}
}
