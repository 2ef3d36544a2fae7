package quayside.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static quayside.server.TestHost.path;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.message.Entry;
import quayside.protocol.message.Message;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.Passcode;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.wire.Fault;
import quayside.server.protect.ProtectedFile;

/** Tests protected files over the wire (PROTOCOL.md section 5.8). */
@Timeout(120)
class ProtectTest {
    private static final String PASSCODE = "open sesame";

    @TempDir
    Path folder;

    private TestHost host;
    private RawGuest guest;
    private RawGuest owner;
    private String lock;

    @BeforeEach
    void protectAFile() throws IOException {
        Files.createDirectory(folder.resolve("docs"));
        Files.writeString(folder.resolve("docs/secret"), "secret");
        Files.writeString(folder.resolve("free"), "free");
        host = new TestHost(folder);
        host.nanos = host.virtualNanos::get;
        host.start();
        guest = host.guest();
        owner = host.guest();
        lock = made(owner, PASSCODE);
        assertDone(owner.ask(new Request.Protect(path("docs/secret"), Optional.of(lock))));
    }

    @AfterEach
    void stopHost() throws IOException {
        guest.close();
        owner.close();
        host.close();
    }

    private static String made(RawGuest by, String passcode) throws IOException {
        return ((Response.Made) by.ask(new Request.Lock(Passcode.of(passcode)))).lock();
    }

    private static void assertDone(Message answer) {
        assertThat(answer).isEqualTo(new Response.Done());
    }

    private void assertLocked(Message answer) throws IOException {
        assertThat(answer).isInstanceOfSatisfying(Response.Failed.class, failed -> {
            assertThat(failed.fault()).as(failed.sentence()).isEqualTo(Fault.PASSCODE_NEEDED);
            assertThat(failed.status()).isEqualTo(401);
            assertThat(failed.lock()).contains(lock);
        });
        guest.assertServed();
    }

    private Message unlock(RawGuest by, String id, String passcode) throws IOException {
        return by.ask(new Request.Unlock(id, Passcode.of(passcode)));
    }

    @Test
    void aFileIsFetchedOnceItsLockIsOpenOnThisConnection() throws IOException {
        assertLocked(guest.ask(new Request.Get(path("docs/secret"))));
        assertDone(unlock(guest, lock, PASSCODE));
        Response.Content content = (Response.Content) guest.ask(new Request.Get(path("docs/secret")));
        assertThat(content.entry().lock()).contains(lock);
        assertThat(guest.receiveBody(6)).asString(UTF_8).isEqualTo("secret");
        try (RawGuest other = host.guest()) {
            other.assertFailed(other.ask(new Request.Get(path("docs/secret"))), Fault.PASSCODE_NEEDED);
        }
    }

    @Test
    void theRestOfAFileIsNoMoreFreeThanItsBeginning() throws IOException {
        assertLocked(
                guest.ask(new Request.Get(path("docs/secret"), RawGuest.resume("secret".getBytes(UTF_8), 3, "v"))));
    }

    @Test
    void itsDigestNeedsThePasscode() throws IOException {
        assertDone(unlock(owner, lock, PASSCODE));
        assertThat(owner.ask(new Request.Verify(path("docs/secret")))).isInstanceOf(Response.Digest.class);
        assertLocked(guest.ask(new Request.Verify(path("docs/secret"))));
    }

    @Test
    void itIsNotDeletedNorMovedNorCovered() throws IOException {
        assertLocked(guest.ask(new Request.Delete(path("docs/secret"), false)));
        assertLocked(guest.ask(new Request.Delete(path("docs"), true)));
        assertLocked(guest.ask(new Request.Move(path("docs/secret"), path("x"))));
        assertLocked(guest.ask(new Request.Move(path("docs"), path("x"))));
        assertLocked(guest.ask(new Request.Move(path("free"), path("docs/secret"))));
        assertLocked(guest.ask(new Request.Protect(path("docs/secret"), Optional.empty())));
        assertThat(folder.resolve("docs/secret")).hasContent("secret");
    }

    @Test
    void nothingIsUploadedOverIt() throws IOException {
        for (OnConflict rule : List.of(OnConflict.FAIL, OnConflict.OVERWRITE, OnConflict.NEWER, OnConflict.SKIP)) {
            guest.sendEager("docs/secret", "others".getBytes(UTF_8), rule);
            assertLocked(guest.receiveAnswer());
            guest.send(RawGuest.post("docs/secret", 6, rule, true));
            assertLocked(guest.receiveAnswer());
        }
        assertThat(folder.resolve("docs/secret")).hasContent("secret");
    }

