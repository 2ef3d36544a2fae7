package quayside.server.session;

import org.jspecify.annotations.Nullable;
import quayside.protocol.message.RemotePath;
import quayside.protocol.text.Sentence;
import quayside.server.text.ServerPhrase;

/** The activity of a guest, in words for the host. Written by the session's thread, read by any thread. */
final class Activity {
    /** The {@link #text} between transfers. */
    static final String BROWSING = "browsing";

    private volatile @Nullable Transfer transfer;

    private record Transfer(ServerPhrase what, RemotePath path) {}

    Sentence text() {
        Transfer now = transfer;
        return now == null
                ? Sentence.of(ServerPhrase.BROWSING)
                : Sentence.of(now.what(), now.path().name());
    }

    void browsing() {
        transfer = null;
    }

    void downloading(RemotePath path) {
        transfer = new Transfer(ServerPhrase.DOWNLOADING, path);
    }

    void uploading(RemotePath path) {
        transfer = new Transfer(ServerPhrase.UPLOADING_NOW, path);
    }

    void verifying(RemotePath path) {
        transfer = new Transfer(ServerPhrase.VERIFYING, path);
    }
}
