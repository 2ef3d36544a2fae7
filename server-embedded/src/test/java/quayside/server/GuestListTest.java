package quayside.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.ConnectOptions;
import quayside.protocol.crypto.ClientSecret;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;

/** Which connections are one guest, and what the host calls it. */
@Timeout(60)
class GuestListTest {
    @TempDir
    private Path folder;

    private TestHost host;

    @BeforeEach
    void start() throws IOException {
        host = new TestHost(folder);
        host.connections = 100;
        host.connectionsPerSource = 100;
        host.start();
    }

    @AfterEach
    void stop() {
        host.close();
    }

    private ShareClient client(ClientSecret installation, String name) throws IOException {
        ConnectOptions options = new ConnectOptions(Optional.empty(), Duration.ofSeconds(5))
                .of(installation)
                .named(name);
        return ShareClient.connect(host.link(), host.key, options, new Cancellation());
    }

    private static void introduce(RawGuest guest, String computer, String installation) throws IOException {
        guest.ask(new Request.Ping(Optional.of(computer), Optional.of(installation)));
    }

    @Test
    void twoInstallationsAtOneAddressAreTwoGuestsEachWithItsName() throws IOException {
        try (ShareClient mara = client(ClientSecret.random(new SecureRandom()), "Mara's laptop");
                ShareClient ida = client(ClientSecret.random(new SecureRandom()), "Ida's Mac")) {
            mara.list(RemotePath.root());
            ida.list(RemotePath.root());
            assertThat(host.server().guests())
                    .extracting(Guest::name, Guest::address)
                    .containsExactly(tuple("Mara's laptop", "127.0.0.1"), tuple("Ida's Mac", "127.0.0.1"));
            await().untilAsserted(() -> assertThat(host.events(ShareEvent.GuestJoined.class))
                    .extracting(ShareEvent.GuestJoined::who)
                    .containsExactly("Mara's laptop (127.0.0.1)", "Ida's Mac (127.0.0.1)"));
        }
    }

    @Test
    void allConnectionsOfOneInstallationAreOneGuest() throws IOException {
        // Each introduces itself at once: one that waits is announced by its address.
        try (RawGuest _ = introduced("Mara's laptop");
                RawGuest _ = introduced("Mara's laptop");
                RawGuest _ = introduced("Mara's new laptop")) {
            assertThat(host.server().guests()).singleElement().satisfies(guest -> {
                assertThat(guest.connections()).isEqualTo(3);
                assertThat(guest.name()).isEqualTo("Mara's new laptop");
            });
            assertThat(host.events(ShareEvent.GuestJoined.class)).hasSize(1);
        }
    }

    private RawGuest introduced(String computer) throws IOException {
        RawGuest guest = host.guest();
        introduce(guest, computer, "mara");
        return guest;
    }

    @Test
    void guestsThatDoNotIntroduceThemselvesAreOneGuestOfTheirAddress() throws IOException {
        try (RawGuest one = host.guest();
                RawGuest two = host.guest();
                RawGuest named = host.guest()) {
            one.assertServed();
            two.assertServed();
            introduce(named, "Mara's laptop", "mara");
            assertThat(host.server().guests()).extracting(Guest::connections).containsExactly(2, 1);
            await().untilAsserted(() -> assertThat(host.events(ShareEvent.GuestJoined.class))
                    .extracting(ShareEvent.GuestJoined::who)
                    .containsExactlyInAnyOrder("127.0.0.1", "Mara's laptop (127.0.0.1)"));
        }
    }

    @Test
    void aHostileNameIsShownEscapedBesideTheAddress() throws IOException {
        try (RawGuest guest = host.guest()) {
            introduce(guest, "\u202ekcolb", "word");
            assertThat(host.server().guests()).singleElement().satisfies(one -> {
                assertThat(one.name()).isEqualTo("\\u{202e}kcolb");
                assertThat(one.address()).isEqualTo("127.0.0.1");
            });
        }
    }

    @Test
    void theFirstInstallationOfAConnectionCounts() throws IOException {
        try (RawGuest guest = host.guest()) {
            introduce(guest, "one", "first");
            introduce(guest, "two", "second");
            assertThat(host.server().guests()).singleElement().satisfies(one -> {
                assertThat(one.name()).isEqualTo("two");
                assertThat(one.connections()).isEqualTo(1);
            });
            assertThat(host.events(ShareEvent.GuestJoined.class)).hasSizeLessThanOrEqualTo(1);
        }
    }

    @Test
    void theGuestsOfOneAddressThatAreListedApartAreLimited() throws IOException {
        List<RawGuest> guests = new ArrayList<>();
        try {
            for (int i = 0; i < GuestList.MAX_APART + 6; i++) {
                RawGuest guest = host.guest();
                guests.add(guest);
                introduce(guest, "computer " + i, "word" + i);
            }
            assertThat(host.server().guests()).hasSize(GuestList.MAX_APART + 1);
            assertThat(host.server().guests().getLast().connections()).isEqualTo(6);
        } finally {
            for (RawGuest guest : guests) {
                guest.close();
            }
        }
    }

    @Test
    void twoServersDoNotLearnThatTheyHaveTheSameGuest() {
        ClientSecret secret = ClientSecret.random(new SecureRandom());
        assertThat(secret.word("quayside guest of a")).isNotEqualTo(secret.word("quayside guest of b"));
    }
}
