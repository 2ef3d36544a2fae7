package quayside.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static quayside.server.TestHost.path;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import quayside.protocol.files.WatchedDisk;
import quayside.protocol.files.WatchedDisk.Operation;
import quayside.protocol.message.Message;
import quayside.protocol.message.Mode;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.server.storage.FaultyDisk.Kind;
import quayside.server.storage.Storage;
import quayside.server.storage.WatchedShares;

/** Tests uploads that can be resumed, and downloads, on a disk that fails. */
@Timeout(300)
class EveryFailureOfLargeFilesTest extends EveryFailure {
    /** What an earlier try brought. */
    private void leavePart() throws IOException {
        Request.Post post = large(OnConflict.OVERWRITE);
        try (Storage.Batch batch = storage.batch()) {
            Storage.Staged staged = (Storage.Staged) batch.stage(new Storage.Upload(
                    post.path(),
                    post.size(),
                    post.modified(),
                    post.onConflict(),
                    true,
                    Optional.of(new Mode(0755)),
                    false,
                    post.source()));
            staged.write(LARGE, 120_000);
        }
    }

    @ParameterizedTest
    @EnumSource
    void ofALargeUpload(Kind kind) throws IOException {
        failEach(kind, () -> {}, () -> {
            List<Message> answers = uploadLarge(OnConflict.FAIL);
            if (answers.getFirst() instanceof Response.Stored || Files.exists(folder.resolve("docs/new"))) {
                assertThat(folder.resolve("docs/new")).hasBinaryContent(LARGE);
            }
            return answers;
        });
    }

    @ParameterizedTest
    @EnumSource
    void ofALargeUploadThatGoesOnAndReplaces(Kind kind) throws IOException {
        failEach(
                kind,
                () -> {
                    Files.write(folder.resolve("docs/new"), OLD);
                    leavePart();
                },
                () -> {
                    List<Message> answers = uploadLarge(OnConflict.OVERWRITE);
                    if (answers.getFirst() instanceof Response.Stored) {
                        assertThat(folder.resolve("docs/new")).hasBinaryContent(LARGE);
                    } else {
                        assertOneOf(folder.resolve("docs/new"), OLD, LARGE);
                    }
                    return answers;
                });
    }

    @ParameterizedTest
    @EnumSource
    void ofADownload(Kind kind) throws IOException {
        Files.write(folder.resolve("docs/file"), LARGE);
        int number = 1;
        Operation failed;
        do {
            disk.fail(number++, kind);
            guest.send(new Request.Get(path("docs/file")));
            Message answer = guest.receiveAnswer();
            if (answer instanceof Response.Content content) {
                RawGuest.Body body = guest.receiveAnyBody((int) content.entry().size());
                failed = disk.heal();
                assertThat(body.isSpoiled()).isEqualTo(failed != null);
                if (failed == null) {
                    assertThat(body.bytes()).isEqualTo(LARGE);
                }
            } else {
                failed = disk.heal();
                assertTyped(answer, kind);
            }
            guest.assertServed();
            assertNothingOpen(kind + " at operation " + number);
        } while (failed != null);
        assertThat(number).isGreaterThan(5);
    }

    @Test
    void aWriteThatTakesLittleOrNothingIsGoneOnWith() throws IOException {
        int[] writes = {0};
        stopHost();
        try (TestHost other = new TestHost(folder)) {
            other.opening = () -> WatchedShares.open(folder, new WatchedDisk.Watch() {
                @Override
                public void before(Operation operation, String name) {}

                @Override
                public int taken(int bytes) {
                    return writes[0]++ % 3 == 0 ? 0 : Math.min(bytes, 4_001);
                }
            });
            other.start();
            guest = other.guest();
            assertThat(uploadLarge(OnConflict.FAIL).getFirst()).isInstanceOf(Response.Stored.class);
            guest.sendEager("docs/small", "small".getBytes(UTF_8), OnConflict.FAIL);
            assertThat(guest.receiveAnswer()).isInstanceOf(Response.Stored.class);
        }
        assertThat(writes[0]).isGreaterThan(100);
        assertThat(folder.resolve("docs/new")).hasBinaryContent(LARGE);
        assertThat(folder.resolve("docs/small")).hasContent("small");
    }
}
