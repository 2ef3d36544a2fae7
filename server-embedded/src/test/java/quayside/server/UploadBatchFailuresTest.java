package quayside.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import quayside.protocol.message.Message;
import quayside.protocol.message.OnConflict;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Limits;

/** Tests failures in a batch, and the ends of a batch. */
@Timeout(60)
class UploadBatchFailuresTest extends UploadBatches {
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
