package quayside.app.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.ConnectOptions;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.InvitationId;
import quayside.protocol.crypto.ServerIdentity;
import quayside.protocol.message.Passcode;
import quayside.protocol.message.RemotePath;
import quayside.server.ShareOptions;
import quayside.server.ShareServer;
import quayside.server.session.Invitation;
import quayside.server.session.Invitations;

/** A folder that another computer of invented name shares, on loopback. */
final class ShownShare implements AutoCloseable {
    private static final String KEY = "k7pm-2xqd";

    private final ServerIdentity identity = ServerIdentity.generate();
    private final Invitations invitations = Invitations.none();
    private final ShareServer server;
    private final WireTap tap;

    ShownShare(Path folder, String computer, ShareOptions.Permissions permissions) throws IOException {
        server = new ShareServer(
                new ShareOptions(
                        folder,
                        String.valueOf(folder.getFileName()),
                        InetAddress.getLoopbackAddress(),
                        0,
                        permissions,
                        false,
                        List.of(),
                        Optional.of(computer),
                        Duration.ZERO),
                AccessKey.of(KEY),
                invitations,
                identity,
                event -> {});
        server.start();
        tap = new WireTap(server.port());
    }

    /** Returns the server, so that the host can do something to its guests. */
    ShareServer server() {
        return server;
    }

    /** Returns the wire to it. */
    WireTap wire() {
        return tap;
    }

    /** Puts a file under a passcode. */
    void protect(String name) throws IOException {
        try (ShareClient client = ShareClient.connect(
                        ShareLink.parse(link()), AccessKey.of(KEY), ConnectOptions.standard(), new Cancellation());
                Passcode passcode = Passcode.of("seven herons at the old quay")) {
            client.protect(List.of(RemotePath.root().child(name)), passcode);
        }
    }

    /** Returns the link with the key. */
    String link() {
        return ShareLink.of("127.0.0.1", tap.port(), identity.fingerprint()).withKey(AccessKey.of(KEY));
    }

    /** Returns the link with the key, but without the fingerprint, as if it had been typed. */
    String typed() {
        return ShareLink.of("127.0.0.1", tap.port(), null).withKey(AccessKey.of(KEY));
    }

    /** Invites a guest and returns the link. */
    String invite(String name, Invitation.Rights rights) {
        SecureRandom random = new SecureRandom();
        AccessKey key = AccessKey.of(KEY).through(InvitationId.generate(random));
        invitations.add(new Invitation(
                key, name, rights, RemotePath.root(), Optional.empty(), OptionalLong.empty(), Optional.empty()));
        return ShareLink.of("127.0.0.1", tap.port(), identity.fingerprint()).withKey(key);
    }

    @Override
    public void close() throws IOException {
        tap.close();
        server.close();
    }
}
