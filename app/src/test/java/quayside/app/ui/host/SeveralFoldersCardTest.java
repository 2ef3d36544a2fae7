package quayside.app.ui.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.scene.control.Labeled;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.Patience;
import quayside.app.core.host.FakeHost;
import quayside.app.core.host.HostService;
import quayside.app.core.host.HostState;
import quayside.app.core.host.SharedFolder;
import quayside.app.core.host.SharedInvitations;
import quayside.app.core.settings.SettingsStore;
import quayside.app.ui.kit.Fx;
import quayside.app.ui.kit.TestWindow;
import quayside.server.Guest;
import quayside.server.ShareOptions;
import quayside.server.storage.NamedFolder;
import quayside.server.text.ServerReason;

/** Tests the card of the host's screen with several folders under one link. */
class SeveralFoldersCardTest {
    @TempDir
    Path temp;

    private final FakeHost host = new FakeHost();
    private Optional<Path> chosen = Optional.empty();
    private NamedFolder photos;
    private NamedFolder music;
    private SettingsStore settings;
    private TestWindow window;
    private HostFeature feature;

    @BeforeEach
    void setUp() throws IOException {
        photos = new NamedFolder("Photos", Files.createDirectory(temp.resolve("Photos")));
        music = new NamedFolder("Music", Files.createDirectory(temp.resolve("Music")));
        settings = SettingsStore.open(temp.resolve("settings"));
        window = new TestWindow(1000, 900, services -> {
            feature = new HostFeature(
                    host, settings, services, (_, _) -> chosen.stream().toList(), copied -> {});
            return new VBox(feature.pill(), feature.view());
        });
    }

    @AfterEach
    void tearDown() {
        window.close();
    }

    private void shareBoth(Guest... guests) {
        host.become(FakeHost.on(photos.folder(), guests).withFolders(together()));
        Fx.await(() -> rows() > 0);
    }

    private SharedFolder together() {
        return new SharedFolder(List.of(photos, music), 0, ShareOptions.Permissions.ALL, false);
    }

    private void awaitAsked(String what) {
        Patience.await().untilAsserted(() -> assertThat(host.asked).contains(what));
    }

    private int rows() {
        return window.scene().getRoot().lookupAll(".host-folder").size();
    }

    private String text(String selector) {
        return Fx.call(() -> ((Labeled) window.find(selector)).getText());
    }

    @Test
    void aFolderIsAddedToARunningShareOnlyOnceTheUserKnowsWhoOpensIt() {
        host.become(FakeHost.on(photos.folder()));
        Fx.await(() -> window.find("#host-add").isVisible());
        chosen = Optional.of(music.folder());
        window.fire("#host-add");
        window.awaitText("Also share “Music”?");
        window.awaitText("Everybody who has the link or the key of this share can open it.");
        window.awaitText("find “Photos” and the new folder beside each other");
        window.press("Cancel");
        assertThat(host.asked).isEmpty();
        window.fire("#host-add");
        window.awaitText("Also share “Music”?");
        host.become(new HostState.Off());
        Fx.await(() -> text("#host-state").equals("“Photos” is not shared"));
        window.press("Share it, too");
        assertThat(host.asked).isEmpty();
        host.become(FakeHost.on(photos.folder()));
        Fx.await(() -> text("#host-state").startsWith("Sharing"));
        window.fire("#host-add");
        window.press("Share it, too");
        awaitAsked("start " + photos.folder() + " as [Photos, Music] 4870 true true true");
    }

