package quayside.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static quayside.server.TestHost.path;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;

/**
 * Tests files that change while they are sent: no receiver accepts a mixture of two versions as a file (PROTOCOL.md
 * section 6.2).
 */
@Timeout(60)
class ChangingDownloadTest {
    @TempDir
    Path folder;

    private TestHost host;
    private WatchedReads reads;
    private RawGuest guest;

    @BeforeEach
    void startHost() throws IOException {
        host = new TestHost(folder);
        reads = new WatchedReads(host);
        host.start();
        guest = host.guest();
    }

    @AfterEach
    void stopHost() throws IOException {
        guest.close();
        host.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3_000, 32 * 1024, 32 * 1024 + 1, 300_000, 5_000_000})
    void aBodyOfAFileThatWasRewrittenIsWithdrawnAndTheConnectionGoesOn(int size) throws IOException {
        Files.write(folder.resolve("file"), new byte[size]);
        reads.rewriteAtFirst(folder.resolve("file"), size);
        assertThat(guest.ask(new Request.Get(path("file")))).isInstanceOf(Response.Content.class);
        assertThat(guest.receiveAnyBody(size).isSpoiled()).isTrue();
        guest.assertServed();
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(host.events(ShareEvent.TransferFailed.class)).hasSize(1);
            assertThat(host.events(ShareEvent.Downloaded.class)).isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {3_000, 300_000, 1_000_000})
    void aBodyOfAFileThatBecameShorterIsWithdrawnToo(int size) throws IOException {
        Files.write(folder.resolve("file"), new byte[size]);
        reads.rewriteAtFirst(folder.resolve("file"), size / 2);
        assertThat(guest.ask(new Request.Get(path("file")))).isInstanceOf(Response.Content.class);
        assertThat(guest.receiveAnyBody(size).isSpoiled()).isTrue();
        guest.assertServed();
    }

    @Test
    void whereMuchIsMissingItIsWithdrawnAtOnceAndNoFillingIsSent() throws IOException {
        byte[] content = new byte[200_000_000];
        Arrays.fill(content, (byte) 7);
        Files.write(folder.resolve("file"), content);
        reads.rewriteAtFirst(folder.resolve("file"), 3_000_000);
        assertThat(guest.ask(new Request.Get(path("file")))).isInstanceOf(Response.Content.class);
        RawGuest.Body body = guest.receiveAnyBody(content.length);
        assertThat(body.isSpoiled()).isTrue();
        assertThat(body.bytes().length).isLessThanOrEqualTo(3_000_000);
        guest.assertServed();
    }
}
