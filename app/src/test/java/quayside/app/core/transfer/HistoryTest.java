package quayside.app.core.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.share.ShareId;
import quayside.app.core.transfer.TransferSnapshot.Direction;
import quayside.app.core.transfer.TransferSnapshot.State;
import quayside.protocol.client.transfer.ConflictRules;
import quayside.protocol.crypto.Fingerprint;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;

class HistoryTest {
    @TempDir
    private Path config;

    private Path file() {
        return config.resolve("history-1.jsonl");
    }

    private static History.Entry entry(String name) {
        return new History.Entry(
                Instant.parse("2026-11-30T10:58:00Z"),
                Direction.UPLOAD,
                "Backup",
                name,
                "Backup/From Mara",
                3,
                212_000_000,
                Duration.ofMillis(21_300),
                State.DONE,
                "",
                Optional.empty());
    }

    @Test
    void theNewestIsReadFirst() throws IOException {
        History history = new History(config);
        assertThat(history.read()).isEmpty();
        history.append(entry("a"));
        history.append(entry("b"));
        assertThat(new History(config).read()).containsExactly(entry("b"), entry("a"));
    }

    @Test
    void whatAnotherTryNeedsIsReadBackAndAPathThatIsNoneIsNot() throws IOException {
        Job.ShareRef share = new Job.ShareRef(
                new ShareId(Fingerprint.parse("abcdefghijklmnopqrstuvwxyz234567")), "Backup", "192.168.1.5:4870");
        Job job = Job.download(
                share,
                List.of(new RemoteItem(RemotePath.parse("a/b"), true)),
                config.toAbsolutePath(),
                ConflictRules.all(OnConflict.FAIL));
        History history = new History(config);
        History.Entry failed = new History.Entry(
                Instant.parse("2026-11-30T10:58:00Z"),
                Direction.DOWNLOAD,
                "Backup",
                "b",
                "here",
                0,
                0,
                Duration.ZERO,
                State.FAILED,
                "Away.",
                History.Again.of(job));
        assertThat(failed.again()).isPresent();
        history.append(failed);
        assertThat(history.read()).containsExactly(failed);
        Files.writeString(file(), Files.readString(file()).replace("a/b", "a/../b"));
        assertThat(history.read()).isEmpty();
    }

    @Test
    void aTornLineIsSkippedAndTheNextIsWhole() throws IOException {
        History history = new History(config);
        history.append(entry("a"));
        Files.writeString(file(), "{\"at\":\"2026-11-", StandardOpenOption.APPEND);
        history.append(entry("b"));
        assertThat(history.read()).containsExactly(entry("b"), entry("a"));
    }

    @Test
    void twoProgramsAppendWithoutLoss() throws Exception {
        try (ExecutorService both = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> first = both.submit(() -> appendTwenty("a"));
            Future<?> second = both.submit(() -> appendTwenty("b"));
            first.get();
            second.get();
        }
        assertThat(new History(config).read()).hasSize(40);
    }

    private Object appendTwenty(String name) throws IOException {
        History history = new History(config);
        for (int i = 0; i < 20; i++) {
            history.append(entry(name + i));
        }
        return name;
    }

    @Test
    void aFullFileIsReplacedAndTheOneBeforeStays() throws IOException {
        History history = new History(config);
        history.append(entry("a"));
        Files.writeString(file(), " ".repeat(1 << 20) + "\n", StandardOpenOption.APPEND);
        history.append(entry("b"));
        assertThat(config.resolve("history-0.jsonl")).exists();
        assertThat(Files.size(file())).isLessThan(1000);
        assertThat(history.read()).containsExactly(entry("b"), entry("a"));
    }
}
