package quayside.app.ui.kit;

import atlantafx.base.controls.Spacer;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.application.Platform;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.TraversalDirection;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import quayside.app.core.doctor.Check;
import quayside.app.core.doctor.Diagnosis;
import quayside.app.core.text.Texts;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.text.Sentence;

/**
 * Shows an examination: each check while it runs, and then the verdict as its title, the next step as its button, and the
 * checks in a fold. The keyboard reaches each check and copies it. Closing it ends the examination. JavaFX thread only.
 */
public final class DoctorBox {
    private static final double WIDTH = 560;
    private static final KeyCombination COPY = new KeyCodeCombination(KeyCode.C, KeyCombination.SHORTCUT_DOWN);

    private final UiServices services;
    private final Function<Diagnosis, Optional<Remedy>> remedies;
    private final Consumer<String> clipboard;
    private final DialogBox dialog = DialogBox.of(Texts.get("doctor.running"));
    private final Label next = Nodes.paragraph(Texts.get("doctor.running.how"), "muted", "dialog-sentence");
    private final ProgressIndicator spinner = new ProgressIndicator();
    private final VBox command = new VBox();
    private final VBox rows = new VBox();
    private final ToggleButton fold = new ToggleButton(Texts.get("doctor.details"));
    private final HBox head = new HBox(8, fold, new Spacer());

    /** Blocking work that tells each check as it is done. */
    @FunctionalInterface
    public interface Examination {
        Diagnosis run(Consumer<Check> done, Cancellation cancellation) throws IOException;
    }

    /** What the button for the next step says and does. */
    public record Remedy(String words, Runnable deed) {}

    private DoctorBox(UiServices services, Function<Diagnosis, Optional<Remedy>> remedies, Consumer<String> clipboard) {
        this.services = services;
        this.remedies = remedies;
        this.clipboard = clipboard;
    }

    /**
     * Shows a new examination.
     *
     * @param remedies returns what the button for the next step does; without one, only the sentence is shown
     * @param clipboard receives what is copied
     */
    public static void show(
            Examination examination,
            Function<Diagnosis, Optional<Remedy>> remedies,
            UiServices services,
            Consumer<String> clipboard) {
        new DoctorBox(services, remedies, clipboard).begin(examination);
    }

    private void begin(Examination examination) {
        next.setId("doctor-next");
        spinner.setAccessibleText(Texts.get("doctor.running"));
        spinner.getStyleClass().add("doctor-busy");
        rows.getStyleClass().addAll("facts", "doctor-checks");
        rows.setId("doctor-checks");
        // Without room the content scrolls, and no row gets narrower.
        rows.setMinHeight(Region.USE_PREF_SIZE);
        Icon chevron = Nodes.icon(Glyph.CHEVRON_DOWN, "quiet");
        fold.setGraphic(chevron);
        fold.setId("doctor-details");
        fold.getStyleClass().addAll("flat", "doctor-fold");
        fold.setSelected(true);
        fold.selectedProperty().addListener((selected, before, now) -> {
            chevron.glyph(now ? Glyph.CHEVRON_DOWN : Glyph.CHEVRON_RIGHT);
            Nodes.show(rows, now);
        });
        head.setAlignment(Pos.CENTER_LEFT);
        Nodes.show(head, false);
        Nodes.show(command, false);
        Cancellation[] running = {new Cancellation()};
        dialog.width(WIDTH)
                .content(next, spinner, command, head, rows)
                .safe(Texts.get("shared.close"))
                .whenClosed(() -> running[0].cancel());
        services.dialogs().show(dialog);
        running[0] = services.background()
                .run(
                        cancellation -> examination.run(check -> Platform.runLater(() -> add(check)), cancellation),
                        this::end,
                        e -> fail(Texts.problem(e)));
    }

    private void add(Check check) {
        Icon icon = switch (check.mark()) {
            case GOOD -> Nodes.icon(Glyph.CHECK, "success-icon");
            case BAD -> Nodes.icon(Glyph.ALERT, "danger-icon");
            case UNKNOWN -> Nodes.icon(Glyph.HELP, "quiet");
        };
        Label topic = Nodes.paragraph(Texts.words(Sentence.of(check.topic())), "strong", "small-text");
        Label found = Nodes.paragraph(Texts.words(check.found()), "muted", "small-text");
        VBox words = new VBox(topic, found);
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        HBox row = new HBox(icon, words);
        row.setAlignment(Pos.CENTER_LEFT);
        row.setMinHeight(Region.USE_PREF_SIZE);
        row.getStyleClass().add("fact");
        if (!rows.getChildren().isEmpty()) {
            row.getStyleClass().add("later");
        }
        row.setAccessibleRole(AccessibleRole.TEXT);
        row.setAccessibleText(check.asText());
        row.setFocusTraversable(true);
        row.setOnKeyPressed(event -> {
            if (COPY.match(event)) {
                clipboard.accept(check.asText());
                event.consume();
            } else if (event.getCode() == KeyCode.UP || event.getCode() == KeyCode.DOWN) {
                boolean _ = row.requestFocusTraversal(
                        event.getCode() == KeyCode.UP ? TraversalDirection.UP : TraversalDirection.DOWN);
                event.consume();
            }
        });
        rows.getChildren().add(row);
    }

    private void end(Diagnosis diagnosis) {
        // What was told while it ran may be late.
        rows.getChildren().clear();
        diagnosis.checks().forEach(this::add);
        dialog.title(Texts.words(diagnosis.verdict()));
        next.setText(Texts.words(diagnosis.next()));
        Nodes.show(spinner, false);
        diagnosis.command().ifPresent(line -> {
            command.getChildren().setAll(new MonoLine(Texts.get("doctor.command"), line));
            Nodes.show(command, true);
        });
        CopyButton copy = new CopyButton(Texts.get("doctor.copy.all"), diagnosis::asText, clipboard);
        copy.setId("doctor-copy");
        copy.getStyleClass().add("small");
        head.getChildren().add(copy);
        Nodes.show(head, true);
        fold.setSelected(false);
        remedies.apply(diagnosis).ifPresent(remedy -> dialog.deed(remedy.words(), remedy.deed()));
        dialog.focusFirst();
    }

    private void fail(String sentence) {
        dialog.title(Texts.get("doctor.failed"));
        next.setText(sentence);
        Nodes.show(spinner, false);
    }
}
