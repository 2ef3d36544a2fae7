package quayside.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.ConnectOptions;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.ServerIdentity;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Fault;

/** Tests which clients reach a share, how many at once, and what the others are sent. */
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
    void tenClientsMoveFilesAtOnceAndOneThatDiesDisturbsNone() throws Exception {
        try (WireTap tap = new WireTap(way.server().port());
                ShareClient dying = way.connect(tap.port());
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            Path big = way.file("big", 8 * WholeWay.MIB);
            Future<Fault> died = clients.submit(() -> WholeWay.faultOf(() -> dying.post(
                    big,
                    RemotePath.parse("dying"),
                    OnConflict.FAIL,
                    (done, total) -> {
                        if (done > WholeWay.MIB) {
                            tap.cut();
                        }
                    },
                    new Cancellation())));
            List<Future<Path>> others = new ArrayList<>();
            for (int i = 0; i < 9; i++) {
                Path file = way.file("file" + i, 3 * WholeWay.MIB + i);
                Path back = Files.createDirectory(local.resolve("back" + i));
                others.add(clients.submit(() -> {
                    try (ShareClient other = way.connect(way.server().port())) {
                        String name = file.getFileName().toString();
                        way.post(other, file, name, OnConflict.FAIL);
                        way.get(other, name, back, OnConflict.FAIL);
                        return back.resolve(name);
                    }
                }));
            }
            assertThat(died.get()).isEqualTo(Fault.CONNECTION_LOST);
            for (int i = 0; i < 9; i++) {
                assertThat(Files.mismatch(others.get(i).get(), local.resolve("file" + i)))
                        .isEqualTo(-1);
            }
        }
        assertThat(share.resolve("dying")).doesNotExist();
        way.client().close();
        await().atMost(Duration.ofSeconds(10)).until(() -> way.server().guests().isEmpty());
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
        try (ShareServer other =
                way.server(Files.createDirectory(share.resolve("inner")), InetAddress.ofLiteral("203.0.113.1"))) {
            assertThat(catchThrowableOfType(IOException.class, other::start))
                    .hasMessage("The address 203.0.113.1 is not one of this computer’s.");
        }
    }
}
