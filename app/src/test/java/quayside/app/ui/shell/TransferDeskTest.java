package quayside.app.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import javafx.scene.control.Button;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.app.core.Patience;
import quayside.app.core.TestShare;
import quayside.app.core.settings.Settings;
import quayside.app.core.settings.SettingsStore;
import quayside.app.core.share.ShareId;
import quayside.app.core.transfer.History;
import quayside.app.core.transfer.Job;
import quayside.app.core.transfer.RemoteItem;
import quayside.app.core.transfer.TransferQueue;
import quayside.app.core.transfer.TransferSnapshot;
import quayside.app.core.transfer.TransferSnapshot.Direction;
import quayside.app.ui.kit.Fx;
import quayside.app.ui.kit.TestWindow;
import quayside.protocol.channel.RateLimit;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.ConnectOptions;
import quayside.protocol.client.transfer.ConflictRules;
import quayside.protocol.message.Entry;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.Passcode;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Fault;

/** The passcode of a protected upload, on its way from the question to the queue. */
final class TransferDeskTest {
    @TempDir
    Path folder;

    private final Passcode passcode = Passcode.of("sesame");
    private final AtomicLong upLimit = new AtomicLong();
    private final TransferQueue queue = new TransferQueue(
            1, id -> this.open.filter(now -> new ShareId(now.fingerprint()).equals(id)), Optional.empty());
    private final TestWindow window = new TestWindow(700, 500, services -> new StackPane());
    private Path file;
    private TestShare share;
    private ShareClient client;
    private Optional<ShareClient> open;
    private Optional<Job.ShareRef> away = Optional.empty();
    private TransferDesk desk;

    @BeforeEach
    void connect() throws IOException {
        file = Files.writeString(Files.createDirectory(folder.resolve("home")).resolve("taken"), "mine");
        Path shared = Files.createDirectory(folder.resolve("shared"));
        Files.writeString(shared.resolve("taken"), "of another");
        share = new TestShare(shared).start();
        ConnectOptions options = ConnectOptions.standard().limited(new RateLimit(upLimit::get), RateLimit.NONE);
        client = ShareClient.connect(share.link(), share.key(), options, new Cancellation());
        open = Optional.of(client);
        desk = new TransferDesk(
                queue, () -> open, () -> away, SettingsStore.open(folder.resolve("config")), window.services());
    }

    @AfterEach
    void close() {
        window.close();
        queue.close();
        client.close();
        share.close();
    }

    private void upload() {
        Fx.run(() -> desk.upload(List.of(file), RemotePath.root(), Optional.of(passcode)));
    }

    private void assertWiped() {
        Patience.await()
                .untilAsserted(() -> assertThatThrownBy(passcode::copyBytes).isInstanceOf(IllegalStateException.class));
        assertThat(queue.snapshot()).isEmpty();
    }

    @Test
    void thePasscodeIsWipedIfTheUserCancelsTheQuestionForConflicts() {
        upload();
        window.press("Cancel");
        assertWiped();
    }

    @Test
    void thePasscodeIsWipedIfTheWindowIsClosedBeforeTheAnswer() {
        upload();
        window.awaitText("taken");
        assertThat(passcode.reveal()).isEqualTo("sesame");
        Fx.run(desk::close);
        assertWiped();
    }

    @Test
    void thePasscodeIsWipedIfTheShareCannotBeSearched() {
        client.close();
        upload();
        assertWiped();
    }

    @Test
    void anUploadToAShareThatIsAwayWaitsForIt() {
        open = Optional.empty();
        away = Optional.of(Job.ShareRef.of(client));
        upload();
        window.awaitText("1 item waits until");
        assertThat(queue.snapshot())
                .singleElement()
                .extracting(TransferSnapshot::state)
                .isEqualTo(TransferSnapshot.State.WAITING);
        assertThat(passcode.reveal()).isEqualTo("sesame");
    }

    @Test
    void thePasscodeIsWipedIfTheShareWasLeftMeanwhile() {
        open = Optional.empty();
        upload();
        assertWiped();
    }

