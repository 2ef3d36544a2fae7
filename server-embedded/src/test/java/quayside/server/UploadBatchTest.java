package quayside.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static quayside.server.TestHost.path;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.message.Goodbye;
import quayside.protocol.message.Message;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Limits;
import quayside.server.storage.WatchedDisk.Operation;
import quayside.server.storage.WatchedShares;

/** Small uploads that arrive together are stored together, and yet as if each had come alone (PROTOCOL.md sections 5.3, 8.1). */
@Timeout(60)
class UploadBatchTest {
    @TempDir
    Path folder;

    private final AtomicInteger folderSyncs = new AtomicInteger();
    private TestHost host;
    private RawGuest guest;

    @BeforeEach
    void startHost() throws IOException {
        host = new TestHost(folder);
        host.storage = _ -> WatchedShares.open(folder, (operation, _) -> {
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

    private void send(String name, String content, OnConflict onConflict) throws IOException {
        guest.sendEager(name, content.getBytes(UTF_8), onConflict);
    }

    /** With a modified time of its own. */
    private void send(String name, String content, OnConflict onConflict, Instant modified) throws IOException {
        guest.send(new Request.Post(path(name), content.length(), modified, onConflict, false));
        guest.sendBody(content.getBytes(UTF_8), 0);
    }

    private void assertStored(String name) throws IOException {
        assertThat(guest.receiveAnswer())
                .isInstanceOfSatisfying(
                        Response.Stored.class,
                        stored -> assertThat(stored.entry().name()).isEqualTo(name));
    }

    private void assertSkipped(String name, long size) throws IOException {
        assertThat(guest.receiveAnswer()).isInstanceOfSatisfying(Response.Skipped.class, skipped -> {
            assertThat(skipped.existing().name()).isEqualTo(name);
            assertThat(skipped.existing().size()).isEqualTo(size);
        });
    }

    private void assertFailed(Fault fault) throws IOException {
        guest.assertFailed(guest.receiveAnswer(), fault);
    }

    @Test
    void thoseThatArriveTogetherShareTheSyncOfTheirFolder() throws IOException {
        guest.together(() -> {
            for (int i = 0; i < 30; i++) {
                send("file" + i, "content " + i, OnConflict.FAIL);
            }
        });
        for (int i = 0; i < 30; i++) {
            assertStored("file" + i);
            assertThat(folder.resolve("file" + i)).hasContent("content " + i);
        }
        assertThat(folderSyncs.get()).isLessThan(10);
    }

    @Test
    void twoOfOneNameBehaveAsIfOneCameAfterTheOther() throws IOException {
        guest.together(() -> {
            send("fail", "one", OnConflict.FAIL);
            send("fail", "three", OnConflict.FAIL);
            send("skip", "one", OnConflict.SKIP);
            send("skip", "three", OnConflict.SKIP);
            send("over", "one", OnConflict.OVERWRITE);
            send("over", "three", OnConflict.OVERWRITE);
            send("rename.txt", "one", OnConflict.RENAME);
            send("rename.txt", "three", OnConflict.RENAME);
        });
        assertStored("fail");
        assertFailed(Fault.EXISTS);
        assertStored("skip");
        assertSkipped("skip", 3);
        assertStored("over");
        assertStored("over");
        assertStored("rename.txt");
        assertStored("rename (2).txt");
        assertThat(folder.resolve("fail")).hasContent("one");
        assertThat(folder.resolve("skip")).hasContent("one");
        assertThat(folder.resolve("over")).hasContent("three");
        assertThat(folder.resolve("rename.txt")).hasContent("one");
        assertThat(folder.resolve("rename (2).txt")).hasContent("three");
    }

    @Test
    void theRuleOfTheSecondGoesByWhatTheFirstLeft() throws IOException {
        Instant time = Instant.parse("2026-01-01T00:00:00Z");
        for (String name : List.of("older", "same", "skip")) {
            Files.writeString(folder.resolve(name), "the old file");
            Files.setLastModifiedTime(folder.resolve(name), FileTime.from(time));
        }
        guest.together(() -> {
            // By the file that was there before, each second one would be decided the other way.
            send("older", "first", OnConflict.OVERWRITE, time.minusSeconds(20));
            send("older", "second", OnConflict.NEWER, time.minusSeconds(10));
            send("skip", "first", OnConflict.OVERWRITE, time);
            send("skip", "second", OnConflict.SKIP, time);
            send("same", "first", OnConflict.OVERWRITE, time);
            guest.send(new Request.Post(
                    path("same"), 12, time, OnConflict.OVERWRITE, false, false, true, Optional.empty()));
            guest.sendBody("another file".getBytes(UTF_8), 0);
        });
        assertStored("older");
        assertStored("older");
        assertStored("skip");
        assertSkipped("skip", 5);
        assertStored("same");
        assertStored("same");
        assertThat(folder.resolve("older")).hasContent("second");
        assertThat(folder.resolve("skip")).hasContent("first");
        assertThat(folder.resolve("same")).hasContent("another file");
    }

    @Test
    void whatFailsFailsAlone() throws IOException {
        Files.createDirectory(folder.resolve("docs"));
        guest.together(() -> {
            send("first", "1", OnConflict.FAIL);
            send("missing/x", "2", OnConflict.FAIL);
            send(".hidden", "3", OnConflict.FAIL);
            send("docs", "4", OnConflict.OVERWRITE);
            guest.send(RawGuest.post("damaged", 4, OnConflict.FAIL, false));
            guest.sendBody("evil".getBytes(UTF_8), 1);
            send("last", "5", OnConflict.FAIL);
        });
        assertStored("first");
        assertFailed(Fault.NOT_FOUND);
        assertFailed(Fault.REFUSED);
        assertFailed(Fault.EXISTS);
        assertFailed(Fault.CORRUPTED);
        assertStored("last");
        guest.assertServed();
        assertThat(folder.resolve("damaged")).doesNotExist();
        assertNothingStaged();
    }

    private void assertNothingStaged() throws IOException {
        try (Stream<Path> staged = Files.list(folder.resolve(".quayside/staging"))) {
            assertThat(staged).isEmpty();
        }
    }

    @Test
    void everyOtherRequestFindsWhatCameBeforeIt() throws IOException {
        guest.together(() -> {
            send("a", "1", OnConflict.FAIL);
            guest.send(new Request.Stat(path("a")));
            send("b", "2", OnConflict.FAIL);
            guest.send(new Request.Move(path("b"), path("c")));
            send("b", "3", OnConflict.FAIL);
            guest.send(RawGuest.post("b", 300_000, OnConflict.FAIL, true));
            send("d", "4", OnConflict.FAIL);
            guest.sendJson("{\"verb\":\"DANCE\"}");
            send("e", "5", OnConflict.FAIL);
            guest.sendJson("no JSON");
            send("f", "6", OnConflict.FAIL);
            guest.send(new Request.Bye());
        });
        assertStored("a");
        assertThat(guest.receiveAnswer()).isInstanceOf(Response.Described.class);
        assertStored("b");
        assertThat(guest.receiveAnswer()).isEqualTo(new Response.Done());
        assertStored("b");
        assertFailed(Fault.EXISTS);
        assertStored("d");
        assertFailed(Fault.MALFORMED);
        assertStored("e");
        assertFailed(Fault.MALFORMED);
        assertStored("f");
        assertThat(guest.receive()).isEqualTo(new Goodbye(""));
    }

    @Test
    void moreThanABatchTakesIsAnsweredToTheLast() throws IOException {
        int files = 300;
        Thread sender = Thread.ofVirtual().start(() -> {
            try {
                guest.together(() -> {
                    for (int i = 0; i < files; i++) {
                        send("file" + i, "content " + i, OnConflict.FAIL);
                    }
                });
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        for (int i = 0; i < files; i++) {
            assertStored("file" + i);
        }
        assertThat(joined(sender)).isTrue();
        guest.assertServed();
    }

    private static boolean joined(Thread thread) {
        try {
            return thread.join(Duration.ofSeconds(30));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aConnectionThatIsLostInTheMiddleLeavesWholeFilesOrNone() throws IOException {
        guest.together(() -> {
            for (int i = 0; i < 20; i++) {
                send("file" + i, "content " + i, OnConflict.FAIL);
            }
            guest.send(RawGuest.post("cut", 200_000, OnConflict.FAIL, false));
            guest.out.write(new byte[1000]);
        });
        guest.close();
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(host.server().guests()).isEmpty();
            if (Files.exists(folder.resolve(".quayside/staging"))) {
                assertNothingStaged();
            }
        });
        for (int i = 0; i < 20; i++) {
            Path file = folder.resolve("file" + i);
            if (Files.exists(file)) {
                assertThat(file).hasContent("content " + i);
            }
        }
        assertThat(folder.resolve("cut")).doesNotExist();
    }

    @Test
    void aFileThatIsTooLargeToComeUnaskedIsToldAfterThoseBefore() throws IOException {
        guest.together(() -> {
            send("before", "x", OnConflict.FAIL);
            guest.send(RawGuest.post("large", Limits.EAGER_POST_BYTES + 1, OnConflict.FAIL, false));
        });
        assertStored("before");
        assertFailed(Fault.TOO_LARGE);
        guest.assertClosed();
    }

    @Test
    void theRightToUploadIsAskedForEach() throws IOException {
        host.server().permissions(new ShareOptions.Permissions(true, false, true));
        guest.together(() -> {
            send("a", "1", OnConflict.FAIL);
            send("b", "2", OnConflict.FAIL);
        });
        assertFailed(Fault.REFUSED);
        Message second = guest.receiveAnswer();
        guest.assertFailed(second, Fault.REFUSED);
        assertThat(folder.resolve(".quayside")).doesNotExist();
    }
}
