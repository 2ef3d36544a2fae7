package quayside.app.core.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.TestShare;
import quayside.protocol.client.Cancellation;
import quayside.protocol.client.ConnectOptions;
import quayside.protocol.client.ShareClient;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;

@Timeout(60)
class AlreadyThereTest {
    private static final Instant TIME = Instant.parse("2026-03-03T14:05:00Z");

    @TempDir
    private Path home;

    private Path shared;
    private Path local;
    private TestShare share;
    private ShareClient client;

    @BeforeEach
    void prepare() throws IOException {
        shared = Files.createDirectory(home.resolve("shared"));
        local = Files.createDirectory(home.resolve("local"));
        share = new TestShare(shared).start();
        client = ShareClient.connect(share.link(), share.key(), ConnectOptions.standard(), new Cancellation());
    }

    @AfterEach
    void close() {
        client.close();
        share.close();
    }

    @Test
    void aFileOfTheSameSizeAndTimeIsSkippedWhateverTheRule() throws IOException {
        write(local, "abc", TIME);
        write(shared, "xyz", TIME);
        for (OnConflict rule : OnConflict.values()) {
            assertThat(up(rule)).isEqualTo(OnConflict.SKIP);
            assertThat(down(rule)).isEqualTo(OnConflict.SKIP);
        }
    }

    @Test
    void anotherSizeOrTimeIsAnotherFile() throws IOException {
        write(local, "abc", TIME);
        write(shared, "abcd", TIME);
        assertThat(up(OnConflict.FAIL)).isEqualTo(OnConflict.FAIL);
        assertThat(down(OnConflict.RENAME)).isEqualTo(OnConflict.RENAME);
        write(shared, "abc", TIME.plusSeconds(1));
        assertThat(up(OnConflict.FAIL)).isEqualTo(OnConflict.FAIL);
        assertThat(down(OnConflict.RENAME)).isEqualTo(OnConflict.RENAME);
    }

    @Test
    void whereNothingIsThereTheRuleHolds() throws IOException {
        assertThat(up(OnConflict.FAIL)).isEqualTo(OnConflict.FAIL);
        assertThat(down(OnConflict.FAIL)).isEqualTo(OnConflict.FAIL);
        Files.createDirectory(local.resolve("a"));
        write(shared, "abc", TIME);
        assertThat(up(OnConflict.FAIL)).isEqualTo(OnConflict.FAIL);
        assertThat(down(OnConflict.FAIL)).isEqualTo(OnConflict.FAIL);
    }

    @Test
    void aShareThatIsGoneIsTheTransfersOwnAffair() throws IOException {
        write(local, "abc", TIME);
        share.stop();
        assertThat(up(OnConflict.FAIL)).isEqualTo(OnConflict.FAIL);
        assertThat(down(OnConflict.FAIL)).isEqualTo(OnConflict.FAIL);
    }

    private OnConflict up(OnConflict rule) {
        return AlreadyThere.uploadRule(client, local.resolve("a"), RemotePath.root(), rule, false);
    }

    private OnConflict down(OnConflict rule) throws IOException {
        return AlreadyThere.downloadRule(client, RemotePath.parse("a"), local, rule);
    }

    private static void write(Path folder, String content, Instant time) throws IOException {
        Files.writeString(folder.resolve("a"), content);
        Files.setLastModifiedTime(folder.resolve("a"), FileTime.from(time));
    }
}
