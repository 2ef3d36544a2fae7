package quayside.app.ui.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import javafx.collections.ListChangeListener;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.ListView;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.host.FakeHost;
import quayside.app.core.settings.SettingsStore;
import quayside.app.ui.kit.Fx;
import quayside.app.ui.kit.TestWindow;
import quayside.protocol.message.Response;
import quayside.protocol.text.Sentence;
import quayside.server.AwayGuest;
import quayside.server.Guest;
import quayside.server.Who;
import quayside.server.text.ServerPhrase;

class GuestsViewTest {
    private static final String ADDRESS = "192.168.1.7";

    @TempDir
    Path temp;

    private final FakeHost host = new FakeHost();
    private TestWindow window;

    @BeforeEach
    void showHost() throws IOException {
        SettingsStore settings = SettingsStore.open(temp);
        window = new TestWindow(
                1000, 900, services -> new HostFeature(host, settings, services, (_, _) -> List.of(), _ -> {}).view());
        host.become(FakeHost.on(temp, FakeHost.guest("g7", ADDRESS)));
    }

    @AfterEach
    void closeWindow() {
        window.close();
    }

    private boolean isListShown() {
        return Fx.call(() -> window.scene().getRoot().lookup("#host-blocked").isVisible());
    }

    @Test
    void aGuestIsPausedResumedAndLimitedFromItsMenu() {
        window.chooseFrom(".guest-menu", "Pause");
        Guest.Details paused = new Guest.Details(
                new Response.Orders(true, 2_000_000, ""), true, List.of(), new Guest.Totals(12, 3_000_000, 1, 200));
        host.become(FakeHost.on(temp, guest(7, true).with(paused)));
        window.awaitText("Paused by you");
        window.awaitText("10.0.0.7 · at most 2.0 MB/s");
        window.chooseFrom(".guest-menu", "Resume");
        assertThat(host.asked).containsExactly("pause g7", "resume g7");
    }

    @Test
    void eachGuestOfAnInvitationIsLimitedFromTheMenuOfOne() {
        host.become(FakeHost.on(
                temp,
                new Guest(
                        "g7",
                        ADDRESS,
                        "Ida’s Mac",
                        "Mara",
                        Instant.EPOCH,
                        1,
                        Sentence.of(ServerPhrase.BROWSING),
                        OptionalDouble.empty(),
                        0,
                        0)));
        window.awaitText("Ida’s Mac");
        window.fire(".guest-menu");
        Fx.await(() -> {
            Optional<Menu> invited = Window.getWindows().stream()
                    .filter(ContextMenu.class::isInstance)
                    .flatMap(menu -> TestWindow.withSubmenus(((ContextMenu) menu).getItems()))
                    .filter(item -> "guest-limit-invited".equals(item.getId()))
                    .map(Menu.class::cast)
                    .findFirst();
            invited.ifPresent(menu -> {
                assertThat(menu.getText()).isEqualTo("Each guest invited as “Mara”");
                menu.getItems().forEach(MenuItem::fire);
                menu.getParentPopup().hide();
            });
            return invited.isPresent();
        });
        assertThat(host.asked).contains("limit all of Mara 0", "limit all of Mara 1000000");
    }

    @Test
    void whatAGuestHasTransferredStandsInItsRow() {
        Guest.Details idle =
                new Guest.Details(Response.Orders.NONE, true, List.of(), new Guest.Totals(12, 3_000_000, 1, 200));
        host.become(FakeHost.on(temp, FakeHost.guest("g7", ADDRESS).with(idle)));
        window.awaitText("12 files down (3.0 MB), 1 file up (200 B)");
    }

    @Test
    void aGuestIsBlockedWithoutItsAddressAndReadsAMessage() {
        Guest.Details known = new Guest.Details(Response.Orders.NONE, true, List.of(), Guest.Totals.NONE);
        host.become(FakeHost.on(temp, FakeHost.guest("g7", ADDRESS).with(known)));
        window.chooseFrom(".guest-menu", "Block this guest…");
        window.awaitText("Block “" + ADDRESS + "”?");
        Fx.run(() -> ((TextField) window.find("#host-guest-message")).setText("Enough <b>"));
        window.press("Block this guest");
        window.awaitText("Mara’s laptop (192.168.1.7) was blocked");
        Fx.run(() -> ((ToggleButton) window.find("#host-blocked-shown")).fire());
        window.awaitText("Mara’s laptop · 192.168.1.7");
        window.fire(".guest-unblock");
        assertThat(host.asked).containsExactly("block guest g7 “Enough <b>”", "unblock guest g7");
    }

