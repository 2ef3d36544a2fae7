package quayside.app.ui.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.host.EmbeddedHost;
import quayside.app.core.host.HostIdentity;
import quayside.app.core.host.HostState;
import quayside.app.core.host.SharedFolder;
import quayside.app.core.settings.SettingsStore;
import quayside.app.ui.kit.Fx;
import quayside.app.ui.kit.TestWindow;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.ConnectOptions;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.AccessKey;
import quayside.server.ShareOptions;

class TwoGuestsTest {
    @TempDir
    Path temp;

    @Test
    void twoProgramsAtOneAddressAreTwoRowsWithTheirNames() throws Exception {
        Path shared = Files.createDirectory(temp.resolve("Photos"));
        HostIdentity identity = new HostIdentity(temp.resolve("config"), new SecureRandom());
        try (EmbeddedHost host = new EmbeddedHost(identity, InetAddress.getLoopbackAddress(), () -> "Mara’s desk");
                TestWindow window = new TestWindow(
                        1000,
                        720,
                        services -> new HostFeature(
                                        host, SettingsStore.open(temp), services, (_, _) -> List.of(), _ -> {})
                                .view())) {
            host.start(new SharedFolder(shared, 0, ShareOptions.Permissions.ALL, false));
            Fx.await(() -> host.state() instanceof HostState.On);
            HostState.On on = (HostState.On) host.state();
            try (ShareClient one = connect(on, "Living room PC");
                    ShareClient two = connect(on, "Boathouse\u202ePC")) {
                assertThat(one.share().computer()).contains("Mara’s desk");
                window.awaitText("Living room PC");
                window.awaitText("Boathouse\\u{202e}PC");
                Fx.await(() -> window.scene().getRoot().lookupAll(".guest-menu").stream()
                                .filter(node -> node.getScene() != null)
                                .count()
                        >= 2);
                window.awaitText("Living room PC (127.0.0.1) connected");
                window.fire("#host-disconnect-all");
                window.awaitText("No guests are connected");
                assertThat(two.fingerprint()).isEqualTo(one.fingerprint());
            }
        }
    }

    private static ShareClient connect(HostState.On on, String name) throws Exception {
        return ShareClient.connect(
                ShareLink.parse(on.link()),
                AccessKey.of(on.key()),
                ConnectOptions.standard().named(name),
                new Cancellation());
    }
}
