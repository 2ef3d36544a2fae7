package quayside.app.core.doctor;

import quayside.protocol.text.Sentence;

/** What somebody can do. {@code NextStep.properties} has the sentence of each. */
public enum NextStep implements Sentence.Key {
    OPEN_IT,
    SET_CLOCK,
    ASK_LINK,
    CHECK_NAME,
    JOIN_ANY_NETWORK,
    JOIN_THEIR_NETWORK,
    ASK_TO_SHARE,
    CONNECT_THERE,
    WAKE_COMPUTER,
    ASK_ABOUT_FIREWALL,
    ASK_ABOUT_ROUTER,
    ASK_FOR_PORT,
    TRY_LATER,
    ASK_TO_UPDATE,
    UPDATE_HERE,
    COMPARE_FINGERPRINTS,
    ASK_FOR_KEY,
    ASK_TO_INVITE,
    ASK_TO_ADMIT,
    WAIT_FOR_PLACE,
    WAIT_FOR_TRY,
    SEND_REPORT,
    EXAMINE_AGAIN,
    SHARE_FOLDER,
    USE_OTHER_PORT,
    LISTEN_EVERYWHERE,
    COPY_LINK,
    RUN_COMMAND,
    ALLOW_IN_SETTINGS,
    MAKE_PRIVATE,
    UNBLOCK,
    SEND_KEY,
    ASK_GUEST
}
