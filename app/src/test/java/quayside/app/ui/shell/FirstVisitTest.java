package quayside.app.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.share.ShareState;
import quayside.app.ui.kit.Fx;
import quayside.protocol.client.connection.ShareLink;

/** What is said at the first visit to a share whose server no link vouches for. */
class FirstVisitTest {
    @TempDir
    Path folder;

    private LiveWindow window;
    private ShareLink link;

    @BeforeEach
    void connectByAddress() throws IOException {
        window = new LiveWindow(folder);
        Files.writeString(window.shared.resolve("here.txt"), "here");
        link = ShareLink.parse(window.otherShares());
        connect();
    }

    @AfterEach
    void close() {
        window.close();
    }

    @Test
    void theFingerprintIsOnOneLineToBeComparedAndNotShownAgain() {
        Fx.run(() -> {
            assertThat(fingerprint().getText())
                    .isEqualTo(link.id().orElseThrow().grouped());
            assertThat(fingerprint().getHeight())
                    .isLessThan(2 * fingerprint().getFont().getSize());
        });
        window.fire("#connect-first-matches");
        Fx.await(() -> !window.node(".first-visit").isVisible());
        window.otherStops();
        Fx.await(() -> window.share().state() instanceof ShareState.Lost);
        window.otherShares();
        window.fire("#connect-reconnect");
        window.awaitNames(".remote", "here.txt");
        assertThat(Fx.call(() -> window.node(".first-visit").isVisible())).isFalse();
    }

    @Test
    void whoeverDoesNotTrustItLeaves() {
        window.press("Disconnect");
        window.awaitText("Open a share");
        assertThat(Fx.call(() -> window.find(".first-visit"))).isNull();
    }

    private void connect() {
        window.connect(link.address());
        Fx.await(() -> window.find("#connect-key") != null);
        Fx.run(() -> ((TextField) window.node("#connect-key"))
                .setText(link.key().orElseThrow().reveal()));
        window.fire("#connect-button");
        window.awaitNames(".remote", "here.txt");
        Fx.await(() -> window.find(".first-visit .mono") != null);
    }

    private Label fingerprint() {
        return (Label) window.node(".first-visit .mono");
    }
}
