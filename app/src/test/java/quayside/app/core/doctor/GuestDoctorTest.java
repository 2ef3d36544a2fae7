package quayside.app.core.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.HeldPort;
import quayside.app.core.Patience;
import quayside.app.core.TestShare;
import quayside.app.core.nearby.Nearby;
import quayside.app.core.nearby.NearbyShare;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.Fingerprint;
import quayside.protocol.crypto.InvitationId;
import quayside.protocol.crypto.ServerIdentity;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Reason;
import quayside.server.ShareEvent;

@Timeout(60)
class GuestDoctorTest {
    private static final AccessKey WRONG = AccessKey.of("abcd-efgh");

    @TempDir
    private Path folder;

    private final List<Check> told = new ArrayList<>();
    private final Cancellation cancellation = new Cancellation();
    private Nearby.State around = Nearby.State.OFF;
    private TestShare share;
    private FakeComputer computer;

    @BeforeEach
    void begin() throws IOException {
        share = new TestShare(Files.createDirectory(folder.resolve("share"))).start();
        computer = new FakeComputer(folder.resolve("root"));
    }

    @AfterEach
    void end() {
        share.close();
    }

    private Diagnosis examine(ShareLink link, AccessKey key) throws IOException {
        return examine(new Doctor.Visit(link, Optional.ofNullable(key), Optional.empty(), Optional.empty()));
    }

    private Diagnosis examine(Doctor.Visit visit) throws IOException {
        return Doctor.of(computer, () -> around).examine(visit, told::add, cancellation);
    }

    private long guesses() {
        // Once it has stopped, everything is told.
        share.stop();
        return share.events().stream()
                .filter(event -> event instanceof ShareEvent.Refused refused
                        && refused.reason().key() == Reason.GUESSED_WRONG)
                .count();
    }

    @Test
    void clocksThatDifferAreNamedUnlessSomethingElseIsWrong() throws IOException {
        for (int minutes : new int[] {1, -1}) {
            computer.ahead = Duration.ofMinutes(minutes);
            assertThat(examine(share.link(), share.key()).finding()).isEqualTo(Finding.OPENS);
        }
        for (int minutes : new int[] {3, -3}) {
            computer.ahead = Duration.ofMinutes(minutes);
            Diagnosis diagnosis = examine(share.link(), share.key());
            assertThat(diagnosis.finding()).isEqualTo(Finding.CLOCKS_DIFFER);
            assertThat(diagnosis.checks().getLast()).satisfies(check -> {
                assertThat(check.topic()).isEqualTo(Topic.CLOCK);
                assertThat(check.mark()).isEqualTo(Check.Mark.BAD);
            });
        }
        assertThat(examine(share.link(), WRONG).finding()).isEqualTo(Finding.WRONG_KEY);
    }

    @Test
    void aShareThatOpensIsFine() throws IOException {
        Diagnosis diagnosis = examine(share.link(), share.key());
        assertThat(diagnosis.finding()).isEqualTo(Finding.OPENS);
        assertThat(diagnosis.checks()).isEqualTo(told).allMatch(check -> check.mark() != Check.Mark.BAD);
    }

    @Test
    void aServerThatIsOffIsNamed() throws IOException {
        share.stop();
        Diagnosis diagnosis = examine(share.link(), share.key());
        assertThat(diagnosis.finding()).isEqualTo(Finding.NOT_SHARED);
        assertThat(diagnosis.asText())
                .startsWith("Nothing is shared at port " + share.link().port() + " of 127.0.0.1.");
    }

    @Test
    void aWrongPortIsNamedWhereTheServerIsAnnouncedAtAnother() throws IOException {
        try (HeldPort nobody = new HeldPort()) {
            around = announced(share.link());
            ShareLink wrong =
                    ShareLink.of("127.0.0.1", nobody.number(), share.link().id().orElseThrow());
            Diagnosis diagnosis = examine(wrong, share.key());
            assertThat(diagnosis.finding()).isEqualTo(Finding.WRONG_PORT);
            assertThat(diagnosis.there()).contains(share.link());
        }
    }

