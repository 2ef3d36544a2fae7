package quayside.app.core.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import quayside.app.core.publish.Subscription;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.message.Passcode;
import quayside.protocol.message.RemotePath;
import quayside.server.AwayGuest;
import quayside.server.BlockedGuest;
import quayside.server.ShareEvent;
import quayside.server.ShareOptions;
import quayside.server.storage.NamedFolder;

/**
 * This computer as a host. At most one folder is shared at a time, and calls take effect in their order.
 *
 * <p>Implementations are thread-safe. Only {@link #close}, {@link #contents}, {@link #inShare} and the methods that change the
 * protection of files block.
 */
public interface HostService extends AutoCloseable {
    /** Bytes on the wire since the share started. */
    record Transferred(long sent, long received) {}

    /**
     * The files that guests see, and their bytes.
     *
     * @param folders those of each of several folders, by its name; one that is not at its place is missing
     */
    record Contents(long files, long bytes, Map<String, Contents> folders) {
        public Contents {
            folders = Map.copyOf(folders);
        }

        public Contents(long files, long bytes) {
            this(files, bytes, Map.of());
        }
    }

    /** Returns the newest state. */
    HostState state();

    /**
     * Adds a listener, which gets the present state at once and each new one on worker threads. Changes of the guests
     * are reported once a second; guests that move nothing but pings are no change.
     */
    Subscription onState(Consumer<HostState> listener);

    /** Returns the newest events, oldest first; their number is bounded. */
    List<ShareEvent> events();

    /** Returns the invitations to the shared folder. */
    SharedInvitations invitations();

    /**
     * Returns the path of a folder in the shared one. Blocks on the disk.
     *
     * @throws IOException with a plain sentence if guests do not see it, or nothing is shared
     */
    RemotePath inShare(Path folder) throws IOException;

    /** Returns the log of what happened, also in earlier runs of the program, oldest first; its number is bounded. */
    List<LogEntry> log();

    /** Removes all entries of the log, and {@link #events}. */
    void clearLog();

    /** Adds a listener, which gets each future event, one at a time, on the server's threads. */
    Subscription onEvent(Consumer<ShareEvent> listener);

    /** Shares a folder instead of the present one; see {@link #start(Supplier, boolean, boolean)}. */
    default void start(SharedFolder wanted) {
        start(() -> wanted, false, false);
    }

    /**
     * Shares a folder instead of the present one. If that fails, the present one is shared as before, and {@link
     * HostState.On#failed} says why; its guests notice nothing if the folder, or the file of the key, was the cause.
     *
     * @param wanted is asked on a worker thread, now and again when the share begins, so that it begins with the options
     *     that hold then; always for the same folder. {@link #permissions} that are set meanwhile replace its own
     * @param withNewKey whether a generated access key is used from then on, which nobody knows yet; it is not if the
     *     folder cannot be shared
     * @param whenIdle whether the present share first ends as with {@link #stopWhenIdle}
     */
    void start(Supplier<SharedFolder> wanted, boolean withNewKey, boolean whenIdle);

    /**
     * Shares exactly these folders under the names that guests see. Only for a share that has several ({@link
     * HostState.On#folders}): guests stay connected, and what goes on in a folder that is removed ends with a sentence. If
     * one cannot be shared, nothing changes, and {@link HostState.On#failed} says why.
     */
    void folders(List<NamedFolder> folders);

    /** Forgets that a folder could not be shared. */
    void forgetFailure();

    /** Ends the share. Running transfers get a moment to finish. */
    void stop();

    /**
     * Admits no new guest, and ends the share when the present ones have transferred what they are transferring.
     * {@link #stop} still ends it at once.
     */
    void stopWhenIdle();

    /**
     * Uses another access key from now on, and restarts a running share with it. A share that is ending for its guests
     * ends at once instead, and the one that waits to replace it begins with this key. Blocks on the disk.
     *
     * @param ownKey the owner's own key, or null for a generated one
     * @return a helpful sentence if the key is too weak or cannot be stored; nothing is changed then
     */
    Optional<String> changeKey(@Nullable String ownKey);

    /** Sets what guests may do from their next request on, also those of a share that waits to replace this one. */
    void permissions(ShareOptions.Permissions permissions);

    /** Ends a guest's connections; see {@link quayside.server.Guest#id}. */
    default void disconnect(String guestId) {
        disconnect(guestId, "");
    }

    /** Ends a guest's connections; see {@link quayside.server.ShareServer#disconnect(String, String)}. */
    void disconnect(String guestId, String note);

    /** Pauses a guest or lets it go on; see {@link quayside.server.ShareServer#pause}. */
    void pause(String guestId, boolean paused, String note);

    /** Limits a guest's speed; see {@link quayside.server.ShareServer#limit}. */
    void limit(String guestId, long bytesPerSecond, String note);

    /** Pauses the guests of an invitation or lets them go on; see {@link quayside.server.ShareServer#pauseInvited}. */
    void pauseInvited(String invitation, boolean paused, String note);

    /**
     * Limits each guest of an invitation that has no limit of its own, until the share ends; 0 for no limit. See {@link
     * quayside.server.ShareServer#limitInvited}.
     */
    void limitInvited(String invitation, long bytesPerSecond, String note);

    /** Limits each guest that has no limit of its own, until the program ends; 0 for no limit. */
    void limitEach(long bytesPerSecond);

    /** Blocks a guest, whatever its address, until the program ends; see {@link quayside.server.ShareServer#blockGuest}. */
    void blockGuest(String guestId, String note);

    /** Unblocks one of {@link #blockedGuests}. */
    void unblockGuest(String installation);

    /** Returns the guests that {@link #blockGuest} blocked by what their programs name, not by their addresses. */
    List<BlockedGuest> blockedGuests();

    /** Returns the paused and limited guests that are not connected now. */
    List<AwayGuest> away();

    /** Lifts the orders for one of {@link #away}. */
    void lift(String id);

    /**
     * Ends the connections from a guest's address and blocks the address until the program ends, for every shared
     * folder; see {@link quayside.server.ShareServer#block}.
     */
    void block(String address);

    /** Unblocks one of {@link #blocked}. */
    void unblock(String source);

    /**
     * Returns the blocked sources in the order in which they were blocked: addresses, and /64 networks of IPv6
     * addresses.
     */
    List<String> blocked();

    /** Returns the protected files of the running share; none if no share runs. */
    SharedProtection protection();

    /**
     * Puts files of the shared folder under one new passcode, replacing any earlier protection. Blocks on the disk.
     *
     * @param chosen files and folders in the shared folder; a folder stands for all files in it
     * @param passcode remains the caller's
     * @return the number of files
     * @throws IOException with a plain sentence if a chosen file is outside of the shared folder or nothing is shared;
     *     files before it may be protected
     */
    int protect(List<Path> chosen, Passcode passcode) throws IOException;

    /** Removes the protection from a file. Blocks on the disk. */
    void unprotect(RemotePath file) throws IOException;

    /**
     * Ends the state in which {@link SharedProtection#everythingLocked everything is locked}: the listed files stay
     * protected, and all other files are free. Blocks on the disk.
     */
    void releaseOthers() throws IOException;

    /**
     * Counts the files of the running share. Blocks on the disk.
     *
     * @throws IOException if a folder cannot be read, nothing is shared, or it is cancelled
     */
    Contents contents(Cancellation cancellation) throws IOException;

    /** Returns the bytes of the running share; zeros if none runs. */
    Transferred transferred();

    /** Ends the share and waits until no thread or socket is left. */
    @Override
    void close();
}