    @Test
    void severalFoldersAreListedKeptAndSharedAgainTogether() throws IOException {
        host.contents = new HostService.Contents(8, 80, Map.of("Photos", new HostService.Contents(7, 70)));
        shareBoth();
        assertThat(text("#host-state")).isEqualTo("Sharing “Photos and 1 more”");
        window.awaitText("2 folders · 8 files");
        window.awaitText("7 files");
        window.awaitText("not there at the moment");
        Fx.await(() -> settings.settings().host().together().equals(List.of(photos, music)));
        assertThat(SettingsStore.open(temp.resolve("settings"))
                        .settings()
                        .host()
                        .together())
                .containsExactly(photos, music);

        host.become(new HostState.Off());
        Fx.await(() -> text("#host-state").equals("“Photos and 1 more” is not shared"));
        Fx.run(() -> feature.share(Optional.of(photos.folder())));
        awaitAsked("start " + photos.folder() + " as [Photos, Music] 4870 true true true");
    }

    @Test
    void aFolderIsAddedRenamedAndRemovedWhileGuestsStay() throws IOException {
        shareBoth(FakeHost.guest("1", "192.168.1.7"));
        chosen = Optional.of(Files.createDirectory(temp.resolve("Films")));
        window.fire("#host-add");
        window.press("Share it, too");
        awaitAsked("folders [Photos, Music, Films]");

        window.fire("#host-folder-rename-2");
        Fx.run(() -> ((TextField) window.find("#host-folder-name")).setText("PHOTOS"));
        window.press("Rename");
        window.awaitText("Another shared folder is called “PHOTOS” already.");
        Fx.run(() -> ((TextField) window.find("#host-folder-name")).setText("Songs"));
        window.press("Rename");
        awaitAsked("folders [Photos, Songs, Films]");

        window.fire("#host-folder-remove-2");
        window.awaitText("The other folders stay shared");
        window.press("Stop sharing it");
        awaitAsked("folders [Photos, Films]");
    }

    @Test
    void aFolderThatIsSharedAlreadyOrInsideAnotherIsNotAdded() throws IOException {
        shareBoth();
        chosen = Optional.of(photos.folder());
        window.fire("#host-add");
        window.awaitText("is shared already, as “Photos”.");
        chosen = Optional.of(Files.createDirectory(music.folder().resolve("Inside")));
        window.fire("#host-add");
        window.awaitText("which is shared already.");
        assertThat(host.asked).isEmpty();
    }

    @Test
    void beforeTheShareStartsTheFoldersAreOnlyPreparedAndOneLeftIsAlone() {
        chosen = Optional.of(photos.folder());
        window.fire("#host-choose");
        Fx.await(() -> window.find("#host-add").isVisible());
        chosen = Optional.of(music.folder());
        window.fire("#host-add");
        Fx.await(() -> rows() == 2);
        assertThat(host.asked).isEmpty();
        window.fire("#host-folder-remove-1");
        Fx.await(() -> rows() == 0);
        assertThat(text("#host-state")).isEqualTo("“Music” is not shared");
    }

    @Test
    void aFolderThatCouldNotBeAddedIsTriedAgainBesideTheOthersAndReplacesNone() throws IOException {
        shareBoth();
        Path films = Files.createDirectory(temp.resolve("Films"));
        chosen = Optional.of(films);
        host.foldersFail = Optional.of(
                new HostState.Failed(films, "In “Films”: it is away.", Optional.of(ServerReason.FOLDER_MISSING)));
        window.fire("#host-add");
        window.press("Share it, too");
        awaitAsked("folders [Photos, Music, Films]");
        window.awaitText("“Films” could not be added: In “Films”: it is away.");
        assertThat(Fx.call(() -> window.find("#host-remedy"))).isNull();
        host.asked.clear();
        window.fire("#host-again");
        awaitAsked("folders [Photos, Music, Films]");
        assertThat(host.asked).hasSize(1);
    }

    @Test
    void afterAFolderWasAddedAShareThatEndsWithAFailureIsStartedAgain() throws IOException {
        shareBoth();
        chosen = Optional.of(Files.createDirectory(temp.resolve("Films")));
        window.fire("#host-add");
        window.press("Share it, too");
        awaitAsked("folders [Photos, Music, Films]");
        host.become(new HostState.Failed(photos.folder(), "The port is taken.", Optional.of(ServerReason.PORT_TAKEN)));
        window.awaitText("The port is taken.");
        assertThat(text("#host-remedy")).isEqualTo("Use any free port");
        window.fire("#host-again");
        awaitAsked("start " + photos.folder() + " as [Photos, Music, Films] 4870 true true true");
    }