    @Test
    void aShareThatHasMovedIsFoundByItsFingerprint() throws IOException {
        around = announced(share.link());
        ShareLink before = ShareLink.of("192.168.7.9", 4870, share.link().id().orElseThrow());
        Diagnosis diagnosis = examine(before, share.key());
        assertThat(diagnosis.finding()).isEqualTo(Finding.MOVED);
        assertThat(diagnosis.there()).contains(share.link());
        assertThat(diagnosis.there().orElseThrow().key()).isEmpty();
    }

    @Test
    void whoIsInvitedIsSentToTheSameInvitationAndFolderWhereTheShareHasMoved() throws IOException {
        around = announced(share.link());
        ShareLink before = ShareLink.parse("quayside://192.168.7.9:4870/Prints?id="
                + share.link().id().orElseThrow() + "."
                + InvitationId.generate(new SecureRandom()).reveal() + "#abcd-efgh");
        ShareLink there = examine(before, null).there().orElseThrow();
        assertThat(there.address()).isEqualTo(share.link().address());
        assertThat(there.invitationTag()).isEqualTo(before.invitationTag()).isNotEmpty();
        assertThat(there.path().toString()).isEqualTo("Prints");
        assertThat(there.keyOf("abcd-efgh").invitation()).isPresent();
    }

    @Test
    void anAnnouncementIsNotBelievedUnlessTheServerClaimsTheFingerprint() throws IOException {
        Fingerprint other = ServerIdentity.generate().fingerprint();
        ShareLink claimed = ShareLink.of("127.0.0.1", share.link().port(), other);
        around = announced(claimed);
        Diagnosis diagnosis = examine(ShareLink.of("192.168.7.9", 4870, other), share.key());
        assertThat(diagnosis.finding()).isEqualTo(Finding.NO_ANSWER);
    }

    private static Nearby.State announced(ShareLink link) {
        return new Nearby.State(
                true, false, List.of(new NearbyShare(link.id().orElseThrow(), "share", "attic", List.of(link))));
    }

    @Test
    void aWrongKeyIsNamedAfterOneGuess() throws IOException {
        assertThat(examine(share.link(), WRONG).finding()).isEqualTo(Finding.WRONG_KEY);
        Patience.await().until(() -> guesses() == 1);
    }

    @Test
    void whatTheServerSaidBeforeIsNotTriedAgain() throws IOException {
        Diagnosis diagnosis = examine(
                new Doctor.Visit(share.link(), Optional.of(WRONG), Optional.empty(), Optional.of(Finding.WRONG_KEY)));
        assertThat(diagnosis.finding()).isEqualTo(Finding.WRONG_KEY);
        assertThat(guesses()).isZero();
    }

    @Test
    void withoutAKeyNoneIsTried() throws IOException {
        assertThat(examine(share.link(), null).finding()).isEqualTo(Finding.ANSWERS_NOW);
        assertThat(guesses()).isZero();
    }

    @Test
    void aChangedIdentityIsNamedBeforeTheKeyIsTried() throws IOException {
        ShareLink before = share.link();
        share.stop();
        share.changeIdentity();
        share.start();
        Diagnosis diagnosis = examine(before, WRONG);
        assertThat(diagnosis.finding()).isEqualTo(Finding.IDENTITY_CHANGED);
        assertThat(diagnosis.asText())
                .contains(
                        before.id().orElseThrow().grouped(),
                        share.link().id().orElseThrow().grouped());
        assertThat(guesses()).isZero();
    }

    @Test
    void theIdentityOfAnEarlierVisitIsExpectedWhereTheLinkHasNone() throws IOException {
        Diagnosis diagnosis = examine(new Doctor.Visit(
                share.typed(),
                Optional.empty(),
                Optional.of(ServerIdentity.generate().fingerprint()),
                Optional.empty()));
        assertThat(diagnosis.finding()).isEqualTo(Finding.IDENTITY_CHANGED);
    }

