package quayside.app.ui.kit;

import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.animation.PauseTransition;
import javafx.scene.control.Button;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DataFormat;
import javafx.scene.layout.Region;
import javafx.util.Duration;
import quayside.app.core.text.Texts;

/** A button that copies a text and confirms it for a moment. JavaFX thread only. */
public final class CopyButton extends Button {
    private static final Duration CONFIRMED_FOR = Duration.seconds(2);

    private final PauseTransition pause = new PauseTransition(CONFIRMED_FOR);
    private Glyph glyph = Glyph.COPY;
    private String words = Texts.get("shared.copy");

    /**
     * Copies to the system's clipboard.
     *
     * @param name the name for screen readers
     * @param text supplies the text when the button is pressed
     */
    public CopyButton(String name, Supplier<String> text) {
        this(name, text, words -> Clipboard.getSystemClipboard().setContent(Map.of(DataFormat.PLAIN_TEXT, words)));
    }

    /**
     * @param name the name for screen readers
     * @param text supplies the text when the button is pressed
     * @param clipboard receives the text
     */
    public CopyButton(String name, Supplier<String> text, Consumer<String> clipboard) {
        setAccessibleText(name);
        setMinWidth(Region.USE_PREF_SIZE);
        setMnemonicParsing(false);
        getStyleClass().add("copy-button");
        pause.setOnFinished(event -> reset());
        setOnAction(event -> {
            clipboard.accept(text.get());
            setText(Texts.get("shared.copied"));
            setGraphic(Nodes.icon(Glyph.CHECK, "success-icon"));
            pause.playFromStart();
        });
        reset();
    }

    /** Sets another icon and other words than "Copy". */
    public CopyButton named(Glyph otherGlyph, String otherWords) {
        glyph = otherGlyph;
        words = otherWords;
        reset();
        return this;
    }

    private void reset() {
        setText(words);
        setGraphic(Nodes.icon(glyph));
    }
}
