package quayside.app.core.share;

import static org.assertj.core.api.Assertions.assertThat;
import static quayside.app.core.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.TestShare;
import quayside.app.core.settings.KnownServers;
import quayside.protocol.client.connection.ConnectOptions;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.wire.Fault;
import quayside.server.ShareEvent;
import quayside.server.session.Invitation;

@Timeout(60)
class ShareConnectorTest {
    private static final AccessKey WRONG = AccessKey.of("not the key at all");

    @TempDir
    private Path home;

    private TestShare share;
    private KnownServers known;
    private ShareConnector connector;
    private final List<ShareState> states = new CopyOnWriteArrayList<>();

    @BeforeEach
    void prepare() throws IOException {
        share = new TestShare(Files.createDirectory(home.resolve("shared")));
        known = KnownServers.open(home.resolve("config"));
        Timings quick = new Timings(Duration.ofMillis(10), Duration.ofMillis(40), Duration.ofMillis(50));
        connector = new ShareConnector(known, ConnectOptions::standard, quick);
        connector.onState(states::add);
    }

    @AfterEach
    void close() {
        connector.close();
        share.close();
    }

    @Test
    void itWaitsForAServerThatIsNotUpYetAndThenConnects() throws IOException {
        connector.connect(share.link(), share.key());
        await().until(() -> waits().size() >= 4);
        assertThat(waits().subList(0, 4)).containsExactly(millis(10), millis(20), millis(40), millis(40));
        share.start();
        awaitConnected();
        assertThat(states.get(1)).isInstanceOf(ShareState.Connecting.class);
        assertThat(connected().client().share().name()).isEqualTo("share");
    }

    @Test
    void aWrongKeyFailsAndIsNeverTriedAgain() throws IOException {
        share.start();
        connector.connect(share.link(), WRONG);
        awaitFailed(Fault.WRONG_KEY);
        assertThat(states).noneMatch(ShareState.Waiting.class::isInstance);
        assertThat(share.events())
                .filteredOn(ShareEvent.Refused.class::isInstance)
                .hasSize(1);
        connector.connect(share.link(), share.key());
        awaitConnected();
        assertThat(share.events())
                .filteredOn(ShareEvent.Refused.class::isInstance)
                .hasSize(1);
    }

    @Test
    void aRevokedInvitationIsToldAsThatAndNeverTriedAgain() throws IOException {
        share.start();
        ShareLink link = share.invite("Mara", Invitation.Rights.READ);
        share.revoke("Mara");
        connector.connect(link, link.key().orElseThrow());
        await().until(() -> connector.state() instanceof ShareState.Lost);
        assertThat(connector.state())
                .isInstanceOfSatisfying(
                        ShareState.Lost.class, lost -> assertThat(lost.why()).isEqualTo(ShareState.Why.REVOKED));
        assertThat(states)
                .noneMatch(ShareState.Waiting.class::isInstance)
                .noneMatch(ShareState.Failed.class::isInstance);
        assertThat(share.events())
                .filteredOn(ShareEvent.Refused.class::isInstance)
                .hasSize(1);
    }

    @Test
    void anInvitationThatIsRevokedWhileTheShareIsOpenIsNotTriedAgain() throws IOException {
        share.start();
        ShareLink link = share.invite("Mara", Invitation.Rights.READ);
        connector.connect(link, link.key().orElseThrow());
        awaitConnected();
        ShareId id = connector.id().orElseThrow();
        assertThat(id).isNotEqualTo(new ShareId(id.server()));
        assertThat(connector.client(id)).isPresent();
        assertThat(connector.client(new ShareId(id.server())))
                .as("that of the own key")
                .isEmpty();
        share.revoke("Mara");
        await().until(() -> connector.state() instanceof ShareState.Lost);
        assertThat(connector.state())
                .isInstanceOfSatisfying(
                        ShareState.Lost.class, lost -> assertThat(lost.why()).isEqualTo(ShareState.Why.REVOKED));
        connector.reconnect();
        await().until(() -> states.getLast() instanceof ShareState.Lost);
        assertThat(states).noneMatch(ShareState.Waiting.class::isInstance);
    }

    @Test
    void aTypedAddressIsPinnedAtFirstUseAndSaysSoOnce() throws IOException {
        share.start();
        connector.connect(share.typed(), share.key());
        awaitConnected();
        assertThat(connected().firstUse()).isTrue();
        assertThat(known.pin(share.typed().address())).isEqualTo(share.link().id());
        connector.disconnect();
        connector.connect(share.typed(), share.key());
        awaitConnected();
        assertThat(connected().firstUse()).isFalse();
    }

    @Test
    void aLinkVouchesForItsServerAtOnce() throws IOException {
        share.start();
        connector.connect(share.link(), share.key());
        awaitConnected();
        assertThat(connected().firstUse()).isFalse();
        assertThat(known.pin(share.typed().address())).isEqualTo(share.link().id());
    }

    @Test
    void aChangedServerKeyIsRefusedUntilTheUserTrustsIt() throws IOException {
        known.pinIfNew(share.typed().address(), share.link().id().orElseThrow());
        ShareLink old = share.link();
        share.changeIdentity();
        share.start();
        connector.connect(share.typed(), share.key());
        awaitFailed(Fault.SERVER_KEY_CHANGED);
        assertThat(known.pin(share.typed().address())).isEqualTo(old.id());
        connector.trustChangedKey();
        awaitConnected();
        assertThat(known.pin(share.typed().address())).isEqualTo(share.link().id());
        connector.reconnect();
        awaitConnected();
    }