    @Test
    void thePauseAndTheLimitOfGuestsThatAreAwayAreEnded() {
        host.away = List.of(
                new AwayGuest("order-1", new Who("Ida’s Mac", "192.168.1.9", ""), new Response.Orders(true, 0, "")),
                new AwayGuest("order-2", new Who("", "192.168.1.8", ""), new Response.Orders(false, 9_000, "")));
        host.become(FakeHost.on(temp));
        Fx.await(() -> window.find("#host-blocked-shown") instanceof ToggleButton shown
                && shown.getText().equals("Not connected 2"));
        Fx.run(() -> ((ToggleButton) window.find("#host-blocked-shown")).fire());
        window.awaitText("Ida’s Mac · 192.168.1.9, paused, not connected");
        window.awaitText("192.168.1.8, limited, not connected");
        window.press("Remove the limit");
        window.press("Resume");
        assertThat(host.asked).containsExactly("lift order-2", "lift order-1");
    }

    private static Guest guest(int number, boolean transfers) {
        return new Guest(
                "g" + number,
                "10.0.0." + number,
                "Guest " + number,
                Instant.EPOCH,
                1,
                transfers ? Sentence.of(ServerPhrase.DOWNLOADING, "film.mov") : Sentence.of(ServerPhrase.BROWSING),
                OptionalDouble.empty(),
                transfers ? 1000 : 0,
                0);
    }

    private static Guest[] crowd(int... transferring) {
        return IntStream.range(0, 200)
                .mapToObj(i -> guest(i, IntStream.of(transferring).anyMatch(each -> each == i)))
                .toArray(Guest[]::new);
    }

    @SuppressWarnings("unchecked") // The list is of guests.
    private ListView<Guest> list() {
        return (ListView<Guest>) Objects.requireNonNull(window.find("#host-guests"));
    }

    private List<String> firstThree() {
        return Fx.call(() -> list().getItems().stream().limit(3).map(Guest::id).toList());
    }

    @Test
    void oneGuestThatChangesChangesItsRowOnlyAndTheSelectionStaysWithItsGuest() {
        host.become(FakeHost.on(temp, crowd(0)));
        Fx.await(() -> window.find("#host-guests") != null && list().getItems().size() == 200);
        List<String> changes = new CopyOnWriteArrayList<>();
        Fx.run(() -> {
            list().getSelectionModel().select(5);
            list().getFocusModel().focus(5);
            list().getItems().addListener((ListChangeListener<Guest>) change -> {
                while (change.next()) {
                    changes.add(change.wasPermutated() ? "order" : change.getFrom() + "-" + change.getTo());
                }
            });
        });
        Guest[] all = crowd(0);
        all[7] = all[7].moving(0, 88_000);
        host.become(FakeHost.on(temp, all));
        Fx.await(() -> !changes.isEmpty());
        assertThat(changes).containsExactly("7-8");
        host.become(FakeHost.on(temp, crowd(0, 150)));
        Fx.await(() -> list().getItems().get(1).id().equals("g150"));
        assertThat(Fx.call(() -> list().getSelectionModel().getSelectedItem().id()))
                .isEqualTo("g5");
        assertThat(Fx.call(() -> list().getFocusModel().getFocusedItem().id())).isEqualTo("g5");
        host.become(FakeHost.on(temp, guest(9, false), guest(5, false)));
        Fx.await(() -> list().getItems().size() == 2);
        assertThat(Fx.call(() -> list().getSelectionModel().getSelectedItem().id()))
                .isEqualTo("g5");
    }

    @Test
    void noRowMovesWhileTheMenuOfOneIsOpenAndTheMenuMeansItsGuest() {
        host.become(FakeHost.on(temp, crowd(0)));
        Fx.await(() -> window.find("#host-guests") != null && list().getItems().size() == 200);
        window.fire(".guest-menu");
        ContextMenu menu = Fx.call(() -> list().getContextMenu());
        Fx.await(menu::isShowing);
        String whose =
                Fx.call(() -> list().getSelectionModel().getSelectedItem().id());
        host.become(FakeHost.on(temp, crowd(199)));
        Fx.await(() -> list().getItems().getLast().isTransferring());
        assertThat(firstThree()).containsExactly("g0", "g1", "g2");
        Fx.run(() -> {
            menu.getItems().getFirst().fire();
            menu.hide();
        });
        assertThat(host.asked).containsExactly("pause " + whose);
        Fx.await(() -> list().getItems().getFirst().id().equals("g199"));
    }

    @Test
    void aGuestIsBlockedAndStandsInAListUntilTheHostLetsItComeAgain() {
        window.chooseFrom(".guest-menu", "Block the address");
        window.awaitText(ADDRESS + " was blocked");
        assertThat(isListShown()).isFalse();
        Fx.run(() -> ((ToggleButton) window.find("#host-blocked-shown")).fire());
        assertThat(isListShown()).isTrue();

        window.fire(".guest-unblock");
        window.awaitText(ADDRESS + " may connect again");
        assertThat(isListShown()).isFalse();
        assertThat(host.asked).containsExactly("block " + ADDRESS, "unblock " + ADDRESS);
    }
}