    @Test
    void aBlockedAddressIsNamed() throws IOException {
        share.server().block("127.0.0.1");
        assertThat(examine(share.link(), share.key()).finding()).isEqualTo(Finding.BLOCKED);
    }

    @Test
    void tooManyWrongKeysAreNamedWithTheTimeToWait() throws IOException {
        for (int i = 0; i < 6; i++) {
            examine(share.link(), WRONG);
        }
        Diagnosis diagnosis = examine(share.link(), share.key());
        assertThat(diagnosis.finding()).isEqualTo(Finding.TOO_MANY_KEYS);
        assertThat(diagnosis.asText()).containsPattern("Try again in .*second");
    }

    @Test
    void aVersionThatIsTooOldForAnInvitationIsNamedOnBothSides() throws IOException {
        try (OtherProgram old = OtherProgram.ofVersion(1)) {
            ShareLink invitation = ShareLink.parse("quayside://127.0.0.1:" + old.port() + "/?id="
                    + share.link().id().orElseThrow() + "."
                    + InvitationId.generate(new SecureRandom()).reveal() + "#abcd-efgh");
            Diagnosis diagnosis = examine(invitation, invitation.key().orElseThrow());
            assertThat(diagnosis.finding()).isEqualTo(Finding.TOO_OLD);
            assertThat(diagnosis.asText()).contains("it speaks version 1, and version 2 is needed");
        }
    }

    @Test
    void aVersionThatIsTooNewIsNamedOnBothSides() throws IOException {
        try (OtherProgram future = OtherProgram.ofVersion(7)) {
            Diagnosis diagnosis = examine(ShareLink.parse("127.0.0.1:" + future.port()), WRONG);
            assertThat(diagnosis.finding()).isEqualTo(Finding.TOO_NEW);
            assertThat(diagnosis.asText()).contains("it speaks version 7, and this one only up to version 2");
        }
    }

    @Test
    void anotherProgramAtThePortIsToldByWhatItSays() throws IOException {
        assertThat(ofProgram("HTTP/1.1 400 Bad Request\r\n\r\n")).contains("It is a web server.");
        assertThat(ofProgram("SSH-2.0-OpenSSH_9.2\r\n"))
                .contains("It is an SSH server.")
                .doesNotContain("OpenSSH");
        assertThat(ofProgram("\u001b[2J what a stranger says")).doesNotContain("stranger", "\u001b");
        assertThat(ofProgram("")).contains("does not speak Quayside");
    }

    private String ofProgram(String says) throws IOException {
        try (OtherProgram other = new OtherProgram(offered -> says.getBytes(StandardCharsets.ISO_8859_1))) {
            Diagnosis diagnosis = examine(ShareLink.parse("127.0.0.1:" + other.port()), WRONG);
            assertThat(diagnosis.finding()).isEqualTo(Finding.OTHER_PROGRAM);
            return diagnosis.asText();
        }
    }

    @Test
    void whoSaysNothingMayBeBusy() throws IOException {
        computer.impatient = true;
        try (OtherProgram mute = new OtherProgram(offered -> null)) {
            Diagnosis diagnosis = examine(ShareLink.parse("127.0.0.1:" + mute.port()), WRONG);
            assertThat(diagnosis.finding()).isEqualTo(Finding.SAYS_NOTHING);
        }
    }

    @Test
    void anAddressOfAnotherNetworkIsNamedWithTheNetworksOfThisComputer() throws IOException {
        Diagnosis diagnosis = examine(ShareLink.parse("10.20.30.40"), null);
        assertThat(diagnosis.finding()).isEqualTo(Finding.OTHER_NETWORK);
        assertThat(diagnosis.asText()).contains("This computer is in 192.168.7.0/24.");
    }

    @Test
    void anAddressOutsideThatDropsIsProbablyARouter() throws IOException {
        assertThat(examine(ShareLink.parse("8.8.8.8"), null).finding()).isEqualTo(Finding.ROUTER_CLOSED);
    }

