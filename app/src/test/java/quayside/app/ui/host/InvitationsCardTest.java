package quayside.app.ui.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.DatePicker;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.StackPane;
import javafx.stage.Window;
import javafx.util.StringConverter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.host.FakeHost;
import quayside.app.core.host.HostState;
import quayside.app.core.host.SharedInvitations;
import quayside.app.core.settings.SettingsStore;
import quayside.app.ui.kit.Fx;
import quayside.app.ui.kit.TestWindow;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.message.RemotePath;
import quayside.protocol.text.Sentence;
import quayside.server.Guest;
import quayside.server.ShareEvent;
import quayside.server.Who;
import quayside.server.session.Invitation;
import quayside.server.text.ServerPhrase;

class InvitationsCardTest {
    private static final Instant NOW = TestWindow.CLOCK.instant();

    @TempDir
    Path temp;

    private final FakeHost host = new FakeHost();
    private final List<String> copied = new CopyOnWriteArrayList<>();
    private Optional<Path> chosen = Optional.empty();
    private Path config;
    private Path folder;
    private TestWindow window;

    @BeforeEach
    void showHost() throws IOException {
        config = temp.resolve("config");
        folder = Files.createDirectory(temp.resolve("Pictures"));
        host.invitations = new SharedInvitations(config, new SecureRandom(), TestWindow.CLOCK);
        host.invite(folder);
        window = newWindow();
        host.become(FakeHost.on(folder));
        window.awaitText("Give a person or a group a link of their own");
    }

    private TestWindow newWindow() {
        SettingsStore settings = SettingsStore.open(config);
        return new TestWindow(
                1000,
                900,
                services -> new HostFeature(
                                host,
                                settings,
                                services,
                                (_, _) -> chosen.stream().toList(),
                                copied::add)
                        .view());
    }

    @AfterEach
    void closeWindow() {
        window.close();
    }

    private Invitation make(String name, Invitation.Rights rights, Optional<Instant> ends) throws IOException {
        return host.invitations.make(key ->
                new Invitation(key, name, rights, RemotePath.root(), ends, OptionalLong.empty(), Optional.empty()));
    }

    private Invitation only() {
        assertThat(host.invitations.state().all()).hasSize(1);
        return host.invitations.state().all().getFirst();
    }

    private static Guest by(String invitation) {
        return new Guest(
                "g" + invitation,
                "192.168.1.31",
                "Living room PC",
                invitation,
                NOW,
                1,
                Sentence.of(ServerPhrase.BROWSING),
                OptionalDouble.empty(),
                0,
                0);
    }

    @Test
    void anInvitationIsMadeByTheKeyboardAloneAndItsLinkCopied() {
        window.fire("#host-invite");
        window.awaitText("New invitation to “Pictures”");
        window.write("Rowing club");
        window.push(KeyCode.TAB);
        window.push(KeyCode.DOWN);
        window.push(KeyCode.ENTER);
        window.awaitText("The link of “Rowing club” is copied.");
        Invitation made = only();
        assertThat(made.name()).isEqualTo("Rowing club");
        assertThat(made.rights()).isEqualTo(Invitation.Rights.UPLOAD);
        assertThat(made.folder().isRoot()).isTrue();
        assertThat(made.endAt(Instant.MAX)).isEmpty();
        assertThat(copied)
                .containsExactly(ShareLink.parse(FakeHost.on(folder).linkTo("192.168.1.5"))
                        .withKey(made.key()));
        assertThat(ShareLink.parse(copied.getFirst()).key()).contains(made.key());
        Fx.await(() -> window.find(".dialog-box") == null);
        window.awaitText("Download, upload");
        window.awaitText("Never ends");
    }

