package quayside.protocol.client.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.client.ScriptedServer;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.ConnectionPool;
import quayside.protocol.client.connection.Reconnector;
import quayside.protocol.client.connection.RetryPolicy;
import quayside.protocol.client.connection.TaskGroup;
import quayside.protocol.client.unlock.PasscodeCache;
import quayside.protocol.client.unlock.Unlocker;
import quayside.protocol.files.DirectoryTree;
import quayside.protocol.files.Disk;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** Trees of a server that need not end, and what the client keeps of them. */
final class HostileTreeTest {
    @TempDir
    Path folder;

    private interface Work {
        void with(LocalTree local) throws IOException;
    }

    private void onThisDisk(Work work) throws IOException {
        Disk disk = Disk.ofSystem();
        try (DirectoryTree within = new DirectoryTree(disk, folder)) {
            DownloadDisk disks = new DownloadDisk(within, new SecureRandom(), ScriptedServer.SECRET);
            work.with(new LocalTree(RemotePath.parse("t"), folder, "server", disks, within));
        }
    }

    /** Each folder of this server holds two more. */
    @Test
    void aTreeOfTooManyEntriesEndsItsListing() throws IOException {
        TransferProgress progress = new TransferProgress(TransferListener.NONE, 1);
        Response two = new Response.Listing(List.of(ScriptedServer.folder("a"), ScriptedServer.folder("b")), false);
        try (ScriptedServer server = new ScriptedServer((channel, request, _) -> channel.send(
                        request instanceof Request.Stat ? new Response.Described(ScriptedServer.folder("t")) : two));
                ConnectionPool pool = server.pool();
                TaskGroup tasks = new TaskGroup(new Cancellation());
                Unlocker unlocker = new Unlocker(
                        new PasscodeCache(new Cancellation(), System::nanoTime),
                        null,
                        progress,
                        tasks.cancellation())) {
            Reconnector connections =
                    new Reconnector(pool, RetryPolicy.never(), progress, tasks.cancellation(), unlocker::replay);
            try (DirectoryTree within = new DirectoryTree(Disk.ofSystem(), folder)) {
                DownloadDisk disks = new DownloadDisk(within, new SecureRandom(), ScriptedServer.SECRET);
                LocalForest local =
                        new LocalForest(List.of(RemotePath.parse("t")), progress, folder, "server", disks, within);
                try (TreeListing listing =
                        new TreeListing(List.of(0), local, progress, tasks, connections, unlocker, 1_000)) {
                    ProtocolException fault = catchThrowableOfType(ProtocolException.class, listing::run);
                    assertThat(fault.fault()).isEqualTo(Fault.TOO_LARGE);
                    assertThat(fault).hasMessageContaining("more than 1,000 files and folders");
                }
            }
            assertThat(server.requests(Request.ListFolder.class)).hasSizeBetween(500, 600);
        }
    }

    @Test
    void onlySoManyReasonsAreRemembered() throws IOException {
        Files.createDirectory(folder.resolve("t"));
        onThisDisk(local -> {
            for (int i = 0; i <= LocalTree.MAX_REMEMBERED; i++) {
                Files.createFile(folder.resolve("t").resolve("f" + i));
                String path = "f" + i;
                assertThat(catchThrowableOfType(ProtocolException.class, () -> local.make(path, Optional.empty()))
                                .fault())
                        .isEqualTo(Fault.EXISTS);
            }
            assertThat(local.failure("f0/below")).isNotNull();
            String last = "f" + LocalTree.MAX_REMEMBERED + "/below";
            assertThat(local.failure(last)).isNull();
            // It finds out by itself.
            assertThat(catchThrowableOfType(ProtocolException.class, () -> local.make(last, Optional.empty()))
                            .fault())
                    .isEqualTo(Fault.LOCAL_STORAGE);
        });
    }
}
