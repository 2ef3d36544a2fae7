package quayside.app.ui.browse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static quayside.app.core.Patience.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.TestShare;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.ConnectOptions;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.ShareEvent;
import quayside.server.ShareOptions;

@Timeout(60)
final class RemoteSourceTest {
    private final List<String> lost = new ArrayList<>();

    @TempDir
    Path folder;

    @Test
    void aRefusalIsReportedThoughThePermissionsCannotBeReadEither() throws IOException {
        try (TestShare share = new TestShare(folder).start();
                ShareClient client =
                        ShareClient.connect(share.link(), share.key(), ConnectOptions.standard(), new Cancellation())) {
            share.server().block("127.0.0.1");
            await().until(() -> share.server().guests().isEmpty());
            RemoteSource source = new RemoteSource(client, lost::add, () -> true);
            // The goodbye says why, and the user asks again.
            assertThatThrownBy(client::ping).hasMessage("The host blocked you.");
            client.readmit();
            assertThatThrownBy(() -> source.makeFolder(RemotePath.root(), "new"))
                    .isInstanceOfSatisfying(
                            ProtocolException.class, e -> assertThat(e.fault()).isEqualTo(Fault.REFUSED));
            assertThat(lost).isEmpty();
            await().untilAsserted(() -> assertThat(share.events())
                    .filteredOn(ShareEvent.Refused.class::isInstance)
                    .hasSize(2));
        }
    }

    @Test
    void theFreeSpaceOfTheShareIsKnownIfGuestsMayUpload() throws IOException {
        try (TestShare share = new TestShare(folder).start();
                ShareClient client =
                        ShareClient.connect(share.link(), share.key(), ConnectOptions.standard(), new Cancellation())) {
            RemoteSource source = new RemoteSource(client, lost::add, () -> true);
            assertThat(source.freeBytes(RemotePath.root())).isNotEmpty();
            share.server().permissions(new ShareOptions.Permissions(true, false, false));
            client.ping();
            assertThat(source.freeBytes(RemotePath.root())).isEmpty();
        }
    }

    @Test
    void aBlockedGuestLearnsThatAtItsNextStep() throws IOException {
        try (TestShare share = new TestShare(folder).start();
                ShareClient client =
                        ShareClient.connect(share.link(), share.key(), ConnectOptions.standard(), new Cancellation())) {
            share.server().block("127.0.0.1");
            await().until(() -> share.server().guests().isEmpty());
            RemoteSource source = new RemoteSource(client, lost::add, () -> true);
            assertThatThrownBy(() -> source.makeFolder(RemotePath.root(), "new"))
                    .hasMessage("The host blocked you.");
            assertThat(lost).containsExactly("The host blocked you.");
        }
    }
}
