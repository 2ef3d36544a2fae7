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

    /**
     * An open share was lost. Unless the host ended the connection, the share is tried again automatically.
     *
     * @param written what the host wrote about it, escaped and between quotation marks; empty if nothing
     */
    record Lost(String address, String sentence, Why why, String written) implements ShareState {
        public Lost(String address, String sentence, Why why) {
            this(address, sentence, why, "");
        }

        public Lost(String address, String sentence) {
            this(address, sentence, Why.GONE);
        }
    }

    /** Who ended the connection of a lost share. */
    enum Why {
        /** Nobody on purpose: the network failed, or the host's program ended without a goodbye. */
        GONE,
        /** The host stopped sharing. */
        STOPPED,
        /** The host disconnected this guest. */
        DISCONNECTED,
        /** The host blocked this guest, or its address. */
        BLOCKED,
        /** The host withdrew the invitation of this guest. */
        REVOKED,
        /** The invitation of this guest has ended. */
        EXPIRED;

        /** Returns whether the share is tried again automatically. Otherwise only the user may ask again. */
        public boolean isTriedAgain() {
            return this == GONE || this == STOPPED;
        }

        static Why of(ShareClient client) {
            return client.parting()
                    .map(why -> switch (why) {
                        case STOPPED -> STOPPED;
                        case DISCONNECTED -> DISCONNECTED;
                        case BLOCKED -> BLOCKED;
                        case REVOKED -> REVOKED;
                        case EXPIRED -> EXPIRED;
                    })
                    .orElse(GONE);
        }
    }

    /**
     * Not admitted, or the server's key changed; never retried without the user. {@link Fault#UNREACHABLE} means that
     * the name of the host or of the network is unknown; {@link ShareService#waitAnyway} then waits for it.
     *
     * @param changed the two keys, if the server's key changed
     */
    record Failed(String address, Fault fault, String sentence, Optional<Changed> changed) implements ShareState {
        public Failed(String address, Fault fault, String sentence) {
            this(address, fault, sentence, Optional.empty());
        }
    }

    /** The fingerprint that was {@code found}, and the one that was {@code known}. */
    record Changed(Fingerprint found, Fingerprint known) {}
}
