package quayside.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static quayside.server.TestHost.path;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.Transfers;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.transfer.TransferListener;
import quayside.protocol.client.transfer.TransferReport;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.InvitationId;
import quayside.protocol.message.Entry;
import quayside.protocol.message.Goodbye;
import quayside.protocol.message.Message;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.session.Invitation;
import quayside.server.session.Invitations;

/** Tests guests who came by an invitation (PROTOCOL.md section 3.11). */
@Timeout(60)
class InvitedGuestsTest {
    private static final long LARGE = 64L << 20;

    @TempDir
    Path folder;

    @TempDir
    Path local;

    private final List<List<Invitation>> kept = new CopyOnWriteArrayList<>();
    private volatile Instant now = Instant.parse("2026-11-22T10:00:00Z");
    private TestHost host;

    /** How often the clock was looked at. */
    private final AtomicInteger looks = new AtomicInteger();

    private volatile int looksBeforeTheEnd = Integer.MAX_VALUE;

    /** The invitations cannot be kept until it is open. */
    private volatile CountDownLatch disk = new CountDownLatch(0);

    private final AtomicInteger hanging = new AtomicInteger();

    @BeforeEach
    void startHost() throws IOException {
        Files.createDirectories(folder.resolve("Trip/Day 1"));
        Files.writeString(folder.resolve("Trip/Day 1/a.txt"), "inside");
        Files.writeString(folder.resolve("secret.txt"), "outside");
        Files.createDirectories(folder.resolve("Other"));
        Files.writeString(folder.resolve("Other/b.txt"), "outside");
        host = new TestHost(folder);
        Invitations.Store store = Invitations.inMemory();
        host.invitations = new Invitations(
                change -> {
                    awaitDisk();
                    kept.add(store.change(change));
                    return kept.getLast();
                },
                () -> looks.incrementAndGet() > looksBeforeTheEnd ? now.plusSeconds(61) : now);
        host.start();
    }

    @AfterEach
    void stopHost() {
        host.close();
    }

    private void awaitDisk() {
        hanging.incrementAndGet();
        try {
            disk.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            hanging.decrementAndGet();
        }
    }

    private AccessKey invite(String name, Invitation.Rights rights, String within) {
        return invite(name, rights, within, Optional.empty(), OptionalLong.empty());
    }

    private AccessKey invite(
            String name, Invitation.Rights rights, String within, Optional<Instant> ends, OptionalLong downloads) {
        AccessKey key = AccessKey.generate(TestHost.RANDOM).through(InvitationId.generate(TestHost.RANDOM));
        host.invitations.add(new Invitation(key, name, rights, path(within), ends, downloads, Optional.empty()));
        return key;
    }

    private RawGuest guest(AccessKey key) throws IOException {
        return new RawGuest(host.connect(), key, host.identity.fingerprint());
    }

    private static List<String> names(List<Entry> entries) {
        return entries.stream().map(Entry::name).sorted().toList();
    }

