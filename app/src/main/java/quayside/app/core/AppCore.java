package quayside.app.core;

import quayside.app.core.desktop.SessionDesktop;
import quayside.app.core.files.LocalFiles;
import quayside.app.core.host.HostService;
import quayside.app.core.keys.SavedKeys;
import quayside.app.core.settings.KnownServers;
import quayside.app.core.settings.SavedServers;
import quayside.app.core.settings.Settings;
import quayside.app.core.settings.SettingsStore;
import quayside.app.core.share.Shares;
import quayside.app.core.transfer.TransferQueue;

/** The parts below a window, created together and closed together. */
public record AppCore(
        SettingsStore settings,
        KnownServers knownServers,
        SavedServers savedServers,
        SavedKeys keys,
        Shares shares,
        TransferQueue transfers,
        LocalFiles files,
        HostService host,
        SessionDesktop desktop)
        implements AutoCloseable {
    /** Takes over the kept transfers of this user's programs that have ended; to be called once the window is there. */
    public void start() {
        Settings.Moving moving = settings.settings().transfers();
        desktop.start();
        transfers.restore(moving.resume(), moving.clearAfterDay());
    }

    /** Leaves the open shares, stops transfers and stops hosting; blocks until no thread is left. */
    @Override
    public void close() {
        // First, so that no transfer stays blocked on a server that stalls.
        shares.close();
        transfers.close();
        host.close();
        desktop.close();
    }
}
