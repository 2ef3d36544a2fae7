package quayside.app.core.doctor;

import quayside.protocol.text.Sentence;

/** What may be the matter. {@code Finding.properties} has the verdict of each, in one sentence. */
public enum Finding implements Sentence.Key {
    OPENS(Kind.FINE),
    CLOCKS_DIFFER(Kind.FINE),
    ANSWERS_NOW(Kind.FINE),
    LINK_BROKEN(Kind.LINK),
    NAME_UNKNOWN(Kind.NETWORK),
    NO_NETWORK(Kind.NETWORK),
    OTHER_NETWORK(Kind.NETWORK),
    NOT_SHARED(Kind.NETWORK),
    WRONG_PORT(Kind.NETWORK),
    MOVED(Kind.NETWORK),
    COMPUTER_AWAY(Kind.NETWORK),
    DROPPED(Kind.NETWORK),
    NO_ANSWER(Kind.NETWORK),
    ROUTER_CLOSED(Kind.NETWORK),
    OTHER_PROGRAM(Kind.NETWORK),
    SAYS_NOTHING(Kind.NETWORK),
    TOO_OLD(Kind.NETWORK),
    TOO_NEW(Kind.NETWORK),
    IDENTITY_CHANGED(Kind.DENIED),
    WRONG_KEY(Kind.DENIED),
    REVOKED(Kind.DENIED),
    ENDED(Kind.DENIED),
    BLOCKED(Kind.DENIED),
    DISCONNECTED(Kind.DENIED),
    TOO_MANY_KEYS(Kind.DENIED),
    FULL(Kind.NETWORK),
    OTHER_TROUBLE(Kind.NETWORK),
    UNFINISHED(Kind.NETWORK),
    READY(Kind.FINE),
    OFF(Kind.NETWORK),
    PORT_TAKEN(Kind.NETWORK),
    ONLY_HERE(Kind.NETWORK),
    STALE_LINK(Kind.LINK),
    EARLIER_KEY(Kind.LINK),
    FIREWALL_CLOSED(Kind.NETWORK),
    FIREWALL_LIKELY(Kind.NETWORK),
    PUBLIC_NETWORK(Kind.NETWORK),
    GUESTS_BLOCKED(Kind.DENIED),
    KEYS_WRONG(Kind.DENIED);

    /** What kind of thing is the matter. */
    public enum Kind {
        FINE,
        LINK,
        NETWORK,
        DENIED
    }

    private final Kind kind;

    Finding(Kind kind) {
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
