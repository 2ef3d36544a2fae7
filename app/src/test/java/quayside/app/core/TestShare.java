package quayside.app.core;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.InvitationId;
import quayside.protocol.crypto.ServerIdentity;
import quayside.protocol.message.RemotePath;
import quayside.server.ShareEvent;
import quayside.server.ShareOptions;
import quayside.server.ShareServer;
import quayside.server.session.Invitation;
import quayside.server.session.Invitations;

/** A real share of a folder on loopback, which can be stopped and started again on its port. */
public final class TestShare implements AutoCloseable {
    private final Path folder;
    private final AccessKey key = AccessKey.generate(new SecureRandom());
    private final Invitations invitations = Invitations.none();
    private final HeldPort port = new HeldPort();
    private final List<ShareEvent> events = new CopyOnWriteArrayList<>();
    private ServerIdentity identity = ServerIdentity.generate();
    private Duration stopGrace = Duration.ZERO;
    private ShareServer server;

    /** Creates the share without starting it. */
    public TestShare(Path folder) throws IOException {
        this.folder = folder;
        this.server = newServer();
    }

    public TestShare start() throws IOException {
        server = newServer();
        server.start();
        return this;
    }

    /** Lets each stop from the next start on say goodbye to all guests, which without grace it may be too fast for. */
    public TestShare withGoodbyes() {
        stopGrace = Duration.ofSeconds(5);
        return this;
    }

    public void stop() {
        server.stop();
    }

    /** Makes it prove another key from the next start on, as an impostor would. */
    public void changeIdentity() {
        identity = ServerIdentity.generate();
    }

    public AccessKey key() {
        return key;
    }

    public List<ShareEvent> events() {
        return events;
    }

    public ShareServer server() {
        return server;
    }

    /** Returns the link with the fingerprint, without the key. */
    public ShareLink link() {
        return ShareLink.of("127.0.0.1", port.number(), identity.fingerprint());
    }

    /** Makes an invitation and returns its link, with the key. */
    public ShareLink invite(String name, Invitation.Rights rights) {
        SecureRandom random = new SecureRandom();
        AccessKey invited = AccessKey.generate(random).through(InvitationId.generate(random));
        invitations.add(new Invitation(
                invited, name, rights, RemotePath.root(), Optional.empty(), OptionalLong.empty(), Optional.empty()));
        return ShareLink.parse(link().withKey(invited));
    }

    public void revoke(String name) {
        if (!invitations.revoke(name)) {
            throw new IllegalArgumentException(name);
        }
    }

    public String linkWithKey() {
        return link().withKey(key);
    }

    /** Returns the link with host and port only, as a person types it. */
    public ShareLink typed() {
        return ShareLink.parse("127.0.0.1:" + port.number());
    }

    @Override
    public void close() {
        server.stop();
        port.close();
    }

    private ShareServer newServer() {
        ShareOptions options = new ShareOptions(
                folder,
                "share",
                InetAddress.getLoopbackAddress(),
                port.number(),
                ShareOptions.Permissions.ALL,
                false,
                stopGrace);
        return new ShareServer(options, key, invitations, identity, events::add);
    }
}
