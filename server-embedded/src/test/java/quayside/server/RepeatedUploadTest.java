package quayside.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static quayside.server.TestHost.path;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import quayside.protocol.files.WatchedDisk.Operation;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.server.storage.WatchedShares;

/**
 * Tests a guest whose connection was lost, and which sends an upload again while the first sending is still on its way
 * to the disk (PROTOCOL.md section 5.3).
 */
@Timeout(60)
class RepeatedUploadTest {
    private static final byte[] CONTENT = "content".getBytes(UTF_8);

    @TempDir
    Path folder;

    private final AtomicBoolean slow = new AtomicBoolean();
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private TestHost host;

    @BeforeEach
    void startHost() throws IOException {
        host = new TestHost(folder);
        host.opening = () -> WatchedShares.open(folder, (operation, _) -> {
            if (operation == Operation.SYNC_FILE && slow.getAndSet(false)) {
                held.countDown();
                hold();
            }
        });
        host.start();
    }

    private void hold() {
        try {
            assertThat(goOn.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void stopHost() {
        goOn.countDown();
        host.close();
    }

    private static Request.Post sending(OnConflict onConflict, String id, boolean repeated) {
        return new Request.Post(
                        path("new.txt"),
                        CONTENT.length,
                        Instant.EPOCH,
                        onConflict,
                        false,
                        Optional.empty(),
                        repeated,
                        Optional.empty())
                .as(id);
    }

    private static void send(RawGuest guest, OnConflict onConflict, String id, boolean repeated) throws IOException {
        guest.send(sending(onConflict, id, repeated));
        guest.sendBody(CONTENT, 0);
    }

    private Stream<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .toList()
                    .stream();
        }
    }

    /** Holds the first sending just before it is published, has {@code meanwhile} done, and lets it go on. */
    private Object lateAnswer(OnConflict onConflict, Meanwhile meanwhile) throws IOException {
        try (RawGuest first = host.guest();
                RawGuest second = host.guest()) {
            slow.set(true);
            send(first, onConflict, "one", false);
            await().atMost(Duration.ofSeconds(30)).until(() -> held.getCount() == 0);
            meanwhile.run(second);
            goOn.countDown();
            return first.receiveAnswer();
        }
    }

    @FunctionalInterface
    private interface Meanwhile {
        void run(RawGuest second) throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    void itLandsOnceWhicheverComesFirst(OnConflict onConflict) throws IOException {
        Object late = lateAnswer(onConflict, second -> {
            send(second, onConflict, "one", true);
            assertThat(second.receiveAnswer()).isInstanceOf(Response.Stored.class);
        });
        assertThat(late).isInstanceOf(Response.Skipped.class);
        assertThat(names()).containsExactly("new.txt");
    }

    @Test
    void whatOthersHaveWrittenSinceStays() throws IOException {
        Object late = lateAnswer(OnConflict.OVERWRITE, second -> {
            send(second, OnConflict.OVERWRITE, "one", true);
            assertThat(second.receiveAnswer()).isInstanceOf(Response.Stored.class);
            second.sendEager("new.txt", "newer".getBytes(UTF_8), OnConflict.OVERWRITE);
            assertThat(second.receiveAnswer()).isInstanceOf(Response.Stored.class);
        });
        assertThat(late).isInstanceOf(Response.Skipped.class);
        assertThat(folder.resolve("new.txt")).hasContent("newer");
    }

    @Test
    void whatWasDeletedSinceStaysAway() throws IOException {
        Object late = lateAnswer(OnConflict.FAIL, second -> {
            send(second, OnConflict.FAIL, "one", true);
            assertThat(second.receiveAnswer()).isInstanceOf(Response.Stored.class);
            assertThat(second.ask(new Request.Delete(path("new.txt"), false))).isEqualTo(new Response.Done());
        });
        assertThat(late).isInstanceOf(Response.Skipped.class);
        assertThat(names()).isEmpty();
    }

    @Test
    void anotherUploadOfTheSameContentIsNoRepetition() throws IOException {
        try (RawGuest guest = host.guest()) {
            for (String id : new String[] {"one", "another"}) {
                send(guest, OnConflict.RENAME, id, false);
                assertThat(guest.receiveAnswer()).isInstanceOf(Response.Stored.class);
            }
        }
        assertThat(names()).containsExactlyInAnyOrder("new.txt", "new (2).txt");
    }
}
