package quayside.app.core.settings;

import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.message.DisplayText;

/** What a saved server may be called. Its first name is its own choice, so it must not be able to pass for another one's address. */
final class SavedName {
    private static final int MOST_CHARACTERS = 100;

    private SavedName() {}

    /** Whether {@code name} can be seen, and cannot be taken for an address or a link. */
    static boolean isUsable(String name) {
        return !name.isBlank()
                && name.length() <= MOST_CHARACTERS
                && DisplayText.escape(name).equals(name)
                && name.indexOf(':') < 0
                && name.indexOf('/') < 0
                && !isDottedHost(name);
    }

    /** As {@link #isUsable}; or what this program calls the server at {@code link} where its own name is not usable or taken. */
    static boolean isKept(String name, ShareLink link) {
        String behind = " (" + link.address() + ")";
        String rest = name.endsWith(behind) ? name.substring(0, name.length() - behind.length()) : name;
        return isUsable(rest) || rest.equals(link.address());
    }

    private static boolean isDottedHost(String name) {
        if (name.indexOf('.') < 0) {
            return false;
        }
        try {
            return ShareLink.parse(name).host().equals(name.strip());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
