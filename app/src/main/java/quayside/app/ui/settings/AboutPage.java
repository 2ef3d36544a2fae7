package quayside.app.ui.settings;

import atlantafx.base.theme.Styles;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Separator;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import quayside.app.core.ProgramVersion;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.CopyButton;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.Nodes;
import quayside.protocol.text.DisplayText;

/** What this program is: its version, what it runs on, and the licences of its parts. JavaFX thread only. */
final class AboutPage extends VBox {
    /** The parts of other people that an installation contains, with their licences. */
    private static final String[][] PARTS = {
        {"OpenJFX", "GPL 2 + CPE"},
        {"AtlantaFX", "MIT"},
        {"ControlsFX", "BSD 3-Clause"},
        {"dbus-java", "MIT"},
        {"Tink", "Apache 2.0"},
        {"Gson", "Apache 2.0"},
        {"Protocol Buffers", "BSD 3-Clause"},
        {"Bouncy Castle", "MIT"},
        {"JmDNS", "Apache 2.0"},
        {"ZXing", "Apache 2.0"},
        {"zxcvbn4j", "MIT"},
        {"picocli", "Apache 2.0"},
        {"SLF4J", "MIT"},
        {"Logback", "EPL 1.0 / LGPL 2.1"},
        {"Noto Emoji", "SIL OFL 1.1"},
    };

    private final GridPane facts = grid();
    private final StringBuilder details = new StringBuilder();

    AboutPage(Node mark) {
        getStyleClass().add("about");
        Label name = Nodes.label(Texts.get("shell.title"), "about-name");
        VBox title = new VBox(2, name, Nodes.paragraph(Texts.get("settings.about.line"), "muted"));
        title.setAlignment(Pos.CENTER_LEFT);
        HBox.setHgrow(title, Priority.ALWAYS);
        HBox head = new HBox(16, mark, title);
        head.setAlignment(Pos.CENTER_LEFT);
        fact("settings.about.version", ProgramVersion.get());
        fact(
                "settings.about.java",
                System.getProperty("java.version") + ", JavaFX " + System.getProperty("javafx.version", ""));
        fact("settings.about.system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        GridPane parts = grid();
        for (String[] part : PARTS) {
            parts.addRow(parts.getRowCount(), Nodes.muted(part[0]), Nodes.label(part[1]));
        }
        parts.setId("about-licences");
        Nodes.show(parts, false);
        CopyButton copy = new CopyButton(Texts.get("settings.about.copy"), details::toString)
                .named(Glyph.COPY, Texts.get("settings.about.copy"));
        copy.setId("about-copy");
        Node licences = link("settings.about.licences", () -> Nodes.show(parts, !parts.isVisible()));
        licences.setId("about-show-licences");
        FlowPane buttons = new FlowPane(16, 8, copy, licences);
        buttons.setAlignment(Pos.CENTER_LEFT);
        getChildren()
                .addAll(
                        head,
                        facts,
                        buttons,
                        parts,
                        new Separator(),
                        Nodes.paragraph(Texts.get("settings.about.words"), "muted"));
    }

    private static GridPane grid() {
        GridPane grid = new GridPane(24, 8);
        grid.getStyleClass().add("about-facts");
        return grid;
    }

    private void fact(String key, String value) {
        Label words = Nodes.paragraph(DisplayText.escape(value));
        GridPane.setHgrow(words, Priority.ALWAYS);
        Label name = Nodes.muted(Texts.get(key));
        name.setMinWidth(Region.USE_PREF_SIZE);
        facts.addRow(facts.getRowCount(), name, words);
        details.append(Texts.get(key)).append(": ").append(value).append('\n');
    }

    private static Node link(String key, Runnable action) {
        var link = Nodes.button(Texts.get(key), action);
        link.getStyleClass().addAll(Styles.FLAT, Styles.ACCENT);
        return link;
    }
}
