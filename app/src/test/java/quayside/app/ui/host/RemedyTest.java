package quayside.app.ui.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javafx.scene.control.Labeled;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.Patience;
import quayside.app.core.host.FakeHost;
import quayside.app.core.host.HostState;
import quayside.app.core.settings.SettingsStore;
import quayside.app.ui.kit.Fx;
import quayside.app.ui.kit.TestWindow;
import quayside.server.text.ServerReason;

/** What the host's screen offers after a share did not start. */
class RemedyTest {
    @TempDir
    Path temp;

    private final FakeHost host = new FakeHost();
    private Optional<Path> chosen = Optional.empty();
    private Path folder;
    private TestWindow window;
    private int opened;

    @BeforeEach
    void setUp() {
        folder = temp.resolve("Pictures");
        SettingsStore settings = SettingsStore.open(temp);
        window = new TestWindow(1000, 700, services -> {
            HostFeature feature = new HostFeature(
                    host, settings, services, (_, _) -> chosen.stream().toList(), _ -> {});
            feature.onOpen(() -> opened++);
            return feature.view();
        });
    }

    @AfterEach
    void tearDown() {
        window.close();
    }

    private void awaitAsked(String what) {
        Patience.await().untilAsserted(() -> assertThat(host.asked).contains(what));
    }

    private String text(String id) {
        return Fx.call(() -> ((Labeled) window.find(id)).getText());
    }

    @Test
    void aFolderThatIsSharedAlreadyOffersNoOtherPort() {
        host.become(new HostState.Failed(
                folder, "Another Quayside shares this folder.", Optional.of(ServerReason.ALREADY_SHARED)));
        Fx.await(() -> window.find("#host-again") != null);
        assertThat(window.find("#host-remedy")).isNull();
        assertThat(text("#host-state")).isEqualTo("“Pictures” is not shared");
        host.become(new HostState.Failed(folder, "The port is taken.", Optional.of(ServerReason.PORT_TAKEN)));
        Fx.await(() -> window.find("#host-remedy") != null);
        assertThat(text("#host-remedy")).isEqualTo("Use any free port");
    }

    @Test
    void aFolderThatCannotBeReadOffersAnother() {
        host.become(new HostState.Failed(folder, "The folder cannot be read."));
        Fx.await(() -> window.find("#host-remedy") != null);
        assertThat(text("#host-remedy")).isEqualTo("Choose another folder");
        assertThat(opened).isEqualTo(1);
    }

    @Test
    void aPortThatCannotBeUsedOffersAFreeOne() throws IOException {
        Files.createDirectory(folder);
        chosen = Optional.of(folder);
        window.fire("#host-choose");
        host.become(new HostState.Failed(folder, "Port 80 is not allowed."));
        window.fire("#host-remedy");
        awaitAsked("start " + folder + " 0 true true true");
    }

    @Test
    void anErrorIsGoneOnceAnotherFolderIsChosen() throws IOException {
        host.become(new HostState.Failed(folder, "It is away.", Optional.of(ServerReason.FOLDER_MISSING)));
        Fx.await(() -> window.find("#host-remedy") != null);
        Path other = Files.createDirectory(temp.resolve("Films"));
        chosen = Optional.of(other);
        window.fire("#host-remedy");
        Fx.await(() -> text("#host-state").equals("“Films” is not shared"));
        assertThat(window.shows("It is away.")).isFalse();
        assertThat(window.find("#host-again")).isNull();
        assertThat(text("#host-place")).isEqualTo(other.toString());
    }

    @Test
    void aFolderThatCannotBeSharedInsteadIsSaidBesideTheOneThatStaysShared() throws IOException {
        Path shared = Files.createDirectory(folder);
        Path other = temp.resolve("Films");
        HostState.On on = FakeHost.on(shared);
        host.become(on);
        Fx.await(() -> text("#host-state").equals("Sharing “Pictures”"));
        host.become(on.withFailed(
                Optional.of(new HostState.Failed(other, "It is away.", Optional.of(ServerReason.FOLDER_MISSING)))));
        Fx.await(() -> window.find("#host-remedy") != null);
        assertThat(window.shows("“Films” could not be shared instead: It is away."))
                .isTrue();
        assertThat(text("#host-state")).isEqualTo("Sharing “Pictures”");
        assertThat(text("#host-place")).startsWith(shared.toString());
        window.fire("#host-again");
        window.press("Same key");
        awaitAsked("start " + other + " 4870 true true true");
        host.become(on.withFailed(Optional.of(new HostState.Failed(other, "It is still away."))));
        Fx.await(() -> window.find("#host-forget") != null);
        window.fire("#host-forget");
        Fx.await(() -> window.find("#host-forget") == null);
        assertThat(text("#host-state")).isEqualTo("Sharing “Pictures”");
    }

    @Test
    void whereAnotherFolderIsTheRemedyItIsOfferedOnce() {
        host.become(new HostState.Failed(folder, "It is away.", Optional.of(ServerReason.FOLDER_MISSING)));
        Fx.await(() -> window.find("#host-remedy") != null);
        assertThat(text("#host-remedy")).isEqualTo("Choose another folder");
        assertThat(window.find("#host-choose").getParent().isVisible()).isFalse();
    }
}
