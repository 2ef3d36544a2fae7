package quayside.protocol.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.transfer.TransferListener;
import quayside.protocol.client.transfer.TransferReport;
import quayside.protocol.files.RecordingDisk;
import quayside.protocol.message.Omitted;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;

final class TreeListingTest {
    /** More than is let pass as not yet written. */
    private static final long BIG = 100L * 1024 * 1024;

    @TempDir
    Path folder;

    @Test
    void whatLiesTooDeepIsToldOnceThoughItsListingIsRepeated() throws IOException {
        RemotePath deepest = RemotePath.parse(String.join("/", Collections.nCopies(64, "d")));
        TransferReport.Summary summary;
        try (ScriptedServer server = new ScriptedServer((channel, request, connection) -> {
                    if (request instanceof Request.Stat) {
                        channel.send(new Response.Described(ScriptedServer.folder("d")));
                    } else if (connection == 0) {
                        channel.send(new Response.Listing(List.of(ScriptedServer.folder("deeper")), true));
                        channel.flush();
                        throw new IOException("cut");
                    } else {
                        channel.send(new Response.Listing(List.of(ScriptedServer.folder("deeper")), false));
                    }
                });
                ShareClient client = server.connect()) {
            summary = Transfers.download(
                    client, deepest, folder, OnConflict.FAIL, TransferListener.NONE, new Cancellation());
            assertThat(server.requests(Request.ListFolder.class)).hasSize(2);
        }
        assertThat(summary.failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.path()).isEqualTo("d/deeper"));
        assertThat(summary.failedCount()).isEqualTo(1);
    }

    /** Of a listing that is repeated over another connection, what it leaves out counts once. */
    @Test
    void whatAListingLeavesOutIsAFailureForEachOfIt() throws IOException {
        Omitted omitted = new Omitted(0, 1_000, 2, 5);
        TransferReport.Summary summary;
        try (ScriptedServer server = new ScriptedServer((channel, request, connection) -> {
                    if (request instanceof Request.Stat) {
                        channel.send(new Response.Described(ScriptedServer.folder("t")));
                    } else if (connection == 0) {
                        channel.send(new Response.Listing(List.of(ScriptedServer.folder("gone")), true, omitted));
                        channel.flush();
                        throw new IOException("cut");
                    } else {
                        channel.send(new Response.Listing(List.of(), false, omitted));
                    }
                });
                ShareClient client = server.connect()) {
            summary = download(client);
        }
        assertThat(summary.failedCount()).isEqualTo(1_002);
        assertThat(summary.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.path()).isEqualTo("t");
            assertThat(failure.fault()).isEqualTo(Fault.NOT_SERVED);
            assertThat(failure.sentence())
                    .hasToString("The share does not serve 1,000 links and 2 special files of this folder.");
            assertThat(failure.items()).isEqualTo(1_002);
        });
    }

    /** A folder without a name would be its own folder once more, and again, without end. */
    @Test
    void aFolderWithoutANameEndsTheDownload() throws IOException {
        try (ScriptedServer server = new ScriptedServer((channel, request, _) -> {
                    if (request instanceof Request.Stat) {
                        channel.send(new Response.Described(ScriptedServer.folder("t")));
                    } else if (request instanceof Request.ListFolder) {
                        channel.send(new Response.Listing(List.of(ScriptedServer.folder("")), false));
                        channel.flush();
                        throw new IOException("cut");
                    }
                });
                ShareClient client = server.connect()) {
            ProtocolException fault = catchThrowableOfType(ProtocolException.class, () -> download(client));
            assertThat(fault.fault()).isEqualTo(Fault.BROKEN_PROTOCOL);
            assertThat(server.requests(Request.ListFolder.class)).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, Limits.MAX_PAGE_ENTRIES})
    void aListingWithoutEndEndsTheConnection(int entries) throws IOException {
        Response page = new Response.Listing(Collections.nCopies(entries, ScriptedServer.file("f", 1)), true);
        try (ScriptedServer server = new ScriptedServer((channel, request, _) -> {
                    if (request instanceof Request.Stat) {
                        channel.send(new Response.Described(ScriptedServer.folder("t")));
                    } else {
                        // A bound on the test, not on the client.
                        for (int sent = 0; sent <= 2 * Limits.MAX_LISTING_ENTRIES; sent += Math.max(1, entries)) {
                            channel.send(page);
                        }
                    }
                });
                ShareClient client = server.connect()) {
            ProtocolException fault = catchThrowableOfType(ProtocolException.class, () -> download(client));
            assertThat(fault.fault()).isEqualTo(Fault.BROKEN_PROTOCOL);
            assertThat(fault).hasMessageContaining("no end");
        }
    }

    private TransferReport.Summary download(ShareClient client) throws IOException {
        return Transfers.download(
                client, RemotePath.parse("t"), folder, OnConflict.FAIL, TransferListener.NONE, new Cancellation());
    }

    /** A listing that goes on while its first file fills the disk: that one fits, and so does what follows. */
    @Test
    void whatHasArrivedIsNotMissingFromTheDisk() throws IOException {
        RecordingDisk disk = new RecordingDisk();
        CountDownLatch filled = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer((channel, request, _) -> {
                    switch (request) {
                        case Request.Stat _ -> channel.send(new Response.Described(ScriptedServer.folder("t")));
                        case Request.Get _ -> {
                            disk.free(0);
                            filled.countDown();
                            channel.send(new Response.Failed(Fault.NOT_FOUND, "It is gone."));
                        }
                        case Request.ListFolder list
                        when list.path().equals(RemotePath.parse("t")) ->
                            channel.send(new Response.Listing(
                                    List.of(ScriptedServer.file("big", BIG), ScriptedServer.folder("sub")), false));
                        default -> {
                            await(filled);
                            channel.send(new Response.Listing(List.of(), false));
                        }
                    }
                });
                ShareClient client = server.connect(disk)) {
            assertThat(download(client).failures())
                    .singleElement()
                    .satisfies(failure -> assertThat(failure.path()).isEqualTo("t/big"));
        }
    }

    @Test
    void whatDoesNotFitTheDiskIsToldWhenAllIsListed() throws IOException {
        try (ScriptedServer server = new ScriptedServer((channel, request, _) -> {
                    switch (request) {
                        case Request.Stat _ -> channel.send(new Response.Described(ScriptedServer.folder("t")));
                        case Request.ListFolder _ ->
                            channel.send(new Response.Listing(List.of(ScriptedServer.file("big", BIG)), false));
                        default -> throw new IOException("unexpected");
                    }
                });
                ShareClient client = server.connect(new RecordingDisk().free(1_000_000))) {
            assertThat(catchThrowableOfType(ProtocolException.class, () -> download(client)))
                    .hasMessageContaining("There is not enough space");
        }
    }

    /** Sparse files may be as large as their file system counts. */
    @Test
    void aFileThatIsTooLargeFailsAloneAndTheRestArrives() throws IOException {
        byte[] content = {1, 2, 3};
        try (ScriptedServer server = new ScriptedServer((channel, request, _) -> {
                    switch (request) {
                        case Request.Stat _ -> channel.send(new Response.Described(ScriptedServer.folder("t")));
                        case Request.ListFolder _ ->
                            channel.send(new Response.Listing(
                                    List.of(
                                            ScriptedServer.file("sparse", Long.MAX_VALUE),
                                            ScriptedServer.file("sparser", Long.MAX_VALUE),
                                            ScriptedServer.file("small", 3)),
                                    false));
                        case Request.Get get -> ScriptedServer.content(channel, get, "v1", content);
                        default -> throw new IOException("unexpected");
                    }
                });
                ShareClient client = server.connect()) {
            TransferReport.Summary summary = download(client);
            assertThat(summary.failures())
                    .extracting(TransferReport.Failure::fault)
                    .containsExactly(Fault.TOO_LARGE, Fault.TOO_LARGE);
            assertThat(summary.stored()).isEqualTo(1);
        }
        assertThat(folder.resolve("t/small")).hasBinaryContent(content);
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new IOException("nothing was fetched");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
