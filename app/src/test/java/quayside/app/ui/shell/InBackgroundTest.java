package quayside.app.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javafx.scene.control.CheckBox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.Patience;
import quayside.app.core.TestParts;
import quayside.app.core.desktop.RunningProgram;
import quayside.app.core.desktop.SessionDesktop;
import quayside.app.core.desktop.TestBus;
import quayside.app.core.host.FakeHost;
import quayside.app.core.host.HostState;
import quayside.app.core.settings.Settings;
import quayside.app.core.settings.WindowSize;
import quayside.app.ui.kit.DialogBox;
import quayside.app.ui.kit.Fx;

/** A window that may be closed while its folder is still shared. */
@Timeout(60)
class InBackgroundTest {
    @TempDir
    Path folder;

    private final FakeHost host = new FakeHost();
    private LiveWindow window;

    /** At each end of the window: whether it was still there. */
    private final List<Boolean> ended = new ArrayList<>();

    @BeforeEach
    void open() throws IOException {
        open(new SessionDesktop(Optional.empty()));
    }

    private void open(SessionDesktop desktop) throws IOException {
        window = new LiveWindow(
                folder,
                new WindowSize(1000, 700, false),
                core -> TestParts.of(core).with(host).with(desktop).core(),
                files -> files);
        Fx.run(() -> window.shell().keepRunning(() -> ended.add(window.closed.isEmpty())));
        host.become(FakeHost.on(folder));
        Fx.await(() -> window.shows("Sharing “Pictures”"));
    }

    @AfterEach
    void close() {
        window.close();
    }

    private void closeByUser() {
        Fx.run(window::closeByUser);
    }

    private void awaitOff() {
        host.become(new HostState.Off());
        Fx.await(() -> !window.shows("Sharing “Pictures”"));
    }

    private boolean isAsked(String button) {
        return Fx.call(() -> window.button(button).isPresent());
    }

    private boolean isShowing() {
        return Fx.call(window.stage()::isShowing);
    }

    private boolean second(RunningProgram.Request request) {
        return Fx.call(() -> window.shell().requested(request));
    }

    private void whenClosed(Settings.WhenClosed chosen) throws IOException {
        window.core.settings().update(now -> now.withBackground(now.background().withWhenClosed(chosen)));
    }

    @Test
    void closingAsksAndTheWindowComesBackAtASecondStart() {
        closeByUser();
        assertThat(isShowing()).isTrue();
        window.press("Keep sharing");
        assertThat(isShowing()).isFalse();
        assertThat(window.closed).isEmpty();
        assertThat(host.asked).isEmpty();
        second(new RunningProgram.Request.Stay());
        assertThat(isShowing()).isFalse();
        second(new RunningProgram.Request.Show());
        assertThat(isShowing()).isTrue();
        assertThat(isAsked("Keep sharing")).isFalse();
        assertThat((Object) Fx.call(() -> window.find("#host-pill"))).isNotNull();
    }

    @Test
    void theAnswerHoldsForLaterIfTheUserWantsThat() {
        closeByUser();
        Fx.run(() -> ((CheckBox) window.find("#keep-always")).setSelected(true));
        window.press("Keep sharing");
        Patience.await()
                .until(() -> window.core.settings().settings().background().whenClosed()
                        == Settings.WhenClosed.KEEP_SHARING);
        second(new RunningProgram.Request.Show());
        closeByUser();
        assertThat(isShowing()).isFalse();
    }

    @Test
    void cancellingKeepsTheWindowAndQuittingClosesIt() {
        closeByUser();
        window.press("Cancel");
        assertThat(isShowing()).isTrue();
        closeByUser();
        window.press("Stop sharing and quit");
        Fx.await(() -> window.closed.isPresent());
    }

    @Test
    void whereNothingIsSharedOrTheUserQuitsAlwaysNothingIsAsked() throws IOException {
        whenClosed(Settings.WhenClosed.QUIT);
        closeByUser();
        Fx.await(() -> window.closed.isPresent());
    }

    @Test
    void quittingAsksForGuestsAtWorkAsBefore() throws IOException {
        host.become(FakeHost.on(folder, FakeHost.downloading("1", "10.0.0.2")));
        whenClosed(Settings.WhenClosed.QUIT);
        Patience.await().untilAsserted(() -> {
            closeByUser();
            assertThat(isAsked("Stop when they are done")).isTrue();
        });
        window.press("Keep sharing");
        assertThat(window.closed).isEmpty();
    }

    @Test
    void aShareThatEndsWithoutAnIconEndsTheProgram() {
        Fx.run(() -> window.shell().inBackground().hide());
        host.become(new HostState.Off());
        Fx.await(() -> window.closed.isPresent());
    }

    @Test
    void aQuestionOrAFailureShowsTheWindow() {
        Fx.run(() -> window.shell().inBackground().hide());
        Fx.run(() -> window.shell().dialogs().show(DialogBox.of("May I?").safe()));
        assertThat(isShowing()).isTrue();
        window.press("Cancel");
        Fx.run(() -> window.shell().inBackground().hide());
        host.become(new HostState.Failed(folder, "The folder is gone."));
        Fx.await(() -> window.stage().isShowing());
    }