    @Test
    void whatIsWrongIsSaidAtItsFieldAndNothingIsMade() throws IOException {
        make("Family", Invitation.Rights.READ, Optional.empty());
        window.fire("#host-invite");
        window.press("Create and copy the link");
        assertThat(text("#invitation-name-fault")).isEqualTo("Enter a name, such as that of a person or a group.");
        type("#invitation-name", "n".repeat(200));
        window.press("Create and copy the link");
        assertThat(text("#invitation-name-fault")).isEqualTo("Enter a name of at most 64 letters.");
        type("#invitation-name", "Family");
        window.press("Create and copy the link");
        window.awaitText("There is an invitation with this name already.");
        type("#invitation-name", "Print shop");
        ends(1);
        Fx.run(() -> ((DatePicker) window.find("#invitation-day")).getEditor().setText("someday"));
        window.press("Create and copy the link");
        assertThat(text("#invitation-end-fault")).isEqualTo("Enter a day, such as 22 Nov 2026.");
        Fx.run(() -> ((DatePicker) window.find("#invitation-day")).getEditor().setText("2026-11-22"));
        type("#invitation-time", "18:00");
        window.press("Create and copy the link");
        assertThat(text("#invitation-end-fault")).isEqualTo("This time has passed. Enter a later one.");
        type("#invitation-time", "noon");
        window.press("Create and copy the link");
        assertThat(text("#invitation-end-fault")).isEqualTo("Enter a time, such as 20:00.");
        ends(3);
        type("#invitation-downloads", "0");
        window.press("Create and copy the link");
        assertThat(text("#invitation-end-fault")).isEqualTo("Enter a number from 1 to 1,000,000.");
        assertThat(only().name()).isEqualTo("Family");
        assertThat(copied).isEmpty();
    }

    @Test
    void eachKindOfEndIsKeptAsEntered() {
        invite("A", () -> {
            ends(1);
            Fx.run(() ->
                    ((DatePicker) window.find("#invitation-day")).getEditor().setText("6 Dec 2026"));
            type("#invitation-time", "9:30");
        });
        invite("B", () -> {
            ends(2);
            type("#invitation-length", "90");
            Fx.run(() -> ((ChoiceBox<?>) window.find("#invitation-unit"))
                    .getSelectionModel()
                    .select(0));
        });
        invite("C", () -> {
            ends(3);
            type("#invitation-downloads", "3");
            Fx.run(() -> ((RadioButton) window.find("#invitation-change")).fire());
        });
        assertThat(host.invitations.state().all())
                .extracting(Invitation::ends, Invitation::downloads, Invitation::rights)
                .containsExactly(
                        tuple(
                                Optional.of(Instant.parse("2026-12-06T09:30:00Z")),
                                OptionalLong.empty(),
                                Invitation.Rights.READ),
                        tuple(
                                Optional.of(NOW.plus(Duration.ofMinutes(90))),
                                OptionalLong.empty(),
                                Invitation.Rights.READ),
                        tuple(Optional.empty(), OptionalLong.of(3), Invitation.Rights.CHANGE));
        window.awaitText("Ends 6 Dec, 09:30");
        window.awaitText("Ends in 2 hours");
        window.awaitText("3 downloads left");
    }

    @Test
    void aDayIsReadInTheOrderOfTheCountryAndOnlyIfTheMonthHasIt() {
        window.fire("#host-invite");
        Fx.await(() -> window.find("#invitation-day") != null);
        StringConverter<LocalDate> days = Fx.call(() -> ((DatePicker) window.find("#invitation-day")).getConverter());
        Locale before = Locale.getDefault(Locale.Category.FORMAT);
        try {
            Locale.setDefault(Locale.Category.FORMAT, Locale.US);
            assertThat(days.fromString("1/2/2027")).isEqualTo(LocalDate.of(2027, 1, 2));
            assertThat(days.fromString("31/1/2027")).isNull();
            Locale.setDefault(Locale.Category.FORMAT, Locale.UK);
            assertThat(days.fromString("1/2/2027")).isEqualTo(LocalDate.of(2027, 2, 1));
        } finally {
            Locale.setDefault(Locale.Category.FORMAT, before);
        }
        assertThat(days.fromString("28 Feb 2027")).isEqualTo(LocalDate.of(2027, 2, 28));
        assertThat(days.fromString("8.2.2027")).isEqualTo(LocalDate.of(2027, 2, 8));
        assertThat(List.of("31 Feb 2027", "31.2.2027", "2027-02-31"))
                .allSatisfy(no -> assertThat(days.fromString(no)).isNull());
    }

