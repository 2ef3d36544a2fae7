package quayside.app.kill;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import quayside.app.Wiring;
import quayside.app.core.AppCore;
import quayside.app.core.share.ShareId;
import quayside.app.core.transfer.Job;
import quayside.app.core.transfer.RemoteItem;
import quayside.app.core.transfer.TransferSnapshot;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.client.transfer.ConflictRules;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;

/** What is below a window, without the window: queues transfers, connects, and ends once all have ended. */
public final class QueueProgram {
    private QueueProgram() {}

    /**
     * Arguments: the link, the file of the key, and how many transfers there are in the end; then, unless it only goes
     * on with what was kept: {@code up} or {@code down}, the local folder, and the names, each a transfer.
     */
    public static void main(String[] args) throws IOException {
        Path config = Path.of(System.getenv("QUAYSIDE_CONFIG"));
        ShareLink link = ShareLink.parse(args[0]);
        AccessKey key = AccessKey.of(Files.readString(Path.of(args[1])));
        int all = Integer.parseInt(args[2]);
        try (AppCore core = Wiring.core(config, InetAddress.getLoopbackAddress())) {
            if (args.length > 3) {
                Job.ShareRef share = new Job.ShareRef(new ShareId(link.id().orElseThrow()), "share", link.address());
                for (String name : List.of(args).subList(5, args.length)) {
                    queue(core, share, args[3].equals("up"), Path.of(args[4]), name);
                }
                await(() -> count(config.resolve("transfers")) == all);
                System.out.println("queued");
            }
            core.start();
            core.shares().add().connect(link, key);
            await(() -> core.transfers().snapshot().size() == all
                    && core.transfers().snapshot().stream()
                            .allMatch(each -> each.state().hasEnded()));
            core.transfers().snapshot().stream().map(TransferSnapshot::state).forEach(System.out::println);
        }
    }

    private static void queue(AppCore core, Job.ShareRef share, boolean up, Path folder, String name)
            throws IOException {
        long _ = up
                ? core.transfers()
                        .upload(
                                share,
                                List.of(folder.resolve(name)),
                                RemotePath.root(),
                                ConflictRules.all(OnConflict.FAIL),
                                Optional.empty())
                : core.transfers()
                        .download(
                                share,
                                List.of(new RemoteItem(RemotePath.parse(name), false)),
                                folder,
                                ConflictRules.all(OnConflict.FAIL));
    }

    private static long count(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json")).count();
        } catch (IOException e) {
            return 0;
        }
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofSeconds(100))
                .until(condition);
    }
}
