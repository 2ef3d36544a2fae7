package quayside.app.ui.browse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javafx.scene.control.MenuItem;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import quayside.app.ui.kit.Fx;
import quayside.app.ui.kit.TestWindow;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.transfer.ProgressListener;

class ChecksumKeyTest {
    private final List<String> wanted = new CopyOnWriteArrayList<>();
    private PaneUnderTest pane;

    @BeforeEach
    void open() {
        pane = new PaneUnderTest();
        Fx.run(() -> pane.pane.onAction(
                PaneAction.CHECKSUM, items -> wanted.add(items.getFirst().path().toString())));
        pane.awaitNames("archive", "Zoo", "Budget.xlsx", "img9.jpg", "img10.jpg");
    }

    @AfterEach
    void close() {
        pane.close();
    }

    @Test
    void theKeyAsksForTheChecksumOfTheOneFileThatIsSelected() {
        pane.select("img9.jpg", "img10.jpg");
        pane.window.push(KeyCode.CONTROL, KeyCode.K);
        pane.select("Zoo");
        pane.window.push(KeyCode.CONTROL, KeyCode.K);
        assertThat(wanted).isEmpty();
        pane.select("img9.jpg");
        pane.window.push(KeyCode.CONTROL, KeyCode.K);
        Fx.await(() -> wanted.equals(List.of("img9.jpg")));
    }

    @Test
    void theMenuOffersItForOneFileAlone() {
        assertThat(offered("img9.jpg")).isTrue();
        assertThat(offered("Zoo")).isFalse();
        assertThat(offered("img9.jpg", "img10.jpg")).isFalse();
        assertThat(offered()).isFalse();
    }

    @Test
    void theChecksumIsThatOfTheFolderShown() throws Exception {
        String here = Fx.call(() -> pane.pane.digest("img9.jpg").orElseThrow())
                .sha256(ProgressListener.NONE, new Cancellation());
        assertThat(here).hasSize(64);
        assertThat(Fx.call(() -> pane.pane.folderTitle())).isEqualTo("Pictures");
    }

    private boolean offered(String... names) {
        pane.select(names);
        return Fx.call(() -> {
            var menu = pane.table().getContextMenu();
            menu.getOnShowing().handle(null);
            return TestWindow.withSubmenus(menu.getItems())
                    .filter(item -> "Checksum…".equals(item.getText()))
                    .map(MenuItem::isDisable)
                    .noneMatch(disabled -> disabled);
        });
    }
}
