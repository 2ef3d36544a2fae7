package quayside.app.core.nearby;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import quayside.protocol.crypto.Fingerprint;

/**
 * What this computer tells others nearby about its share: never a key, an address of a guest or a path.
 *
 * @param id the identity of the server
 * @param share the name of the share
 * @param computer the name of this computer; may be empty
 * @param port the port on which the server listens
 * @param at the address on which it listens; empty for all of this computer's
 */
public record Announcement(Fingerprint id, String share, String computer, int port, Optional<InetAddress> at) {
    /** The type of the service, in the notation of DNS. */
    static final String TYPE = "_quayside._tcp.local.";

    static final String VERSION = "1";

    /** The maximum length of a name in bytes; an entry of a TXT record has at most 255, with its key. */
    static final int MAX_NAME_BYTES = 200;

    private static final int ID_IN_LABEL = 12;

    /** Returns the entries of the TXT record. */
    Map<String, String> text() {
        Map<String, String> text = new LinkedHashMap<>();
        text.put("v", VERSION);
        text.put("id", id.toString());
        text.put("share", cut(share));
        text.put("computer", cut(computer));
        return text;
    }

    /** Returns whether guests reach the server at this address of this computer. */
    boolean isAt(InetAddress address) {
        return at.isEmpty() || at.get().equals(address);
    }

    /** Returns the beginning of a name, as much of it as an entry takes; no character is divided. */
    static String cut(String name) {
        int end = 0;
        for (int bytes = 0; end < name.length(); ) {
            int point = name.codePointAt(end);
            bytes += Character.toString(point).getBytes(StandardCharsets.UTF_8).length;
            if (bytes > MAX_NAME_BYTES) {
                break;
            }
            end += Character.charCount(point);
        }
        return name.substring(0, end);
    }

    /**
     * Returns the label of an instance, and of the host to which it leads. Both are different for each address, because
     * each address is announced for itself, and two records of one name would be a conflict.
     */
    static String label(String word, InetAddress address) {
        String start = word.substring(0, Math.min(ID_IN_LABEL, word.length()));
        return String.format(Locale.ROOT, "quayside-%s-%08x", start, address.hashCode());
    }
}