    @Test
    void theClipboardStaysAsItIsIfTheShareEndedMeanwhile() throws IOException {
        Invitation made = make("Family", Invitation.Rights.READ, Optional.empty());
        try (TestWindow bare = new TestWindow(400, 300, services -> {
            InvitationController controller = new InvitationController(new HostModel(), host, services, copied::add);
            controller.copyLink(made);
            controller.copyMessage(made);
            return new StackPane();
        })) {
            assertThat(bare.shows("copied")).isFalse();
        }
        assertThat(copied).isEmpty();
    }

    private void invite(String name, Runnable change) {
        window.fire("#host-invite");
        type("#invitation-name", name);
        change.run();
        window.press("Create and copy the link");
        Fx.await(() -> window.find(".dialog-box") == null);
    }

    /** Begins an invitation for a folder that is not shared; returns one that is. */
    private Path chooseElsewhere() throws IOException {
        Path prints = folder.resolve("Prints");
        host.folders.put(prints, RemotePath.parse("Prints"));
        window.fire("#host-invite");
        type("#invitation-name", "Print shop");
        chosen = Optional.of(temp.resolve("Elsewhere"));
        chooseFolder();
        window.awaitText("“Elsewhere” is not in the shared folder.");
        return prints;
    }

    @Test
    void anInvitationIsConfinedToAFolderOfTheShareAndToNoOther() throws IOException {
        Path prints = chooseElsewhere();
        chosen = Optional.of(prints);
        chooseFolder();
        Fx.await(() -> text("#invitation-folder").equals("Prints"));
        assertThat(text("#invitation-folder-fault")).isEmpty();
        window.press("Create and copy the link");
        window.awaitText("Download from “Prints” only");
        assertThat(only().folder().toString()).isEqualTo("Prints");
        choose("Copy as message");
        Fx.await(() -> copied.size() == 2);
        assertThat(copied.getLast())
                .startsWith("I share the folder “Prints” with you.")
                .contains("\n" + copied.getFirst() + "\n");
    }

    @Test
    void nobodyIsInvitedToTheWholeShareWhileTheChosenFolderIsNotKnownOrCannotBeUsed() throws IOException {
        Path prints = chooseElsewhere();
        window.press("Create and copy the link");
        assertThat(text("#invitation-folder-fault")).isEqualTo("“Elsewhere” is not in the shared folder.");
        CompletableFuture<Boolean> disk = new CompletableFuture<>();
        host.disk = disk;
        chosen = Optional.of(prints);
        chooseFolder();
        window.press("Create and copy the link");
        assertThat(text("#invitation-folder-fault")).startsWith("Quayside is still looking for this folder");
        assertThat(host.invitations.state().all()).isEmpty();
        disk.complete(true);
        Fx.await(() -> text("#invitation-folder-fault").isEmpty());
        window.press("Create and copy the link");
        Fx.await(() -> window.find(".dialog-box") == null);
        assertThat(only().folder().toString()).isEqualTo("Prints");
    }

    private void chooseFolder() {
        Fx.run(() -> ((MenuButton) window.find("#invitation-folder"))
                .getItems()
                .getLast()
                .fire());
    }

    @Test
    void revokingIsOneClickAndTheRowIsRemovedByASecond() throws IOException {
        make("Family", Invitation.Rights.READ, Optional.empty());
        window.awaitText("Family");
        Fx.await(() -> text(".invitation-finish").equals("Revoke"));
        window.fire(".invitation-finish");
        window.awaitText("“Family” is revoked. Its link never works again.");
        assertThat(only().ended()).isPresent();
        window.awaitText("Revoked 18:00");
        assertThat(Fx.call(() -> window.find(".invitation-copy").isVisible())).isFalse();
        Fx.await(() -> text(".invitation-finish").equals("Remove"));
        window.fire(".invitation-finish");
        window.awaitText("Give a person or a group a link of their own");
        assertThat(host.invitations.state().all()).isEmpty();
    }

