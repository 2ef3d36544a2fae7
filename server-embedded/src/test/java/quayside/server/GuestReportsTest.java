package quayside.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.message.Spoiled;
import quayside.protocol.wire.Fault;

/** Tests what guests can write into the host's log. */
@Timeout(60)
class GuestReportsTest {
    private static final int MUCH = 3 * GuestReports.BURST;
    private static final String GREEDY = "127.0.0.2";
    private static final String HONEST = "127.0.0.3";

    @TempDir
    Path folder;

    private TestHost host;

    @BeforeEach
    void start() throws IOException {
        host = new TestHost(folder);
        host.nanos = host.virtualNanos::get;
        host.start();
    }

    @AfterEach
    void stop() {
        host.close();
    }

    private RawGuest guest(String from) throws IOException {
        return new RawGuest(host.connect(from), host.key, host.identity.fingerprint());
    }

    private void fetch(RawGuest guest, String path, int times) throws IOException {
        guest.together(() -> {
            for (int i = 0; i < times; i++) {
                guest.send(new Request.Get(TestHost.path(path)));
            }
        });
        for (int i = 0; i < times; i++) {
            assertThat(guest.receiveAnswer()).isInstanceOf(Response.Content.class);
            guest.receiveBody(3);
        }
    }

    @Test
    void ofWhatAGuestDoesAgainAndAgainTheHostHearsAPartAndHowMuchThereWas() throws Exception {
        Files.writeString(folder.resolve("a"), "abc");
        try (RawGuest greedy = guest(GREEDY);
                RawGuest honest = guest(HONEST)) {
            for (int done = 0; done < MUCH; done += 100) {
                fetch(greedy, "a", 100);
            }
            fetch(honest, "a", 1);
            await().until(() -> host.events(ShareEvent.Downloaded.class).stream()
                    .anyMatch(file -> file.who().equals(HONEST)));
            host.virtualNanos.addAndGet(GuestReports.REFILL.toNanos());
            fetch(greedy, "a", 2);
        }
        host.close();
        long told = host.events(ShareEvent.Downloaded.class).stream()
                .filter(file -> file.who().equals(GREEDY))
                .count();
        // Its coming is told as well.
        assertThat(told).isEqualTo(GuestReports.BURST);
        assertThat(host.events(ShareEvent.MoreOfGuest.class))
                .filteredOn(more -> more.kind() == ShareEvent.Kind.DOWNLOADED)
                .allSatisfy(more -> assertThat(more.source()).isEqualTo(GREEDY))
                .allSatisfy(more -> assertThat(more.bytes()).isEqualTo(3 * more.times()))
                .extracting(ShareEvent.MoreOfGuest::times)
                .satisfies(times -> assertThat(
                                times.stream().mapToLong(Long::longValue).sum())
                        .isEqualTo(MUCH + 2 - GuestReports.BURST));
    }

    @Test
    void ofALongPathTheEndIsTold() throws Exception {
        Path deep = folder;
        for (int i = 0; i < 10; i++) {
            deep = deep.resolve("p".repeat(50) + i);
        }
        Files.createDirectories(deep);
        Files.writeString(deep.resolve("name.txt"), "abc");
        try (RawGuest guest = guest(HONEST)) {
            fetch(guest, folder.relativize(deep).resolve("name.txt").toString(), 1);
        }
        host.close();
        assertThat(host.events(ShareEvent.Downloaded.class))
                .singleElement()
                .satisfies(file ->
                        assertThat(file.path()).hasSize(200).startsWith("…p").endsWith("p9/name.txt"));
    }

    @Test
    void theNameThatAFileGotIsTold() throws Exception {
        Files.createDirectory(folder.resolve("docs"));
        Files.writeString(folder.resolve("docs/a.txt"), "old");
        try (RawGuest guest = guest(HONEST)) {
            guest.sendEager("docs/a.txt", new byte[3], OnConflict.RENAME);
            assertThat(guest.receiveAnswer()).isInstanceOf(Response.Stored.class);
        }
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(host.events(ShareEvent.Uploaded.class))
                        .extracting(ShareEvent.Uploaded::path)
                        .containsExactly("docs/a (2).txt"));
    }

    @Test
    void whatAGuestsProgramSaysAtLengthIsCutShort() throws Exception {
        try (RawGuest guest = guest(HONEST)) {
            guest.send(RawGuest.post("a", 3, OnConflict.FAIL, false));
            guest.sendSpoiledBody(3, new byte[0], new Spoiled(Fault.SERVER_ERROR, "m".repeat(1000)));
            assertThat(guest.receiveAnswer()).isInstanceOf(Response.Failed.class);
        }
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(host.events(ShareEvent.TransferFailed.class))
                        .singleElement()
                        .satisfies(failed ->
                                assertThat(failed.words()).startsWith("“mmm").hasSizeLessThanOrEqualTo(202)));
    }
}
