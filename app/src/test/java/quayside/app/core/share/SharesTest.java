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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.HeldPort;
import quayside.app.core.Patience;
import quayside.app.core.TestShare;
import quayside.app.core.keys.KeyVault;
import quayside.app.core.keys.MemoryVault;
import quayside.app.core.keys.SavedKeys;
import quayside.app.core.nearby.FakeNearby;
import quayside.app.core.nearby.Nearby;
import quayside.app.core.nearby.NearbyShare;
import quayside.app.core.settings.KnownServers;
import quayside.app.core.settings.SavedServers;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.ConnectOptions;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.wire.Fault;
import quayside.server.ShareEvent;

@Timeout(60)
class SharesTest {
    @TempDir
    private Path home;

    private TestShare first;
    private TestShare second;
    private HeldPort nobody;
    private SavedServers saved;
    private final MemoryVault keyring = new MemoryVault(KeyVault.Kind.KEYRING);
    private SavedKeys keys;
    private final FakeNearby nearby = new FakeNearby();
    private OpenShares shares;

    @BeforeEach
    void start() throws IOException {
        first = new TestShare(Files.createDirectory(home.resolve("first"))).start();
        second = new TestShare(Files.createDirectory(home.resolve("second"))).start();
        nobody = new HeldPort();
        Path config = home.resolve("config");
        saved = SavedServers.open(config, () -> Instant.EPOCH);
        keys = SavedKeys.open(config, List.of(keyring), new SecureRandom());
        shares = open(keys);
    }

    private OpenShares open(SavedKeys from) {
        Timings quick = new Timings(Duration.ofMillis(20), Duration.ofMillis(100), Duration.ofMillis(50));
        KnownServers known = KnownServers.open(home.resolve("config"));
        return new OpenShares(known, ConnectOptions::standard, quick, saved, from, nearby);
    }

    @AfterEach
    void close() {
        shares.close();
        first.close();
        second.close();
        nobody.close();
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

    /** Saves the first share at an address where nobody listens, and announces it at these. */
    private ShareLink savedElsewhere(ShareLink... announced) throws IOException {
        ShareLink before =
                ShareLink.of("127.0.0.1", nobody.number(), idOf(first).server());
        saved.used("share", before, idOf(first).server());
        saved.rename(saved.list().getFirst(), "Album");
        keys.keep(idOf(first).server(), before.address(), first.key());
        nearby.become(new Nearby.State(
                true, false, List.of(new NearbyShare(idOf(first).server(), "x", "y", List.of(announced)))));
        return before;
    }

    @Test
    void aSavedShareIsFoundAtTheAddressThatIsAnnouncedAndKeptThere() throws IOException {
        // The other one is announced with this identity, too, which it cannot prove.
        ShareLink before = savedElsewhere(
                ShareLink.of("127.0.0.1", second.link().port(), idOf(first).server()), first.link());
        ShareService service = shares.add();
        service.connect(before, first.key());
        await().until(() -> service.state() instanceof ShareState.Connected);
        assertThat(((ShareState.Connected) service.state()).address())
                .isEqualTo(first.link().address());
        assertThat(second.events()).allMatch(ShareEvent.Refused.class::isInstance);
        assertThat(saved.list()).singleElement().satisfies(server -> {
            assertThat(server.name()).isEqualTo("Album");
            assertThat(server.link()).isEqualTo(first.link());
        });
        assertThat(keys.key(saved.list().getFirst())).isPresent();
    }

    @Test
    void inTheBackgroundItIsFoundToo() throws IOException {
        savedElsewhere(first.link());
        shares.wanted(Set.of(idOf(first)));
        awaitClient(first, true);
        assertThat(saved.list().getFirst().link()).isEqualTo(first.link());
    }

    @Test
    void anAnnouncementByWhomCannotProveTheIdentityChangesNothing() throws IOException {
        ShareLink before = savedElsewhere(
                ShareLink.of("127.0.0.1", second.link().port(), idOf(first).server()));
        ShareService service = shares.add();
        List<ShareState> states = new CopyOnWriteArrayList<>();
        service.onState(states::add);
        service.connect(before, first.key());
        await().until(() ->
                states.stream().filter(ShareState.Waiting.class::isInstance).count() > 2);
        assertThat(states)
                .noneMatch(state -> state instanceof ShareState.Connected || state instanceof ShareState.Failed);
        assertThat(second.events()).allMatch(ShareEvent.Refused.class::isInstance);
        assertThat(saved.list().getFirst().link()).isEqualTo(before);
    }

    @Test
    void whoSeemsToBeTheServerButDoesNotKnowTheKeyIsAskedOnce() throws IOException {
        savedElsewhere(first.link());
        ShareService service = shares.add();
        service.connect(saved.list().getFirst().link(), AccessKey.of("mend the blue harbour light"));
        await().until(() -> service.state() instanceof ShareState.Failed);
        assertThat(((ShareState.Failed) service.state()).fault()).isEqualTo(Fault.WRONG_KEY);
        assertThat(saved.list().getFirst().link()).isNotEqualTo(first.link());
    }

    @Test
    void aShareThatAnswersAtItsAddressIsNotSoughtElsewhere() throws IOException {
        save(first, first.key());
        nearby.become(new Nearby.State(
                true,
                false,
                List.of(new NearbyShare(
                        idOf(first).server(),
                        "x",
                        "y",
                        List.of(ShareLink.of(
                                "127.0.0.1", second.link().port(), idOf(first).server()))))));
        ShareService _ = opened(first);
        assertThat(second.events()).isEmpty();
        assertThat(saved.list().getFirst().link()).isEqualTo(first.link());
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