    @Test
    void theListingShowsItLocked() throws IOException {
        Response.Listing listing = (Response.Listing) guest.ask(new Request.ListFolder(path("docs")));
        assertThat(listing.entries()).singleElement().extracting(Entry::lock).isEqualTo(Optional.of(lock));
        assertThat(((Response.Described) guest.ask(new Request.Stat(path("docs/secret"))))
                        .entry()
                        .lock())
                .contains(lock);
        assertThat(((Response.Described) guest.ask(new Request.Stat(path("free"))))
                        .entry()
                        .lock())
                .isEmpty();
    }

    @Test
    void aWrongPasscodeIsRefusedAndTheSessionGoesOn() throws IOException {
        guest.assertFailed(unlock(guest, lock, "open says me"), Fault.REFUSED);
        guest.assertServed();
        assertLocked(guest.ask(new Request.Get(path("docs/secret"))));
    }

    @Test
    void aLockThatThereIsNotIsAnsweredAsAWrongPasscode() throws IOException {
        assertThat(unlock(guest, "nothing", PASSCODE)).isEqualTo(unlock(guest, lock, "wrong"));
    }

    @Test
    void afterFiveWrongPasscodesComesAWaitThatDoubles() throws IOException {
        for (int i = 0; i < 5; i++) {
            guest.assertFailed(unlock(guest, lock, "wrong " + i), Fault.REFUSED);
        }
        assertThat(wait(unlock(guest, lock, PASSCODE))).isEqualTo(1);
        // Another connection of the same source waits too, and another lock does not.
        try (RawGuest second = host.guest()) {
            assertThat(wait(unlock(second, lock, PASSCODE))).isEqualTo(1);
            String other = made(second, "another");
            assertDone(unlock(guest, other, "another"));
        }
        for (int expected : new int[] {2, 4, 8}) {
            host.virtualNanos.addAndGet(Duration.ofSeconds(expected / 2).toNanos());
            guest.assertFailed(unlock(guest, lock, "wrong"), Fault.REFUSED);
            assertThat(wait(unlock(guest, lock, PASSCODE))).isEqualTo(expected);
        }
        host.virtualNanos.addAndGet(Duration.ofSeconds(8).toNanos());
        assertDone(unlock(guest, lock, PASSCODE));
    }

    private static long wait(Message answer) {
        Response.Failed failed = (Response.Failed) answer;
        assertThat(failed.fault()).as(failed.sentence()).isEqualTo(Fault.TOO_MANY_TRIES);
        return failed.retryAfterSeconds();
    }

    @Test
    void guessesAtLocksThatThereAreNotAreLimitedToo() throws IOException {
        for (int i = 0; i < 5; i++) {
            guest.assertFailed(unlock(guest, "nothing" + i, "x"), Fault.REFUSED);
        }
        assertThat(wait(unlock(guest, "nothing", "x"))).isEqualTo(1);
    }

    @Test
    void aFileIsUploadedUnderALockAndNeverWithout() throws IOException {
        String own = made(guest, "mine");
        guest.send(RawGuest.post("fresh", 5, OnConflict.FAIL, false).under(Optional.of(own)));
        guest.sendBody("fresh".getBytes(UTF_8), 0);
        Response.Stored stored = (Response.Stored) guest.receiveAnswer();
        assertThat(stored.entry().lock()).contains(own);
        guest.send(RawGuest.post("later", 5, OnConflict.FAIL, true).under(Optional.of(own)));
        assertThat(guest.receiveAnswer()).isInstanceOf(Response.Proceed.class);
        guest.sendBody("later".getBytes(UTF_8), 0);
        assertThat(guest.receiveAnswer()).isInstanceOf(Response.Stored.class);
        owner.assertFailed(owner.ask(new Request.Get(path("fresh"))), Fault.PASSCODE_NEEDED);
        owner.assertFailed(owner.ask(new Request.Get(path("later"))), Fault.PASSCODE_NEEDED);
        assertDone(unlock(owner, own, "mine"));
        assertThat(owner.ask(new Request.Get(path("fresh")))).isInstanceOf(Response.Content.class);
    }

    @Test
    void whatIsLeftByTheRuleIsShownWithItsLock() throws IOException {
        owner.send(RawGuest.post("docs/secret", 6, OnConflict.SKIP, true));
        assertThat(((Response.Skipped) owner.receiveAnswer()).existing().lock()).contains(lock);
    }

