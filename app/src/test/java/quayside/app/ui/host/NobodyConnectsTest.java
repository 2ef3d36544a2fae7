package quayside.app.ui.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javafx.scene.control.Hyperlink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.Patience;
import quayside.app.core.doctor.Doctor;
import quayside.app.core.doctor.FakeDoctor;
import quayside.app.core.doctor.Finding;
import quayside.app.core.host.FakeHost;
import quayside.app.core.host.HostState;
import quayside.app.core.settings.SettingsStore;
import quayside.app.ui.kit.Fx;
import quayside.app.ui.kit.TestWindow;
import quayside.protocol.text.Sentence;

/** The question why nobody reaches the share, from the host's screen. */
class NobodyConnectsTest {
    @TempDir
    private Path temp;

    private final FakeHost host = new FakeHost();
    private final FakeDoctor doctor = new FakeDoctor();
    private final List<String> copied = new ArrayList<>();
    private TestWindow window;

    @BeforeEach
    void setUp() {
        SettingsStore settings = SettingsStore.open(temp);
        window = new TestWindow(1000, 900, services -> {
            HostFeature feature = new HostFeature(host, settings, services, (_, _) -> List.of(), copied::add);
            feature.doctor(doctor);
            return feature.view();
        });
        host.become(FakeHost.on(temp));
        window.awaitText("quayside://");
    }

    @AfterEach
    void tearDown() {
        window.close();
    }

    private void press() {
        Hyperlink link = (Hyperlink) Objects.requireNonNull(window.find("#host-doctor"));
        Fx.run(link::fire);
    }

    private Doctor.Hosting asked() {
        Patience.await().untilAsserted(() -> assertThat(doctor.hostings).isNotEmpty());
        return doctor.hostings.getLast();
    }

    @Test
    void theCommandForTheFirewallIsShownAndCopied() {
        doctor.end.complete(FakeDoctor.finding(
                Sentence.of(Finding.FIREWALL_LIKELY, "ufw", "4870"),
                Optional.of("sudo ufw allow 4870/tcp"),
                Optional.empty()));
        press();
        window.awaitText("The firewall ufw may keep guests from port 4870");
        window.awaitText("sudo ufw allow 4870/tcp");
        window.press("Copy the command");
        assertThat(copied).containsExactly("sudo ufw allow 4870/tcp");
        assertThat(asked().port()).isEqualTo(4870);
        assertThat(asked().isEarlierKey()).isFalse();
    }

    @Test
    void aBlockedGuestAndABlockedAddressAreBothPassedOn() {
        host.block("10.0.0.9");
        host.blockGuest("g1", "");
        doctor.end.complete(FakeDoctor.finding(Sentence.of(Finding.READY), Optional.empty(), Optional.empty()));
        press();
        assertThat(asked().blocked()).containsExactly("10.0.0.9", "Mara’s laptop · 192.168.1.7");
    }

    @Test
    void aLinkThatWasCopiedBeforeTheKeyWasChangedIsKnown() {
        window.fire("#host-link-copy");
        HostState.On now = FakeHost.on(temp);
        host.become(new HostState.On(
                now.folder(),
                now.shareName(),
                now.port(),
                now.addresses(),
                now.link().replaceFirst("#.*", "#new2-keyz"),
                "new2-keyz",
                List.of()));
        doctor.end.complete(FakeDoctor.finding(Sentence.of(Finding.EARLIER_KEY), Optional.empty(), Optional.empty()));
        press();
        Patience.await().untilAsserted(() -> assertThat(asked().isEarlierKey()).isTrue());
        window.press("Copy the link");
        Patience.await().untilAsserted(() -> assertThat(copied).hasSize(2));
        assertThat(copied.getLast()).endsWith("#new2-keyz");
    }
}
