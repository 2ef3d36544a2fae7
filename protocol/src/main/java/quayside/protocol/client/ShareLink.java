package quayside.protocol.client;

import java.util.Optional;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.Fingerprint;

/**
 * SKELETON. {@code quayside://host:port/?id=FINGERPRINT#KEY}, or {@code host:port} / {@code host} (default port 4870) alone.
 */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"})
public final class ShareLink {
    public static final int DEFAULT_PORT = 4870;

    private ShareLink() {}

    /** IllegalArgumentException with a plain sentence for the user (never echoing the fragment). */
    public static ShareLink parse(String text) {
        throw new UnsupportedOperationException();
    }

    public static ShareLink of(String host, int port, Fingerprint id) {
        throw new UnsupportedOperationException();
    }

    /** Without brackets for IPv6. */
    public String host() {
        throw new UnsupportedOperationException();
    }

    public int port() {
        throw new UnsupportedOperationException();
    }

    public Optional<Fingerprint> id() {
        throw new UnsupportedOperationException();
    }

    /** The key in the fragment. */
    public Optional<AccessKey> key() {
        throw new UnsupportedOperationException();
    }

    /** host:port, IPv6 in brackets. */
    public String address() {
        throw new UnsupportedOperationException();
    }

    /** The whole link with the key: only for the host's own screen and clipboard. */
    public String withKey(AccessKey key) {
        throw new UnsupportedOperationException();
    }

    /** The link without any key: safe to log. */
    @Override
    public String toString() {
        throw new UnsupportedOperationException();
    }
}
