package quayside.server.session;

import java.util.Optional;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;

/**
 * Is notified of what the guest of one session does, on its thread; must return at once. Texts are escaped for display and hold
 * no secret.
 */
public interface SessionListener {
    /**
     * Reports what the guest's program says about itself (PROTOCOL.md section 5.6).
     *
     * @param computer the name of the guest's computer, not escaped
     */
    void introduced(Optional<String> computer, Optional<String> installation);

    void downloaded(String path, long bytes);

    /**
     * Reports that a file was uploaded.
     *
     * @param isProtected whether it is under a passcode from now on
     */
    void uploaded(String path, long bytes, boolean isProtected);

    /**
     * Reports that something was deleted, made, moved, copied, protected or freed of its protection, or that it was not
     * copied because of a failure.
     */
    void changed(Sentence what);

    /**
     * Reports that a transfer began and did not complete.
     *
     * @param words the reason that the guest's program gave, quoted; empty if it gave none
     */
    void transferFailed(String path, Fault why, String words);

    /**
     * Reports that a wrong passcode was tried.
     *
     * @param path a file under that lock; empty if there is none
     */
    void wrongPasscode(String path);
}