    @Test
    void aLockThatIsNotOpenHereIsPutOnNothing() throws IOException {
        assertLocked(guest.ask(new Request.Protect(path("free"), Optional.of(lock))));
        guest.send(RawGuest.post("fresh", 5, OnConflict.FAIL, false).under(Optional.of(lock)));
        guest.sendBody("fresh".getBytes(UTF_8), 0);
        assertLocked(guest.receiveAnswer());
        assertThat(folder.resolve("fresh")).doesNotExist();
    }

    @Test
    void permissionsComeFirst() throws IOException {
        host.server().permissions(new ShareOptions.Permissions(true, false, false));
        guest.assertFailed(guest.ask(new Request.Lock(Passcode.of("x"))), Fault.REFUSED);
        owner.assertFailed(owner.ask(new Request.Protect(path("docs/secret"), Optional.empty())), Fault.REFUSED);
        host.server().permissions(new ShareOptions.Permissions(true, true, false));
        String own = made(guest, "x");
        guest.assertFailed(guest.ask(new Request.Protect(path("free"), Optional.of(own))), Fault.REFUSED);
        host.server().permissions(new ShareOptions.Permissions(false, true, false));
        assertDone(unlock(guest, lock, PASSCODE));
        guest.assertFailed(guest.ask(new Request.Get(path("docs/secret"))), Fault.REFUSED);
    }

    @Test
    void aConnectionMakesOnlySoManyLocks() throws IOException {
        for (int i = 0; i < 32; i++) {
            made(guest, "x");
        }
        guest.assertFailed(guest.ask(new Request.Lock(Passcode.of("x"))), Fault.REFUSED);
    }

    @Test
    void protectionEndsForAllWhenItIsTakenAway() throws IOException {
        assertDone(owner.ask(new Request.Protect(path("docs/secret"), Optional.empty())));
        assertThat(guest.ask(new Request.Get(path("docs/secret")))).isInstanceOf(Response.Content.class);
        assertThat(guest.receiveBody(6)).asString(UTF_8).isEqualTo("secret");
    }

    @Test
    void theHostProtectsAndUnprotectsWithoutKnowingAPasscode() throws IOException {
        HostProtection protection = host.server().protection();
        assertThat(protection.files()).extracting(ProtectedFile::path).containsExactly(path("docs/secret"));
        protection.protect(List.of(path("free"), path("docs/secret")), Passcode.of("the host's"));
        guest.assertFailed(guest.ask(new Request.Get(path("free"))), Fault.PASSCODE_NEEDED);
        owner.assertFailed(owner.ask(new Request.Get(path("docs/secret"))), Fault.PASSCODE_NEEDED);
        String hosts = protection.files().getFirst().lock();
        assertDone(unlock(guest, hosts, "the host's"));
        protection.unprotect(path("docs/secret"));
        protection.unprotect(path("free"));
        assertThat(protection.files()).isEmpty();
        assertThat(folder.resolve(".quayside/protected.json")).doesNotExist();
    }

    @Test
    void afterARestartThePasscodeIsTheSame() throws IOException {
        host.server().stop();
        host.start();
        try (RawGuest later = host.guest()) {
            later.assertFailed(later.ask(new Request.Get(path("docs/secret"))), Fault.PASSCODE_NEEDED);
            assertDone(unlock(later, lock, PASSCODE));
            assertThat(later.ask(new Request.Get(path("docs/secret")))).isInstanceOf(Response.Content.class);
        }
    }

    @Test
    void theHostIsToldOfDamageAndDecides() throws IOException {
        host.server().stop();
        Files.writeString(folder.resolve(".quayside/protected.json"), "{\"version\":1");
        host.start();
        await().until(() -> !host.events(ShareEvent.ProtectionDamaged.class).isEmpty());
        HostProtection protection = host.server().protection();
        assertThat(protection.isEverythingLocked()).isTrue();
        try (RawGuest later = host.guest()) {
            later.assertFailed(later.ask(new Request.Get(path("free"))), Fault.PASSCODE_NEEDED);
            later.assertFailed(later.ask(new Request.Delete(path("docs"), true)), Fault.PASSCODE_NEEDED);
            protection.releaseOthers();
            assertThat(later.ask(new Request.Get(path("free")))).isInstanceOf(Response.Content.class);
        }
    }

    @Test
    void noPasscodeIsInTheStateOrTheEvents() throws IOException {
        guest.assertFailed(unlock(guest, lock, "wrong passcode"), Fault.REFUSED);
        assertThat(Files.readString(folder.resolve(".quayside/protected.json")))
                .contains(lock)
                .doesNotContain(PASSCODE, "wrong passcode");
        await().until(() -> !host.events(ShareEvent.Changed.class).isEmpty());
        assertThat(host.events.toString()).doesNotContain(PASSCODE, "wrong passcode");
    }
}
