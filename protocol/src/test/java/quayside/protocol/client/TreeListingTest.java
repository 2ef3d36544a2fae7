package quayside.protocol.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

final class TreeListingTest {
    @TempDir
    Path folder;

    @Test
    void whatLiesTooDeepIsToldOnceThoughItsListingIsRepeated() throws IOException {
        RemotePath deepest = RemotePath.parse(String.join("/", Collections.nCopies(64, "d")));
        FolderTransfer.Summary summary;
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
            summary = FolderTransfer.download(
                    client, deepest, folder, OnConflict.FAIL, FolderTransfer.Listener.NONE, new Cancellation());
            assertThat(server.requests(Request.ListFolder.class)).hasSize(2);
        }
        assertThat(summary.failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.path()).isEqualTo("d/deeper"));
        assertThat(summary.failedCount()).isEqualTo(1);
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
            ProtocolException fault = catchThrowableOfType(
                    ProtocolException.class,
                    () -> FolderTransfer.download(
                            client,
                            RemotePath.parse("t"),
                            folder,
                            OnConflict.FAIL,
                            FolderTransfer.Listener.NONE,
                            new Cancellation()));
            assertThat(fault.fault()).isEqualTo(Fault.BROKEN_PROTOCOL);
            assertThat(server.requests(Request.ListFolder.class)).hasSize(1);
        }
    }
}
