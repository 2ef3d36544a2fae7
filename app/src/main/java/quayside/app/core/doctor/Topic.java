package quayside.app.core.doctor;

import quayside.protocol.text.Sentence;

/** What is checked. {@code Topic.properties} has the words of each. */
public enum Topic implements Sentence.Key {
    LINK,
    NAME,
    ADDRESS,
    PORT,
    PROGRAM,
    VERSION,
    IDENTITY,
    KEY,
    CLOCK,
    NEARBY,
    SERVER,
    LISTENING,
    ANSWERS,
    NETWORKS,
    SHARED_LINK,
    FIREWALL,
    GUESTS
}
