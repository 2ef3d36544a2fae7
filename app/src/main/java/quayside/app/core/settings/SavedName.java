package quayside.app.core.settings;

import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.text.DisplayText;

/**
 * The rules for the name of a saved server. The server chooses its first name itself, so the name must not look like
 * another server's address.
 */
final class SavedName {
    private static final int MAX_CHARACTERS = 100;

    private SavedName() {}

    /** Returns whether {@code name} is visible, and cannot be taken for an address or a link. */
    static boolean isUsable(String name) {
        return !name.isBlank()
                && name.length() <= MAX_CHARACTERS
                && DisplayText.escape(name).equals(name)
                && name.indexOf(':') < 0
                && name.indexOf('/') < 0
                && !isDottedHost(name);
    }

    /**
     * Returns whether {@code name} is usable, or is the name that this program gives to the server at {@code link} if
     * its own name is not usable or already taken.
     */
    static boolean isKept(String name, ShareLink link) {
        String suffix = " (" + link.address() + ")";
        String base = name.endsWith(suffix) ? name.substring(0, name.length() - suffix.length()) : name;
        return isUsable(base) || base.equals(link.address());
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
