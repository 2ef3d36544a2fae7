package quayside.app.core.share;

import java.time.Duration;
import java.util.Optional;
import quayside.protocol.client.ShareClient;
import quayside.protocol.crypto.Fingerprint;
import quayside.protocol.wire.Fault;

/**
 * The state of the window's one connection to a remote share. Immutable; passed to listeners on worker threads.
 *
 * <p>{@code address} is {@code host:port}; every {@code sentence} is plain text for the user.
 */
public sealed interface ShareState {
    /** No share is open. */
    record Idle() implements ShareState {}

    /** The first try is under way. */
    record Connecting(String address) implements ShareState {}

    /** There is no answer yet; the next try follows automatically after {@code nextTry}, until cancelled. */
    record Waiting(String address, String sentence, Duration nextTry) implements ShareState {}

    /**
     * The share is open.
     *
     * @param client open until the share is left, even while it is lost; the connector closes it
     * @param firstUse whether the server's key was unknown and has just been pinned, without a link to vouch for it
     */
    record Connected(ShareClient client, String address, boolean firstUse) implements ShareState {}

    /** An open share was lost; the window offers to reconnect. */
    record Lost(String address, String sentence) implements ShareState {}

    /**
     * Not admitted, or the server's key changed; never retried without the user.
     *
     * @param found the fingerprint that the sentence shows, if the server's key changed
     */
    record Failed(String address, Fault fault, String sentence, Optional<Fingerprint> found) implements ShareState {
        public Failed(String address, Fault fault, String sentence) {
            this(address, fault, sentence, Optional.empty());
        }
    }
}