    @Test
    void ofSeveralFoldersTheOneThatIsAwayIsRemovedAndTheOthersAreShared() throws IOException {
        settings.update(now -> now.withHost(now.host().withFolders(photos.folder(), List.of(photos, music))));
        Fx.run(() -> feature.share(Optional.of(photos.folder())));
        awaitAsked("start " + photos.folder() + " as [Photos, Music] 4870 true true true");
        host.become(new HostState.Failed(
                photos.folder(), "In “Music”: it is away.", Optional.of(ServerReason.FOLDER_MISSING)));
        window.awaitText("In “Music”: it is away.");
        assertThat(Fx.call(() -> window.find("#host-remedy")))
                .as("no other folder instead of both")
                .isNull();
        window.fire("#host-folder-remove-2");
        Fx.await(() -> rows() == 0);
        Fx.await(() -> settings.settings().host().together().isEmpty());
        host.become(new HostState.Off());
        Fx.await(() -> text("#host-state").equals("“Photos” is not shared"));
    }

    @Test
    void anInvitationIsForOneOfTheFoldersThatItsMenuLists() throws IOException {
        host.invitations = new SharedInvitations(temp.resolve("config"), new SecureRandom(), TestWindow.CLOCK);
        host.invitations.show(host.invitations.open(together()));
        shareBoth();
        window.fire("#host-invite");
        Fx.run(() -> {
            ((TextField) window.find("#invitation-name")).setText("Band");
            assertThat(((MenuButton) window.find("#invitation-folder")).getItems())
                    .extracting(MenuItem::getText)
                    .containsExactly("All of “Photos and 1 more”", "Photos", "Music", "Choose a folder…");
            ((MenuButton) window.find("#invitation-folder")).getItems().get(2).fire();
        });
        assertThat(text("#invitation-folder")).isEqualTo("Music");
        window.press("Create and copy the link");
        Fx.await(() -> host.invitations.state().all().size() == 1);
        assertThat(host.invitations.state().all().getFirst().folder()).hasToString("Music");
    }

    @Test
    void theKeyboardAloneAddsRenamesAndRemoves() throws IOException {
        shareBoth();
        chosen = Optional.of(Files.createDirectory(temp.resolve("Films")));
        for (String selector : List.of("#host-folder-rename-1", "#host-folder-remove-2", "#host-add")) {
            Fx.run(() -> assertThat(window.find(selector).isFocusTraversable())
                    .as(selector)
                    .isTrue());
        }
        Fx.run(() -> window.find("#host-add").requestFocus());
        window.push(KeyCode.SPACE);
        window.press("Share it, too");
        awaitAsked("folders [Photos, Music, Films]");
        Fx.await(() -> rows() == 3);
        Fx.run(() -> window.find("#host-folder-rename-2").requestFocus());
        window.push(KeyCode.SPACE);
        window.awaitText("Rename “Music” for your guests");
        window.write("Songs");
        window.push(KeyCode.ENTER);
        awaitAsked("folders [Photos, Songs, Films]");
        Fx.run(() -> window.find("#host-folder-remove-2").requestFocus());
        window.push(KeyCode.SPACE);
        awaitAsked("folders [Photos, Films]");
        Fx.await(() -> rows() == 2);
        window.fire("#host-folder-remove-2");
        awaitAsked("folders [Photos]");
        Fx.await(() -> rows() == 0 && window.find("#host-choose").isVisible());
        host.become(new HostState.Off());
        Fx.await(() -> text("#host-state").equals("“Photos” is not shared"));
    }
}
