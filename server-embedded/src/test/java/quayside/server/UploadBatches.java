package quayside.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static quayside.server.TestHost.path;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.files.WatchedDisk.Operation;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.wire.Fault;
import quayside.server.storage.WatchedShares;

/** A host, and a guest that sends it small files together. */
abstract class UploadBatches {
    @TempDir
    Path folder;

    final AtomicInteger folderSyncs = new AtomicInteger();
    TestHost host;
    RawGuest guest;

    @BeforeEach
    void startHost() throws IOException {
        host = new TestHost(folder);
        host.opening = () -> WatchedShares.open(folder, (operation, _) -> {
            if (operation == Operation.SYNC_FOLDER) {
                folderSyncs.incrementAndGet();
            }
        });
        host.start();
        guest = host.guest();
        folderSyncs.set(0);
    }

    @AfterEach
    void stopHost() throws IOException {
        guest.close();
        host.close();
    }

    void send(String name, String content, OnConflict onConflict) throws IOException {
        guest.sendEager(name, content.getBytes(UTF_8), onConflict);
    }

    /** With a modified time of its own. */
    void send(String name, String content, OnConflict onConflict, Instant modified) throws IOException {
        guest.send(new Request.Post(path(name), content.length(), modified, onConflict, false));
        guest.sendBody(content.getBytes(UTF_8), 0);
    }

    void assertStored(String name) throws IOException {
        assertThat(guest.receiveAnswer())
                .isInstanceOfSatisfying(
                        Response.Stored.class,
                        stored -> assertThat(stored.entry().name()).isEqualTo(name));
    }

    void assertSkipped(String name, long size) throws IOException {
        assertThat(guest.receiveAnswer()).isInstanceOfSatisfying(Response.Skipped.class, skipped -> {
            assertThat(skipped.existing().name()).isEqualTo(name);
            assertThat(skipped.existing().size()).isEqualTo(size);
        });
    }

    void assertFailed(Fault fault) throws IOException {
        guest.assertFailed(guest.receiveAnswer(), fault);
    }
}
