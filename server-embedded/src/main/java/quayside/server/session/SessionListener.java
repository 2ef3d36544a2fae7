package quayside.server.session;

/** Hears what happens in one session, on its thread; must return at once. Texts are escaped for display and hold no secret. */
public interface SessionListener {
    /** The connection was not admitted; nothing else follows. */
    void refused(String reason);

    /** As {@link #refused}, because its access key was another: one counted guess. */
    void guessedWrong(String reason);

    /** The handshake is done. */
    void joined(Session session);

    void downloaded(String path, long bytes);

    /**
     * A file arrived.
     *
     * @param isProtected whether it is under a passcode from now on
     */
    void uploaded(String path, long bytes, boolean isProtected);

    /** Something was deleted, made, moved, protected or freed of its protection. */
    void changed(String what);

    /** A transfer was begun and did not complete. */
    void transferFailed(String path, String reason);

    /**
     * A wrong passcode was tried.
     *
     * @param path a file that it was tried for; empty where there is none
     */
    void wrongPasscode(String path);

    /**
     * The admitted connection is over; nothing else follows.
     *
     * @param session the one that joined
     * @param goodbye whether either side said so, or it was just cut
     */
    void left(Session session, boolean goodbye);
}
