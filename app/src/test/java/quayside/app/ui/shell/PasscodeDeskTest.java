package quayside.app.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import quayside.app.core.Patience;
import quayside.app.ui.kit.Fx;
import quayside.app.ui.kit.TestWindow;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.unlock.PasscodePrompt.Answer;
import quayside.protocol.client.unlock.PasscodePrompt.Question;
import quayside.protocol.text.Sentence;

class PasscodeDeskTest {
    private static final String PASSCODE = "open sesame 42";

    private TestWindow window;
    private PasscodeDesk desk;

    @BeforeEach
    void open() {
        window = new TestWindow(700, 500, services -> new StackPane());
        desk = new PasscodeDesk(() -> "Pictures", window.services().dialogs());
    }

    @AfterEach
    void close() {
        desk.close();
        window.close();
    }

    private CompletableFuture<Optional<Answer>> ask(String lock, String file, boolean again, Duration waitFor) {
        return ask(lock, file, again, waitFor, new Cancellation());
    }

    private CompletableFuture<Optional<Answer>> ask(
            String lock, String file, boolean again, Duration waitFor, Cancellation cancellation) {
        CompletableFuture<Optional<Answer>> answer = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(() -> answer.complete(desk.ask(
                        new Question(lock, Sentence.said("\"" + file + "\" is protected."), again, waitFor),
                        cancellation)));
        return answer;
    }

    private CompletableFuture<Optional<Answer>> askAndShow(String lock, String file) {
        CompletableFuture<Optional<Answer>> answer = ask(lock, file, false, Duration.ZERO);
        window.awaitText("\"" + file + "\" is protected.");
        return answer;
    }

    private static Optional<Answer> get(CompletableFuture<Optional<Answer>> answer) {
        return answer.orTimeout(30, TimeUnit.SECONDS).join();
    }

    private TextField field() {
        return (TextField) window.scene().getRoot().lookup("#passcode");
    }

    private boolean isOpen() {
        return Fx.call(() -> field() != null);
    }

    @Test
    void enterGivesTheAnswerAndTheFieldHasTheFocusFirst() {
        CompletableFuture<Optional<Answer>> answer = askAndShow("a", "x.txt");
        window.write(PASSCODE);
        window.push(KeyCode.ENTER);
        Answer given = get(answer).orElseThrow();
        assertThat(given.passcode().reveal()).isEqualTo(PASSCODE);
        assertThat(given.remember()).isTrue();
    }

    @Test
    void escapeLeavesItLocked() {
        CompletableFuture<Optional<Answer>> answer = askAndShow("a", "x.txt");
        window.push(KeyCode.ESCAPE);
        assertThat(get(answer)).isEmpty();
        Fx.await(() -> field() == null);
    }

    @Test
    void whatIsNotToBeRememberedIsNot() {
        CompletableFuture<Optional<Answer>> answer = askAndShow("a", "x.txt");
        Fx.run(() -> ((CheckBox) window.scene().getRoot().lookup("#passcode-remember")).setSelected(false));
        window.write(PASSCODE);
        window.press("Unlock");
        assertThat(get(answer).orElseThrow().remember()).isFalse();
    }

    @Test
    void anEmptyPasscodeIsExplainedAndTheQuestionStays() {
        CompletableFuture<Optional<Answer>> answer = askAndShow("a", "x.txt");
        window.press("Unlock");
        window.awaitText("The passcode is empty.");
        assertThat(answer).isNotDone();
        window.push(KeyCode.ESCAPE);
        assertThat(get(answer)).isEmpty();
    }

    @Test
    void theOthersOfALockGetTheAnswerOnceItWasRight() {
        CompletableFuture<Optional<Answer>> first = askAndShow("a", "x.txt");
        CompletableFuture<Optional<Answer>> second = askAndShow("a", "y.txt");
        window.write(PASSCODE);
        window.press("Unlock");
        // As the client does with what it was given.
        get(first).orElseThrow().passcode().close();
        assertThat(second).isNotDone();
        desk.tried("a", true);
        assertThat(get(second).orElseThrow().passcode().reveal()).isEqualTo(PASSCODE);
    }