    @Test
    void theKeyboardAloneOpensTheMenuCopiesRevokesAndRemoves() throws IOException {
        make("Family", Invitation.Rights.READ, Optional.empty());
        make("Jonas", Invitation.Rights.READ, Optional.empty());
        window.awaitText("Jonas");
        ListView<?> list = (ListView<?>) Objects.requireNonNull(window.find("#host-invitations"));
        Fx.run(() -> {
            list.requestFocus();
            list.getSelectionModel().select(0);
        });
        window.push(KeyCode.SHIFT, KeyCode.F10);
        ContextMenu menu = Fx.call(list::getContextMenu);
        Fx.await(menu::isShowing);
        assertThat(Fx.call(() -> menu.getItems().stream()
                        .map(MenuItem::getText)
                        .filter(Objects::nonNull)
                        .toList()))
                .containsExactly("Copy the link", "Copy as message", "Show as QR code", "Revoke");
        Fx.run(menu::hide);
        window.push(KeyCode.ENTER);
        window.awaitText("The link of “Family” is copied.");
        window.push(KeyCode.DELETE);
        window.awaitText("“Family” is revoked.");
        Fx.await(() -> ((Invitation) list.getItems().getLast()).name().equals("Family"));
        assertThat(Fx.call(() -> ((Invitation) list.getSelectionModel().getSelectedItem()).name()))
                .isEqualTo("Family");
        window.push(KeyCode.DELETE);
        Fx.await(() -> list.getItems().size() == 1);
        assertThat(only().name()).isEqualTo("Jonas");
        assertThat(only().ended()).isEmpty();
    }

    @Test
    void revokingAsksBeforeItCutsGuestsOffAlsoFromTheMenuOfAGuest() throws IOException {
        make("Family", Invitation.Rights.READ, Optional.empty());
        host.become(FakeHost.on(folder, by("Family"), by("Rowing club")));
        window.awaitText("Family · 192.168.1.31");
        window.fire(".invitation-finish");
        window.awaitText("Revoke “Family”?");
        window.awaitText("1 guest is connected with it. Its connection ends at once");
        window.press("Cancel");
        assertThat(only().ended()).isEmpty();
        window.chooseFrom(".guest-menu", "Revoke “Family”…");
        window.awaitText("Revoke “Family”?");
        window.press("Revoke");
        Fx.await(() -> only().ended().isPresent());
    }

    @Test
    void theMenuOfAGuestWithTheShareOwnLinkOffersNoInvitationToRevoke() {
        host.become(FakeHost.on(folder, FakeHost.guest("g1", "10.0.0.2")));
        window.fire(".guest-menu");
        assertThat(Fx.call(() -> Window.getWindows().stream()
                        .filter(ContextMenu.class::isInstance)
                        .flatMap(menu -> ((ContextMenu) menu).getItems().stream())
                        .filter(MenuItem::isVisible)
                        .map(MenuItem::getText)
                        .filter(Objects::nonNull)
                        .toList()))
                .contains("Disconnect", "Block the address")
                .noneMatch(words -> words.startsWith("Revoke"));
        Fx.run(() -> List.copyOf(Window.getWindows()).stream()
                .filter(ContextMenu.class::isInstance)
                .forEach(Window::hide));
    }

    @Test
    void theActivitySaysWithWhichInvitationAGuestJoined() {
        host.happen(new ShareEvent.GuestJoined(NOW, new Who("Boathouse PC", "192.168.1.44", "Rowing club")));
        window.awaitText("Boathouse PC (192.168.1.44) joined with the invitation “Rowing club”");
    }

