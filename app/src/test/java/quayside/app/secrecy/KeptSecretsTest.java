package quayside.app.secrecy;

import static org.assertj.core.api.Assertions.assertThat;
import static quayside.app.core.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.keys.FileVault;
import quayside.app.core.keys.SavedKeys;
import quayside.app.core.share.ShareId;
import quayside.app.core.transfer.Job;
import quayside.app.core.transfer.JobStore;
import quayside.app.core.transfer.TransferQueue;
import quayside.protocol.client.transfer.ConflictRules;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.Fingerprint;
import quayside.protocol.crypto.ServerIdentity;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.Passcode;
import quayside.protocol.message.RemotePath;

/** What the window keeps for the next start: no secret stands in it. */
class KeptSecretsTest {
    private static final String KEY = "QW7K-3XZT";
    private static final String PASSCODE = "Sesame, open \"4870\"";
    private static final String CANCELLED = "Poppy 99 closes";

    @TempDir
    private Path home;

    @Test
    void neitherASavedKeyNorAPasscodeOfAKeptUploadStandsInAnyFile() throws IOException {
        Path config = home.resolve("config");
        SavedKeys keys = SavedKeys.open(config, List.of(new FileVault(config)), new SecureRandom());
        Fingerprint server = ServerIdentity.generate().fingerprint();
        keys.keep(server, "192.168.1.9:4870", AccessKey.of(KEY));
        Job.ShareRef share = new Job.ShareRef(new ShareId(server), "Backup", "192.168.1.9:4870");
        Path file = Files.writeString(home.resolve("mine"), "mine");
        try (TransferQueue queue =
                new TransferQueue(1, id -> Optional.empty(), Optional.of(JobStore.open(config, keys)))) {
            long _ = upload(queue, share, file, PASSCODE);
            long cancelled = upload(queue, share, file, CANCELLED);
            queue.cancel(cancelled);
            await().until(() -> Files.exists(config.resolve("history-1.jsonl")));
        }
        assertThat(config.resolve("saved-keys.json")).exists();
        assertThat(config.resolve("transfers")).isDirectoryContaining("glob:**.json");
        Secrets secrets = new Secrets().add(KEY).add(PASSCODE).add(CANCELLED);
        assertThat(secrets.below(home, Set.of())).isEmpty();
    }

    private static long upload(TransferQueue queue, Job.ShareRef share, Path file, String passcode) {
        return queue.upload(
                share,
                List.of(file),
                RemotePath.root(),
                ConflictRules.all(OnConflict.FAIL),
                Optional.of(Passcode.of(passcode)));
    }
}
