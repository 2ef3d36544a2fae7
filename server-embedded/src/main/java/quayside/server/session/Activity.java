package quayside.server.session;

import org.jspecify.annotations.Nullable;
import quayside.protocol.message.DisplayText;
import quayside.protocol.message.RemotePath;

/** The activity of a guest, in words for the host. Written by the session's thread, read by any thread. */
final class Activity {
    /** The {@link #text} between transfers. */
    static final String BROWSING = "browsing";

    private volatile @Nullable Transfer transfer;

    private record Transfer(String what, RemotePath path) {}

    String text() {
        Transfer now = transfer;
        return now == null
                ? BROWSING
                : now.what() + " " + DisplayText.escape(now.path().name());
    }

    void browsing() {
        transfer = null;
    }

    void downloading(RemotePath path) {
        transfer = new Transfer("downloading", path);
    }

    void uploading(RemotePath path) {
        transfer = new Transfer("uploading", path);
    }

    void verifying(RemotePath path) {
        transfer = new Transfer("verifying", path);
    }
}