    @Test
    void whatEndedByItsTimeStandsLastAndDimmed() throws IOException {
        make("Over", Invitation.Rights.CHANGE, Optional.of(NOW.minusSeconds(60)));
        make("Family", Invitation.Rights.READ, Optional.empty());
        window.awaitText("Ended 17:59");
        window.awaitText("Never ends");
        assertThat(Fx.call(() -> ((ListView<?>) window.find("#host-invitations"))
                        .getItems().stream()
                                .map(each -> ((Invitation) each).name())
                                .toList()))
                .containsExactly("Family", "Over");
    }

    @Test
    void sixtyFourInvitationsScrollInTheirOwnListAndLongNamesAreCut() throws IOException {
        for (int i = 0; i < 64; i++) {
            make("n".repeat(61) + " " + i, Invitation.Rights.UPLOAD, Optional.empty());
        }
        Fx.await(() -> window.shows("64")
                && ((ListView<?>) window.find("#host-invitations")).getItems().size() == 64);
        assertThat(Fx.call(
                        () -> window.find("#host-invitations").getLayoutBounds().getHeight()))
                .isLessThan(13 * 56);
    }

    @Test
    void aDamagedFileIsSaidAndTheOthersAreStillThere() throws IOException {
        make("Family", Invitation.Rights.READ, Optional.empty());
        make("Jonas", Invitation.Rights.UPLOAD, Optional.empty());
        Path file = config.resolve("invitations.json");
        Files.writeString(file, Files.readString(file).replaceFirst("\"read\"", "\"nothing\""));
        host.invitations = new SharedInvitations(config, new SecureRandom(), TestWindow.CLOCK);
        host.invite(folder);
        try (TestWindow second = newWindow()) {
            second.awaitText("invitations.json.damaged");
            second.awaitText("Jonas");
            assertThat(second.shows("Family")).isFalse();
        }
    }

    @Test
    void invitationsThatCannotBeSavedCountAndTheHostReadsIt() throws IOException {
        make("Family", Invitation.Rights.READ, Optional.empty());
        Path file = config.resolve("invitations.json");
        Files.delete(file);
        Files.createDirectories(file.resolve("in the way"));
        window.awaitText("Family");
        window.fire(".invitation-finish");
        window.awaitText("The invitations cannot be saved.");
        assertThat(only().ended()).isPresent();
        make("Jonas", Invitation.Rights.READ, Optional.empty());
        assertThat(host.invitations.state().all())
                .extracting(each -> each.ended().isPresent())
                .containsExactly(true, false);
    }

    @Test
    void twoWindowsShowTheSameInvitations() throws IOException {
        try (TestWindow second = newWindow()) {
            make("Family", Invitation.Rights.READ, Optional.empty());
            window.awaitText("Family");
            second.awaitText("Family");
            Fx.await(() -> second.find(".invitation-finish") != null);
            second.fire(".invitation-finish");
            window.awaitText("Revoked 18:00");
        }
    }

    @Test
    void noOtherFolderGetsTheInvitationThatWasMeantForThisOne() throws IOException {
        window.fire("#host-invite");
        type("#invitation-name", "Family");
        Path other = Files.createDirectory(temp.resolve("Films"));
        host.invite(other);
        host.become(FakeHost.on(other));
        Fx.await(() -> text("#host-place").startsWith(other.toString()));
        window.press("Create and copy the link");
        window.awaitText("No folder is shared any more.");
        assertThat(host.invitations.state().all()).isEmpty();
        host.become(new HostState.Off());
        Fx.await(() -> window.find("#host-invite") == null);
    }

    private void choose(String words) {
        Fx.await(() -> window.find(".invitation-menu") != null);
        window.chooseFrom(".invitation-menu", words);
    }

    private void ends(int which) {
        Fx.run(() -> ((ChoiceBox<?>) window.find("#invitation-ends"))
                .getSelectionModel()
                .select(which));
    }

    private void type(String id, String text) {
        Fx.await(() -> window.find(id) != null);
        Fx.run(() -> ((TextField) window.find(id)).setText(text));
    }

    private String text(String id) {
        return Fx.call(() -> Objects.requireNonNullElse(((Labeled) window.find(id)).getText(), ""));
    }
}
