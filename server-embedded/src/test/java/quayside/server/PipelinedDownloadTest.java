package quayside.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static quayside.server.TestHost.path;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.files.WatchedDisk.Operation;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.wire.Fault;
import quayside.server.storage.WatchedShares;

/** Tests files that are requested without waiting for the previous one (PROTOCOL.md section 4.3). */
@Timeout(60)
class PipelinedDownloadTest {
    @TempDir
    Path folder;

    @TempDir
    Path outside;

    private final AtomicInteger foldersOpened = new AtomicInteger();
    private TestHost host;
    private RawGuest guest;

    @BeforeEach
    void startHost() throws IOException {
        Files.createDirectory(folder.resolve("docs"));
        host = new TestHost(folder);
        host.opening = () -> WatchedShares.open(folder, (operation, _) -> {
            if (operation == Operation.OPEN_FOLDER) {
                foldersOpened.incrementAndGet();
            }
        });
        host.start();
        guest = host.guest();
    }

    @AfterEach
    void stopHost() throws IOException {
        guest.close();
        host.close();
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(folder.resolve("docs").resolve(name), content);
    }

    private void ask(String name) throws IOException {
        guest.send(new Request.Get(path("docs/" + name)));
    }

    private void assertReceived(String content) throws IOException {
        assertThat(guest.receiveAnswer()).isInstanceOf(Response.Content.class);
        assertThat(guest.receiveBody(content.length())).isEqualTo(content.getBytes(UTF_8));
    }

    @Test
    void thoseOfOneFolderAreAnsweredInOrderAndTheirFolderIsFoundSeldom() throws IOException {
        for (int i = 0; i < 50; i++) {
            write("file" + i, "content " + i);
        }
        foldersOpened.set(0);
        guest.together(() -> {
            for (int i = 0; i < 50; i++) {
                ask("file" + i);
            }
        });
        for (int i = 0; i < 50; i++) {
            assertReceived("content " + i);
        }
        assertThat(foldersOpened.get()).isLessThan(50);
    }

    @Test
    void whatIsNotThereFailsAlone() throws IOException {
        write("first", "1");
        write("last", "3");
        guest.together(() -> {
            ask("first");
            ask("missing");
            guest.send(new Request.Get(path("nowhere/at/all")));
            ask("last");
        });
        assertReceived("1");
        guest.assertFailed(guest.receiveAnswer(), Fault.NOT_FOUND);
        guest.assertFailed(guest.receiveAnswer(), Fault.NOT_FOUND);
        assertReceived("3");
    }

    @Test
    void everyOtherRequestKeepsItsPlaceAmongThem() throws IOException {
        write("old", "old");
        guest.together(() -> {
            ask("old");
            guest.sendEager("docs/new", "new".getBytes(UTF_8), OnConflict.FAIL);
            ask("new");
            guest.send(new Request.Move(path("docs/new"), path("docs/moved")));
            ask("new");
            ask("moved");
            guest.sendJson("{\"verb\":\"GET\"}");
            ask("old");
        });
        assertReceived("old");
        assertThat(guest.receiveAnswer()).isInstanceOf(Response.Stored.class);
        assertReceived("new");
        assertThat(guest.receiveAnswer()).isEqualTo(new Response.Done());
        guest.assertFailed(guest.receiveAnswer(), Fault.NOT_FOUND);
        assertReceived("new");
        guest.assertFailed(guest.receiveAnswer(), Fault.MALFORMED);
        assertReceived("old");
    }

    @Test
    void aFolderThatWasMovedOutOfTheShareIsNotServedAnyMore() throws IOException {
        write("file", "content");
        ask("file");
        assertReceived("content");
        // The next request waits for nothing that is held open.
        guest.assertServed();
        Files.move(folder.resolve("docs"), outside.resolve("docs"));
        ask("file");
        guest.assertFailed(guest.receiveAnswer(), Fault.NOT_FOUND);
    }
}
