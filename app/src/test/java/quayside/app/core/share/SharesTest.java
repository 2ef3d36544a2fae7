package quayside.app.core.share;

import static org.assertj.core.api.Assertions.assertThat;
import static quayside.app.core.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.Patience;
import quayside.app.core.TestShare;
import quayside.app.core.keys.KeyVault;
import quayside.app.core.keys.MemoryVault;
import quayside.app.core.keys.SavedKeys;
import quayside.app.core.settings.KnownServers;
import quayside.app.core.settings.SavedServers;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.ConnectOptions;
import quayside.protocol.crypto.AccessKey;

@Timeout(60)
class SharesTest {
    @TempDir
    private Path home;

    private TestShare first;
    private TestShare second;
    private SavedServers saved;
    private final MemoryVault keyring = new MemoryVault(KeyVault.Kind.KEYRING);
    private SavedKeys keys;
    private OpenShares shares;

    @BeforeEach
    void start() throws IOException {
        first = new TestShare(Files.createDirectory(home.resolve("first"))).start();
        second = new TestShare(Files.createDirectory(home.resolve("second"))).start();
        Path config = home.resolve("config");
        saved = SavedServers.open(config, () -> Instant.EPOCH);
        keys = SavedKeys.open(config, List.of(keyring), new SecureRandom());
        shares = open(keys);
    }

    private OpenShares open(SavedKeys from) {
        Timings quick = new Timings(Duration.ofMillis(20), Duration.ofMillis(100), Duration.ofMillis(50));
        KnownServers known = KnownServers.open(home.resolve("config"));
        return new OpenShares(known, ConnectOptions::standard, quick, saved, from);
    }

    @AfterEach
    void close() {
        shares.close();
        first.close();
        second.close();
    }

    private static ShareId idOf(TestShare share) {
        return new ShareId(share.link().id().orElseThrow());
    }

    private ShareService opened(TestShare share) {
        ShareService service = shares.add();
        service.connect(share.link(), share.key());
        await().until(() -> service.state() instanceof ShareState.Connected);
        return service;
    }

    private void save(TestShare share, AccessKey key) throws IOException {
        saved.used("share", share.link(), idOf(share).server());
        keys.keep(idOf(share).server(), share.link().address(), key);
    }

    private void awaitClient(TestShare share, boolean there) {
        await().until(() -> shares.client(idOf(share)).isPresent() == there);
    }

    @Test
    void severalSharesAreOpenAtOnceAndLeavingOneLeavesTheOthers() throws IOException {
        ShareService one = opened(first);
        ShareService two = opened(second);
        assertThat(shares.open()).containsExactly(one, two);
        assertThat(one.id()).contains(idOf(first));
        ShareClient client = shares.client(idOf(second)).orElseThrow();
        one.disconnect();
        assertThat(shares.client(idOf(first))).isEmpty();
        assertThat(client.ping()).isNotNull();
        shares.remove(one, false);
        assertThat(shares.open()).containsExactly(two);
        assertThat(client.ping()).isNotNull();
    }

    @Test
    void aLostShareKeepsItsClientAndALeftOneDoesNot() {
        ShareService one = opened(first);
        ShareClient client = shares.client(idOf(first)).orElseThrow();
        first.stop();
        await().until(() -> one.state() instanceof ShareState.Lost);
        assertThat(shares.client(idOf(first))).contains(client);
        one.disconnect();
        assertThat(shares.client(idOf(first))).isEmpty();
    }

    @Test
    void aWantedShareWhoseKeyIsSavedIsConnectedInTheBackgroundWhileItIsWanted() throws IOException {
        save(first, first.key());
        shares.wanted(Set.of(idOf(first), idOf(second)));
        awaitClient(first, true);
        assertThat(shares.client(idOf(second))).isEmpty();
        assertThat(shares.open()).isEmpty();
        shares.wanted(Set.of(idOf(second)));
        awaitClient(first, false);
    }

    @Test
    void aShareThatTheUserOpensReplacesItsConnectionInTheBackground() throws IOException {
        save(first, first.key());
        shares.wanted(Set.of(idOf(first)));
        awaitClient(first, true);
        ShareClient before = shares.client(idOf(first)).orElseThrow();
        ShareService shown = opened(first);
        ShareClient own = ((ShareState.Connected) shown.state()).client();
        await().until(() -> shares.client(idOf(first)).equals(Optional.of(own)));
        assertThat(own).isNotSameAs(before);
    }

    @Test
    void aShareThatTheUserHasLeftIsNotConnectedAgainUntilTheUserOpensIt() throws IOException {
        save(first, first.key());
        shares.wanted(Set.of(idOf(first)));
        ShareService shown = opened(first);
        shown.disconnect();
        save(second, second.key());
        shares.wanted(Set.of(idOf(first), idOf(second)));
        ShareService other = opened(second);
        awaitClient(first, false);
        shares.remove(other, true);
        awaitClient(second, true);
        assertThat(shares.client(idOf(first))).isEmpty();
    }

    @Test
    void aSavedKeyThatIsRefusedIsTriedOnce() throws IOException {
        save(first, AccessKey.of("another key"));
        shares.wanted(Set.of(idOf(first)));
        await().until(() -> !first.events().isEmpty());
        int refused = first.events().size();
        save(second, second.key());
        shares.wanted(Set.of(idOf(first), idOf(second)));
        awaitClient(second, true);
        assertThat(first.events()).hasSize(refused);
        assertThat(shares.client(idOf(first))).isEmpty();
    }

    @Test
    void aKeyringThatTheUserLeavesClosedAsksOnceForAShare() throws IOException {
        save(first, first.key());
        save(second, second.key());
        keyring.away = true;
        SavedKeys closedKeys = SavedKeys.open(home.resolve("config"), List.of(keyring), new SecureRandom());
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        keyring.asks = () -> {
            asked.countDown();
            Patience.pass(answered);
        };
        int before = keyring.reads.get();
        try (OpenShares others = open(closedKeys)) {
            others.wanted(Set.of(idOf(first)));
            Patience.pass(asked);
            // Each look for shares while the keyring asks would ask again.
            for (int i = 0; i < 5; i++) {
                others.remove(others.add(), true);
            }
            answered.countDown();
        }
        assertThat(keyring.reads.get() - before).isEqualTo(1);
    }

    @Test
    void everyNewClientCanBePreparedBeforeItIsUsed() throws IOException {
        save(first, first.key());
        boolean[] early = new boolean[1];
        shares.onClient(client -> early[0] = shares.client(idOf(first)).isEmpty());
        shares.wanted(Set.of(idOf(first)));
        awaitClient(first, true);
        assertThat(early[0]).isTrue();
    }

    @Test
    void theEndDoesNotWaitForTheOwnerOfTheKeyring() throws IOException {
        save(first, first.key());
        CountDownLatch asked = new CountDownLatch(1);
        keyring.neverAnswers(asked);
        OpenShares waiting = open(SavedKeys.open(home.resolve("config"), List.of(keyring), new SecureRandom()));
        waiting.wanted(Set.of(idOf(first)));
        Patience.pass(asked);
        waiting.close();
        assertThat(keyring.away).isTrue();
    }
}
