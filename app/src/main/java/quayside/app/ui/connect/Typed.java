package quayside.app.ui.connect;

import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.AccessKey;

/** What the form's two fields amount to. */
sealed interface Typed {
    /** A field that still has to be filled in; nothing to complain about yet. */
    record Incomplete(Field missing) implements Typed {}

    /** A field holds what cannot be used; the sentence says why. */
    record Problem(Field where, String sentence) implements Typed {}

    /** Enough to connect with. */
    record Ready(ShareLink link, AccessKey key) implements Typed {}

    enum Field {
        ADDRESS,
        KEY
    }

    /** Reads both fields; never throws. A link's own key counts where the key field is empty. */
    static Typed of(String address, String key) {
        String where = address.strip();
        if (where.isEmpty()) {
            return new Incomplete(Field.ADDRESS);
        }
        ShareLink link;
        try {
            link = ShareLink.parse(where);
        } catch (IllegalArgumentException e) {
            return new Problem(Field.ADDRESS, String.valueOf(e.getMessage()));
        }
        if (key.isBlank()) {
            return link.key().<Typed>map(own -> new Ready(link, own)).orElse(new Incomplete(Field.KEY));
        }
        try {
            return new Ready(link, AccessKey.of(key));
        } catch (IllegalArgumentException e) {
            return new Problem(Field.KEY, String.valueOf(e.getMessage()));
        }
    }
}
