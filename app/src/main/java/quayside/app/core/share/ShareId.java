package quayside.app.core.share;

import java.util.Optional;
import quayside.app.core.settings.SavedServer;
import quayside.protocol.client.ShareClient;
import quayside.protocol.crypto.Fingerprint;

/**
 * The identity of a share, which stays the same when its address changes.
 *
 * @param server what its server proves
 * @param invitation the tag of the invitation by which it was opened; empty for the share's own key. Different
 *     invitations may show different folders, so their paths must not be mixed
 */
public record ShareId(Fingerprint server, String invitation) {
    /** Makes the identity of a share that is opened with its own key. */
    public ShareId(Fingerprint server) {
        this(server, "");
    }

    /** Returns the identity of the share that {@code client} has opened. */
    public static ShareId of(ShareClient client) {
        return new ShareId(client.fingerprint(), client.link().invitationTag());
    }

    /** Returns the identity of a saved share; empty if it is not known. */
    public static Optional<ShareId> of(SavedServer server) {
        return server.id().map(id -> new ShareId(id, server.invitation()));
    }
}
