package quayside.protocol.client.connection;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.Fingerprint;
import quayside.protocol.text.InvalidInput;
import quayside.protocol.text.Phrase;

/**
 * The address of a share: {@code quayside://host:port/?id=FINGERPRINT#KEY}, or {@code host:port} or {@code host} alone
 * (PROTOCOL.md section 9).
 *
 * <p>Immutable, except for the key that it may contain. The caller who reads that key closes it.
 */
public final class ShareLink {
    /** The port on which a share listens by default. */
    public static final int DEFAULT_PORT = 4870;

    private static final String SCHEME = "quayside";

    /** Enough for a key of 256 characters, each percent-encoded in up to nine. */
    private static final int MAX_LINK_CHARS = 4096;

    /**
     * An IPv6 address with a zone, the name of the network on which it is valid. The zone follows %25 in a link (RFC
     * 6874), and % as people and systems write it (RFC 4007).
     */
    private static final Pattern ZONED = Pattern.compile("(?i)(quayside://\\[[0-9a-f:.]+)%(?:25)?([\\w.~-]+)(?=])");

    private static final Pattern LINK_LOCAL = Pattern.compile("(?i)fe[89ab][0-9a-f]:[0-9a-f:.]*");

    private final String host;
    private final int port;
    private final @Nullable Fingerprint id;
    private final @Nullable AccessKey key;

    private ShareLink(String host, int port, @Nullable Fingerprint id, @Nullable AccessKey key) {
        this.host = host;
        this.port = port;
        this.id = id;
        this.key = key;
    }

    /** Returns a link to a share without its key. IPv6 addresses come without brackets. */
    public static ShareLink of(String host, int port, @Nullable Fingerprint id) {
        if (host.isEmpty() || port < 1 || port > 65_535) {
            throw new IllegalArgumentException("an address needs a host and a port from 1 to 65535");
        }
        return new ShareLink(host, port, id, null);
    }

    /**
     * Parses what a person pasted or typed.
     *
     * @throws InvalidInput if it is no link
     */
    public static ShareLink parse(String text) {
        String trimmed = text.strip();
        if (trimmed.isEmpty()) {
            throw new InvalidInput(Phrase.LINK_EMPTY);
        }
        if (trimmed.length() > MAX_LINK_CHARS) {
            throw new InvalidInput(Phrase.LINK_LONG);
        }
        int scheme = trimmed.indexOf("://");
        if (scheme >= 0 && !trimmed.substring(0, scheme).equalsIgnoreCase(SCHEME)) {
            throw new InvalidInput(Phrase.LINK_SCHEME);
        }
        String whole = scheme >= 0 ? trimmed : SCHEME + "://" + bracketed(trimmed);
        Matcher zoned = ZONED.matcher(whole);
        boolean hasZone = zoned.lookingAt();
        try {
            return hasZone
                    ? of(new URI(zoned.group(1) + whole.substring(zoned.end())), "%" + zoned.group(2))
                    : of(new URI(whole), "");
        } catch (URISyntaxException e) {
            throw new InvalidInput(Phrase.LINK_NO_ADDRESS);
        }
    }

    private static ShareLink of(URI uri, String zone) {
        String host = uri.getHost();
        if (host == null || uri.getRawUserInfo() != null) {
            throw new InvalidInput(Phrase.LINK_NO_ADDRESS);
        }
        String path = uri.getRawPath();
        if (!path.isEmpty() && !path.equals("/")) {
            throw new InvalidInput(Phrase.LINK_FOLDER);
        }
        int port = uri.getPort() == -1 ? DEFAULT_PORT : uri.getPort();
        if (port < 1 || port > 65_535) {
            throw new InvalidInput(Phrase.LINK_PORT);
        }
        String plainHost = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return new ShareLink(plainHost + zone, port, id(uri.getRawQuery()), key(uri.getRawFragment()));
    }

    private static @Nullable Fingerprint id(@Nullable String query) {
        if (query == null) {
            return null;
        }
        for (String pair : query.split("&", -1)) {
            if (pair.startsWith("id=")) {
                try {
                    return Fingerprint.parse(pair.substring("id=".length()));
                } catch (InvalidInput e) {
                    throw new InvalidInput(Phrase.LINK_ID);
                }
            }
        }
        return null;
    }

    private static @Nullable AccessKey key(@Nullable String fragment) {
        if (fragment == null || fragment.isEmpty()) {
            return null;
        }
        try {
            // In a fragment a plus sign is a plus sign, not a space.
            return AccessKey.of(URLDecoder.decode(fragment.replace("+", "%2B"), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new InvalidInput(Phrase.LINK_KEY);
        }
    }

    private static String bracketed(String address) {
        boolean bareIpv6 = address.indexOf(':') != address.lastIndexOf(':') && !address.startsWith("[");
        return bareIpv6 ? "[" + address + "]" : address;
    }

    /** Returns the host, without brackets for IPv6. If a zone was given, it follows after {@code %}. */
    public String host() {
        return host;
    }

    /** Returns the zone, if the address names one: the network of this computer on which the host is reached. */
    Optional<String> zone() {
        int sign = host.indexOf('%');
        return sign < 0 ? Optional.empty() : Optional.of(host.substring(sign + 1));
    }

    /**
     * Returns whether the address is valid on one network only (fe80::/10) but names no network. The computer can then
     * choose the network only if it has just one.
     */
    boolean lacksZone() {
        return LINK_LOCAL.matcher(host).matches();
    }

    public int port() {
        return port;
    }

    /** Returns the server's identity, which takes precedence over any pinned one. */
    public Optional<Fingerprint> id() {
        return Optional.ofNullable(id);
    }

    /** Returns the access key from the fragment. */
    public Optional<AccessKey> key() {
        return Optional.ofNullable(key);
    }

    /** Returns {@code host:port}, with an IPv6 address in brackets. */
    public String address() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    /**
     * Returns the whole link with {@code secret}, for the host's own screen and clipboard. It never belongs in a log.
     */
    public String withKey(AccessKey secret) {
        String encoded =
                URLEncoder.encode(secret.reveal(), StandardCharsets.UTF_8).replace("+", "%20");
        return this + "#" + encoded;
    }

    /** Returns the link without any key. */
    @Override
    public String toString() {
        return SCHEME + "://" + address().replace("%", "%25") + "/" + (id == null ? "" : "?id=" + id);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ShareLink link
                && link.host.equals(host)
                && link.port == port
                && Objects.equals(link.id, id);
    }

    @Override
    public int hashCode() {
        return Objects.hash(host, port, id);
    }
}
