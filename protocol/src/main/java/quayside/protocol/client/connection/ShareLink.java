package quayside.protocol.client.connection;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.Fingerprint;
import quayside.protocol.crypto.InvitationId;
import quayside.protocol.message.RemotePath;
import quayside.protocol.text.InvalidInput;
import quayside.protocol.text.Phrase;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;

/**
 * The address of a share, or of a file or folder in it: {@code quayside://host:port/PATH?id=FINGERPRINT#KEY}, or {@code
 * host:port} or {@code host} alone (PROTOCOL.md section 9). The link of an invitation has {@code ?id=FINGERPRINT.ID}.
 *
 * <p>Immutable, except for the key that it may contain. The caller who reads that key closes it.
 */
public final class ShareLink {
    /** The port on which a share listens by default. */
    public static final int DEFAULT_PORT = 4870;

    private static final String SCHEME = "quayside";

    /** Enough for a key of 256 characters, each percent-encoded in up to nine, and for a path with each byte in three. */
    private static final int MAX_LINK_CHARS = 4096 + 3 * Limits.MAX_PATH_BYTES;

    /**
     * An IPv6 address with a zone, the name of the network on which it is valid. The zone follows %25 in a link (RFC
     * 6874), and % as people and systems write it (RFC 4007).
     */
    private static final Pattern ZONED = Pattern.compile("(?i)(quayside://\\[[0-9a-f:.]+)%(?:25)?([\\w.~-]+)(?=])");

    private static final String TAG_FIELD = "invited";
    private static final Pattern TAG = Pattern.compile("[0-9a-f]{" + InvitationId.TAG_CHARACTERS + "}");

    private static final Pattern LINK_LOCAL = Pattern.compile("(?i)fe[89ab][0-9a-f]:[0-9a-f:.]*");

    private final String host;
    private final int port;
    private final RemotePath path;
    private final @Nullable Fingerprint id;
    private final @Nullable InvitationId invitation;
    private final String tag;
    private final @Nullable AccessKey key;

    private ShareLink(
            String host,
            int port,
            RemotePath path,
            @Nullable Fingerprint id,
            @Nullable InvitationId invitation,
            String tag,
            @Nullable AccessKey key) {
        this.host = host;
        this.port = port;
        this.path = path;
        this.id = id;
        this.invitation = invitation;
        this.tag = tag;
        this.key = key;
    }

    /** Returns a link to a share without its key. IPv6 addresses come without brackets. */
    public static ShareLink of(String host, int port, @Nullable Fingerprint id) {
        if (host.isEmpty() || port < 1 || port > 65_535) {
            throw new IllegalArgumentException("an address needs a host and a port from 1 to 65535");
        }
        return new ShareLink(host, port, RemotePath.root(), id, null, "", null);
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
        ShareLink link;
        try {
            link = hasZone
                    ? of(new URI(zoned.group(1) + whole.substring(zoned.end())), "%" + zoned.group(2))
                    : of(new URI(whole), "");
        } catch (URISyntaxException e) {
            throw new InvalidInput(Phrase.LINK_NO_ADDRESS);
        }
        if (scheme < 0 && !link.path.isRoot()) {
            // An address is typed, and what follows it is probably a mistake.
            throw new InvalidInput(Phrase.LINK_FOLDER);
        }
        return link;
    }

    private static ShareLink of(URI uri, String zone) {
        String host = uri.getHost();
        if (host == null || uri.getRawUserInfo() != null) {
            throw new InvalidInput(Phrase.LINK_NO_ADDRESS);
        }
        int port = uri.getPort() == -1 ? DEFAULT_PORT : uri.getPort();
        if (port < 1 || port > 65_535) {
            throw new InvalidInput(Phrase.LINK_PORT);
        }
        String plainHost = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        RemotePath path = path(uri.getRawPath());
        // An earlier version of the program does not understand an id with an invitation, and says that it is damaged.
        String[] ids = value("id", uri.getRawQuery()).split("\\.", 2);
        Fingerprint id = ids[0].isEmpty() && ids.length == 1 ? null : fingerprint(ids[0]);
        InvitationId invitation = ids.length == 1 ? null : InvitationId.parse(ids[1]);
        AccessKey key = key(uri.getRawFragment());
        return new ShareLink(
                plainHost + zone,
                port,
                path,
                id,
                invitation,
                invitation == null ? tag(uri.getRawQuery()) : invitation.tag(),
                key == null || invitation == null ? key : key.through(invitation));
    }

    private static Fingerprint fingerprint(String text) {
        try {
            return Fingerprint.parse(text);
        } catch (InvalidInput e) {
            throw new InvalidInput(Phrase.LINK_ID);
        }
    }

    /** Returns the path of the share that a link's encoded path stands for. Each name is decoded on its own. */
    private static RemotePath path(String raw) {
        if (raw.isEmpty() || raw.equals("/")) {
            return RemotePath.root();
        }
        try {
            RemotePath path = RemotePath.root();
            for (String name : raw.substring(1).split("/", -1)) {
                path = path.child(decoded(name));
            }
            return path;
        } catch (ProtocolException | CharacterCodingException e) {
            // The cause may contain what a person pasted.
            throw new InvalidInput(Phrase.LINK_PATH);
        }
    }

