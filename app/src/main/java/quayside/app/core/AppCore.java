package quayside.app.core;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import quayside.app.core.desktop.Opener;
import quayside.app.core.desktop.SessionDesktop;
import quayside.app.core.doctor.Doctor;
import quayside.app.core.files.LocalFiles;
import quayside.app.core.files.OpenedCopies;
import quayside.app.core.host.HostService;
import quayside.app.core.host.HostState;
import quayside.app.core.host.SharedFolder;
import quayside.app.core.keys.SavedKeys;
import quayside.app.core.nearby.Announcement;
import quayside.app.core.nearby.Nearby;
import quayside.app.core.reach.Reach;
import quayside.app.core.settings.Bookmarks;
import quayside.app.core.settings.ComputerName;
import quayside.app.core.settings.KnownServers;
import quayside.app.core.settings.RecentFolders;
import quayside.app.core.settings.SavedServers;
import quayside.app.core.settings.Settings;
import quayside.app.core.settings.SettingsStore;
import quayside.app.core.share.Shares;
import quayside.app.core.transfer.TransferQueue;
import quayside.app.core.transfer.TransferSnapshot;
import quayside.protocol.client.connection.ShareLink;
import quayside.server.Guest;

/** The parts below a window, created together and closed together. */
public record AppCore(
        SettingsStore settings,
        KnownServers knownServers,
        SavedServers savedServers,
        SavedKeys keys,
        Bookmarks bookmarks,
        Shares shares,
        TransferQueue transfers,
        LocalFiles files,
        Opener opener,
        OpenedCopies copies,
        RecentFolders recentFolders,
        HostService host,
        Nearby nearby,
        Reach reach,
        SessionDesktop desktop,
        Doctor doctor)
        implements AutoCloseable {
    /**
     * Takes over the kept transfers of this user's programs that have ended, begins to announce and to look for shares nearby,
     * and to have the port opened at the router; to be called once the window is there.
     */
    public void start() {
        Settings.Moving moving = settings.settings().transfers();
        desktop.start();
        transfers.restore(moving.resume(), moving.clearAfterDay());
        host.onState(state -> {
            announce();
            reachFromOutside();
        });
        settings.onChange(now -> {
            nearby.look(now.nearby().look());
            announce();
            reachFromOutside();
            keepAwake(transfers.snapshot());
        });
        transfers.onChange(this::keepAwake);
        host.onState(state -> keepAwake(transfers.snapshot()));
    }

    /** Keeps the system awake while this computer or a guest transfers something, if the user wants it. */
    private synchronized void keepAwake(List<TransferSnapshot> all) {
        if (!settings.settings().background().keepAwake()) {
            desktop.awake().stop();
            return;
        }
        boolean moves = all.stream().anyMatch(each -> each.state() == TransferSnapshot.State.RUNNING)
                || (host.state() instanceof HostState.On on
                        && on.guests().stream().anyMatch(Guest::isTransferring));
        desktop.awake().want(moves);
    }

    /** Has the port of what is shared now opened at the router, if the user wants it. Called as {@link #announce} is. */
    private synchronized void reachFromOutside() {
        reach.keepOpen(
                host.state() instanceof HostState.On on
                                && settings.settings().host().reachable()
                        ? OptionalInt.of(on.port())
                        : OptionalInt.empty());
    }

    /** Announces what is shared now, if the user wants it. Calls may come from several threads; the last one knows all. */
    private synchronized void announce() {
        Settings now = settings.settings();
        nearby.announce(
                host.state() instanceof HostState.On on
                                && !on.isEnding()
                                && now.nearby().announce()
                        ? ShareLink.parse(on.link())
                                .id()
                                .map(id -> new Announcement(
                                        id,
                                        SharedFolder.titleOf(on.folder(), on.folders()),
                                        ComputerName.of(now),
                                        on.port(),
                                        Optional.empty()))
                        : Optional.empty());
    }

    /** Leaves the open shares, stops transfers and stops hosting; blocks until no thread is left. */
    @Override
    public void close() {
        nearby.close();
        reach.close();
        // Before the transfers, so that none stays blocked on a server that stalls.
        shares.close();
        transfers.close();
        host.close();
        copies.close();
        desktop.close();
    }
}
