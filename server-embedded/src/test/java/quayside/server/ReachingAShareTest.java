package quayside.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.client.Cancellation;
import quayside.protocol.client.ConnectOptions;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.ShareLink;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.ServerIdentity;
import quayside.protocol.wire.Fault;

/** Who gets to a share, and what those are told who do not. */
final class ReachingAShareTest {
    @TempDir
    Path share;

    @TempDir
    Path local;

    private WholeWay way;

    @BeforeEach
    void start() throws IOException {
        way = new WholeWay(share, local);
    }

    @AfterEach
    void stop() {
        way.close();
    }

    @Test
    void aWrongKeyAndAnotherIdentityAreToldApart() throws IOException {
        ShareLink link =
                ShareLink.of("127.0.0.1", way.server().port(), way.identity().fingerprint());
        ShareLink other = ShareLink.of(
                "127.0.0.1", way.server().port(), ServerIdentity.generate().fingerprint());
        AccessKey wrong = AccessKey.of("WRONGKEY");
        assertThat(WholeWay.faultOf(
                        () -> ShareClient.connect(link, wrong, ConnectOptions.standard(), new Cancellation())))
                .isEqualTo(Fault.WRONG_KEY);
        assertThat(WholeWay.faultOf(
                        () -> ShareClient.connect(other, way.key(), ConnectOptions.standard(), new Cancellation())))
                .isEqualTo(Fault.SERVER_KEY_CHANGED);
        assertThat(way.client().ping().name()).isEqualTo("Pictures");
    }

    @Test
    void nobodyThereIsUnreachable() throws IOException {
        int port = way.server().port();
        way.client().close();
        way.server().stop();
        assertThat(WholeWay.faultOf(() -> way.connect(port))).isEqualTo(Fault.UNREACHABLE);
    }

    @Test
    void anAddressThatIsNotOursIsNamedAsTheReason() throws IOException {
        try (ShareServer other = way.server(share, InetAddress.ofLiteral("203.0.113.1"))) {
            assertThat(catchThrowableOfType(IOException.class, other::start))
                    .hasMessage("The address 203.0.113.1 is not one of this computer's.");
        }
    }
}
