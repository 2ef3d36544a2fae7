package quayside.server.session;

import quayside.protocol.text.Sentence;

/**
 * Is notified of the events of one session, on its thread; must return at once. Texts are escaped for display and hold
 * no secret.
 */
public interface SessionListener {
    /** Reports that the connection was not admitted; no other event follows. */
    void refused(Sentence reason);

    /**
     * Reports, like {@link #refused}, that the connection was not admitted because of a wrong access key: one counted
     * guess.
     */
    void guessedWrong(Sentence reason);

    /** Reports that the handshake is complete. */
    void joined(Session session);

    void downloaded(String path, long bytes);

    /**
     * Reports that a file was uploaded.
     *
     * @param isProtected whether it is under a passcode from now on
     */
    void uploaded(String path, long bytes, boolean isProtected);

    /** Reports that something was deleted, made, moved, protected or freed of its protection. */
    void changed(Sentence what);

    /** Reports that a transfer began and did not complete. */
    void transferFailed(String path, Sentence reason);

    /**
     * Reports that a wrong passcode was tried.
     *
     * @param path a file under that lock; empty if there is none
     */
    void wrongPasscode(String path);

    /**
     * Reports that the admitted connection is over; no other event follows.
     *
     * @param session the one that joined
     * @param goodbye whether either side sent a goodbye; false if the connection was cut
     */
    void left(Session session, boolean goodbye);
}