    @Test
    void aChangedCopyReplacesTheFileOfItsOwnShareWhicheverIsShown() throws IOException {
        Optional<ShareClient> own = open;
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("taken"), "of a third");
        try (TestShare other = new TestShare(elsewhere).start();
                ShareClient shown =
                        ShareClient.connect(other.link(), other.key(), ConnectOptions.standard(), new Cancellation())) {
            open = Optional.of(shown);
            Entry original = client.stat(RemotePath.parse("taken"));
            Fx.run(() -> desk.replace(client, file, RemotePath.root(), original));
            assertThat(queue.shares()).containsExactly(Job.ShareRef.of(client).id());
            open = own;
            queue.sharesChanged();
            Patience.await()
                    .untilAsserted(
                            () -> assertThat(folder.resolve("shared/taken")).hasContent("mine"));
            assertThat(elsewhere.resolve("taken")).hasContent("of a third");
        }
    }

    @Test
    void aChangedCopyThatWaitedAsksIfTheFileOfTheShareWasChangedMeanwhile() throws IOException {
        Path taken = folder.resolve("shared/taken");
        Entry original = client.stat(RemotePath.parse("taken"));
        open = Optional.empty();
        queue.sharesChanged();
        Fx.run(() -> desk.replace(client, file, RemotePath.root(), original));
        Files.writeString(taken, "changed by another meanwhile");
        open = Optional.of(client);
        queue.sharesChanged();
        Patience.await()
                .untilAsserted(() -> assertThat(queue.snapshot())
                        .singleElement()
                        .extracting(TransferSnapshot::message)
                        .isEqualTo("“taken” was changed on the share meanwhile, so it was not replaced."));
        Fx.await(() -> window.services().dialogs().openProperty().get());
        window.awaitText("taken");
        assertThat(taken).hasContent("changed by another meanwhile");
        window.press("Cancel");
    }

    @Test
    void aChangedCopyIsStoredAgainIfTheFileOfTheShareWasDeletedMeanwhile() throws IOException {
        Entry original = client.stat(RemotePath.parse("taken"));
        Files.delete(folder.resolve("shared/taken"));
        Fx.run(() -> desk.replace(client, file, RemotePath.root(), original));
        Patience.await()
                .untilAsserted(() -> assertThat(folder.resolve("shared/taken")).hasContent("mine"));
    }

    /** Returns a download of {@code taken} that failed because a file is in the way of its folder. */
    private long failedDownload(ConflictRules rules) throws IOException {
        Path blocked = Files.writeString(folder.resolve("blocked"), "a file").resolve("folder");
        long id = queue.download(
                Job.ShareRef.of(client), List.of(new RemoteItem(RemotePath.parse("taken"), false)), blocked, rules);
        awaitState(TransferSnapshot.State.FAILED);
        return id;
    }

    private void awaitState(TransferSnapshot.State state) {
        Patience.await()
                .untilAsserted(() -> assertThat(queue.snapshot())
                        .singleElement()
                        .extracting(TransferSnapshot::state)
                        .isEqualTo(state));
    }

    @Test
    void anotherFolderAsksAboutTheNamesThatAreTakenThere() throws IOException {
        long id = failedDownload(ConflictRules.all(OnConflict.OVERWRITE));
        Path home = folder.resolve("home");
        Fx.run(() -> desk.elsewhere(id, home));
        window.awaitText("1 file is already on this computer");
        assertThat(file).hasContent("mine");
        window.press("Continue");
        awaitState(TransferSnapshot.State.DONE);
        assertThat(file).hasContent("mine");
        assertThat(home.resolve("taken (2)")).hasContent("of another");
    }

    @Test
    void anEntryOfTheHistoryIsTriedAgainWithTheQuestionAboutTakenNames() throws IOException {
        Path home = folder.resolve("home");
        History.Entry entry = entry(Direction.DOWNLOAD, "taken", home.toString());
        Fx.run(() -> desk.again(entry));
        window.awaitText("1 file is already on this computer");
        window.press("Continue");
        awaitState(TransferSnapshot.State.DONE);
        assertThat(file).hasContent("mine");
        assertThat(home.resolve("taken (2)")).hasContent("of another");
    }

    @Test
    void anEntryOfTheHistoryWhoseShareIsAwayWaitsForIt() {
        open = Optional.empty();
        Fx.run(() -> desk.again(entry(Direction.UPLOAD, file.toString(), "")));
        window.awaitText("1 item waits until");
        awaitState(TransferSnapshot.State.WAITING);
    }

    @Test
    void anUploadOfTheHistoryToAShareThatIsAwayIsRefusedIfUploadsAreNotToWait() throws IOException {
        SettingsStore refusing = SettingsStore.open(folder.resolve("refusing"));
        refusing.update(now -> now.withTransfers(new Settings.Moving(3, 0, 0, Optional.empty(), true, false, true)));
        TransferDesk strict = new TransferDesk(queue, () -> open, () -> away, refusing, window.services());
        open = Optional.empty();
        Fx.run(() -> strict.again(entry(Direction.UPLOAD, file.toString(), "")));
        window.awaitText("No share is open");
        assertThat(queue.snapshot()).isEmpty();
    }

    private History.Entry entry(Direction direction, String source, String target) {
        return new History.Entry(
                Instant.EPOCH,
                direction,
                "shared",
                "taken",
                "",
                0,
                0,
                Duration.ZERO,
                TransferSnapshot.State.FAILED,
                "",
                Optional.of(new History.Again(
                        Job.ShareRef.of(client), List.of(new Job.Source(source, false, Optional.empty())), target)));
    }

    @Test
    void anotherFolderReplacesNothingWhileNobodyCanLookForTakenNames() throws IOException {
        long id = failedDownload(ConflictRules.all(OnConflict.OVERWRITE));
        Optional<ShareClient> own = open;
        open = Optional.empty();
        Fx.run(() -> desk.elsewhere(id, folder.resolve("home")));
        awaitState(TransferSnapshot.State.WAITING);
        open = own;
        queue.sharesChanged();
        awaitState(TransferSnapshot.State.FAILED);
        assertThat(queue.snapshot().getFirst().fault()).contains(Fault.EXISTS);
        assertThat(file).hasContent("mine");
    }

    @Test
    void whatTookThePlaceOfTheSeenFileWhileTheTransferWaitedIsAskedAboutAgain() throws IOException {
        Path taken = folder.resolve("shared/taken");
        Fx.run(() -> desk.upload(List.of(file), RemotePath.root()));
        window.awaitText("1 file is already in “share”");
        Optional<ShareClient> own = open;
        open = Optional.empty();
        chooseForAll(OnConflict.OVERWRITE);
        awaitState(TransferSnapshot.State.WAITING);
        Files.writeString(taken, "the work of another");
        // Older than the file that is uploaded, as a copy that keeps its time is.
        Files.setLastModifiedTime(taken, FileTime.fromMillis(0));
        open = own;
        queue.sharesChanged();
        awaitState(TransferSnapshot.State.FAILED);
        assertThat(queue.snapshot().getFirst().fault()).contains(Fault.EXISTS);
        assertThat(taken).hasContent("the work of another");
        Fx.run(() -> desk.retry(queue.snapshot().getFirst().id()));
        window.awaitText("1 file is already in “share”");
        window.press("Continue");
        awaitState(TransferSnapshot.State.DONE);
        assertThat(taken).hasContent("the work of another");
        assertThat(folder.resolve("shared/taken (2)")).hasContent("mine");
    }

    private void chooseForAll(OnConflict rule) {
        Fx.await(() -> window.scene().lookup("#all-" + rule) instanceof Button);
        Fx.run(() -> ((Button) window.scene().lookup("#all-" + rule)).fire());
        window.press("Continue");
    }

    /** @param rule the answer for all files; empty for a copy that was changed, which asks no question at first */
    @ParameterizedTest
    @ValueSource(strings = {"OVERWRITE", "NEWER", ""})
    void whatOthersWriteDuringTheUploadIsAskedAboutAgainWithItsSizeAndTime(String rule) throws IOException {
        Path taken = folder.resolve("shared/taken");
        Files.setLastModifiedTime(taken, FileTime.fromMillis(1_000_000_000_000L));
        Files.write(file, new byte[600_000]);
        upLimit.set(50_000);
        if (rule.isEmpty()) {
            Entry original = client.stat(RemotePath.parse("taken"));
            Fx.run(() -> desk.replace(client, file, RemotePath.root(), original));
        } else {
            Fx.run(() -> desk.upload(List.of(file), RemotePath.root()));
            chooseForAll(OnConflict.valueOf(rule));
        }
        Patience.await()
                .untilAsserted(() -> assertThat(queue.snapshot())
                        .singleElement()
                        .satisfies(upload -> assertThat(upload.bytesDone()).isPositive()));
        Files.writeString(taken, "the work of another");
        // Older than the file that is uploaded, as a copy that keeps its time is.
        Files.setLastModifiedTime(taken, FileTime.fromMillis(1_100_000_000_000L));
        upLimit.set(0);
        awaitState(TransferSnapshot.State.FAILED);
        assertThat(queue.snapshot().getFirst().message())
                .isEqualTo("“taken” was changed on the share meanwhile, so it was not replaced.");
        assertThat(taken).hasContent("the work of another");
        if (!rule.isEmpty()) {
            Fx.run(() -> desk.retry(queue.snapshot().getFirst().id()));
        }
        window.awaitText("19 B · ");
        chooseForAll(OnConflict.OVERWRITE);
        Patience.await().untilAsserted(() -> assertThat(taken).hasBinaryContent(new byte[600_000]));
    }

    @Test
    void whatFollowsATransferLearnsWhetherEverythingArrived() throws IOException {
        Path more = Files.writeString(folder.resolve("home/more"), "more");
        List<Boolean> whole = new CopyOnWriteArrayList<>();
        Fx.run(() -> desk.update(client, List.of(more), RemotePath.root(), whole::add));
        Patience.await().until(() -> whole.equals(List.of(true)));
        assertThat(folder.resolve("shared/more")).hasContent("more");
        List<Path> missing = List.of(more, folder.resolve("home/gone"));
        Fx.run(() -> desk.update(client, missing, RemotePath.root(), whole::add));
        Patience.await().until(() -> whole.equals(List.of(true, false)));
    }
}
