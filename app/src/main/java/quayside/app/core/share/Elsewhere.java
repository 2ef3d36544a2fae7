package quayside.app.core.share;

import java.util.List;
import quayside.protocol.client.connection.ShareLink;

/** Where a server may be, if it is not where it was. What it says is a hint: the identity in each link decides. */
interface Elsewhere {
    /** Knows no other place. */
    Elsewhere NOWHERE = new Elsewhere() {
        @Override
        public List<ShareLink> of(ShareLink link) {
            return List.of();
        }

        @Override
        public void found(ShareLink before, ShareLink now) {}
    };

    /** Returns links to the server of {@code link} at other addresses, each with the identity of {@code link}. */
    List<ShareLink> of(ShareLink link);

    /** Is told that the server of {@code before} has proved its identity at another address. May block on the disk. */
    void found(ShareLink before, ShareLink now);
}
