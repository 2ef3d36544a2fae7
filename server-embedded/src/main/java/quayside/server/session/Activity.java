package quayside.server.session;

import quayside.protocol.message.DisplayText;
import quayside.protocol.message.RemotePath;

/** What a guest does, as the host reads it. Written by the session's thread, read by any. */
final class Activity {
    private volatile String text = Session.BROWSING;

    String text() {
        return text;
    }

    void browsing() {
        text = Session.BROWSING;
    }

    void downloading(RemotePath path) {
        text = "downloading " + DisplayText.escape(path.name());
    }

    void uploading(RemotePath path) {
        text = "uploading " + DisplayText.escape(path.name());
    }
}