    private static String decoded(String name) throws CharacterCodingException {
        byte[] given = name.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(given.length);
        for (int i = 0; i < given.length; i++) {
            if (given[i] == '%') {
                // A URI has two digits here.
                bytes.put((byte) HexFormat.fromHexDigits(new String(given, i + 1, 2, StandardCharsets.ISO_8859_1)));
                i += 2;
            } else {
                bytes.put(given[i]);
            }
        }
        return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Returns the value of a field; empty if there is none. */
    private static String value(String field, @Nullable String query) {
        for (String pair : query == null ? new String[0] : query.split("&", -1)) {
            if (pair.startsWith(field + "=")) {
                String value = pair.substring(field.length() + 1);
                if (value.isEmpty()) {
                    throw new InvalidInput(Phrase.LINK_ID);
                }
                return value;
            }
        }
        return "";
    }

    /** Returns the tag that {@link #kept} has written; empty for anything else. */
    private static String tag(@Nullable String query) {
        String found = value(TAG_FIELD, query);
        return isTag(found) ? found : "";
    }

    /** Returns whether {@code text} has the form of {@link InvitationId#tag}. */
    public static boolean isTag(String text) {
        return TAG.matcher(text).matches();
    }

    private static @Nullable AccessKey key(@Nullable String fragment) {
        if (fragment == null || fragment.isEmpty()) {
            return null;
        }
        try {
            // In a fragment a plus sign is a plus sign, not a space.
            AccessKey key = AccessKey.of(URLDecoder.decode(fragment.replace("+", "%2B"), StandardCharsets.UTF_8));
            if (key.invitation().isEmpty()) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            // The cause may contain what a person pasted.
        }
        throw new InvalidInput(Phrase.LINK_KEY);
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

    /**
     * Returns whether both lead to one server, as far as they say: to the same address, and to the same identity if both
     * name one.
     */
    public boolean isSameServer(ShareLink other) {
        return host.equalsIgnoreCase(other.host)
                && port == other.port
                && (id == null || other.id == null || id.equals(other.id));
    }

    /**
     * Returns whether both lead to one share: to the same server, and by the same invitation or both by the server's own
     * key. By another invitation the guest may see another folder.
     */
    public boolean isSameShare(ShareLink other) {
        return isSameServer(other) && tag.equals(other.tag);
    }

    /** Returns the tag of the invitation by which this link leads to its share; empty if it is none. */
    public String invitationTag() {
        return tag;
    }

    /** Returns the same link by the invitation of that tag; empty for none. What it has of another one is left out. */
    public ShareLink by(String invitationTag) {
        return invitationTag.equals(tag) ? this : new ShareLink(host, port, path, id, null, invitationTag, null);
    }

    /** Returns the link of a share that was opened with {@code used}: by its invitation, if it is one's. */
    public ShareLink openedWith(AccessKey used) {
        InvitationId invited = used.invitation().orElse(null);
        return new ShareLink(host, port, path, id, invited, invited == null ? "" : invited.tag(), null);
    }

    /** Returns the same link with the address and the identity of {@code server}. */
    public ShareLink at(ShareLink server) {
        return new ShareLink(server.host, server.port, path, server.id, invitation, tag, key);
    }

    /** Returns the path of a file or folder of the share, which may not exist. The root stands for the whole share. */
    public RemotePath path() {
        return path;
    }

    /** Returns a link to a file or folder of the same share. */
    public ShareLink withPath(RemotePath other) {
        return new ShareLink(host, port, other, id, invitation, tag, key);
    }

    /** Returns the access key from the fragment: that of the invitation, if the link is one. */
    public Optional<AccessKey> key() {
        return Optional.ofNullable(key);
    }

    /**
     * Returns the key that a person typed for this link: that of the invitation, if the link is one.
     *
     * @throws InvalidInput as {@link AccessKey#of} does
     */
    public AccessKey keyOf(String text) {
        AccessKey typed = AccessKey.of(text);
        return invitation == null || typed.invitation().isPresent() ? typed : typed.through(invitation);
    }

    /** Returns {@code host:port}, with an IPv6 address in brackets. */
    public String address() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    /**
     * Returns the whole link with {@code secret}, for the host's own screen and clipboard. It never belongs in a log.
     *
     * @throws IllegalStateException if the key is that of an invitation, and this link has no identity: a guest who is
     *     invited knows whom to expect
     */
    public String withKey(AccessKey secret) {
        if (secret.invitation().isPresent() && id == null) {
            throw new IllegalStateException("an invitation names the server's identity");
        }
        return this
                + secret.invitation().map(invited -> "." + invited.reveal()).orElse("")
                + "#"
                + encoded(secret.revealAlone());
    }

    /**
     * Returns the link for somebody else who has the key: with the id of the invitation, to which its path belongs, and
     * without the key.
     */
    public String withoutKey() {
        return this + (id == null || invitation == null ? "" : "." + invitation.reveal());
    }

    /** Returns the link for this program's own files: without a key, and with the tag of the invitation. */
    public String kept() {
        return tag.isEmpty() ? toString() : this + (id == null ? "?" : "&") + TAG_FIELD + "=" + tag;
    }

    /** Returns the link without any key, and without the id of an invitation. */
    @Override
    public String toString() {
        String names = Arrays.stream(path.toString().split("/", -1))
                .map(ShareLink::encoded)
                .collect(Collectors.joining("/"));
        return SCHEME + "://" + address().replace("%", "%25") + "/" + names + (id == null ? "" : "?id=" + id);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ShareLink link
                && link.host.equals(host)
                && link.port == port
                && link.path.equals(path)
                && link.tag.equals(tag)
                && Objects.equals(link.id, id);
    }

    @Override
    public int hashCode() {
        return Objects.hash(host, port, path, id, tag);
    }
}
