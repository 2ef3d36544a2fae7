package quayside.server.text;

import quayside.protocol.text.Sentence;

/**
 * The sentences of a server for its host and its guests that report no failure, and parts of sentences. {@code
 * ServerPhrase.properties} has the words of each.
 */
public enum ServerPhrase implements Sentence.Key {
    GUEST_GAVE_UP,
    GUEST_AT,
    UNNAMED_FILE,
    TO_DOWNLOAD,
    TO_UPLOAD,
    TO_DELETE,
    TO_MAKE_FOLDERS,
    TO_SET_TIMES,
    TO_MOVE,
    TO_COPY,
    TO_PROTECT,
    TO_PROTECT_EXISTING,
    TO_UNPROTECT,
    SERVER_MISTAKE,
    HOST_BLOCKED_YOU,
    HOST_DISCONNECTED_YOU,
    HOST_STOPPED,
    IDLE_TOO_LONG,
    MADE_ROOM,
    AS_MANY_AS_ADMITTED,
    BLOCKED_ADDRESS,
    SERVER_FULL,
    SHARE_ENDS,
    ENDED_TOO_SOON,
    NO_MORE_FILES_OPEN,
    NO_MORE_CONNECTIONS,
    FOLDER_READ_ONLY,
    FOLDER_AWAY,
    PROTECTION_DAMAGED,
    PROTECTION_LOST,
    DELETED,
    MADE_FOLDER,
    MOVED,
    COPIED,
    NOT_COPIED,
    FILE_CHANGED,
    DISK_FULL,
    DISK_FAILED,
    TOO_BUSY,
    PROTECTED,
    UNPROTECTED,
    BROWSING,
    DOWNLOADING,
    UPLOADING_NOW,
    VERIFYING,
    COPYING,
    SHARED_FOLDERS_DISK
}
