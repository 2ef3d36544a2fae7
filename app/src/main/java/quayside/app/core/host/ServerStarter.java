package quayside.app.core.host;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import quayside.app.core.text.AppReason;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.ServerIdentity;
import quayside.protocol.text.DisplayText;
import quayside.protocol.wire.ProtocolException;
import quayside.server.ShareEvent;
import quayside.server.ShareOptions;
import quayside.server.ShareServer;
import quayside.server.session.Invitations;
import quayside.server.storage.NamedFolder;

/**
 * Starts servers with this computer's identity and access key. Confined to one thread at a time; blocks on the disk.
 */
final class ServerStarter {
    private static final int ANY_PORT = 0;

    private final HostIdentity identity;
    private final InetAddress bind;
    private final Consumer<ShareEvent> events;
    private final Supplier<String> computer;
    private final SharedInvitations invitations;
    private @Nullable AccessKey key;
    private int lastPort;
    private int lastWantedPort;

    /** A server that listens, and the data that guests need. */
    record Started(
            SharedFolder shared, ShareServer server, ServerIdentity identity, AccessKey key, Invitations invitations) {
        Started withFolders(List<NamedFolder> folders) {
            return new Started(shared.withFolders(folders), server, identity, key, invitations);
        }

        Started withPermissions(ShareOptions.Permissions permissions) {
            return new Started(shared.withPermissions(permissions), server, identity, key, invitations);
        }

        /** The key is part of the record, so none of it is printed. */
        @Override
        public String toString() {
            return "Started";
        }
    }

    /**
     * @param bind the address to listen on
     * @param computer supplies what guests are told as the name of this computer; empty for no name
     * @param invitations are opened for each folder
     * @param events is passed to each server
     */
    ServerStarter(
            HostIdentity identity,
            InetAddress bind,
            Supplier<String> computer,
            SharedInvitations invitations,
            Consumer<ShareEvent> events) {
        this.invitations = invitations;
        this.identity = identity;
        this.bind = bind;
        this.computer = computer;
        this.events = events;
    }

    /**
     * Starts a server on the wanted port, or on any free port if another program uses the wanted one.
     *
     * @param prepare blocks whom it does not admit, before anybody can connect
     * @param withNewKey whether a generated key replaces the present one, once the server runs
     * @throws IOException with a plain sentence; nothing is left running then, and the present key still holds
     */
    Started start(SharedFolder wanted, Consumer<ShareServer> prepare, boolean withNewKey) throws IOException {
        if (!withNewKey) {
            return start(wanted, prepare, key());
        }
        AccessKey next = identity.newKey();
        Started started = start(wanted, prepare, next);
        try {
            identity.store(next);
        } catch (IOException e) {
            started.server().stop();
            next.close();
            throw e;
        }
        key = next;
        return started;
    }

    /**
     * Checks the folder without sharing it, and without changing anything in it.
     *
     * @param withNewKey whether a new key is to be stored, which is checked, too
     * @param ours the folders that are shared now
     * @throws IOException with a plain sentence if it cannot be shared
     */
    void check(SharedFolder wanted, boolean withNewKey, List<Path> ours) throws IOException {
        ShareServer.checkFolder(wanted.options(bind, identity), ours);
        if (withNewKey) {
            identity.requireStorable();
        }
    }

    private Started start(SharedFolder wanted, Consumer<ShareServer> prepare, AccessKey admits) throws IOException {
        ServerIdentity proof = identity.identity();
        Invitations invited = invitations(wanted);
        IOException taken = new ProtocolException(AppReason.NO_PORT);
        for (int port : ports(wanted.port())) {
            ShareOptions options = wanted.withPort(port).options(bind, identity).named(computer.get());
            ShareServer next = new ShareServer(options, admits, invited, proof, events);
            prepare.accept(next);
            try {
                next.start();
                lastPort = next.port();
                lastWantedPort = wanted.port();
                return new Started(wanted, next, proof, admits, invited);
            } catch (IOException e) {
                next.stop();
                if (!isTaken(e)) {
                    throw e;
                }
                taken = e;
            }
        }
        throw taken;
    }

    /** Opens the invitations. If it fails, the server says better what is wrong with the folder. */
    private Invitations invitations(SharedFolder wanted) throws IOException {
        try {
            return invitations.open(wanted);
        } catch (IOException e) {
            ShareServer.checkFolder(wanted.options(bind, identity));
            throw e;
        }
    }

    /** Returns the state of a server that has no guests yet. */
    HostState.On stateOf(Started started) {
        Path folder = started.shared().folder();
        int port = started.server().port();
        List<String> addresses = LocalAddresses.reaching(bind);
        ShareLink link =
                ShareLink.of(addresses.getFirst(), port, started.identity().fingerprint());
        return new HostState.On(
                        folder,
                        DisplayText.escape(started.shared().title()),
                        port,
                        addresses,
                        link.withKey(started.key()),
                        started.key().reveal(),
                        List.of())
                .withFolders(started.shared());
    }

    /**
     * Returns the ports to try, in order. If the last port is free, it is used again, so that earlier links stay valid.
     */
    private Set<Integer> ports(int wanted) {
        Set<Integer> ports = new LinkedHashSet<>();
        if (lastPort != 0 && lastWantedPort == wanted) {
            ports.add(lastPort);
        }
        ports.add(wanted);
        ports.add(ANY_PORT);
        return ports;
    }

    private static boolean isTaken(@Nullable Throwable failure) {
        return failure instanceof BindException || (failure != null && isTaken(failure.getCause()));
    }

    private AccessKey key() throws IOException {
        AccessKey kept = key;
        if (kept == null) {
            kept = identity.key();
            key = kept;
        }
        return kept;
    }

    /** Admits guests of later servers by this key. */
    void use(AccessKey next) {
        key = next;
    }
}
