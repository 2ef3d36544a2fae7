package quayside.protocol.client;

import java.io.IOException;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.ConnectOptions;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.files.Disk;

/** Connects clients that download to a disk of the test's. */
public final class ClientOnDisk {
    private ClientOnDisk() {}

    public static ShareClient connect(ShareLink link, AccessKey key, ConnectOptions options, Disk disk)
            throws IOException {
        return ShareClient.connect(link, key, options, new Cancellation(), disk);
    }
}
