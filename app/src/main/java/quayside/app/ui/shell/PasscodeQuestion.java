package quayside.app.ui.shell;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.DialogBox;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.HumanFormat;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.SecretField;
import quayside.protocol.client.unlock.PasscodePrompt.Answer;
import quayside.protocol.message.Passcode;
import quayside.protocol.text.InvalidInput;

/** Asks for the passcode of protected files; its text can change while it is open. JavaFX thread only. */
final class PasscodeQuestion {
    private static final int MAX_LISTED = 5;

    private final LongSupplier nanoTime;
    private final StringProperty text = new SimpleStringProperty(this, "text", "");
    private final BooleanProperty waits = new SimpleBooleanProperty(this, "waits");
    private final SecretField field =
            new SecretField(SecretField.Kind.PASSCODE, "passcode", Texts.get("passcode.ask"), text);
    private final CheckBox remember = new CheckBox(Texts.get("passcode.remember"));
    private final VBox files = new VBox(4);
    private final Label problem = Nodes.paragraph("", "field-fault");
    private final Timeline countdown =
            new Timeline(new KeyFrame(javafx.util.Duration.seconds(1), event -> countDown()));
    private final Consumer<Optional<Answer>> answered;
    private final DialogBox box;
    private final String share;
    private long waitsUntil;

    /**
     * Makes a question about files of {@code share}, whose name is escaped.
     *
     * @param nanoTime the monotonic clock
     * @param answered gets the answer, or nothing if the files are to stay locked
     */
    PasscodeQuestion(String share, LongSupplier nanoTime, Consumer<Optional<Answer>> answered) {
        this.share = share;
        this.nanoTime = nanoTime;
        this.answered = answered;
        countdown.setCycleCount(Animation.INDEFINITE);
        remember.setSelected(true);
        remember.setWrapText(true);
        remember.setId("passcode-remember");
        problem.setId("passcode-problem");
        files.setId("passcode-files");
        files.getStyleClass().add("dialog-sentence");
        Nodes.show(problem, false);
        text.addListener((property, before, now) -> {
            if (!now.isEmpty() && !waits.get()) {
                Nodes.show(problem, false);
            }
        });
        Label caption = Nodes.label(Texts.get("passcode.ask"), "strong");
        caption.setLabelFor(field.field());
        problem.setGraphic(Nodes.icon(Glyph.ALERT, "danger-icon"));
        box = DialogBox.of(Texts.get("passcode.ask.title", share, 1))
                .content(files, caption, field, problem, remember)
                .width(480)
                .safe(Texts.get("passcode.leave"), () -> answered.accept(Optional.empty()))
                .focusOn(field.field())
                .whenClosed(() -> {
                    countdown.stop();
                    field.wipe();
                })
                .check(Texts.get("passcode.unlock"), this::submit)
                .disabledWhile(waits);
    }

    DialogBox dialog() {
        return box;
    }

    /**
     * Changes the text.
     *
     * @param sentences name the files, escaped
     * @param again whether the last answer was wrong
     */
    void show(List<String> sentences, boolean again, Duration waitFor) {
        box.title(Texts.get("passcode.ask.title", share, sentences.size()));
        files.getChildren().clear();
        sentences.stream()
                .limit(MAX_LISTED)
                .forEach(sentence -> files.getChildren().add(Nodes.paragraph(sentence, "muted")));
        if (sentences.size() > MAX_LISTED) {
            files.getChildren().add(Nodes.muted(Texts.get("passcode.more", sentences.size() - MAX_LISTED)));
        }
        if (!waitFor.isZero()) {
            waitsUntil = nanoTime.getAsLong() + waitFor.toNanos();
            waits.set(true);
            countdown.play();
            countDown();
        } else if (again && !waits.get()) {
            showProblem(Texts.get("passcode.wrong"));
        }
    }

    /** Updates the countdown, once a second while the user has to wait. */
    private void countDown() {
        long left = waitsUntil - nanoTime.getAsLong();
        if (left > 0) {
            showProblem(Texts.get(
                    "passcode.tooMany", HumanFormat.duration(Duration.ofSeconds(Math.ceilDiv(left, 1_000_000_000L)))));
        } else {
            countdown.stop();
            waits.set(false);
            Nodes.show(problem, false);
        }
    }

    private void showProblem(String sentence) {
        problem.setText(sentence);
        Nodes.show(problem, true);
    }

    private boolean submit() {
        Passcode passcode;
        try {
            passcode = Passcode.of(text.get());
        } catch (InvalidInput e) {
            showProblem(Texts.words(e.sentence()));
            field.focusAndSelect();
            return false;
        }
        boolean kept = remember.isSelected();
        box.close();
        answered.accept(Optional.of(new Answer(passcode, kept)));
        return true;
    }
}