    @Test
    void wherePinsWereLostATypedAddressIsNotTrustedButALinkIs() throws IOException {
        share.start();
        Files.createDirectories(home.resolve("config"));
        Files.writeString(home.resolve("config").resolve("known-servers.json"), "damaged");
        connector.connect(share.typed(), share.key());
        awaitFailed(Fault.REFUSED);
        assertThat(share.events()).isEmpty();
        connector.connect(share.link(), share.key());
        awaitConnected();
        connector.connect(share.typed(), share.key());
        awaitConnected();
    }

    @Test
    void trustHoldsForTheKeyThatWasShownAndNoOther() throws IOException {
        known.pinIfNew(share.typed().address(), share.link().id().orElseThrow());
        ShareLink old = share.link();
        share.changeIdentity();
        share.start();
        connector.connect(share.typed(), share.key());
        awaitFailed(Fault.SERVER_KEY_CHANGED);
        share.stop();
        share.changeIdentity();
        share.start();
        connector.trustChangedKey();
        await().until(() ->
                states.stream().filter(ShareState.Failed.class::isInstance).count() == 2);
        awaitFailed(Fault.SERVER_KEY_CHANGED);
        assertThat(known.pin(share.typed().address())).isEqualTo(old.id());
        assertThat(share.events()).noneMatch(ShareEvent.GuestJoined.class::isInstance);
    }

    @Test
    void trustingWhileNothingChangedDoesNothing() throws IOException {
        share.start();
        connector.connect(share.link(), WRONG);
        awaitFailed(Fault.WRONG_KEY);
        connector.trustChangedKey();
        assertThat(connector.state()).isInstanceOf(ShareState.Failed.class);
    }

    @Test
    void aPinThatWasReplacedByTrustHoldsForTheNextChange() throws IOException {
        share.start();
        connector.connect(share.typed(), share.key());
        awaitConnected();
        for (int change = 0; change < 2; change++) {
            share.stop();
            await().until(() -> connector.state() instanceof ShareState.Lost);
            share.changeIdentity();
            share.start();
            connector.reconnect();
            awaitFailed(Fault.SERVER_KEY_CHANGED);
            connector.trustChangedKey();
            awaitConnected();
        }
    }

    @Test
    void connectingElsewhereLeavesTheFirstShareAndDropsItsNews() throws IOException {
        share.start();
        try (TestShare other = new TestShare(Files.createDirectory(home.resolve("another")))) {
            other.start();
            connector.connect(share.link(), share.key());
            awaitConnected();
            ShareState.Connected first = connected();
            connector.connect(other.link(), other.key());
            await().until(() -> connector.state() instanceof ShareState.Connected now
                    && now.address().equals(other.link().address()));
            await().until(() -> share.events().stream().anyMatch(ShareEvent.GuestLeft.class::isInstance));
            share.stop();
            connector.lost(first.client(), "The first share is gone.");
            assertThat(connector.state()).isInstanceOf(ShareState.Connected.class);
            assertThat(states).noneMatch(ShareState.Lost.class::isInstance);
        }
    }

    @Test
    void waitingEndsWhenTheUserDisconnects() throws IOException {
        connector.connect(share.link(), share.key());
        await().until(() -> !waits().isEmpty());
        connector.disconnect();
        assertThat(connector.state()).isInstanceOf(ShareState.Idle.class);
        connector.close();
        share.start();
        assertThat(states.getLast()).isInstanceOf(ShareState.Idle.class);
        assertThat(share.server().guests()).isEmpty();
    }

    @Test
    void leavingSaysGoodbye() throws IOException {
        share.start();
        connector.connect(share.link(), share.key());
        awaitConnected();
        connector.close();
        await().untilAsserted(() -> assertThat(share.events()).hasAtLeastOneElementOfType(ShareEvent.GuestLeft.class));
        assertThat(share.events()).noneMatch(ShareEvent.GuestLost.class::isInstance);
    }

    @Test
    void whatAUserOfTheClientSawIsLostAtOnce() throws IOException {
        share.start();
        connector.connect(share.link(), share.key());
        awaitConnected();
        connector.lost(((ShareState.Connected) connector.state()).client(), "The listing broke off.");
        assertThat(states).contains(new ShareState.Lost(share.link().address(), "The listing broke off."));
        // Only one connection had failed.
        awaitConnected();
    }

    @Test
    void aNameThatNobodyHasFailsAtOnceUnlessTheUserWantsToWait() {
        ShareLink unknown = ShareLink.parse("no-such-host.invalid:4870");
        connector.connect(unknown, share.key());
        awaitFailed(Fault.UNREACHABLE);
        assertThat(waits()).isEmpty();
        connector.waitAnyway();
        await().until(() -> !waits().isEmpty());
    }

    @Test
    void aNameUnderWhichAShareWasOpenOnceIsWaitedFor() {
        known.pinIfNew("no-such-host.invalid:4870", share.link().id().orElseThrow());
        connector.connect(ShareLink.parse("no-such-host.invalid:4870"), share.key());
        await().until(() -> !waits().isEmpty());
        assertThat(states).noneMatch(ShareState.Failed.class::isInstance);
    }

    @Test
    void aClosedConnectorConnectsNoMore() throws IOException {
        share.start();
        connector.close();
        connector.connect(share.link(), share.key());
        assertThat(connector.state()).isInstanceOf(ShareState.Idle.class);
    }

    private List<Duration> waits() {
        return states.stream()
                .filter(ShareState.Waiting.class::isInstance)
                .map(state -> ((ShareState.Waiting) state).nextTry())
                .toList();
    }

    private static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }

    private ShareState.Connected connected() {
        return (ShareState.Connected) connector.state();
    }

    private void awaitConnected() {
        await().until(() -> connector.state() instanceof ShareState.Connected);
    }

    private void awaitFailed(Fault fault) {
        await().until(() -> connector.state() instanceof ShareState.Failed failed && failed.fault() == fault);
    }
}