    @Test
    void theOthersOfALockAreAskedForAnewWhereItWasWrong() {
        CompletableFuture<Optional<Answer>> first = askAndShow("a", "x.txt");
        CompletableFuture<Optional<Answer>> second = askAndShow("a", "y.txt");
        window.write("wrong");
        window.press("Unlock");
        assertThat(get(first)).isPresent();
        desk.tried("a", false);
        CompletableFuture<Optional<Answer>> again = ask("a", "x.txt", true, Duration.ZERO);
        window.awaitText("Wrong passcode.");
        window.awaitText("\"x.txt\" is protected.");
        window.push(KeyCode.ESCAPE);
        assertThat(get(second)).isEmpty();
        assertThat(get(again)).isEmpty();
    }

    @Test
    void twoLocksAreAskedForOneAfterTheOther() {
        CompletableFuture<Optional<Answer>> first = askAndShow("a", "x.txt");
        CompletableFuture<Optional<Answer>> second = ask("b", "y.txt", false, Duration.ZERO);
        window.push(KeyCode.ESCAPE);
        assertThat(get(first)).isEmpty();
        window.awaitText("\"y.txt\" is protected.");
        window.push(KeyCode.ESCAPE);
        assertThat(get(second)).isEmpty();
    }

    @Test
    void cancellingTheOnlyAskerTakesTheQuestionBack() {
        Cancellation cancellation = new Cancellation();
        CompletableFuture<Optional<Answer>> answer = ask("a", "x.txt", false, Duration.ZERO, cancellation);
        window.awaitText("\"x.txt\" is protected.");
        cancellation.cancel();
        assertThat(get(answer)).isEmpty();
        Fx.await(() -> !isOpen());
    }

    @Test
    void cancellingOneOfTwoLeavesTheQuestionForTheOther() {
        Cancellation cancellation = new Cancellation();
        CompletableFuture<Optional<Answer>> gone = ask("a", "x.txt", false, Duration.ZERO, cancellation);
        window.awaitText("\"x.txt\" is protected.");
        CompletableFuture<Optional<Answer>> stays = askAndShow("a", "y.txt");
        cancellation.cancel();
        assertThat(get(gone)).isEmpty();
        Fx.await(() -> !window.shows("\"x.txt\" is protected."));
        assertThat(isOpen()).isTrue();
        window.push(KeyCode.ESCAPE);
        assertThat(get(stays)).isEmpty();
    }

    @Test
    void whereThereIsNobodyEverythingStaysLocked() {
        CompletableFuture<Optional<Answer>> open = askAndShow("a", "x.txt");
        desk.close();
        assertThat(get(open)).isEmpty();
        assertThat(get(ask("b", "y.txt", false, Duration.ZERO))).isEmpty();
    }

    @Test
    void afterTooManyWrongOnesTheSecondsAreCountedDownAndNothingCanBeTried() {
        AtomicLong nanos = new AtomicLong();
        List<Optional<Answer>> answers = new ArrayList<>();
        PasscodeQuestion question = Fx.call(() -> {
            PasscodeQuestion made = new PasscodeQuestion("Pictures", nanos::get, answers::add);
            made.show(List.of("x"), true, Duration.ofSeconds(30));
            window.services().dialogs().show(made.dialog());
            return made;
        });
        assertThat(problem()).contains("The next try is possible in 30 s");
        assertThat(Fx.call(() -> okButton().isDisabled())).isTrue();
        nanos.set(Duration.ofSeconds(12).toNanos());
        Patience.await().untilAsserted(() -> assertThat(problem()).contains("in 18 s"));
        nanos.set(Duration.ofSeconds(30).toNanos());
        Fx.await(() -> !okButton().isDisabled());
        Fx.run(() -> window.services().dialogs().withdraw(question.dialog()));
        assertThat(answers).isEmpty();
    }

    private String problem() {
        return Fx.call(() -> ((Label) window.scene().getRoot().lookup("#passcode-problem")).getText());
    }

    private Button okButton() {
        return (Button) window.scene().getRoot().lookup(".dialog-buttons .accent");
    }
}
