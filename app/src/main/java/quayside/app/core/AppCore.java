package quayside.app.core;

import quayside.app.core.files.LocalFiles;
import quayside.app.core.host.HostService;
import quayside.app.core.settings.KnownServers;
import quayside.app.core.settings.SavedServers;
import quayside.app.core.settings.SettingsStore;
import quayside.app.core.share.ShareConnector;
import quayside.app.core.transfer.TransferQueue;

/** The parts below a window, created together and closed together. */
public record AppCore(
        SettingsStore settings,
        KnownServers knownServers,
        SavedServers savedServers,
        ShareConnector connector,
        TransferQueue transfers,
        LocalFiles files,
        HostService host)
        implements AutoCloseable {
    /** Leaves the open share, cancels transfers and stops hosting; blocks until no thread is left. */
    @Override
    public void close() {
        // First, so that no transfer stays blocked on a server that stalls.
        connector.close();
        transfers.close();
        host.close();
    }
}