    @Test
    void aFirewallIsToldFromAComputerThatIsAwayByTheTableOfNeighbours() throws IOException {
        String head = "IP address       HW type     Flags       HW address            Mask     Device";
        ShareLink near = ShareLink.parse("192.168.7.9");
        computer.with(
                "proc/net/arp", head, "192.168.7.9      0x1         0x2         aa:bb:cc:dd:ee:ff     *        eth0");
        assertThat(examine(near, null).finding()).isEqualTo(Finding.DROPPED);
        computer.with(
                "proc/net/arp", head, "192.168.7.9      0x1         0x0         00:00:00:00:00:00     *        eth0");
        assertThat(examine(near, null).finding()).isEqualTo(Finding.COMPUTER_AWAY);
        computer.with("proc/net/arp", head);
        assertThat(examine(near, null).finding()).isEqualTo(Finding.NO_ANSWER);
        computer.hasRoutes = false;
        assertThat(examine(near, null).finding()).isEqualTo(Finding.COMPUTER_AWAY);
    }

    @Test
    void withoutANetworkThatIsSaid() throws IOException {
        computer.places.clear();
        assertThat(examine(ShareLink.parse("192.168.7.9"), null).finding()).isEqualTo(Finding.NO_NETWORK);
    }

    @Test
    void anUnknownNameIsNamed() throws IOException {
        Diagnosis diagnosis = examine(ShareLink.parse("attic:4870"), null);
        assertThat(diagnosis.finding()).isEqualTo(Finding.NAME_UNKNOWN);
        assertThat(diagnosis.asText()).startsWith("The name “attic” is not known on this network.");
    }

    @Test
    void whatTakesTooLongIsLeftOutAndTheRestIsShown() throws IOException {
        computer.endless = true;
        Diagnosis diagnosis = Doctor.of(computer, () -> around, Duration.ofMillis(200))
                .examine(
                        new Doctor.Visit(
                                ShareLink.parse("attic:4870"), Optional.empty(), Optional.empty(), Optional.empty()),
                        told::add,
                        cancellation);
        assertThat(diagnosis.finding()).isEqualTo(Finding.UNFINISHED);
        assertThat(diagnosis.asText()).contains("Link: ", "Name of the computer: This was not finished in time.");
    }

    @Test
    void aServerThatTakesTooLongIsNotJudged() throws IOException {
        try (OtherProgram mute = new OtherProgram(offered -> null)) {
            Diagnosis diagnosis = Doctor.of(computer, () -> around, Duration.ofSeconds(1))
                    .examine(
                            new Doctor.Visit(
                                    ShareLink.parse("127.0.0.1:" + mute.port()),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty()),
                            told::add,
                            cancellation);
            assertThat(diagnosis.finding()).isEqualTo(Finding.UNFINISHED);
            assertThat(diagnosis.checks()).isEqualTo(told).noneMatch(check -> check.mark() == Check.Mark.BAD);
        }
    }

    @Test
    void itEndsWhenItIsCancelledAndKeepsNoSecret() throws IOException {
        assertThat(examine(share.link(), share.key()).asText())
                .doesNotContainIgnoringCase(share.key().reveal().replace("-", ""))
                .doesNotContainIgnoringCase(share.key().reveal());
        cancellation.cancel();
        assertThatThrownBy(() -> examine(share.link(), share.key())).isInstanceOf(IOException.class);
    }

    @Test
    void itIsInTheLanguageOfTheUser() throws IOException {
        Locale before = Locale.getDefault(Locale.Category.DISPLAY);
        share.stop();
        Diagnosis diagnosis = examine(share.link(), share.key());
        try {
            Locale.setDefault(Locale.Category.DISPLAY, Locale.GERMAN);
            assertThat(diagnosis.asText()).contains("[schlecht] Port: Der Computer ist da");
        } finally {
            Locale.setDefault(Locale.Category.DISPLAY, before);
        }
        assertThat(Sentence.of(Finding.READY).in(Locale.GERMAN)).contains("bereit");
    }
}
