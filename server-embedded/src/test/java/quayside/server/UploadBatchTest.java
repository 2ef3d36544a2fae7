package quayside.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static quayside.server.TestHost.path;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import quayside.protocol.message.Goodbye;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.wire.Fault;

/**
 * Tests that small uploads which arrive together are stored together, with the same results as if each had come alone
 * (PROTOCOL.md sections 5.3, 8.1).
 */
@Timeout(60)
class UploadBatchTest extends UploadBatches {
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
    void copiesOfSmallFilesThatAreRequestedTogetherShareTheSyncOfTheirFolder() throws IOException {
        for (int i = 0; i < 30; i++) {
            Files.writeString(folder.resolve("file" + i), "content " + i);
        }
        guest.together(() -> {
            for (int i = 0; i < 30; i++) {
                guest.send(new Request.Copy(path("file" + i), path("copy" + i)));
            }
        });
        for (int i = 0; i < 30; i++) {
            assertStored("copy" + i);
            assertThat(folder.resolve("copy" + i)).hasContent("content " + i);
        }
        assertThat(folderSyncs.get()).isLessThan(10);
    }

    @Test
    void copiesBehaveAsIfEachCameAfterTheOneBefore() throws IOException {
        Files.writeString(folder.resolve("a"), "1");
        Files.write(folder.resolve("large"), new byte[700_000]);
        guest.together(() -> {
            guest.send(new Request.Copy(path("a"), path("b")));
            guest.send(new Request.Copy(path("b"), path("c")));
            guest.send(new Request.Copy(path("a"), path("b")));
            guest.send(new Request.Copy(path("gone"), path("d")));
            send("e", "5", OnConflict.FAIL);
            guest.send(new Request.Copy(path("e"), path("f")));
            send("e", "55", OnConflict.RENAME);
            guest.send(new Request.Copy(path("e (2)"), path("k")));
            guest.send(new Request.Copy(path("large"), path("g")));
            guest.send(new Request.Copy(path("a"), path("h")));
            send("i", "9", OnConflict.FAIL);
            guest.send(new Request.Move(path("h"), path("j")));
        });
        assertStored("b");
        assertStored("c");
        assertFailed(Fault.EXISTS);
        assertFailed(Fault.NOT_FOUND);
        assertStored("e");
        assertStored("f");
        assertStored("e (2)");
        assertStored("k");
        assertStored("g");
        assertStored("h");
        assertStored("i");
        assertThat(guest.receiveAnswer()).isEqualTo(new Response.Done());
        assertThat(folder.resolve("c")).hasContent("1");
        assertThat(folder.resolve("f")).hasContent("5");
        assertThat(folder.resolve("k")).hasContent("55");
        assertThat(folder.resolve("g")).hasSize(700_000);
        assertThat(folder.resolve("j")).hasContent("1");
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
                    path("same"), 12, time, OnConflict.OVERWRITE, false, Optional.empty(), true, Optional.empty()));
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
            guest.sendJson("{\"verb\":\"STAT\"}");
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
}