    @Test
    void aHiddenProgramSaysByANotificationWhatIsWrongAndTheWindowSaysItWhenItIsShown() throws Exception {
        window.close();
        List<String> shown = new CopyOnWriteArrayList<>();
        try (TestBus bus = new TestBus()) {
            bus.startDesktop(new CopyOnWriteArrayList<>(), new CopyOnWriteArrayList<>(), shown);
            host.become(new HostState.Off());
            open(new SessionDesktop(Optional.of(bus.address())));
            window.core.settings().update(now -> now.withHost(now.host().withPort(4999)));
            awaitOff();
            Fx.run(() -> window.shell().inBackground().hide());
            host.become(FakeHost.on(folder));
            String elsewhere = "Quayside|“Pictures” is shared at another port|Another program uses port 4999. The link"
                    + " has port 4870 ";
            Patience.await()
                    .untilAsserted(() -> assertThat(shown).singleElement(STRING).startsWith(elsewhere));
            host.become(new HostState.Failed(folder.resolve("Pictures"), "The folder is gone."));
            Patience.await()
                    .untilAsserted(() -> assertThat(shown)
                            .last()
                            .isEqualTo("Quayside|“Pictures” is not shared|The folder is gone.|Show"));
            assertThat(isShowing()).isFalse();
            second(new RunningProgram.Request.Show());
            Fx.run(() -> window.shell().inBackground().show());
            window.fire(".host-pill");
            window.awaitText("The folder is gone.");
        }
    }

    @Test
    void aFailureShowsTheWindowWhereNoIconTellsThatTheProgramStillRuns() throws Exception {
        window.close();
        List<String> shown = new CopyOnWriteArrayList<>();
        try (TestBus bus = new TestBus()) {
            bus.startNotices(shown);
            open(new SessionDesktop(Optional.of(bus.address())));
            Fx.run(() -> window.shell().inBackground().hide());
            host.become(new HostState.Failed(folder.resolve("Pictures"), "The folder is gone."));
            Fx.await(() -> window.stage().isShowing());
            assertThat(shown).singleElement(STRING).contains("is not shared");
        }
    }

    @Test
    void aProgramThatNoSecondStartFindsBeginsHiddenAndSharesToo() throws IOException {
        awaitOff();
        window.core.settings().update(now -> now.withBackground(now.background().withShareAtStart(true)));
        Fx.run(() -> window.shell().begin(size -> {}, true, Optional.empty()));
        assertThat(isShowing()).isFalse();
        assertThat(host.asked).filteredOn(each -> each.startsWith("start ")).hasSize(1);
    }

    @Test
    void nothingIsHiddenWithAQuestionThatIsOpen() throws IOException {
        whenClosed(Settings.WhenClosed.KEEP_SHARING);
        Fx.run(() -> window.shell().dialogs().show(DialogBox.of("May I?").safe()));
        closeByUser();
        assertThat(isShowing()).isTrue();
        window.press("Cancel");
        whenClosed(Settings.WhenClosed.ASK);
        closeByUser();
        closeByUser();
        window.press("Keep sharing");
        assertThat(isShowing()).isFalse();
        assertThat(isAsked("Keep sharing")).isFalse();
    }

    @Test
    void theLinkOfASecondStartIsOpened() {
        Fx.run(() -> window.shell().inBackground().hide());
        second(new RunningProgram.Request.Open("quayside://127.0.0.1:1/#k7pm-2xqd"));
        assertThat(isShowing()).isTrue();
        Fx.await(() -> !window.core.shares().open().isEmpty());
        second(new RunningProgram.Request.Open("quayside://"));
        assertThat(window.core.shares().open()).hasSize(1);
    }

    @Test
    void afterTheEndNothingShowsTheWindowAndNoSecondStartAsksForIt() {
        Fx.run(() -> window.shell().inBackground().hide());
        host.become(new HostState.Off());
        Fx.await(() -> window.closed.isPresent());
        assertThat(ended).containsExactly(true);
        Fx.run(() -> window.shell().inBackground().show());
        assertThat(second(new RunningProgram.Request.Show())).isFalse();
        assertThat(second(new RunningProgram.Request.Open("quayside://127.0.0.1:1/#k7pm-2xqd")))
                .as("the program that asks opens it")
                .isFalse();
        assertThat(isShowing()).isFalse();
        assertThat(window.core.shares().open()).isEmpty();
    }

    @Test
    void noThreadIsLeftHoweverOftenItIsHidden() {
        int before = Thread.activeCount();
        for (int i = 0; i < 50; i++) {
            Fx.run(() -> window.shell().inBackground().hide());
            Fx.run(() -> window.shell().inBackground().show());
        }
        assertThat(Thread.activeCount()).isLessThanOrEqualTo(before + 1);
        assertThat(isShowing()).isTrue();
    }
}