    @Test
    void aDiskThatHangsWhenAnInvitationEndsHoldsUpNobodyElse() throws IOException {
        AccessKey key =
                invite("Mara", Invitation.Rights.READ, "", Optional.of(now.plusSeconds(60)), OptionalLong.empty());
        try (RawGuest mara = guest(key)) {
            mara.assertServed();
            CountDownLatch heals = new CountDownLatch(1);
            disk = heals;
            now = now.plusSeconds(61);
            await().until(() -> hanging.get() > 0);
            try (RawGuest other = host.guest()) {
                // A guest that says nothing is announced by the timer.
                await().untilAsserted(() -> assertThat(host.events(ShareEvent.GuestJoined.class))
                        .extracting(ShareEvent.GuestJoined::who)
                        .contains("127.0.0.1"));
                other.assertServed();
            } finally {
                heals.countDown();
            }
            mara.assertClosed();
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DROP")
    void anInvitedGuestHasTheRightsOfTheInvitation(Invitation.Rights rights) throws IOException {
        host.server().permissions(new ShareOptions.Permissions(false, false, false));
        try (ShareClient client = host.client(invite("Mara", rights, ""))) {
            assertThat(client.share().mayList()).isTrue();
            assertThat(client.share().mayDownload()).isEqualTo(rights.mayDownload());
            assertThat(client.share().mayUpload()).isEqualTo(rights.mayUpload());
            assertThat(client.share().mayDelete()).isEqualTo(rights.mayDelete());
            assertThat(names(client.list(RemotePath.root()))).containsExactly("Other", "Trip", "secret.txt");
            assertThat(client.read(path("secret.txt"), 100, new Cancellation()))
                    .asString()
                    .isEqualTo("outside");
            if (rights.mayDelete()) {
                client.delete(path("secret.txt"), false);
            } else {
                assertThatThrownBy(() -> client.delete(path("secret.txt"), false))
                        .isInstanceOfSatisfying(
                                ProtocolException.class,
                                e -> assertThat(e.fault()).isEqualTo(Fault.REFUSED));
            }
        }
        assertThat(folder.resolve("secret.txt").toFile().exists()).isEqualTo(!rights.mayDelete());
    }

    @Test
    void theFolderOfAnInvitationIsAllThatItsGuestsSee() throws IOException {
        try (ShareClient client = host.client(invite("Mara", Invitation.Rights.CHANGE, "Trip"))) {
            assertThat(client.share().name()).isEqualTo("Trip");
            assertThat(names(client.list(RemotePath.root()))).containsExactly("Day 1");
            assertThat(client.stat(RemotePath.root()).name()).isEmpty();
            assertThat(client.stat(path("Day 1")).name()).isEqualTo("Day 1");
            assertThat(client.read(path("Day 1/a.txt"), 100, new Cancellation()))
                    .asString()
                    .isEqualTo("inside");
            client.makeFolder(path("New"));
            client.copy(path("Day 1/a.txt"), path("New/copy.txt"), new Cancellation());
            client.move(path("New/copy.txt"), path("moved.txt"));
            client.delete(path("Day 1"), true);
        }
        assertThat(folder.resolve("Trip").toFile().list()).containsExactlyInAnyOrder("New", "moved.txt");
        assertThat(folder.toFile().list()).contains("Other", "Trip", "secret.txt");
        assertThat(host.events(ShareEvent.Changed.class))
                .as("the host reads where it was")
                .anySatisfy(event -> assertThat(event.what().toString()).contains("Trip/Day 1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret.txt", "Other", "Other/b.txt", "Trip", "Trip/Day 1/a.txt", "Nothing", ".quayside"})
    void whatIsOutsideOfTheFolderIsLikeWhatIsNowhere(String name) throws IOException {
        AccessKey key = invite("Mara", Invitation.Rights.CHANGE, "Trip");
        List<Request> requests = List.of(
                new Request.ListFolder(path(name)),
                new Request.Stat(path(name)),
                new Request.Get(path(name)),
                new Request.Verify(path(name)),
                new Request.Copy(path(name), path("copied")));
        try (RawGuest guest = guest(key)) {
            for (Request request : requests) {
                guest.send(request);
                Message answer = guest.receiveAnswer();
                guest.assertFailed(answer, Fault.NOT_FOUND);
                assertThat(((Response.Failed) answer).sentence())
                        .startsWith("There is no “" + path(name).names().getFirst());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..",
                "../secret.txt",
                "Day 1/../../secret.txt",
                "/secret.txt",
                "./..",
                "Day 1/..",
                "Day 1//..",
                "\\u0000"
            })
    void aPathThatLeadsOutIsNoPath(String hostile) throws IOException {
        try (RawGuest guest = guest(invite("Mara", Invitation.Rights.CHANGE, "Trip"))) {
            for (String verb : List.of("LIST", "STAT", "GET", "DELETE", "MKDIR")) {
                guest.sendJson("{\"verb\":\"" + verb + "\",\"path\":\"" + hostile + "\"}");
                guest.assertFailed(guest.receiveAnswer(), Fault.MALFORMED);
            }
            guest.sendJson("{\"verb\":\"MOVE\",\"from\":\"Day 1/a.txt\",\"to\":\"" + hostile + "\"}");
            guest.assertFailed(guest.receiveAnswer(), Fault.MALFORMED);
        }
    }

    @Test
    void theFolderItselfStaysAsItIs() throws IOException {
        RemotePath root = RemotePath.root();
        try (RawGuest guest = guest(invite("Mara", Invitation.Rights.CHANGE, "Trip"))) {
            for (Request request : List.of(
                    new Request.Delete(root, true),
                    new Request.Move(root, path("away")),
                    new Request.Move(path("Day 1"), root),
                    new Request.MakeFolder(root, true),
                    new Request.SetModified(root, Instant.EPOCH),
                    new Request.Copy(path("Day 1/a.txt"), root),
                    new Request.Protect(root, Optional.empty()))) {
                guest.send(request);
                guest.assertFailed(guest.receiveAnswer(), Fault.REFUSED);
            }
            guest.sendEager("", new byte[3], OnConflict.OVERWRITE);
            guest.assertFailed(guest.receiveAnswer(), Fault.REFUSED);
            guest.assertServed();
        }
        assertThat(folder.resolve("Trip/Day 1/a.txt")).hasContent("inside");
    }

    @Test
    void aPathThatIsTooDeepBelowTheFolderIsAnsweredAndItsBodyDropped() throws IOException {
        String deep = "d/".repeat(63) + "d";
        try (RawGuest guest = guest(invite("Mara", Invitation.Rights.CHANGE, "Trip"))) {
            guest.assertFailed(guest.ask(new Request.Stat(path(deep))), Fault.NOT_FOUND);
            guest.sendEager(deep, new byte[1000], OnConflict.FAIL);
            guest.assertFailed(guest.receiveAnswer(), Fault.REFUSED);
            guest.assertServed();
        }
    }

    @Test
    void aFolderThatDisappearsIsNotFound() throws IOException {
        try (RawGuest guest = guest(invite("Mara", Invitation.Rights.CHANGE, "Trip"))) {
            guest.assertServed();
            Files.move(folder.resolve("Trip"), folder.resolve("Elsewhere"));
            for (Request request : List.of(
                    new Request.ListFolder(RemotePath.root()),
                    new Request.Stat(RemotePath.root()),
                    new Request.Get(path("Day 1/a.txt")),
                    new Request.Delete(path("Day 1"), true),
                    new Request.MakeFolder(path("New")),
                    new Request.Move(path("Day 1"), path("Day 2")))) {
                guest.send(request);
                Message answer = guest.receiveAnswer();
                guest.assertFailed(answer, Fault.NOT_FOUND);
                assertThat(((Response.Failed) answer).sentence()).doesNotContain("Trip");
            }
            guest.sendEager("x.txt", new byte[3], OnConflict.FAIL);
            guest.assertFailed(guest.receiveAnswer(), Fault.NOT_FOUND);
        }
    }

    @Test
    void rightsThatChangeHoldFromTheNextRequestOn() throws IOException {
        try (RawGuest guest = guest(invite("Mara", Invitation.Rights.READ, ""))) {
            guest.assertFailed(guest.ask(new Request.MakeFolder(path("New"))), Fault.REFUSED);
            assertThat(host.invitations.change("Mara", valid -> valid.with(Invitation.Rights.UPLOAD)))
                    .isTrue();
            assertThat(guest.ask(new Request.MakeFolder(path("New")))).isInstanceOf(Response.Done.class);
            host.invitations.change("Mara", valid -> valid.with(Invitation.Rights.READ));
            guest.assertFailed(guest.ask(new Request.MakeFolder(path("Newer"))), Fault.REFUSED);
        }
    }

    @Test
    void revokingEndsIdleSessionsWithASentenceAndLaterOnesToo() throws IOException {
        AccessKey key = invite("Mara", Invitation.Rights.READ, "");
        AccessKey other = invite("Jonas", Invitation.Rights.READ, "");
        try (RawGuest guest = guest(key);
                RawGuest stays = guest(other)) {
            // A session that has just answered may still count as busy, and is then cut.
            stays.assertServed();
            assertThat(host.invitations.revoke("Mara")).isTrue();
            assertThat(host.invitations.revoke("Mara")).as("again").isFalse();

            assertThat(guest.receive()).isEqualTo(revoked());
            guest.assertClosed();
            stays.assertServed();
        }
        try (RawGuest late = guest(key)) {
            assertThat(late.receive()).as("the first that is sealed").isEqualTo(revoked());
            late.assertClosed();
        }
        await().untilAsserted(() -> assertThat(host.events(ShareEvent.Refused.class))
                .anySatisfy(event -> assertThat(event.reason().toString()).contains("Mara")));
    }

    private static Goodbye revoked() {
        return new Goodbye("The host withdrew this invitation.", Optional.of(Goodbye.Why.REVOKED));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anEndCutsARunningTransferWhichEndsWithTheSentence(boolean revoked) throws Exception {
        try (RandomAccessFile large =
                new RandomAccessFile(folder.resolve("Trip/large.bin").toFile(), "rw")) {
            large.setLength(LARGE);
        }
        AccessKey key =
                invite("Mara", Invitation.Rights.READ, "Trip", Optional.of(now.plusSeconds(60)), OptionalLong.empty());
        try (ShareClient client = host.client(key)) {
            boolean[] begun = {false};
            TransferListener ending = new TransferListener() {
                @Override
                public void progressed(long done) {
                    if (done > 0 && !begun[0]) {
                        begun[0] = true;
                        if (revoked) {
                            host.invitations.revoke("Mara");
                        } else {
                            now = now.plusSeconds(61);
                        }
                        // A revoked guest is told a moment before it is cut off.
                        await().until(() -> host.server().guests().isEmpty());
                    }
                }
            };
            TransferReport report = Transfers.downloadAll(
                    client, List.of(path("large.bin")), local, OnConflict.FAIL, ending, new Cancellation());

            assertThat(begun[0]).isTrue();
            assertThat(report.ended())
                    .hasValueSatisfying(e -> assertThat(e)
                            .hasMessage(
                                    revoked
                                            ? "The host withdrew this invitation."
                                            : "This invitation has ended. Ask the host for a new one."));
            assertThat(local.resolve("large.bin")).doesNotExist();
        }
    }

    @Test
    void afterTheEndNothingMoreIsAnsweredOfWhatWasRequestedTogether() throws IOException {
        AccessKey key =
                invite("Mara", Invitation.Rights.READ, "Trip", Optional.of(now.plusSeconds(60)), OptionalLong.empty());
        try (RawGuest guest = guest(key)) {
            guest.assertServed();
            looksBeforeTheEnd = looks.get() + 200;
            int requests = 2000;
            guest.together(() -> {
                for (int i = 0; i < requests; i++) {
                    guest.send(new Request.Get(path(i % 2 == 0 ? "nowhere" : "Day 1/a.txt")));
                }
            });
            int answered = 0;
            Message last = guest.receive();
            while (!(last instanceof Goodbye) && answered < requests) {
                if (last instanceof Response.Content) {
                    guest.receiveBody(6);
                }
                answered++;
                last = guest.receive();
            }
            assertThat(last).isEqualTo(expired());
            assertThat(answered).isBetween(1, 200);
            assertThat(guest.in.read()).as("no reset").isNegative();
        }
    }

    @ParameterizedTest
    @CsvSource({"UPLOAD,true", "UPLOAD,false", "CHANGE,true", "DROP,true", "DROP,false"})
    void anEndCutsARunningUploadOfWhichNothingIsPublished(Invitation.Rights rights, boolean revoked)
            throws IOException {
        AccessKey key = invite("Mara", rights, "Trip", Optional.of(now.plusSeconds(60)), OptionalLong.empty());
        try (RawGuest guest = guest(key)) {
            assertThat(guest.ask(RawGuest.post("new.bin", 1 << 20, OnConflict.FAIL, true)))
                    .isInstanceOf(Response.Proceed.class);
            guest.sayFrom(0);
            if (revoked) {
                host.invitations.revoke("Mara");
            } else {
                now = now.plusSeconds(61);
            }
            await().until(() -> host.server().guests().isEmpty());
            guest.assertClosed();
        }
        assertThat(folder.resolve("Trip").toFile().list()).containsExactly("Day 1");
        try (RawGuest late = guest(key)) {
            assertThat(late.receive()).isEqualTo(revoked ? revoked() : expired());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"READ", "DROP"})
    void aRunningUploadEndsAsItBeganAndTheNextOneHasTheNewRights(Invitation.Rights later) throws IOException {
        byte[] content = new byte[1 << 20];
        try (RawGuest guest = guest(invite("Mara", Invitation.Rights.CHANGE, "Trip"))) {
            assertThat(guest.ask(RawGuest.post("new.bin", content.length, OnConflict.FAIL, true)))
                    .isInstanceOf(Response.Proceed.class);
            host.invitations.change("Mara", valid -> valid.with(later));
            guest.sendBody(content, 0);
            assertThat(guest.receiveAnswer()).isInstanceOf(Response.Stored.class);
            guest.sendEager("new.bin", new byte[3], OnConflict.OVERWRITE);
            Message next = guest.receiveAnswer();
            if (later == Invitation.Rights.READ) {
                guest.assertFailed(next, Fault.REFUSED);
            } else {
                assertThat(next).isInstanceOf(Response.Stored.class);
            }
        }
        assertThat(folder.resolve("Trip/new.bin")).hasSize(content.length);
    }

    @Test
    void aRunningDownloadEndsAsItBeganAndTheNextOneHasTheNewRights() throws IOException {
        try (RandomAccessFile large =
                new RandomAccessFile(folder.resolve("large.bin").toFile(), "rw")) {
            large.setLength(LARGE);
        }
        try (RawGuest guest = guest(invite("Mara", Invitation.Rights.READ, ""))) {
            assertThat(guest.ask(new Request.Get(path("large.bin")))).isInstanceOf(Response.Content.class);
            host.invitations.change("Mara", valid -> valid.with(Invitation.Rights.DROP));
            assertThat(guest.receiveBody(Math.toIntExact(LARGE))).hasSize(Math.toIntExact(LARGE));
            guest.assertFailed(guest.ask(new Request.Get(path("secret.txt"))), Fault.REFUSED);
        }
    }

    @Test
    void theNumberOfDownloadsIsCountedKeptAndThenTheEnd() throws IOException {
        AccessKey key = invite("Mara", Invitation.Rights.READ, "", Optional.empty(), OptionalLong.of(2));
        try (RawGuest guest = guest(key);
                RawGuest second = guest(key)) {
            assertThat(guest.ask(new Request.Get(path("secret.txt")))).isInstanceOf(Response.Content.class);
            guest.receiveBody(7);
            guest.assertFailed(guest.ask(new Request.Get(path("nowhere"))), Fault.NOT_FOUND);
            await().untilAsserted(() ->
                    assertThat(kept.getLast().getFirst().downloads()).hasValue(1));

            assertThat(second.ask(new Request.Get(path("secret.txt")))).isInstanceOf(Response.Content.class);
            second.receiveBody(7);
            assertThat(second.receive()).isEqualTo(expired());
            assertThat(guest.receive()).isEqualTo(expired());
        }
        assertThat(kept.getLast().getFirst().downloads()).hasValue(0);
        try (RawGuest late = guest(key)) {
            assertThat(late.receive()).isEqualTo(expired());
        }
    }

    private static Goodbye expired() {
        return new Goodbye("This invitation has ended. Ask the host for a new one.", Optional.of(Goodbye.Why.EXPIRED));
    }

    @Test
    void downloadsUnderWayMayBeTheLastOnesAndMayEnd() throws IOException {
        try (RandomAccessFile large =
                new RandomAccessFile(folder.resolve("large.bin").toFile(), "rw")) {
            large.setLength(LARGE);
        }
        AccessKey key = invite("Mara", Invitation.Rights.READ, "", Optional.empty(), OptionalLong.of(1));
        try (RawGuest slow = guest(key);
                RawGuest other = guest(key)) {
            assertThat(slow.ask(new Request.Get(path("large.bin")))).isInstanceOf(Response.Content.class);
            Message refused = other.ask(new Request.Get(path("secret.txt")));
            other.assertFailed(refused, Fault.REFUSED);
            slow.receiveBody(Math.toIntExact(LARGE));
            assertThat(slow.receive()).isEqualTo(expired());
        }
    }

    private void makeLarge() throws IOException {
        try (RandomAccessFile large =
                new RandomAccessFile(folder.resolve("large.bin").toFile(), "rw")) {
            large.setLength(LARGE);
        }
        TestHost.settled(folder.resolve("large.bin"));
    }

    private OptionalLong left() {
        return host.invitations.all().getFirst().downloads();
    }

    /** Asks for the large file, receives {@code bytes} and goes; returns whether it was answered with the file. */
    private boolean cutAfter(AccessKey key, long bytes) throws IOException {
        try (RawGuest guest = guest(key)) {
            guest.send(new Request.Get(path("large.bin")));
            boolean isSent = guest.receive() instanceof Response.Content;
            if (isSent) {
                guest.in.skipNBytes(bytes);
            }
            return isSent;
        }
    }

    @Test
    void aDownloadThatIsCutBeforeItsEndCountsOnceAndItsRestIsFree() throws IOException {
        makeLarge();
        Request.Get whole = new Request.Get(path("large.bin"));
        AccessKey key = invite("Mara", Invitation.Rights.READ, "", Optional.empty(), OptionalLong.of(1));
        assertThat(cutAfter(key, LARGE / 2)).isTrue();
        assertThat(left()).hasValue(0);
        try (RawGuest guest = guest(key)) {
            guest.assertFailed(guest.ask(new Request.Get(path("secret.txt"))), Fault.REFUSED);
            assertThat(guest.ask(whole)).isInstanceOf(Response.Content.class);
            guest.receiveBody(Math.toIntExact(LARGE));
            assertThat(guest.receive()).as("the end").isEqualTo(expired());
        }
        try (RawGuest late = guest(key)) {
            assertThat(late.receive()).isEqualTo(expired());
        }
    }

    @Test
    void whoCutsADownloadAgainAndAgainHasNoMoreThanTwiceTheFile() throws IOException {
        makeLarge();
        AccessKey key = invite("Mara", Invitation.Rights.READ, "", Optional.empty(), OptionalLong.of(1));
        int times = 0;
        while (times < 10 && cutAfter(key, LARGE / 2)) {
            times++;
            await().untilAsserted(() -> assertThat(host.server().guests()).isEmpty());
        }
        assertThat(times).as("until twice the file was sent").isBetween(3, 5);
        assertThat(left()).hasValue(0);
    }

    @Test
    void onlyWhoProvesTheKeyLearnsOfAnInvitation() throws IOException {
        AccessKey valid = invite("Mara", Invitation.Rights.READ, "");
        AccessKey over = invite("Jonas", Invitation.Rights.READ, "");
        host.invitations.revoke("Jonas");
        AccessKey wrong = AccessKey.of("guess");
        for (InvitationId id : List.of(
                valid.invitation().orElseThrow(),
                over.invitation().orElseThrow(),
                InvitationId.generate(TestHost.RANDOM))) {
            assertThatThrownBy(() -> guest(wrong.through(id)))
                    .isInstanceOfSatisfying(
                            ProtocolException.class, e -> assertThat(e.fault()).isEqualTo(Fault.WRONG_KEY));
        }
        await().untilAsserted(() -> assertThat(host.events(ShareEvent.Refused.class))
                .extracting(event -> event.reason().toString())
                .hasSize(3)
                .containsOnly("The guest tried a wrong access key."));
    }

    @Test
    void wrongKeysOfAnInvitationCountTogetherForAllAddresses() throws IOException {
        Invitations invitations = host.invitations;
        host.close();
        host = new TestHost(folder);
        host.invitations = invitations;
        host.nanos = host.virtualNanos::get;
        host.start();
        AccessKey key = invite("Mara", Invitation.Rights.READ, "");
        AccessKey wrong = AccessKey.of("guess").through(key.invitation().orElseThrow());
        List<Fault> faults = new ArrayList<>();
        for (int i = 1; i <= 12; i++) {
            String from = "127.0.4." + i;
            try (RawGuest _ = new RawGuest(host.connect(from), wrong, host.identity.fingerprint())) {
                throw new AssertionError("a wrong key");
            } catch (ProtocolException e) {
                faults.add(e.fault());
            }
        }
        assertThat(faults.subList(0, 10)).containsOnly(Fault.WRONG_KEY);
        assertThat(faults.subList(10, 12)).containsOnly(Fault.TOO_MANY_TRIES);
        try (RawGuest own = guest(host.key)) {
            own.assertServed();
        }
    }

    @Test
    void theHostReadsByWhichInvitationAGuestCame() throws IOException {
        try (ShareClient client = host.client(invite("Mara", Invitation.Rights.READ, ""));
                ShareClient own = host.client()) {
            client.ping();
            own.ping();
            await().untilAsserted(() -> assertThat(host.server().guests())
                    .extracting(Guest::invitation)
                    .containsExactlyInAnyOrder("Mara", ""));
            await().untilAsserted(() -> assertThat(host.events(ShareEvent.GuestJoined.class))
                    .extracting(e -> e.guest().computer(), e -> e.guest().invitation())
                    .contains(tuple("127.0.0.1", "Mara"), tuple("127.0.0.1", "")));
        }
        await().untilAsserted(() -> assertThat(host.events(ShareEvent.GuestLeft.class))
                .extracting(ShareEvent.GuestLeft::who)
                .contains("127.0.0.1, invited as “Mara”,", "127.0.0.1"));
    }

    private long limit(String invitation) {
        return host.server().guests().stream()
                .filter(guest -> guest.invitation().equals(invitation))
                .findFirst()
                .orElseThrow()
                .details()
                .orders()
                .bytesPerSecond();
    }

    @Test
    void aLimitOfAnInvitationHoldsForItsGuestsAlsoForThoseThatComeLater() throws IOException {
        AccessKey key = invite("Mara", Invitation.Rights.READ, "");
        try (ShareClient own = host.client()) {
            own.ping();
            try (ShareClient client = host.client(key)) {
                client.ping();
                await().until(() -> host.server().guests().size() == 2);
                host.server().limitInvited("Mara", 2_000_000, "");
                assertThat(limit("Mara")).isEqualTo(2_000_000);
                assertThat(limit("")).isZero();
            }
            await().until(() -> host.server().guests().size() == 1);
            try (ShareClient later = host.client(key)) {
                later.ping();
                await().until(() -> host.server().guests().size() == 2);
                assertThat(limit("Mara")).isEqualTo(2_000_000);
                host.server().limitInvited("Mara", 0, "");
                assertThat(limit("Mara")).isZero();
            }
        }
    }

    @Test
    void oneInvitationIsRevokedByItsIdAndOnlyAnEndedOneIsForgotten() throws IOException {
        AccessKey mara = invite("Mara", Invitation.Rights.READ, "");
        AccessKey jonas = invite("Jonas", Invitation.Rights.READ, "");
        try (ShareClient client = host.client(mara);
                ShareClient other = host.client(jonas)) {
            host.invitations.remove(mara.invitation().orElseThrow());
            client.ping();
            assertThat(host.invitations.revoke(mara.invitation().orElseThrow())).isTrue();
            assertThat(host.invitations.revoke(mara.invitation().orElseThrow())).isFalse();
            await().untilAsserted(() -> assertThat(host.server().guests())
                    .extracting(Guest::invitation)
                    .containsExactly("Jonas"));
            other.ping();
            host.invitations.remove(mara.invitation().orElseThrow());
            assertThat(host.invitations.all()).extracting(Invitation::key).containsExactly(jonas);
        }
    }

    @Test
    void anInvitationIsForgottenLongAfterItsEnd() {
        invite("Mara", Invitation.Rights.READ, "");
        host.invitations.revoke("Mara");
        now = now.plus(Invitation.KNOWN_AFTER_END).plus(Duration.ofDays(1));
        AccessKey key = invite("Jonas", Invitation.Rights.READ, "");

        assertThat(host.invitations.all()).extracting(Invitation::key).containsExactly(key);
    }
}
