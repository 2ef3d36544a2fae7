package quayside.server;

import java.io.IOException;
import java.nio.file.Path;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.Transfers;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.ConnectOptions;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.client.transfer.TransferListener;
import quayside.protocol.client.transfer.TransferReport;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;

/**
 * The actions of a program on a system whose names are only ASCII; runs in a separate JVM, see {@link
 * NarrowSystemTest}.
 */
final class NarrowSystem {
    private NarrowSystem() {}

    public static void main(String[] arguments) throws IOException {
        System.out.println("encoding " + System.getProperty("sun.jnu.encoding"));
        if (arguments.length == 1) {
            list(Path.of(arguments[0]));
        } else {
            download(arguments[0], arguments[1], Path.of(arguments[2]));
        }
    }

    private static void list(Path share) throws IOException {
        try (TestHost host = new TestHost(share)) {
            host.start();
            try (ShareClient client = host.client()) {
                client.list(RemotePath.root()).forEach(entry -> System.out.println("listed " + entry.name()));
            }
        }
        System.out.println("over");
    }

    private static void download(String link, String key, Path into) throws IOException {
        try (AccessKey known = AccessKey.of(key);
                ShareClient client = ShareClient.connect(
                        ShareLink.parse(link), known, ConnectOptions.standard(), new Cancellation())) {
            TransferReport.Summary summary = Transfers.download(
                    client, RemotePath.root(), into, OnConflict.FAIL, TransferListener.NONE, new Cancellation());
            System.out.println("stored " + summary.stored());
            summary.failures()
                    .forEach(failure -> System.out.println("failed " + failure.fault() + " "
                            + failure.sentence().toString().replaceAll("[^ -~]", "?")));
        }
        System.out.println("over");
    }
}
