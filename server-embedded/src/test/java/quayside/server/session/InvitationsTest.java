package quayside.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.InvitationId;
import quayside.protocol.message.RemotePath;

/** Tests how downloads of an invitation count. */
class InvitationsTest {
    private static final long SIZE = 1000;

    private Instant now = Instant.parse("2026-11-22T10:00:00Z");
    private final Invitations invitations = new Invitations(Invitations.inMemory(), () -> now);
    private final InvitationId id = InvitationId.generate(new SecureRandom());

    @BeforeEach
    void invite() {
        invitations.add(new Invitation(
                AccessKey.of("invited").through(id),
                "Mara",
                Invitation.Rights.READ,
                RemotePath.root(),
                Optional.empty(),
                OptionalLong.of(2),
                Optional.empty()));
    }

    private Optional<Invitations.Download> tryBegin(String file) {
        return invitations.begin(id, RemotePath.root(), file, SIZE);
    }

    private Invitations.Download begin(String file) {
        return tryBegin(file).orElseThrow();
    }

    private void sendAll(String file) {
        try (Invitations.Download all = begin(file)) {
            all.sent(SIZE, SIZE);
            all.complete();
        }
    }

    private long left() {
        return invitations.find(id).orElseThrow().downloads().orElseThrow();
    }

    @Test
    void aTenthIsFreeAndTheNextByteCounts() {
        try (Invitations.Download first = begin("a")) {
            first.sent(SIZE / 10, SIZE / 10);
            assertThat(left()).isEqualTo(2);
            first.sent(1, SIZE / 10 + 1);
            assertThat(left()).isEqualTo(1);
            first.sent(SIZE / 2, SIZE / 2);
            assertThat(left()).isEqualTo(1);
        }
        try (Invitations.Download rest = begin("b")) {
            rest.sent(1, SIZE);
            assertThat(left())
                    .as("a rest counts, because its beginning was had")
                    .isZero();
        }
    }

    @Test
    void whatWasCutGoesOnAndThenTheNextOneCounts() {
        try (Invitations.Download cut = begin("a")) {
            cut.sent(SIZE - 1, SIZE - 1);
        }
        try (Invitations.Download rest = begin("a")) {
            rest.sent(1, SIZE);
            rest.complete();
        }
        assertThat(left()).isEqualTo(1);
        sendAll("a");
        assertThat(left()).as("the same file once more").isZero();
        assertThat(invitations.end(id)).contains(Invitation.Why.USED_UP);
    }

    @Test
    void anEmptyFileCountsAtItsEnd() {
        try (Invitations.Download empty =
                invitations.begin(id, RemotePath.root(), "a", 0).orElseThrow()) {
            empty.complete();
        }
        assertThat(left()).isEqualTo(1);
    }

    @Test
    void afterTheLastOneWasCutOnlyItsRestIsLeftAndOnlyForAWhile() {
        sendAll("a");
        try (Invitations.Download cut = begin("b")) {
            cut.sent(SIZE - 1, SIZE - 1);
            assertThat(invitations.end(id)).isEmpty();
        }
        assertThat(left()).isZero();
        assertThat(tryBegin("c")).as("another file").isEmpty();
        now = now.plus(Invitations.RESUMABLE).minus(Duration.ofSeconds(1));
        assertThat(invitations.end(id)).isEmpty();
        begin("b").close();
        now = now.plus(Invitations.RESUMABLE);
        assertThat(invitations.end(id)).contains(Invitation.Why.USED_UP);
        assertThat(tryBegin("b")).isEmpty();
    }

    @Test
    void theLastOneEndsWithTheTimeAndBeforeThatIfTheHostWantsIt() {
        invitations.change(
                "Mara",
                valid -> new Invitation(
                        valid.key(),
                        valid.name(),
                        valid.rights(),
                        valid.folder(),
                        Optional.of(now.plusSeconds(60)),
                        OptionalLong.of(1),
                        Optional.empty()));
        try (Invitations.Download last = begin("a")) {
            last.sent(SIZE / 2, SIZE / 2);
            now = now.plusSeconds(60);
            assertThat(invitations.end(id)).contains(Invitation.Why.EXPIRED);
            now = now.minusSeconds(1);
        }
        InvitationId other = InvitationId.generate(new SecureRandom());
        invitations.add(new Invitation(
                AccessKey.of("another").through(other),
                "Ben",
                Invitation.Rights.READ,
                RemotePath.root(),
                Optional.empty(),
                OptionalLong.of(1),
                Optional.empty()));
        try (Invitations.Download last =
                invitations.begin(other, RemotePath.root(), "a", SIZE).orElseThrow()) {
            last.sent(SIZE / 2, SIZE / 2);
            assertThat(invitations.revoke("Ben")).isTrue();
            assertThat(invitations.end(other)).contains(Invitation.Why.REVOKED);
        }
    }

    @Test
    void onlyOneConnectionGoesOnWithWhatWasCounted() {
        sendAll("a");
        try (Invitations.Download last = begin("b")) {
            last.sent(SIZE / 2, SIZE / 2);
            assertThat(tryBegin("b")).as("beside it").isEmpty();
        }
        try (Invitations.Download _ = begin("b")) {
            assertThat(tryBegin("b")).as("beside its rest").isEmpty();
        }
    }

    @Test
    void theEndOfOneDownloadTakesNothingFromAnotherOfTheSameFile() {
        Invitations.Download first = begin("a");
        Invitations.Download second = begin("a");
        first.sent(SIZE / 2, SIZE / 2);
        second.sent(SIZE, SIZE);
        assertThat(left()).isZero();
        second.complete();
        second.close();
        assertThat(invitations.end(id)).as("the first goes on").isEmpty();
        first.close();
        try (Invitations.Download rest = begin("a")) {
            rest.sent(SIZE / 2, SIZE);
            rest.complete();
        }
        assertThat(invitations.end(id)).contains(Invitation.Why.USED_UP);
    }

    @Test
    void afterARestartNothingGoesOn() {
        AtomicReference<List<Invitation>> kept = new AtomicReference<>(invitations.all());
        Invitations before = new Invitations(kept::updateAndGet, () -> now);
        try (Invitations.Download last =
                before.begin(id, RemotePath.root(), "a", SIZE).orElseThrow()) {
            last.sent(SIZE, SIZE);
            last.complete();
        }
        Invitations.Download cut =
                before.begin(id, RemotePath.root(), "b", SIZE).orElseThrow();
        cut.sent(SIZE / 2, SIZE / 2);
        cut.close();
        assertThat(before.end(id)).isEmpty();
        assertThat(new Invitations(kept::updateAndGet, () -> now).end(id)).contains(Invitation.Why.USED_UP);
        assertThat(before.end(id)).as("whatever another program noted").isEmpty();
    }

    @Test
    void theBeginningsOfManyCutDownloadsHoldNothing() {
        for (int i = 0; i < 10; i++) {
            begin("a").close();
        }
        Invitations.Download first = begin("a");
        Invitations.Download second = begin("b");
        assertThat(tryBegin("c")).as("those under way may be the last ones").isEmpty();
        first.close();
        second.close();
        assertThat(tryBegin("c")).isPresent();
    }
}
