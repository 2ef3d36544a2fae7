package quayside.app.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.event.Event;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.host.HostState;
import quayside.app.ui.kit.CutTexts;
import quayside.app.ui.kit.Fx;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.message.Passcode;

/** German is longer than English: no word of the main screens is cut, in the usual window and in a small one. */
class GermanTest {
    @TempDir
    Path folder;

    private final Locale before = Locale.getDefault(Locale.Category.DISPLAY);
    private final List<String> cut = new ArrayList<>();
    private LiveWindow window;

    @BeforeEach
    void open() throws IOException {
        Locale.setDefault(Locale.Category.DISPLAY, Locale.GERMANY);
        window = new LiveWindow(folder);
    }

    @AfterEach
    void close() {
        window.close();
        Locale.setDefault(Locale.Category.DISPLAY, before);
    }

    @Test
    void noWordIsCut() throws IOException {
        Files.write(window.shared.resolve("report.txt"), new byte[2_000]);
        Fx.await(() -> window.find("#home-link") != null);
        look("home");
        window.connectAndWaitFor("report.txt");
        look("panes");
        window.startLargeUpload();
        Fx.run(() -> ((ToggleButton) window.node("#transfers-fold")).setSelected(true));
        look("transfers");
        window.select(".remote", "report.txt");
        window.type(".remote", KeyCode.DELETE);
        window.awaitText("„report.txt“");
        look("question");
        window.press("Behalten");
        window.fire("#settings");
        Fx.await(() -> window.find("#settings-pages") != null);
        ListView<?> pages = (ListView<?>) window.node("#settings-pages");
        for (int page = 0; page < pages.getItems().size(); page++) {
            int shown = page;
            Fx.run(() -> pages.getSelectionModel().select(shown));
            look("settings-" + page);
        }
        escape();
        window.fire("#help");
        Fx.await(() -> window.find("#help-search") != null);
        look("help");
        escape();
        window.fire("#tab-home");
        window.fire("#share-again");
        Fx.await(() -> window.core.host().state() instanceof HostState.On);
        look("host");
        assertThat(cut).isEmpty();
    }

    @Test
    void noWordOfTheFirstVisitOrOfAQuestionIsCutOrCovered() throws IOException {
        Files.write(window.shared.resolve("accounts.ods"), new byte[50]);
        ShareLink link = ShareLink.parse(window.otherShares());
        window.connect(link.address());
        Fx.await(() -> window.find("#connect-key") != null);
        look("key");
        Fx.run(() -> ((TextField) window.node("#connect-key")).setText("not the key"));
        window.fire("#connect-button");
        window.awaitText("Dieser Schlüssel öffnet");
        look("wrong-key");
        Fx.run(() -> ((TextField) window.node("#connect-key"))
                .setText(link.key().orElseThrow().reveal()));
        window.fire("#connect-button");
        window.awaitNames(".remote", "accounts.ods");
        Fx.await(() -> window.find(".first-visit .mono") != null);
        look("first-visit");
        window.fire("#connect-first-matches");
        assertThat(window.other
                        .host()
                        .protect(List.of(window.shared.resolve("accounts.ods")), Passcode.of("open sesame 42")))
                .isOne();
        window.type(".remote", KeyCode.F5);
        Fx.await(() -> window.find(".remote .lock-cell .icon") != null);
        window.select(".remote", "accounts.ods");
        window.fire("#download");
        Fx.await(() -> window.find("#passcode") != null);
        look("passcode");
        escape();
        assertThat(cut).isEmpty();
    }

    private void escape() {
        Fx.run(() -> Event.fireEvent(
                window.node(".dialog-box"),
                new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.ESCAPE, false, false, false, false)));
        Fx.await(() -> window.find(".dialog-box") == null);
    }

    private void look(String screen) throws IOException {
        for (double[] size : new double[][] {{1180, 760}, {800, 500}}) {
            Fx.run(() -> {
                window.stage().setWidth(size[0]);
                window.stage().setHeight(size[1]);
            });
            Fx.await(() -> window.stage().getScene().getWidth() == size[0]);
            window.picture("german-" + screen + "-" + (int) size[0]);
            Fx.call(() -> CutTexts.of(
                            window.stage().getScene(), folder.toString(), "127.0.0.1", "Pictures", "Dieser Computer"))
                    .forEach(words -> cut.add(screen + " at " + (int) size[0] + ": " + words));
        }
    }
}
