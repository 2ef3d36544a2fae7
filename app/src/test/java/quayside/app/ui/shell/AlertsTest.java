package quayside.app.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import quayside.app.core.Patience;
import quayside.app.core.desktop.SessionDesktop;
import quayside.app.core.settings.Settings;
import quayside.app.core.share.ShareId;
import quayside.app.core.transfer.TransferSnapshot;
import quayside.app.core.transfer.TransferSnapshot.State;
import quayside.app.core.transfer.Why;
import quayside.app.ui.kit.Fx;
import quayside.app.ui.kit.TestWindow;
import quayside.protocol.client.transfer.TransferReport;
import quayside.protocol.crypto.Fingerprint;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Reason;
import quayside.server.ShareEvent;

class AlertsTest {
    private static final ShareId SHARE = new ShareId(Fingerprint.parse("a".repeat(32)));
    private final List<String> notified = new CopyOnWriteArrayList<>();
    private final List<String> blocked = new CopyOnWriteArrayList<>();
    private final List<SessionDesktop.Step> steps = new CopyOnWriteArrayList<>();
    private Settings.Notices wanted = new Settings.Notices(true, true, true, true, true);
    private boolean inFront;
    private boolean listShown;
    private boolean noDesktop;
    private TestWindow window;
    private Alerts alerts;

    @BeforeEach
    void setUp() {
        window = new TestWindow(700, 400, services -> new StackPane());
        alerts = new Alerts(
                () -> wanted,
                (title, line, step) -> {
                    if (noDesktop) {
                        throw new IOException("no desktop");
                    }
                    notified.add(title + "|" + line);
                    step.ifPresent(steps::add);
                },
                window.services(),
                () -> inFront,
                () -> listShown,
                () -> {},
                blocked::add);
    }

    @AfterEach
    void tearDown() {
        window.close();
    }

    @Test
    void theEndOfAllTransfersAndEachFailureAreNotifiedOnce() {
        changed(transfer(1, State.DONE));
        changed(transfer(2, State.RUNNING), transfer(3, State.QUEUED));
        changed(transfer(2, State.DONE), transfer(3, State.RUNNING), transfer(4, State.RUNNING));
        changed(transfer(2, State.DONE), transfer(3, State.FAILED), transfer(4, State.RUNNING));
        changed(transfer(2, State.DONE), transfer(3, State.FAILED), transfer(4, State.RUNNING));
        changed(transfer(2, State.DONE), transfer(3, State.FAILED), transfer(4, State.DONE));
        changed(transfer(2, State.DONE), transfer(3, State.FAILED), transfer(4, State.DONE));
        awaitNotified("“3.zip” was not transferred|The disk is full.", "2 transfers are done|");
    }

    @Test
    void whatTheUserGaveNoPasscodeForIsNoFailure() {
        changed(transfer(1, State.RUNNING), transfer(2, State.RUNNING));
        changed(
                transfer(
                        1,
                        State.FAILED,
                        new TransferReport.Failure(
                                "1.zip", Fault.PASSCODE_NEEDED, Sentence.of(Reason.PASSCODE_NEEDED, "1.zip"))),
                transfer(
                        2,
                        State.FAILED,
                        new TransferReport.Failure(
                                "2.zip", Fault.PASSCODE_NEEDED, Sentence.of(Reason.TOO_MANY_LOCKS, 8))));
        awaitNotified("“2.zip” was not transferred|The disk is full.");
    }

    @Test
    void theEndIsNotifiedThoughAnotherTransferWaitsForItsShare() {
        changed(transfer(1, State.RUNNING), transfer(2, State.WAITING));
        changed(transfer(1, State.DONE), transfer(2, State.WAITING));
        changed(transfer(1, State.DONE), transfer(2, State.WAITING));
        awaitNotified("The transfer is done|“1.zip”, in “Photos”");
        changed(transfer(1, State.DONE), transfer(2, State.FAILED));
        awaitNotified("The transfer is done|“1.zip”, in “Photos”", "“2.zip” was not transferred|The disk is full.");
    }

    @Test
    void inFrontOrWithoutADesktopTheWindowShowsThem() {
        inFront = true;
        changed(transfer(1, State.RUNNING));
        changed(transfer(1, State.DONE));
        window.awaitText("The transfer is done");
        window.awaitText("“1.zip”, in “Photos”");
        inFront = false;
        noDesktop = true;
        joins("Mara’s laptop (192.168.1.9)");
        window.awaitText("Mara’s laptop (192.168.1.9)");
        assertThat(notified).isEmpty();
    }

