package quayside.app.core.share;

import java.time.Duration;
import quayside.protocol.client.ShareClient;
import quayside.protocol.wire.Fault;

/**
 * Where the window's one connection to a remote share stands. Immutable; handed to listeners on worker threads.
 *
 * <p>{@code address} is {@code host:port}; every {@code sentence} is plain text for the user.
 */
public sealed interface ShareState {
    /** No share is open. */
    record Idle() implements ShareState {}

    /** The first try is under way. */
    record Connecting(String address) implements ShareState {}

    /** Nobody answers there yet; tried again by itself after {@code nextTry}, until cancelled. */
    record Waiting(String address, String sentence, Duration nextTry) implements ShareState {}

    /**
     * The share is open.
     *
     * @param client open until the share is left, also while it is lost; the connector closes it
     * @param firstUse the server's key was not known before and has been pinned just now, without a link to vouch for it
     */
    record Connected(ShareClient client, String address, boolean firstUse) implements ShareState {}

    /** An open share was lost; Reconnect is offered. */
    record Lost(String address, String sentence) implements ShareState {}

    /** Not admitted, or the server's key changed; never retried without the user. */
    record Failed(String address, Fault fault, String sentence) implements ShareState {}
}
