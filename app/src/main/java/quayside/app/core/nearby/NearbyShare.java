package quayside.app.core.nearby;

import java.util.List;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.Fingerprint;

/**
 * A share that somebody announces on a network of this computer. Everything in it was written by strangers: names are
 * short, but not escaped, and the identity is only what they claim.
 *
 * @param id the identity that the server is said to have
 * @param share the name of the share
 * @param computer the name of the computer; may be empty
 * @param links where the server is said to be, the likeliest first, at least one; each contains the identity
 */
public record NearbyShare(Fingerprint id, String share, String computer, List<ShareLink> links) {
    /**
     * Returns the likeliest address without the identity, as if a person had typed it. An announcement vouches for
     * nothing, so the identity is pinned as at any first visit.
     */
    public ShareLink address() {
        ShareLink first = links.getFirst();
        return ShareLink.of(first.host(), first.port(), null);
    }
}