    @Test
    void anOpenListOfTransfersInFrontNeedsNoToasts() {
        listShown = true;
        inFront = true;
        changed(transfer(1, State.RUNNING), transfer(2, State.RUNNING));
        changed(transfer(1, State.DONE), transfer(2, State.FAILED));
        assertThat(window.find(".toast")).isNull();
        inFront = false;
        changed(transfer(3, State.RUNNING));
        changed(transfer(3, State.DONE));
        awaitNotified("The transfer is done|“3.zip”, in “Photos”");
    }

    @Test
    void whatTheUserDoesNotWantIsNotShown() {
        wanted = new Settings.Notices(false, false, false, false, false);
        changed(transfer(1, State.RUNNING), transfer(2, State.RUNNING));
        changed(transfer(1, State.DONE), transfer(2, State.FAILED));
        joins("192.168.1.9");
        wanted = new Settings.Notices(false, false, true, false, false);
        joins("192.168.1.10");
        awaitNotified("A guest joined|192.168.1.10");
    }

    @Test
    void filesOfGuestsAndWrongKeysAreNotifiedTogetherAndTheAddressMayBeBlocked() {
        happened(new ShareEvent.Uploaded(Instant.EPOCH, "Attic (192.168.1.9)", "2026/Budget.xlsx", 9, false));
        happened(new ShareEvent.MoreOfGuest(Instant.EPOCH, "192.168.1.9", ShareEvent.Kind.UPLOADED, 40, 9));
        happened(new ShareEvent.MoreOfGuest(Instant.EPOCH, "192.168.1.9", ShareEvent.Kind.DOWNLOADED, 40, 9));
        happened(new ShareEvent.Refused(Instant.EPOCH, "192.168.1.66", Sentence.of(Reason.NOT_QUAYSIDE)));
        for (int i = 0; i < 20; i++) {
            happened(new ShareEvent.Refused(Instant.EPOCH, "192.168.1.66", Sentence.of(Reason.GUESSED_WRONG)));
        }
        awaitNotified(
                "A wrong access key was tried|From 192.168.1.66",
                "41 files arrived|From Attic (192.168.1.9), 192.168.1.9");
        steps.getFirst().action().run();
        Patience.await().untilAsserted(() -> assertThat(blocked).containsExactly("192.168.1.66"));
    }

    @Test
    void aSingleFileIsNamed() {
        happened(new ShareEvent.Uploaded(Instant.EPOCH, "192.168.1.9", "2026/Budget.xlsx", 9, false));
        awaitNotified("“Budget.xlsx” arrived|From 192.168.1.9");
    }

    @Test
    void aSingleFileOfWhichOnlyTheNumberIsKnownHasNoEmptyName() {
        happened(new ShareEvent.MoreOfGuest(Instant.EPOCH, "192.168.1.9", ShareEvent.Kind.UPLOADED, 1, 9));
        awaitNotified("A file arrived|From 192.168.1.9");
    }

    private void joins(String who) {
        happened(new ShareEvent.GuestJoined(Instant.EPOCH, who));
    }

    private void happened(ShareEvent event) {
        Fx.run(() -> alerts.happened(event));
    }

    private void changed(TransferSnapshot... all) {
        Fx.run(() -> alerts.changed(List.of(all)));
    }

    private void awaitNotified(String... expected) {
        Patience.await().untilAsserted(() -> assertThat(notified).containsExactlyInAnyOrder(expected));
    }

    private static TransferSnapshot transfer(long id, State state, TransferReport.Failure... failures) {
        return new TransferSnapshot(
                id,
                TransferSnapshot.Direction.DOWNLOAD,
                id + ".zip",
                "Pictures",
                SHARE,
                "Photos",
                false,
                state,
                1,
                1,
                1,
                1,
                0,
                Optional.empty(),
                state == State.FAILED ? "The disk is full." : "",
                Why.UNKNOWN,
                Optional.empty(),
                new TransferSnapshot.Remarks("", Optional.empty(), failures.length, List.of(failures)),
                TransferSnapshot.Result.NONE);
    }
}
