package quayside.app.core.text;

import quayside.protocol.wire.FailureKind;
import quayside.protocol.wire.Fault;

/** The failures that only this program knows. {@code AppReason.properties} has the sentence of each. */
public enum AppReason implements FailureKind {
    NO_CONFIG_FOLDER(Fault.LOCAL_STORAGE),
    NOT_A_FOLDER(Fault.LOCAL_STORAGE),
    NOT_A_FILE(Fault.LOCAL_STORAGE),
    ROOT_HAS_NO_NAME(Fault.LOCAL_STORAGE),
    NOT_IN_SHARE(Fault.REFUSED),
    NOTHING_SHARED(Fault.REFUSED),
    INVITATION_NAMED_TWICE(Fault.EXISTS),
    MANY_INVITATIONS(Fault.REFUSED),
    INVITATIONS_NOT_KEPT(Fault.LOCAL_STORAGE),
    FILE_OF_SHARE(Fault.EXISTS),
    SERVERS_LOST(Fault.REFUSED),
    SERVERS_UNREADABLE(Fault.REFUSED),
    KEY_UNREADABLE(Fault.LOCAL_STORAGE),
    KEY_NOT_STORED(Fault.LOCAL_STORAGE),
    KEYS_UNREADABLE(Fault.LOCAL_STORAGE),
    PASSCODE_UNREADABLE(Fault.LOCAL_STORAGE),
    JOB_TOO_LARGE(Fault.LOCAL_STORAGE),
    INTO_ITSELF(Fault.EXISTS),
    NO_NAME_LEFT(Fault.EXISTS),
    TOO_MANY_TO_COPY(Fault.TOO_LARGE),
    TOO_LARGE_TO_COPY(Fault.TOO_LARGE),
    COPIES_STAY(Fault.EXISTS),
    NO_TRASH(Fault.LOCAL_STORAGE),
    NO_PROGRAM(Fault.LOCAL_STORAGE),
    NO_PORT(Fault.LOCAL_STORAGE),
    SETTINGS_LOCKED(Fault.LOCAL_STORAGE),
    SETTINGS_LEFT(Fault.LOCAL_STORAGE);

    private final Fault fault;

    AppReason(Fault fault) {
        this.fault = fault;
    }

    @Override
    public Fault fault() {
        return fault;
    }
}
