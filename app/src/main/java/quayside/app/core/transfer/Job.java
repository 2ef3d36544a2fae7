package quayside.app.core.transfer;

import java.io.IOException;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.transfer.TransferListener;
import quayside.protocol.client.transfer.TransferReport;

/** The work of one transfer. It is run once for each try. */
interface Job {
    /** Receives the progress of a try, and whether its source is more than one file. */
    interface Listener extends TransferListener {
        void sourceIs(boolean folder);
    }

    /**
     * Transfers everything; blocks until done, failed or cancelled.
     *
     * @param client the connection of this try
     * @param partStored whether an earlier try stored a file
     */
    TransferReport.Summary run(ShareClient client, boolean partStored, Listener listener, Cancellation cancellation)
            throws IOException;
}
